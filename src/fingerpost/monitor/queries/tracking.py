"""Where every school stands today beside the last meeting: the tracking grid of the area meeting.

What never changes (levels of a run, inspections, results) is kept in memory; what people do each day is asked of the
database in a number of questions that is the same for one school and for seven hundred.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.db.models import Count, Q

from fingerpost.archive.queries import ratings
from fingerpost.archive.queries.snapshots import holdings_key
from fingerpost.casework.queries import promises
from fingerpost.core.rules import Permission, check_permission, has_permission, schools_within
from fingerpost.monitor.marks import Scale
from fingerpost.monitor.models import Meeting, RoundLevel, Task
from fingerpost.monitor.queries import contacts, flags, grid, outcomes, pictures, visits
from fingerpost.monitor.queries.grid import Row
from fingerpost.monitor.queries.late_visits import late_visits
from fingerpost.monitor.queries.outcomes import Outcome
from fingerpost.monitor.queries.pictures import Was
from fingerpost.monitor.queries.results_known import results_known
from fingerpost.monitor.rules.judging import day_after
from fingerpost.monitor.rules.risk_order import NO_RISK, Risk, Signs, risk

#: Asked for where there is none by the day: a later one would tell what was not known.
NO_RUN = -1
#: With no meeting to compare with, what is new is what came in so many days.
WITHOUT_A_MEETING = timedelta(days=31)


@dataclass(frozen=True, eq=False)
class Tracked:
    """A school today: its level (confirmed where people have confirmed one), and what moved since the last meeting."""

    school: Row
    outcome: Outcome | None
    level: str
    is_confirmed: bool
    direction: str
    was: Was | None
    strands_worse: tuple[str, ...] = ()
    strands_better: tuple[str, ...] = ()
    new_results: tuple[str, ...] = ()
    has_new_inspection: bool = False
    flags_open: int = 0
    flags_serious: int = 0
    flags_new: int = 0
    late_visit: date | None = None
    overdue: int = 0
    seen_on: date | None = None
    unseen: int | None = None
    #: Worse, better, changed (from or to no level), or nothing.
    moved: str = ""
    risk: Risk = NO_RISK

    @property
    def urn(self) -> int:
        return self.school.urn

    @property
    def has_changed(self) -> bool:
        """Whether anything of it is new since the last meeting."""
        return bool(
            self.moved
            or self.strands_worse
            or self.strands_better
            or self.new_results
            or self.has_new_inspection
            or self.flags_new
        )


@dataclass(frozen=True)
class Tracking:
    """The grid, the day, the meeting that it is compared with, the run that levels rest on, and its scale."""

    rows: list[Tracked]
    on: date
    last: Meeting | None
    since: date
    run: Any
    scale: Scale | None


@dataclass(frozen=True)
class _Daily:
    """What people did, by school."""

    confirmed: dict[tuple[int, str], tuple[str, str]]
    opened: dict[int, tuple[int, int, int]]
    late: dict[int, date]
    overdue: dict[int, int]
    seen: dict[int, date]

    def key(self) -> tuple:
        """All of it, to be compared with what it was when the rows were last worked out."""
        parts = (self.confirmed, self.opened, self.late, self.overdue, self.seen)
        return tuple(tuple(part.items()) for part in parts)


class _Beside:
    """What the rows are worked out from. Two that hold the same are equal, so rows are kept until something changes."""

    def __init__(self, *, authority: str, on: date, since: date, last: Meeting | None, key: str, scale: Scale | None,
                 daily: _Daily) -> None:  # fmt: skip
        self.authority, self.on, self.since, self.last, self.key = authority, on, since, last, key
        self.scale, self.daily = scale, daily
        self._same = (
            authority, on, since, (last.pk, last.closed_at) if last else None, key, id(scale), daily.key(),
        )  # fmt: skip

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Beside) and self._same == other._same

    def __hash__(self) -> int:
        return hash(self._same)


def tracking(user: Any, authority: str, *, on: date, last: Meeting | None, area: str = "") -> Tracking:
    """Every school of an area (none: of the authority) within the person's scope, today beside a meeting."""
    check_permission(user, Permission.MEETING_SEE, authority=authority)
    found = grid.grid(user, authority, today=on, run=_run(user, authority, on))
    since = last.held_on if last else on - WITHOUT_A_MEETING
    key = holdings_key(authority)
    daily = _daily(user, authority, on, since, (found.run.pk if found.run else None, key))
    beside = _Beside(
        authority=authority, on=on, since=since, last=last, key=key, scale=found.scale, daily=daily
    )
    rows = _rows(tuple(found.rows), beside)
    return Tracking(
        [row for row in rows if area in ("", row.school.area)], on, last, since, found.run, found.scale
    )


@lru_cache(maxsize=16)
def _rows(schools: tuple[Row, ...], beside: _Beside) -> tuple[Tracked, ...]:
    """The schools worked out, kept for as long as nothing that they rest on changes."""
    then = pictures.picture(beside.last) if beside.last else pictures.NOTHING
    inspected = outcomes.of_authority(beside.authority, beside.on, beside.key)
    results = results_known(beside.authority, after=beside.since, to=beside.on)
    return tuple(
        _tracked(row, beside, then.get(row.urn), inspected.get(row.urn), results.get(row.urn, ()))
        for row in schools
    )


def _run(user: Any, authority: str, on: date) -> int | None:
    """The latest run whose figures are of the day or before, for a meeting of an earlier day too."""
    if not has_permission(user, Permission.INDICATIVE_SEE, authority=authority):
        return None
    found = ratings.runs(user, authority).filter(as_at__lte=on).first()
    return found.pk if found else NO_RUN


def _daily(user: Any, authority: str, on: date, since: date, rests_on: tuple) -> _Daily:
    return _Daily(
        _confirmed(authority, on),
        _flags(user, authority, on, since),
        _late(user, authority, on, rests_on),
        _overdue(user, authority, on),
        _seen(user, authority, on),
    )


def _confirmed(authority: str, on: date) -> dict[tuple[int, str], tuple[str, str]]:
    """School and scheme -> level and direction as people confirmed them in the latest round that has any."""
    rows = RoundLevel.objects.filter(school__round__authority_id=authority, confirmed_at__lt=day_after(on))
    latest = rows.order_by("-school__round__as_at").values_list("school__round_id", flat=True).first()
    if latest is None:
        return {}
    fields = ("school__urn", "scheme", "confirmed", "direction_confirmed")
    found = rows.filter(school__round_id=latest).order_by().values_list(*fields)
    return {(urn, scheme): (level, direction) for urn, scheme, level, direction in found}


def _flags(user: Any, authority: str, on: date, since: date) -> dict[int, tuple[int, int, int]]:
    """School -> open flags, those of them that are serious, and those raised since."""
    counted = flags.counted(user, authority, on, since)
    return {urn: (row["open"], row["serious"], row["new"]) for urn, row in counted.items()}


def _late(user: Any, authority: str, on: date, rests_on: tuple) -> dict[int, date]:
    """School -> the day on which the visit that is late was due, the longest overdue where there are several."""
    if not has_permission(user, Permission.VISIT_SEE, authority=authority):
        return {}
    return late_visits(user, authority, on, rests_on)


def _overdue(user: Any, authority: str, on: date) -> dict[int, int]:
    """School -> what we owe it, or owe about it, that is overdue: promises of ours and officers' tasks."""
    found = promises.overdue_by_school(user, authority, on=on, side="authority")
    for urn, count in _tasks_overdue(user, authority, on):
        found[urn] = found.get(urn, 0) + count
    return found


def _tasks_overdue(user: Any, authority: str, on: date) -> Iterable[tuple[int, int]]:
    not_done, after = Q(done_at=None) | Q(done_at__gte=day_after(on)), day_after(on)
    rows = Task.objects.filter(not_done, authority_id=authority, due_on__lt=on, raised_at__lt=after)
    rows = rows.exclude(urn=None)
    urns = schools_within(user, Permission.MEETING_SEE, authority=authority)
    rows = rows if urns is None else rows.filter(urn__in=urns)
    return rows.order_by().values_list("urn").annotate(Count("id"))


def _seen(user: Any, authority: str, on: date) -> dict[int, date]:
    """School -> the day on which it was last visited or spoken to."""
    spoken = contacts.last_contact(user, authority)
    if not has_permission(user, Permission.VISIT_SEE, authority=authority):
        return spoken
    visited = visits.last_made(user, authority)
    both = {urn: max(filter(None, (spoken.get(urn), visited.get(urn)))) for urn in {*spoken, *visited}}
    return {urn: day for urn, day in both.items() if day <= on}


def _tracked(
    row: Row, beside: _Beside, was: Was | None, outcome: Outcome | None, results: tuple[str, ...]
) -> Tracked:
    standing, daily, scale, on = row.rating, beside.daily, beside.scale, beside.on
    confirmed = daily.confirmed.get((row.urn, standing.scheme)) if standing else None
    level, direction = confirmed or (row.level, row.direction)
    opened, serious, new = daily.opened.get(row.urn, (0, 0, 0))
    seen_on = daily.seen.get(row.urn)
    worse, better = _strands(row, was, scale)
    inspected = outcome.ended_on if outcome else ""
    made = Tracked(
        school=row, outcome=outcome, level=level, is_confirmed=confirmed is not None,
        direction=direction or row.direction, was=was,
        strands_worse=worse, strands_better=better, new_results=results,
        has_new_inspection=was is not None and inspected > was.inspected_on,
        flags_open=opened, flags_serious=serious, flags_new=new, late_visit=daily.late.get(row.urn),
        overdue=daily.overdue.get(row.urn, 0), seen_on=seen_on, unseen=(on - seen_on).days if seen_on else None,
        moved=_moved(level, was, scale),
    )  # fmt: skip
    return replace(made, risk=risk(_signs(made, scale)))


def _moved(level: str, was: Was | None, scale: Scale | None) -> str:
    """How the level stands beside the last meeting's; one that came or went is a change, neither better nor worse."""
    if was is None or scale is None or was.level == level:
        return ""
    ranks = [scale.rank.get(was.level), scale.rank.get(level)]
    if None in ranks:
        return "changed"
    return "worse" if ranks[1] > ranks[0] else "better"  # type: ignore[operator]


def _strands(row: Row, was: Was | None, scale: Scale | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of the strands that are decided at a worse level than at the last meeting, and at a better one."""
    if was is None or scale is None or row.rating is None or not was.strands:
        return (), ()
    worse, better = [], []
    for mark in row.rating.marks:
        then, now = scale.rank.get(was.strands.get(mark["id"], "")), scale.rank.get(mark["level"] or "")
        if then is None or now is None or then == now:
            continue
        (worse if now > then else better).append(mark["name"])
    return tuple(worse), tuple(better)


def _signs(of: Tracked, scale: Scale | None) -> Signs:
    place = None
    if scale and of.level in scale.rank:
        place = scale.rank[of.level] / max(len(scale.rank) - 1, 1)
    row = of.school
    return Signs(
        place=place, level=scale.word(of.level) if scale else "", floor=row.rating.floor if row.rating else "",
        category=of.outcome.category if of.outcome else "",
        level_fell=scale.word(of.was.level) if scale and of.was and of.moved == "worse" else "",
        direction=of.direction, strands_worse=len(of.strands_worse), flags_serious=of.flags_serious,
        flags_concern=of.flags_open - of.flags_serious, has_late_visit=of.late_visit is not None, overdue=of.overdue,
        days_unseen=of.unseen,
        is_on_watch=row.watched_until is not None,
    )  # fmt: skip
