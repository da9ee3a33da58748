"""School years and terms, by the day that is given."""

from datetime import date

import pytest

from fingerpost.strategy.calendar import Calendar, last_academic_year_began, school_year
from fingerpost.strategy.keys import day_of_year


@pytest.mark.parametrize(
    ("day", "year"), [(date(2014, 8, 31), 2014), (date(2014, 9, 1), 2015), (date(2015, 1, 1), 2015)]
)
def test_a_school_year_begins_in_september(day: date, year: int) -> None:
    assert school_year(day) == year


@pytest.mark.parametrize(
    ("day", "began"), [(date(2014, 9, 1), date(2013, 9, 1)), (date(2014, 8, 31), date(2012, 9, 1))]
)
def test_the_last_academic_year_is_the_one_before_the_present(day: date, began: date) -> None:
    assert last_academic_year_began(day) == began


@pytest.mark.parametrize(
    ("earlier", "later", "terms"),
    [
        (date(2014, 9, 1), date(2014, 12, 31), 0),
        (date(2014, 12, 31), date(2015, 1, 1), 1),
        (date(2013, 9, 2), date(2014, 9, 2), 3),
    ],
)
def test_terms_are_counted_by_their_first_days(earlier: date, later: date, terms: int) -> None:
    assert Calendar().terms_between(earlier, later) == terms


@pytest.mark.parametrize(("day", "year"), [(date(2014, 11, 30), 2013), (date(2014, 12, 1), 2014)])
def test_the_summers_results_are_out_from_december(day: date, year: int) -> None:
    assert Calendar().results_year(day) == year


@pytest.mark.parametrize(("text", "day"), [("09-01", (9, 1)), ("13-01", None), ("1 September", None)])
def test_a_day_of_the_year_is_month_and_day(text: str, day: tuple[int, int] | None) -> None:
    assert day_of_year(text) == day
