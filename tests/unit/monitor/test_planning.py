"""On which days a visit may be planned, and how a month or a term lies."""

from datetime import date

import pytest

from fingerpost.core.calendar import SchoolCalendar, Term
from fingerpost.monitor.rules import planning
from fingerpost.monitor.rules.visits import NotAVisit

AUTUMN = Term(date(2026, 9, 1), date(2026, 12, 18), "Autumn", date(2026, 10, 26), date(2026, 10, 30))
SPRING = Term(date(2027, 1, 4), date(2027, 3, 25), "Spring")
TERMS = SchoolCalendar((AUTUMN, SPRING))


@pytest.mark.parametrize(
    ("day", "because"),
    [
        (date(2026, 10, 7), ""),
        (date(2026, 10, 10), "Weekend"),
        (date(2026, 10, 28), "Half-term holiday"),
        (date(2026, 12, 22), "School holiday"),
        (date(2026, 12, 25), "Bank holiday: Christmas Day"),
        (date(2027, 8, 4), ""),
    ],
)
def test_a_closed_day_says_why_and_a_day_beyond_the_terms_does_not(day, because):
    assert planning.closed_because(TERMS, day) == because


def test_a_closed_day_is_refused_in_a_sentence():
    planning.check_open(TERMS, date(2026, 10, 7))

    with pytest.raises(NotAVisit, match="28 October 2026: half-term holiday"):
        planning.check_open(TERMS, date(2026, 10, 28))


def test_a_month_and_a_term_lie_in_whole_weeks():
    october, autumn = planning.month(date(2026, 10, 7)), planning.term(TERMS, date(2026, 10, 7))

    assert (october.title, october.mondays[0], len(october.mondays)) == ("October 2026", date(2026, 9, 28), 5)
    assert (october.before, october.after) == (date(2026, 9, 1), date(2026, 11, 1))
    assert (autumn.title, autumn.mondays[0], len(autumn.mondays)) == (
        "Autumn term, 2026",
        date(2026, 8, 31),
        16,
    )
    assert autumn.after == date(2027, 1, 4)


def test_december_leads_to_january_and_back():
    december = planning.month(date(2026, 12, 31))

    assert (december.after, planning.month(december.after).before) == (date(2027, 1, 1), date(2026, 12, 1))


def test_in_a_holiday_the_term_that_comes_is_shown_and_without_terms_so_many_weeks():
    assert planning.term(TERMS, date(2026, 12, 28)).title == "Spring term, 2027"
    assert len(planning.term(SchoolCalendar(), date(2026, 10, 7)).mondays) == planning.WEEKS_OF_A_TERM
