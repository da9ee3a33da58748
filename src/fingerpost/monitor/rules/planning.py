"""On which days a visit may be planned, and how a month or a term lies on a calendar; no rule knows a table."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from fingerpost.core.calendar import SchoolCalendar, bank_holiday
from fingerpost.monitor.rules.visits import NotAVisit
from fingerpost.present import formats

DAY, WEEK = timedelta(days=1), timedelta(days=7)
SATURDAY = 5
#: Ours: how many weeks stand for a term where the authority has set none.
WEEKS_OF_A_TERM = 14


@dataclass(frozen=True)
class Sheet:
    """The weeks of a month or of a term, each by its Monday, and where the ones beside it begin."""

    title: str
    from_on: date
    to_on: date
    before: date
    after: date

    @property
    def mondays(self) -> list[date]:
        """The Monday of every week that the sheet touches."""
        first = monday(self.from_on)
        count = (monday(self.to_on) - first).days // 7 + 1
        return [first + number * WEEK for number in range(count)]


def monday(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def month(day: date) -> Sheet:
    """The month in which a day lies."""
    first = day.replace(day=1)
    after = (first + timedelta(days=32)).replace(day=1)
    return Sheet(f"{first:%B %Y}", first, after - DAY, (first - DAY).replace(day=1), after)


def term(calendar: SchoolCalendar, day: date) -> Sheet:
    """The term in which a day lies, or that comes next; so many weeks where none is set."""
    terms = sorted(calendar.terms)
    place = next((at for at, one in enumerate(terms) if one.to_on >= day), None)
    if place is None:
        first = monday(day)
        last = first + WEEKS_OF_A_TERM * WEEK - DAY
        return Sheet(f"{WEEKS_OF_A_TERM} weeks from {formats.day(first)}", first, last,
                     first - WEEKS_OF_A_TERM * WEEK, last + DAY)  # fmt: skip
    one = terms[place]
    before = terms[place - 1].from_on if place else one.from_on - WEEKS_OF_A_TERM * WEEK
    after = terms[place + 1].from_on if place + 1 < len(terms) else one.to_on + WEEK
    return Sheet(f"{one.name} term, {one.from_on:%Y}", one.from_on, one.to_on, before, after)


def closed_because(calendar: SchoolCalendar, day: date) -> str:
    """Why schools are closed on a day, in words; nothing where they are open, or where no terms are set."""
    if name := bank_holiday(day):
        return f"Bank holiday: {name}"
    if day.weekday() >= SATURDAY:
        return "Weekend"
    if calendar.is_school_day(day) is not False:
        return ""
    within = calendar.term_of(day)
    return "Half-term holiday" if within is not None and within.is_half_term(day) else "School holiday"


def check_open(calendar: SchoolCalendar, day: date) -> None:
    """Refuse a day on which there is nobody at school to be visited."""
    if because := closed_because(calendar, day):
        raise NotAVisit(f"{formats.day(day)}: {because[0].lower()}{because[1:]}. Choose a school day.")
