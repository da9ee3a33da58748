"""Working days, school days, half-terms, and when a school may be told."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.core.calendar import SchoolCalendar, Term, TermsNotSet, add_working_days, is_working_day

AUTUMN = Term(date(2026, 9, 2), date(2026, 12, 18), "Autumn", date(2026, 10, 26), date(2026, 10, 30))
SPRING = Term(date(2027, 1, 4), date(2027, 3, 25), "Spring", date(2027, 2, 15), date(2027, 2, 19))
YEAR = SchoolCalendar((AUTUMN, SPRING))


@pytest.mark.parametrize(
    ("day", "is_open"),
    [
        (date(2026, 9, 2), True),
        (date(2026, 10, 26), False),
        (date(2026, 12, 18), True),
        (date(2026, 12, 19), False),
        (date(2026, 12, 28), False),
        (date(2026, 9, 1), None),
        (date(2027, 3, 26), None),
    ],
)
def test_a_day_that_no_term_reaches_is_neither_open_nor_closed(day, is_open):
    assert YEAR.is_school_day(day) is is_open


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 12, 24), 1, date(2026, 12, 29)),
        (date(2026, 11, 20), 15, date(2026, 12, 11)),
        (date(2026, 11, 20), 0, date(2026, 11, 20)),
    ],
)
def test_working_days_leave_out_weekends_and_bank_holidays(start, count, end):
    assert add_working_days(start, count) == end


def test_ten_school_days_step_over_the_half_term_holiday():
    assert YEAR.add_school_days(date(2026, 10, 20), 10) == date(2026, 11, 10)


def test_counting_past_the_last_term_says_what_to_set():
    with pytest.raises(TermsNotSet, match="No term dates are set that reach 26 March 2027"):
        YEAR.add_school_days(date(2027, 3, 24), 2)


@pytest.mark.parametrize(
    ("moment", "because", "next_day"),
    [
        ((2026, 11, 20, 14, 59), "", None),
        ((2026, 11, 20, 15, 0), "it is after 3pm on a Friday", date(2026, 11, 23)),
        ((2026, 11, 21, 10), "it is the weekend", date(2026, 11, 23)),
        ((2026, 10, 28, 10), "schools are on holiday", date(2026, 11, 2)),
        ((2026, 12, 25, 10), "it is a bank holiday (Christmas Day)", date(2027, 1, 4)),
    ],
)
def test_a_school_is_told_when_somebody_there_can_act_on_it(moment, because, next_day):
    found = YEAR.release(datetime(*moment, tzinfo=UTC))

    assert found.because == because
    assert (found.from_at and found.from_at.date()) == next_day


def test_a_half_term_has_the_name_of_its_term_and_a_holiday_has_none():
    assert YEAR.half_term_of(date(2026, 11, 3)).name == "Autumn 2"
    assert YEAR.half_term_of(date(2026, 10, 27)) is None


@given(st.dates(date(2026, 9, 2), date(2027, 2, 1)), st.integers(0, 20))
def test_counting_on_and_counting_between_agree(start, count):
    end = YEAR.add_school_days(start, count)

    assert YEAR.school_days_between(start, end) == count
    assert count == 0 or YEAR.is_school_day(end)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 60))
def test_a_working_day_is_never_a_bank_holiday(start, count):
    assert is_working_day(add_working_days(start, count))
