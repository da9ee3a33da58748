"""Until when a judgement may be taken back, and by whom."""

from datetime import UTC, date, datetime

import pytest

from fingerpost.core.calendar import SchoolCalendar, Term
from fingerpost.monitor import rules
from fingerpost.monitor.rules import Heard

MORNING = datetime(2026, 7, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "person", "is_undone", "expected"),
    [
        (datetime(2026, 7, 1, 22, 59, tzinfo=UTC), 1, False, True),
        # 23:00 in UTC is the next day in a British summer.
        (datetime(2026, 7, 1, 23, 0, tzinfo=UTC), 1, False, False),
        (MORNING, 2, False, False),
        (MORNING, None, False, False),
        (MORNING, 1, True, False),
    ],
)
def test_ones_own_judgement_is_taken_back_on_the_same_day_here(at, person, is_undone, expected):
    assert rules.can_undo(1, MORNING, is_undone=is_undone, person=person, at=at) is expected


FRIDAY = date(2026, 9, 4)
TERMS = SchoolCalendar((Term(date(2026, 9, 2), date(2026, 12, 18), "Autumn"),))


@pytest.mark.parametrize(
    ("heard", "from_on"),
    [
        (Heard("complaint", None, told_on=FRIDAY), None),
        (Heard("complaint", FRIDAY), None),
        (Heard("complaint", FRIDAY, told_on=FRIDAY), date(2026, 9, 11)),
        (Heard("complaint", FRIDAY, told_on=FRIDAY, answered_on=date(2026, 9, 8)), date(2026, 9, 8)),
        (Heard("complaint", FRIDAY, told_on=FRIDAY, answered_on=date(2026, 9, 25)), date(2026, 9, 11)),
        (Heard("complaint", date(2026, 10, 1), told_on=FRIDAY), date(2026, 10, 1)),
        (Heard("safeguarding", FRIDAY, is_restricted=True), FRIDAY),
        (Heard("safeguarding", None, is_restricted=True), None),
        (Heard("hr", FRIDAY, is_restricted=True), None),
        (Heard("whistleblowing", FRIDAY, is_restricted=True), None),
    ],
)
def test_a_flag_counts_once_it_is_so_and_the_school_could_answer(heard, from_on):
    assert rules.counts_from(heard, TERMS) == from_on


def test_where_no_terms_are_set_a_school_answers_within_working_days():
    told = Heard("complaint", FRIDAY, told_on=FRIDAY)

    assert rules.counts_from(told, SchoolCalendar()) == date(2026, 9, 11)
