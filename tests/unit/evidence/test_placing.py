"""Rank ranges, changes, gaps and three years together."""

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.evidence import comparison
from fingerpost.evidence.comparison import gaps
from fingerpost.evidence.indicators.model import Break, Indicator

RATE = Indicator("rate", "A rate", "KS2", "%", 0, "high", "ours", breaks=(Break(2016, "new tests"),))
SCORE = Indicator("score", "A score", "KS4", "points", 1, "high", "ours")
NUMBERS = dict.fromkeys(("value", "numerator", "denominator", "lower", "upper"), pl.Float64)


def places(*rows):
    """value, lower, upper"""
    made = [
        {"place": f"p{n:03}", "group": "all", "period": "2025", "value": v, "lower": low, "upper": high}
        for n, (v, low, high) in enumerate(rows)
    ]
    return pl.DataFrame(made, schema_overrides=NUMBERS)


def placed(frame, better="high"):
    return comparison.with_range(comparison.ranked(frame, better), better).sort("place")


def test_a_range_of_ranks_is_what_the_intervals_leave_possible():
    found = placed(places((70, 65, 75), (68, 60, 76), (50, 45, 55), (52, 40, 66)))

    assert found["rank"].to_list() == [1, 2, 4, 3]
    assert found["rank_low"].to_list() == [1, 1, 3, 1]
    assert found["rank_high"].to_list() == [3, 3, 4, 4]


def test_where_low_is_better_the_range_begins_with_the_lowest():
    found = placed(places((5, 4, 6), (9, 8, 10)), "low")

    assert found.select("rank", "rank_low", "rank_high").rows() == [(1, 1, 1), (2, 2, 2)]


def test_a_place_without_an_interval_has_no_range_and_still_stands_before_others():
    found = placed(places((90, None, None), (50, 45, 55)))

    assert found["rank_low"].to_list() == [None, 2]


figures = st.lists(
    st.one_of(
        st.tuples(st.integers(0, 100), st.integers(0, 30), st.integers(0, 30)),
        st.tuples(st.integers(0, 100), st.none(), st.none()),
        st.tuples(st.none(), st.none(), st.none()),
    ),
    min_size=1,
    max_size=25,
)


def spread(row):
    value, below, above = row
    return (value, None, None) if value is None or below is None else (value, value - below, value + above)


@given(rows=figures, better=st.sampled_from(["high", "low"]))
def test_a_rank_lies_in_its_range_and_the_range_among_the_places(rows, better):
    found = placed(places(*map(spread, rows)), better).filter(pl.col("rank_low").is_not_null())

    for row in found.iter_rows(named=True):
        assert 1 <= row["rank_low"] <= row["rank"] <= row["rank_high"] <= row["of"]


@given(rows=figures, better=st.sampled_from(["high", "low"]), data=st.data())
def test_the_order_of_the_rows_changes_no_rank(rows, better, data):
    frame = places(*map(spread, rows))
    shuffled = frame[data.draw(st.permutations(range(frame.height)))]

    assert placed(frame, better).equals(placed(shuffled, better))


@given(rows=figures)
def test_the_best_are_first_and_ties_share_the_best_place(rows):
    found = placed(places(*map(spread, rows))).filter(pl.col("value").is_not_null())

    for row in found.iter_rows(named=True):
        assert row["rank"] == 1 + found.filter(pl.col("value") > row["value"]).height


@given(rows=figures)
def test_turning_what_is_better_turns_the_ranks_of_places_that_do_not_tie(rows):
    frame = places(*map(spread, rows)).filter(pl.col("value").is_not_null()).unique("value")
    high, low = placed(frame, "high"), placed(frame, "low")

    assert [high.height + 1 - rank for rank in high["rank"].to_list()] == low["rank"].to_list()


@given(rows=figures)
def test_a_place_more_moves_none_up(rows):
    all_of_them = places(*map(spread, rows))
    fewer = placed(all_of_them[:-1])
    more = placed(all_of_them).filter(pl.col("place").is_in(fewer["place"].to_list()))

    for before, after in zip(fewer["rank"].to_list(), more["rank"].to_list(), strict=True):
        assert before is None or after >= before


def at(place, year, value, *, group="all", n=None, d=None, kind="school"):
    return {
        "place_kind": kind, "place": place, "group": group, "period": str(year), "value": value, "numerator": n,
        "denominator": d, "lower": None, "upper": None,
    }  # fmt: skip


def frame(*rows):
    return pl.DataFrame(rows, schema_overrides=NUMBERS)


YEARS = [(2014, 80.0), (2015, 82.0), (2016, 53.0), (2017, 61.0), (2019, 65.0), (2020, None), (2021, 66.0)]


def test_changes_of_all_rows_at_once_are_the_changes_one_by_one():
    rows = comparison.with_changes(frame(*(at("a", year, value) for year, value in YEARS)), RATE)

    history = {str(year): value for year, value in YEARS}
    for row in rows.iter_rows(named=True):
        expected = comparison.change(RATE, history, row["period"])
        assert (row["change"], row["change_because"]) == (expected.value, expected.reason)


def test_a_change_is_of_the_same_place_and_the_same_pupils():
    rows = comparison.with_changes(
        frame(at("a", 2018, 50.0), at("b", 2019, 60.0), at("a", 2019, 60.0, group="boys")), RATE
    )

    assert rows["change"].to_list() == [None, None, None]


def test_the_three_gaps_are_three_different_things():
    ours = frame(
        at("a", 2025, 40.0, group="disadvantaged"),
        at("a", 2025, 70.0, group="not_disadvantaged"),
        at("a", 2025, 61.0),
    )
    england = {("disadvantaged", "2025"): 47.0, ("not_disadvantaged", "2025"): 68.0, ("all", "2025"): 62.0}

    row = gaps.with_gaps(ours, england).row(0, named=True)

    assert (row["gap_within"], row["gap_to_national_other"], row["gap_to_national"]) == (-30.0, -28.0, -7.0)
    assert row["gap_to_all"] == -21.0


def test_england_has_a_gap_within_itself_and_none_to_itself():
    england = frame(
        at("E", 2025, 47.0, group="disadvantaged", kind="england"),
        at("E", 2025, 68.0, group="not_disadvantaged", kind="england"),
    )

    row = gaps.with_gaps(england, {("disadvantaged", "2025"): 47.0}).row(0, named=True)

    assert (row["gap_within"], row["gap_to_national_other"], row["gap_to_national"]) == (-21.0, None, None)


def test_all_pupils_have_no_others_to_be_held_against():
    row = gaps.with_gaps(frame(at("a", 2025, 61.0)), {("all", "2025"): 62.0}).row(0, named=True)

    assert (row["gap_within"], row["gap_to_national_other"], row["gap_to_national"]) == (None, None, -1.0)


def three(indicator, *rows):
    return {
        row["period"]: row for row in comparison.three_years(frame(*rows), indicator).iter_rows(named=True)
    }


def test_three_years_together_are_of_all_their_pupils():
    found = three(RATE, at("a", 2017, 50.0, d=10), at("a", 2018, 100.0, d=2), at("a", 2019, 25.0, d=4))[
        "2019"
    ]

    assert (found["value"], found["numerator"], found["denominator"]) == (50.0, 8.0, 16.0)
    assert found["note"] == "the pupils of 2017 to 2019 together"


def test_three_years_of_scores_are_weighed_by_pupils():
    found = three(SCORE, at("a", 2017, 40.0, d=10), at("a", 2018, 50.0, d=30), at("a", 2019, 60.0, d=10))[
        "2019"
    ]

    assert found["value"] == pytest.approx(50.0)


def test_there_are_no_three_years_across_a_break():
    found = three(RATE, *(at("a", year, 60.0, d=10) for year in (2014, 2015, 2016, 2017, 2018)))

    assert [found[str(year)]["value"] for year in (2016, 2017, 2018)] == [None, None, 60.0]
    assert found["2017"]["note"] == "no three years: new tests"


def test_there_are_no_three_years_over_a_missing_one():
    found = three(RATE, at("a", 2017, 60.0, d=10), at("a", 2018, None, d=4), at("a", 2019, 60.0, d=10))[
        "2019"
    ]

    assert (found["value"], found["status"]) == (None, "not available")
    assert found["note"] == "no three years: not every year of 2017 to 2019 has a figure"


def test_where_no_pupils_are_counted_the_mean_serves_and_is_said():
    found = three(
        RATE, *(at("E", year, value) for year, value in ((2017, 60.0), (2018, 63.0), (2019, 66.0)))
    )["2019"]

    assert (found["value"], found["denominator"]) == (63.0, None)
    assert found["note"] == "the mean of 2017 to 2019: the pupils are not counted"


def test_pupils_counted_in_some_years_alone_make_no_three_years():
    rows = (at("a", 2017, 60.0, d=10), at("a", 2018, 63.0), at("a", 2019, 66.0, d=10))

    assert three(RATE, *rows)["2019"]["value"] is None
