"""Flags and the tasks that come of them, limited to what the person may see."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from fingerpost.core.rules import Permission, check_permission, has_permission, schools_within
from fingerpost.monitor.models import Flag, Task


def _seen(user: Any, authority: str) -> QuerySet[Flag]:
    """Restricted ones for those who may and whoever raised them; a school sees those that it was told of."""
    rows = Flag.objects.filter(authority_id=authority)
    rows = rows.annotate(hearings=1 + Count("surfacings")).select_related("raised_by", "substantiated_by")
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
    return list(rows.filter(wanted) if urns is None else rows.filter(wanted, urn__in=urns))


def ageing(found: list[Flag], on: date) -> int:
    """How many of these are past their day of review."""
    return sum(each.review_on < on for each in found)
