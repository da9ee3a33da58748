"""Time at a level, leading indicators, consistency: small cases, and what an edition may not say."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from tests.unit.strategy.making import STRATEGY, folder

from fingerpost.strategy import bands, consistency, leading, loading
from fingerpost.strategy.bands import Band
from fingerpost.strategy.leading import FALLS, HOLDS, RISES, Leading
from fingerpost.strategy.problems import NotAnEdition

ORDER = ["green", "amber", "red"]
LIMITS = (Band("amber", 12, "it is talked of", "1"),)


def _day(months: int) -> date:
    return date(2024 + months // 12, months % 12 + 1, 1)


@pytest.mark.parametrize(
    ("levels", "months", "is_least", "is_over"),
    [
        (["amber"], 0, True, False),
        (["green", "amber", "amber"], 1, False, False),
        (["amber"] * 13, 12, True, True),
        (["green", "amber", "not_enough_evidence", "amber"], 2, False, False),
        (["amber", "green"], 0, False, False),
    ],
)
def test_a_stay_is_counted_from_the_first_day_at_the_level(levels, months, is_least, is_over):
    history = [(_day(n), level) for n, level in enumerate(levels)]

    found = bands.stay(history, _day(len(levels) - 1), LIMITS, ORDER)

    assert found is not None
    assert (found.months, found.is_least, found.is_over) == (months, is_least, is_over)


@pytest.mark.parametrize("levels", [[], ["amber", "not_enough_evidence"]])
def test_a_school_without_a_level_stays_nowhere(levels):
    history = [(_day(n), level) for n, level in enumerate(levels)]

    assert bands.stay(history, _day(5), LIMITS, ORDER) is None


@pytest.mark.parametrize(
    ("months", "words"), [(0, "less than a month"), (1, "1 month"), (12, "1 year"), (27, "2 years 3 months")]
)
def test_months_are_said_as_people_say_them(months, words):
    assert bands.in_words(months) == words


def _figures(value: float | None, year: int, denominator: float = 200.0) -> pl.DataFrame:
    rows = (
        [] if value is None else [(1, "primary", "absence_persistent", year, str(year), value, denominator)]
    )
    return pl.DataFrame(rows, schema=leading.FIGURES, orient="row")


@pytest.mark.parametrize(
    ("before", "after", "year", "pupils", "way"),
    [
        (15.0, 18.0, 2025, 200, FALLS),
        (15.0, 12.0, 2025, 200, RISES),
        (15.0, 17.9, 2025, 200, HOLDS),
        (15.0, 25.0, 2024, 200, None),
        (15.0, 25.0, 2025, 20, None),
        (15.0, None, 2025, 200, None),
    ],
)
def test_a_leading_figure_moves_only_as_far_and_of_as_many_as_the_edition_says(
    before, after, year, pupils, way
):
    lines = (Leading("absence_persistent", by=3, fewest=30, ours="Because."),)

    found = leading.moves(_figures(before, 2024), _figures(after, year, pupils), lines)

    assert found["way"].to_list() == ([way] if way else [])


@pytest.mark.parametrize(
    ("part", "says"),
    [
        ("bands: [{level: pink, months: 3, then: talk, page: 1}]", "is no level"),
        ("bands: [{level: amber, then: talk, page: 1}]", "has no months"),
        ("bands: [{level: amber, months: 3, then: talk}]", "nor why it is ours"),
        (
            "bands: [{level: amber, months: 3, then: a, page: 1}, {level: amber, months: 4, then: a, page: 1}]",
            "two",
        ),
        ("bands: [amber]", "is not a mapping"),
        ("leading: [{indicator: roll, by: 3, page: 1}]", "of which one way is better"),
        ("leading: [{indicator: suspensions, page: 1}]", "how large a move"),
        ("leading: [{indicator: suspensions, by: 2}]", "nor why it is ours"),
        ("leading: [suspensions]", "is not a mapping"),
    ],
)
def test_a_limit_or_a_leading_indicator_that_cannot_be_is_refused(tmp_path: Path, part: str, says: str):
    with pytest.raises(NotAnEdition) as refusal:
        loading.load(folder(tmp_path, strategy=STRATEGY + part + "\n"))

    assert says in " ".join(str(problem) for problem in refusal.value.problems)


def test_an_edition_says_its_limits_and_what_leads(tmp_path: Path):
    said = """
bands: [{level: amber, months: 12, then: talk, page: 3}]
leading: [{indicator: suspensions, by: 2, fewest: 30, ours: Because.}]
"""
    edition = loading.load(folder(tmp_path, strategy=STRATEGY + said))

    assert edition.bands == (Band("amber", 12, "talk", "3"),)
    assert edition.leading == (Leading("suspensions", 2.0, 30, ours="Because."),)
    assert "suspensions" in edition.indicators


def _strands(rows) -> pl.DataFrame:
    return pl.DataFrame(rows, schema=consistency.STRANDS, orient="row")


def test_judgements_lie_beside_the_data_of_the_same_schools_alone():
    kind = [(urn, "primary", "capacity", "green", 7) for urn in range(5)]
    data = [(urn, "primary", "absence", "amber", None) for urn in range(5)]
    other = [(99, "primary", "absence", "red", None), (100, "primary", "capacity", "red", 8)]

    everybody, mine, few = consistency.lines(_strands(kind + data + other), ORDER)

    assert (mine.who, mine.schools, mine.judgements, mine.kinder, mine.is_few) == (7, 5, 5, 1.0, False)
    assert mine.shares == (100.0, 0.0, 0.0)
    assert (few.who, few.beside, few.kinder, few.is_few) == (8, 0, None, True)
    assert (everybody.who, everybody.schools, everybody.kinder) == (None, 6, 1.0)
