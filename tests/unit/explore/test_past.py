"""Schools past a line that the reader draws."""

import polars as pl
import pytest

from fingerpost.evidence.indicators import CATALOGUE
from fingerpost.explore.past import past

RWM, ABSENCE = CATALOGUE.by_code["ks2_rwm_expected"], CATALOGUE.by_code["absence_overall"]
ENGLAND = {("fsm", "value"): 47.0, ("fsm", "gap_within"): -22.0, ("fsm", "change"): 0.5}


def schools(**columns):
    count = len(next(iter(columns.values())))
    blank = dict.fromkeys(("value", "gap_within", "gap_to_national", "change"), [None] * count)
    frame = pl.DataFrame(
        {"place": [str(n) for n in range(count)], "group": ["fsm"] * count} | blank | columns,
        schema_overrides=dict.fromkeys(blank, pl.Float64),
    )
    return frame


@pytest.mark.parametrize(
    ("way", "line", "columns", "who"),
    [
        ("worse", 50, {"value": [49.9, 50.0, 60.0, None]}, {"0"}),
        ("better", 50, {"value": [49.9, 50.0, 60.0, None]}, {"2"}),
        ("worse", None, {"value": [46.0, 47.0, 48.0]}, {"0"}),
        ("wider", 20, {"gap_within": [-21.0, -20.0, -5.0, 8.0]}, {"0"}),
        ("wider", -20, {"gap_within": [-21.0, -20.0, -5.0, 8.0]}, {"0"}),
        ("wider", None, {"gap_within": [-23.0, -22.0]}, {"0"}),
        ("narrower", 20, {"gap_within": [-21.0, -20.0, -5.0, 8.0]}, {"2", "3"}),
        ("behind", 5, {"gap_to_national": [-6.0, -5.0, 6.0]}, {"0"}),
        ("ahead", 5, {"gap_to_national": [-6.0, 5.0, 6.0]}, {"2"}),
        ("behind", None, {"gap_to_national": [-0.1, 0.0, 0.1]}, {"0"}),
        ("fell", 3, {"change": [-4.0, -3.0, 4.0]}, {"0"}),
        ("rose", 3, {"change": [-4.0, 3.0, 4.0]}, {"2"}),
    ],
)
def test_who_is_past_a_line(way, line, columns, who):
    found = past(schools(**columns), ENGLAND, way, line, RWM)

    assert {place for place, _ in found.cells} == who
    assert found.count == len(who)


@pytest.mark.parametrize(
    ("way", "line", "columns", "who"),
    [
        ("worse", 5, {"value": [4.0, 5.0, 6.0]}, {"2"}),
        ("wider", 2, {"gap_within": [-3.0, 2.0, 3.0]}, {"2"}),
        ("behind", 1, {"gap_to_national": [-2.0, 2.0]}, {"1"}),
        ("fell", 1, {"change": [-2.0, 2.0]}, {"1"}),
    ],
)
def test_where_less_is_better_the_sides_change_places(way, line, columns, who):
    assert {place for place, _ in past(schools(**columns), {}, way, line, ABSENCE).cells} == who


def test_a_school_without_a_figure_is_not_counted_on_either_side():
    found = past(schools(value=[40.0, None]), ENGLAND, "worse", 50, RWM)

    assert (found.count, found.of) == (1, 1)
    assert found.sentence == "Of 1 school with a figure, 1 has one worse than 50%."


def test_without_a_number_and_without_englands_figure_there_is_no_line():
    found = past(schools(value=[40.0]), {}, "worse", None, RWM)

    assert found.sentence == "No school has a figure to hold against that line."


@pytest.mark.parametrize(
    ("way", "line", "sentence"),
    [
        ("wider", None, "Of 2 schools with a figure, 1 has a gap wider than England's 22 points."),
        ("wider", 20.5, "Of 2 schools with a figure, 1 has a gap wider than 20.5 points."),
    ],
)
def test_the_line_is_said_in_words(way, line, sentence):
    assert past(schools(gap_within=[-30.0, -1.0]), ENGLAND, way, line, RWM).sentence == sentence


@pytest.mark.parametrize(
    ("way", "said"),
    [
        ("worse", "Of 2 figures of schools, 2 are worse than 50%."),
        ("wider", "Of 2 figures of schools, 1 shows a gap wider than 50 points."),
    ],
)
def test_several_groups_of_a_school_are_several_figures(way, said):
    both = schools(value=[40.0, 41.0], gap_within=[-60.0, -1.0]).with_columns(
        group=pl.Series(["fsm", "boys"])
    )

    assert past(both, {}, way, 50, RWM).sentence == said
