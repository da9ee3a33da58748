"""The calendar of visits: weeks down, days across, holidays said; and what a person's own calendar is fed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from fingerpost.core import queries as core
from fingerpost.core.calendar import SchoolCalendar
from fingerpost.core.rules import Permission, schools_within
from fingerpost.monitor.models import Visit
from fingerpost.monitor.queries import visits
from fingerpost.monitor.rules import HERE, planning
from fingerpost.present import calendars

#: How far a person's own calendar looks back.
FED_BACK = timedelta(days=90)
FED_AHEAD = timedelta(days=550)
WORKING_DAYS = 5


@dataclass
class Day:
    """A day of the calendar: why schools are closed on it, and the visits planned for it."""

    on: date
    is_inside: bool
    closed: str
    visits: list[Visit] = field(default_factory=list)


@dataclass(frozen=True)
class Calendar:
    """A month or a term, week by week from Monday to Friday; visits at a weekend stand by themselves."""

    sheet: planning.Sheet
    weeks: list[list[Day]]
    at_weekends: list[Visit]
    advisers: list[Any]
    knows_terms: bool
    movable: frozenset[int] | None

    @property
    def count(self) -> int:
        """How many visits stand on it."""
        return sum(len(day.visits) for week in self.weeks for day in week) + len(self.at_weekends)

    def can_move(self, visit: Visit) -> bool:
        """Whether this person may move a visit: still planned, and of schools of theirs."""
        if visit.state != "planned":
            return False
        return self.movable is None or all(school.urn in self.movable for school in visit.schools.all())


def calendar(
    user: Any, authority: str, *, day: date, is_term: bool, adviser: int | None = None, today: date
) -> Calendar:
    """The visits of a month or a term, of one adviser or of all that the person may see."""
    terms = core.school_calendar(authority)
    sheet = planning.term(terms, day) if is_term else planning.month(day)
    first, last = sheet.mondays[0], sheet.mondays[-1] + timedelta(days=6)
    chosen = None if adviser is None else [adviser]
    found = visits.every(user, authority, from_on=first, to_on=last, advisers=chosen)
    wanted = [one for one in found if one.state != "missed"]
    wanted.sort(key=lambda one: (one.planned_on, one.begins or time(0), one.pk))
    return Calendar(
        sheet=sheet,
        weeks=[_week(begins, sheet, terms, wanted) for begins in sheet.mondays],
        at_weekends=[one for one in wanted if one.planned_on.weekday() >= WORKING_DAYS],
        advisers=[writer.person for writer in visits.advisers(authority, today)],
        knows_terms=terms.reaches(sheet.from_on) and terms.reaches(sheet.to_on),
        movable=schools_within(user, Permission.VISIT_PLAN, authority=authority),
    )


def _week(begins: date, sheet: planning.Sheet, terms: SchoolCalendar, found: list[Visit]) -> list[Day]:
    days = [begins + timedelta(days=number) for number in range(WORKING_DAYS)]
    return [
        Day(on, sheet.from_on <= on <= sheet.to_on, planning.closed_because(terms, on),
            [one for one in found if one.planned_on == on])
        for on in days
    ]  # fmt: skip


def events(user: Any, authority: str, today: date) -> list[calendars.Event]:
    """A person's visits for their own calendar: times, schools and types; never a head's performance management."""
    rows = visits.of_adviser(user, authority, user, from_on=today - FED_BACK, to_on=today + FED_AHEAD)
    return [_event(one) for one in rows if not one.is_appraisal]


def _event(one: Visit) -> calendars.Event:
    names = ", ".join(school.name for school in one.schools.all())
    begins = datetime.combine(one.day, one.begins, tzinfo=HERE) if one.begins else None
    return calendars.Event(
        f"visit-{one.pk}", one.day, f"{one.kind_name}: {names}", begins=begins, minutes=one.minutes
    )
