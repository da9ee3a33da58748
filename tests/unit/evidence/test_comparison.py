"""Rank, quartile, change, neighbours and sums, from unrounded figures."""

import math
from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fingerpost.evidence import comparison
from fingerpost.evidence.comparison import Change, Edition
from fingerpost.evidence.indicators.model import Break, Indicator

RATE = Indicator("rate", "A rate", "primary", "%", 0, "high", "ours", breaks=(Break(2016, "new tests"),))
SCORE = Indicator("score", "A score", "primary", "points", 1, "high", "ours")
ROLL = Indicator("roll", "Pupils", "primary", "pupils", 0, "neither", "ours")


def places(*values, group="all", period="2017"):
    names = [chr(ord("a") + number) for number in range(len(values))]
    columns = {"place": names, "group": group, "period": period, "value": values}
    return pl.DataFrame(columns, schema_overrides={"value": pl.Float64})


def column(frame, name):
    return frame.sort("place")[name].to_list()


def test_ties_share_the_best_place():
    found = comparison.ranked(places(70.0, 65.0, 70.0, 60.0), "high")

    assert column(found, "rank") == [1, 3, 1, 4]
    assert column(found, "of") == [4, 4, 4, 4]


def test_where_low_is_better_the_lowest_is_first():
    assert column(comparison.ranked(places(5.0, 3.0, 4.0), "low"), "rank") == [3, 1, 2]


def test_a_place_without_a_value_has_no_rank_and_is_not_counted():
    found = comparison.ranked(places(70.0, None, math.nan, 60.0), "high")

    assert column(found, "rank") == [1, None, None, 2]
    assert column(found, "of") == [2, None, None, 2]


def test_rank_is_by_the_unrounded_figure():
    assert column(comparison.ranked(places(61.4, 61.0, 60.9), "high"), "rank") == [1, 2, 3]


def test_where_neither_way_is_better_there_is_no_rank():
    found = comparison.ranked(places(10.0, 20.0), "neither")

    assert column(found, "rank") == column(found, "quartile") == [None, None]


def test_groups_and_years_are_ranked_by_themselves():
    both = pl.concat([places(70.0, 60.0), places(50.0, 40.0, group="boys"), places(1.0, 2.0, period="2016")])

    found = comparison.ranked(both, "high")

    assert found["rank"].to_list() == [1, 2, 1, 2, 2, 1]


def test_a_value_on_the_edge_of_a_quartile_is_in_the_lower_one():
    found = comparison.ranked(places(0.0, 1.0, 2.0, 3.0, 4.0), "high")

    assert column(found, "quartile") == ["D", "D", "C", "B", "A"]


def test_where_low_is_better_the_lowest_quarter_is_the_best():
    found = comparison.ranked(places(0.0, 1.0, 2.0, 3.0, 4.0), "low")

    assert column(found, "quartile") == ["A", "A", "B", "C", "D"]


CHANGES = [
    ("2018", {"2017": 60.25, "2018": 62.5}, Change(2.25)),
    ("2018", {"2018": 62.5}, Change(None, "no value for 2017")),
    ("2018", {"2016": 60.0, "2018": 62.5}, Change(None, "no value for 2017")),
    ("2018", {"2017": None, "2018": 62.5}, Change(None, "no value for 2017")),
    ("2018", {"2017": 60.0, "2018": None}, Change(None, "no value this year")),
    ("2016", {"2015": 80.0, "2016": 53.0}, Change(None, "not comparable with 2015: new tests")),
    ("2017", {"2016": 53.0, "2017": 61.0}, Change(8.0)),
    ("2014-16", {"2014-16": 1.0}, Change(None, "not a whole year")),
]


@pytest.mark.parametrize(("period", "values", "expected"), CHANGES)
def test_a_change_is_told_only_from_one_year_to_the_next_and_across_no_break(period, values, expected):
    assert comparison.change(RATE, values, period) == expected


EARLY, LATE = Edition(date(2021, 4, 1), "2021", ("a",)), Edition(date(2025, 5, 1), "2025", ("b",))


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2017, 8, 31), (EARLY, True)),
        (date(2021, 4, 1), (EARLY, False)),
        (date(2025, 4, 30), (EARLY, False)),
        (date(2025, 5, 1), (LATE, False)),
    ],
)
def test_neighbours_are_those_of_the_day_and_before_the_first_edition_the_earliest(day, expected):
    assert comparison.edition_for([LATE, EARLY], day) == expected


def test_without_an_edition_there_are_no_neighbours():
    assert comparison.edition_for([], date(2020, 1, 1)) == (None, False)


def test_the_mean_is_of_the_values_that_there_are():
    assert comparison.mean([60.0, None, 63.0]) == 61.5
    assert comparison.mean([None]) is None


def of_schools(*rows):
    """area, value, numerator, denominator"""
    columns = {"area": pl.String, "value": pl.Float64, "numerator": pl.Float64, "denominator": pl.Float64}
    frame = pl.DataFrame(rows, schema=columns, orient="row")
    return frame.with_columns(group=pl.lit("all"), period=pl.lit("2017"))


def summed(indicator, *rows):
    return {
        row["place"]: row for row in comparison.summed(of_schools(*rows), indicator).iter_rows(named=True)
    }


def test_a_percentage_of_an_area_is_of_its_pupils_and_not_of_its_schools():
    found = summed(RATE, ("873", 100.0, None, 10.0), ("873", 50.0, None, 90.0))["873"]

    assert (found["numerator"], found["denominator"], found["value"]) == (55, 100, 55)


def test_a_rounded_percentage_stands_for_whole_pupils():
    found = summed(RATE, ("873", 67.0, None, 3.0), ("873", 33.0, None, 3.0))["873"]

    assert found["numerator"] == 3


def test_a_stated_number_of_pupils_outweighs_a_percentage():
    assert summed(RATE, ("873", 67.0, 21.0, 31.0))["873"]["value"] == pytest.approx(2100 / 31)


def test_a_mean_of_an_area_is_weighed_by_cohort():
    assert summed(SCORE, ("873", 100.0, None, 10.0), ("873", 104.0, None, 30.0))["873"]["value"] == 103


def test_plain_counts_add_up():
    assert summed(ROLL, ("873", 210.0, None, None), ("873", 90.0, None, None))["873"]["value"] == 300


def test_a_school_without_a_figure_or_a_cohort_is_left_out_and_counted():
    found = summed(
        RATE,
        ("873", 50.0, None, 10.0),
        ("873", None, None, 30.0),
        ("873", 80.0, None, None),
        ("873", 80.0, None, 0.0),
    )["873"]

    assert (found["value"], found["denominator"]) == (50, 10)
    assert (found["schools"], found["without"]) == (1, 3)


def test_an_area_of_which_no_school_has_a_figure_has_none():
    found = summed(RATE, ("873", None, None, 10.0))["873"]

    assert (found["value"], found["schools"], found["without"]) == (None, 0, 1)


schools_of_areas = st.lists(
    st.tuples(
        st.sampled_from(["north", "south"]),
        st.one_of(st.none(), st.integers(0, 100).map(float)),
        st.none(),
        st.one_of(st.none(), st.integers(0, 400).map(float)),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=40)
@given(rows=schools_of_areas, indicator=st.sampled_from([RATE, SCORE, ROLL]))
def test_the_parts_of_a_county_add_up_to_the_county(rows, indicator):
    parts = comparison.summed(of_schools(*rows), indicator)
    whole = comparison.summed(of_schools(*(("county", *row[1:]) for row in rows)), indicator)

    for name in ("numerator", "denominator", "schools", "without"):
        assert parts[name].sum() == whole[name].sum()


def test_a_school_year_ends_on_the_last_of_august():
    assert comparison.end_of("2017") == date(2017, 8, 31)
