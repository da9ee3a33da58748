"""What a director should know of a month, on one page: levels and what changed, and what to ask.

Nothing in confidence is in it: it is printed, sent and left on tables.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from fingerpost.casework.queries import promises
from fingerpost.core.rules import Permission, check_permission, has_permission
from fingerpost.monitor.models import Meeting, MeetingKind
from fingerpost.monitor.queries import flags, visits
from fingerpost.monitor.queries.tracking import Tracked, Tracking, tracking

#: Ours: an open flag that nobody has looked into after so many days is asked about.
UNTOUCHED_DAYS = 21
#: Ours: a school that nobody has seen for so long is asked about.
LONG_UNSEEN_DAYS = 120


class NotAMonth(ValueError):
    """The month cannot be told of; the words say why."""


@dataclass(frozen=True)
class Overview:
    """Everything on the page. `on` is the last day of the month, or today within it."""

    month: date
    on: date
    last: Meeting | None
    found: Tracking
    concern: list[Tracked]
    moved: list[Tracked]
    inspected: list[Tracked]
    visits_made: int
    visits_missed: int
    visits_late: int
    flags_opened: int
    flags_open: int
    flags_serious: int
    untouched: list[Any]
    ours_overdue: int
    theirs_overdue: int
    oldest_promise: Any


def month_of(said: str) -> date:
    """The first day of a month written 2026-10."""
    try:
        return date.fromisoformat(f"{said}-01")
    except ValueError as wrong:
        raise NotAMonth(f"“{said}” is no month. Write a year and a month, like 2026-10.") from wrong


def last_day(month: date) -> date:
    """The last day of a month."""
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def overview(user: Any, authority: str, *, month: date, today: date) -> Overview:
    """A month of an authority, beside the last meeting of all areas that was closed before it began."""
    check_permission(user, Permission.MEETING_SEE, authority=authority)
    if month > today:
        raise NotAMonth("That month has not begun: choose this month or an earlier one.")
    on = min(last_day(month), today)
    last = _last(authority, month)
    found = tracking(user, authority, on=on, last=last)
    rows = sorted(found.rows, key=lambda row: (-row.risk.points, row.school.name))
    heard = _heard(user, authority, on)
    return Overview(
        month=month, on=on, last=last, found=found, concern=[row for row in rows if _is_concern(row, found)],
        moved=[row for row in rows if row.moved], inspected=_inspected(rows, month, on),
        visits_late=sum(row.late_visit is not None for row in rows),
        flags_opened=sum(month <= one.raised_at.date() for one in heard), flags_open=sum(r.flags_open for r in rows),
        flags_serious=sum(row.flags_serious for row in rows), untouched=_untouched(heard, on),
        **_visits(user, authority, month, on), **_promises(user, authority, on),
    )  # fmt: skip


def _last(authority: str, month: date) -> Meeting | None:
    rows = Meeting.objects.filter(
        authority_id=authority, kind=MeetingKind.AREA, area="", held_on__lt=month, closed_at__isnull=False
    )
    return rows.defer("picture").first()


def _is_concern(row: Tracked, found: Tracking) -> bool:
    """At the worst level, in a category, under a floor, or with a serious flag."""
    worst = found.scale is not None and found.scale.rank.get(row.level) == len(found.scale.rank) - 1
    return bool(worst or (row.outcome and row.outcome.category) or row.flags_serious)


def _inspected(rows: list[Tracked], month: date, on: date) -> list[Tracked]:
    """Schools whose latest inspection was in the month, or is new since the last meeting."""
    found = [row for row in rows if row.outcome and row.outcome.on and (row.has_new_inspection or
             month <= row.outcome.on <= on)]  # fmt: skip
    return sorted(found, key=lambda row: row.outcome.on if row.outcome else on, reverse=True)  # type: ignore[arg-type,return-value]


def _heard(user: Any, authority: str, on: date) -> list[Any]:
    if not has_permission(user, Permission.FLAG_SEE, authority=authority):
        return []
    since = on - timedelta(days=366)
    return [one for one in flags.raised_between(user, authority, since, on) if not one.is_restricted]


def _untouched(heard: list[Any], on: date) -> list[Any]:
    """Open flags that nobody has looked into for weeks, the oldest first."""
    before = on - timedelta(days=UNTOUCHED_DAYS)
    waiting = [
        one
        for one in heard
        if one.closed_at is None and one.substantiated_at is None and one.raised_at.date() <= before
    ]
    return sorted(waiting, key=lambda one: one.raised_at)


def _visits(user: Any, authority: str, month: date, on: date) -> dict[str, int]:
    if not has_permission(user, Permission.VISIT_SEE, authority=authority):
        return {"visits_made": 0, "visits_missed": 0}
    found = visits.every(user, authority, from_on=month - timedelta(days=90), to_on=on + timedelta(days=90))
    made = [one for one in found if one.made_on and month <= one.made_on <= on and not one.is_appraisal]
    missed = [one for one in found if one.missed_at and month <= one.planned_on <= on]
    return {"visits_made": len(made), "visits_missed": len(missed)}


def _promises(user: Any, authority: str, on: date) -> dict[str, Any]:
    if not has_permission(user, Permission.PROMISE_SEE, authority=authority):
        return {"ours_overdue": 0, "theirs_overdue": 0, "oldest_promise": None}
    found = promises.overdue(user, authority, on=on)
    ours = [one for one in found if one.side == "authority"]
    return {
        "ours_overdue": len(ours), "theirs_overdue": len(found) - len(ours),
        "oldest_promise": min(ours, key=lambda one: one.due_on, default=None),
    }  # fmt: skip
