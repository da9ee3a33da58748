"""The promise ledger, limited to the schools that the person may see it of. What was taken back is in none of these."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from fingerpost.casework.models import Promise
from fingerpost.core.rules import Permission, check_permission, schools_within


def _seen(user: Any, authority: str, urn: int | None = None) -> QuerySet[Promise]:
    check_permission(user, Permission.PROMISE_SEE, authority=authority, urn=urn)
    rows = Promise.objects.filter(authority_id=authority, undone_at=None)
    rows = rows.select_related("owner", "made_by", "kept_by", "dropped_by").prefetch_related(
        "new_days__moved_by"
    )
    if urn is not None:
        return rows.filter(urn=urn)
    urns = schools_within(user, Permission.PROMISE_SEE, authority=authority)
    return rows if urns is None else rows.filter(urn__in=urns)


def _open(rows: QuerySet[Promise]) -> QuerySet[Promise]:
    return rows.filter(kept_at=None, dropped_at=None)


def every(user: Any, authority: str) -> list[Promise]:
    """Every promise of every school, the first due first."""
    return list(_seen(user, authority))


def of_school(user: Any, authority: str, urn: int) -> list[Promise]:
    """A school's promises on both sides: those still owed first, by day; then the settled, the latest first."""
    rows = list(_seen(user, authority, urn))
    owed = [row for row in rows if row.kept_at is None and row.dropped_at is None]
    settled = [row for row in rows if row not in owed]
    return owed + sorted(settled, key=lambda row: row.kept_at or row.dropped_at, reverse=True)


def due(user: Any, authority: str, *, on: date, within: int = 14, owner: Any = None,
        urns: Any = None) -> list[Promise]:  # fmt: skip
    """What is owed by so many days from a day, the overdue too: of all, of one owner, or of these schools."""
    rows = _open(_seen(user, authority)).filter(due_on__lte=on + timedelta(days=within))
    return list(_narrowed(rows, owner, urns))


def overdue(user: Any, authority: str, *, on: date, owner: Any = None, urns: Any = None) -> list[Promise]:
    """What was owed before a day and is neither kept nor let go."""
    return list(_narrowed(_open(_seen(user, authority)).filter(due_on__lt=on), owner, urns))


def _narrowed(rows: QuerySet[Promise], owner: Any, urns: Any) -> QuerySet[Promise]:
    if urns is not None:
        rows = rows.filter(urn__in=list(urns))
    return rows if owner is None else rows.filter(owner=owner)


def of_owner(user: Any, authority: str, owner: Any) -> list[Promise]:
    """What one person of the authority still owes, the first due first."""
    return list(_open(_seen(user, authority)).filter(owner=owner))


def of_source(user: Any, authority: str, source: str, source_id: int) -> list[Promise]:
    """What was agreed at one visit, at one meeting, ..., in the order in which it was recorded."""
    return list(_seen(user, authority).filter(source=source, source_id=source_id).order_by("id"))


def carried(
    user: Any, authority: str, urn: int, *, on: date, but: tuple[str, int] | None = None
) -> list[Promise]:
    """What is still owed on a day from before it, for the next visit; `but` leaves out one source's own."""
    settled_later = Q(kept_at=None) | Q(kept_at__date__gte=on)
    rows = _seen(user, authority, urn).filter(settled_later, dropped_at=None, agreed_on__lte=on)
    if but is not None:
        rows = rows.exclude(source=but[0], source_id=but[1])
    return list(rows)


def promise(user: Any, authority: str, promise_id: int) -> Promise | None:
    """One promise, if the person may see it."""
    return _seen(user, authority).filter(pk=promise_id).first()
