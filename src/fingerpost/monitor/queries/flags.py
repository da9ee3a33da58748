"""Flags and the tasks that come of them, limited to what the person may see."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

import polars as pl
from django.db.models import Count, Q, QuerySet

from fingerpost.core import queries as core
from fingerpost.core.calendar import SchoolCalendar
from fingerpost.core.rules import Permission, check_permission, has_permission, schools_within
from fingerpost.monitor import rules
from fingerpost.monitor.models import Flag, Task
from fingerpost.monitor.rules.judging import day_after
from fingerpost.strategy.evidence import FLAGS


def _seen(user: Any, authority: str) -> QuerySet[Flag]:
    """The flags that the person may see, each with how often it was heard."""
    rows = _within(user, authority).annotate(hearings=1 + Count("surfacings"))
    return rows.select_related("raised_by", "substantiated_by")


def _within(user: Any, authority: str) -> QuerySet[Flag]:
    """Restricted ones for those who may and whoever raised them; a school sees those that it was told of."""
    rows = Flag.objects.filter(authority_id=authority)
    if not has_permission(user, Permission.FLAG_RESTRICTED, authority=authority):
        rows = rows.filter(Q(is_restricted=False) | Q(raised_by=user))
    if not has_permission(user, Permission.FLAG_SEE, authority=authority):
        urns = schools_within(user, Permission.FLAG_ANSWER, authority=authority)
        return rows.exclude(told_at=None).filter(urn__in=urns or ())
    urns = schools_within(user, Permission.FLAG_SEE, authority=authority)
    return rows if urns is None else rows.filter(urn__in=urns)


def open_flags(user: Any, authority: str) -> list[Flag]:
    """Every open flag, what is due for review first."""
    return list(_seen(user, authority).filter(closed_at=None).order_by("review_on", "-raised_at"))


def of_school(user: Any, authority: str, urn: int) -> list[Flag]:
    """A school's flags, the open ones first."""
    rows = _seen(user, authority).filter(urn=urn)
    return sorted(rows, key=lambda flag: (flag.closed_at is not None, -flag.raised_at.timestamp()))


def flag(user: Any, authority: str, flag_id: int) -> Flag | None:
    """One flag, if the person may see it."""
    return _seen(user, authority).filter(pk=flag_id).prefetch_related("surfacings__heard_by").first()


def tasks(user: Any, authority: str, *, urn: int | None = None, owner: Any = None) -> list[Task]:
    """Tasks that are not done, the first due first: of a school, or of an owner, when named."""
    check_permission(user, Permission.FLAG_SEE, authority=authority, urn=urn)
    rows = Task.objects.filter(authority_id=authority, done_at=None).select_related("owner")
    wanted = Q()
    if urn is not None:
        wanted &= Q(urn=urn)
    if owner is not None:
        wanted &= Q(owner=owner)
    urns = schools_within(user, Permission.FLAG_SEE, authority=authority)
    if urns is not None:
        wanted &= Q(urn__in=urns) | Q(urn=None, owner=user)
    return list(rows.filter(wanted))


def task(user: Any, authority: str, task_id: int) -> Task | None:
    """One task that is not done: one's own, or of a school that the person may see."""
    return next((one for one in tasks(user, authority) if one.pk == task_id), None)


def ageing(found: list[Flag], on: date) -> int:
    """How many of these are past their day of review."""
    return sum(each.review_on < on for each in found)


def frame(authority: str | None, as_at: date) -> pl.DataFrame:
    """Every flag that counts, of an authority or (None) of all, from the day on which it did, for a rating."""
    rows = Flag.objects.exclude(substantiated_at=None).filter(raised_at__date__lte=as_at)
    if authority is not None:
        rows = rows.filter(authority_id=authority)
    calendars: dict[str, SchoolCalendar] = {}
    made = []
    for row in rows.order_by("raised_at", "id"):
        if row.authority_id not in calendars:
            calendars[row.authority_id] = core.school_calendar(row.authority_id)
        counts_on = counts_on_day(row, calendars[row.authority_id])
        if counts_on is not None:
            days = (_day(row.raised_at), counts_on, _day(row.closed_at))
            made.append((row.urn, row.kind, row.severity, *days, row.is_restricted))
    return pl.DataFrame(made, schema=FLAGS, orient="row")


def counts_on_day(row: Flag, calendar: SchoolCalendar) -> date | None:
    """The day from which a flag counts in a rating, for as long as it is open."""
    heard = rules.Heard(
        row.kind, _day(row.substantiated_at), _day(row.told_at), _day(row.answered_at), row.is_restricted
    )
    return rules.counts_from(heard, calendar)


def _day(moment: datetime | None) -> date | None:
    return moment.astimezone(rules.HERE).date() if moment else None


def to_look_into(user: Any, authority: str, *, urns: Iterable[int] | None = None) -> list[Flag]:
    """Open flags that nobody has looked into: they prompt the school's adviser and move no level."""
    rows = _seen(user, authority).filter(closed_at=None, substantiated_at=None)
    if urns is not None:
        rows = rows.filter(urn__in=list(urns))
    return list(rows.order_by("review_on", "-raised_at"))


def past_review(user: Any, authority: str, on: date) -> list[Flag]:
    """Open flags whose day of review has passed, the longest overdue first."""
    return list(_seen(user, authority).filter(closed_at=None, review_on__lt=on).order_by("review_on", "id"))


def raised_between(user: Any, authority: str, after: date | None, to: date) -> list[Flag]:
    """Flags raised after a day (None: ever) and up to another, as the person may see them, the latest first."""
    rows = _seen(user, authority).filter(raised_at__lt=day_after(to))
    return list(rows if after is None else rows.filter(raised_at__gte=day_after(after)))


def counted(user: Any, authority: str, on: date, since: date) -> dict[int, dict]:
    """School -> flags open on a day, how many are serious, how many were raised after another. Nothing in confidence:
    what is counted here is shown to a room and taken away."""
    is_open, is_new = Q(closed_at=None) | Q(closed_at__gte=day_after(on)), Q(raised_at__gte=day_after(since))
    rows = _within(user, authority).filter(is_restricted=False, raised_at__lt=day_after(on))
    rows = rows.filter(is_open | is_new)
    rows = rows.order_by().values("urn")
    return {
        row["urn"]: row
        for row in rows.annotate(
            open=Count("id", filter=is_open),
            serious=Count("id", filter=is_open & Q(severity="serious")),
            new=Count("id", filter=is_new),
        )
    }


def ever_raised(user: Any, authority: str) -> bool:
    """Whether any flag was ever raised in the authority that this person may see."""
    return _within(user, authority).exists()
