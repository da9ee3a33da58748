"""When a head counts as new, and by when a new head is visited."""

from __future__ import annotations

from datetime import date, timedelta

from fingerpost.core.calendar import SchoolCalendar, TermsNotSet

#: Ours: a head who has been there longer when first entered is entered late, not new.
NEW_FOR = timedelta(days=120)
#: Half a term: six weeks, of which holidays use up none where term dates are set.
WEEKS = 6
SCHOOL_DAYS_A_WEEK = 5


def is_arrival(from_on: date, is_entered_now: bool, today: date) -> bool:
    """Whether somebody entered in post has just come or is to come, and was not merely confirmed."""
    return is_entered_now and from_on >= today - NEW_FOR


def induction_due(calendar: SchoolCalendar, begins_on: date) -> date:
    """By when a new head is visited: within half a term of beginning."""
    try:
        return calendar.add_school_days(begins_on, WEEKS * SCHOOL_DAYS_A_WEEK)
    except TermsNotSet:
        return begins_on + timedelta(weeks=WEEKS)
