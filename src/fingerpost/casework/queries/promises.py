"""The promise ledger, limited to the schools that the person may see it of. What was taken back is in none of these."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from fingerpost.casework.models import Promise
from fingerpost.casework.rules import HERE, SIDES, SOON, State
from fingerpost.core.rules import Permission, check_permission, schools_within
from fingerpost.register import queries as register


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


def due_for(user: Any, authority: str, *, on: date, within: int, owners: Any, urns: Any) -> list[Promise]:
    """What is owed by so many days from a day by any of these people, or for or by any of these schools."""
    rows = _open(_seen(user, authority)).filter(due_on__lte=on + timedelta(days=within))
    return list(rows.filter(Q(owner__in=list(owners)) | Q(urn__in=list(urns))))


def due_bare(user: Any, authority: str, *, on: date, within: int) -> list[Promise]:
    """The same of everybody, to be counted: without the people and the earlier days."""
    rows = _open(_seen(user, authority)).filter(due_on__lte=on + timedelta(days=within))
    return list(rows.select_related(None).prefetch_related(None))


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


def of_sources(user: Any, authority: str, source: str, ids: list[int]) -> list[Promise]:
    """What was agreed at several visits or meetings, the first due first, whatever became of it."""
    rows = _seen(user, authority).filter(source=source, source_id__in=ids)
    return list(rows.prefetch_related(None).select_related("owner"))


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


SORTS = ("due_on", "school", "agreed_on", "owner_name", "side")


@dataclass(frozen=True)
class Asked:
    """What somebody looks for in the ledger, as the address of its page has it."""

    words: str = ""
    side: str = ""
    state: str = "owed"
    owner: str = ""
    sort: str = "due_on"
    is_descending: bool = False


def listed(user: Any, authority: str, asked: Asked, *, on: date) -> tuple[list[int], dict[int, str]]:
    """The ids of the promises that are like what is asked, in its order, and the names of their schools."""
    rows = _seen(user, authority).filter(_like(asked, user, on))
    found = list(
        rows.values_list("pk", "urn", "words", "due_on", "agreed_on", "owner_name", "side", named=True)
    )
    names = register.names(list({row.urn for row in found}))
    wanted = asked.words.lower()
    kept = [row for row in found if wanted in f"{names.get(row.urn, row.urn)} {row.urn} {row.words}".lower()]
    kept.sort(key=lambda row: _key(row, asked.sort, names), reverse=asked.is_descending)
    return [row.pk for row in kept], names


def _key(row: Any, sort: str, names: dict[int, str]) -> tuple:
    first = names.get(row.urn, "") if sort == "school" else getattr(row, sort)
    return (first, row.due_on, row.pk)


def _like(asked: Asked, user: Any, on: date) -> Q:
    like = _in_state(asked.state, on)
    if asked.side:
        like &= Q(side=asked.side)
    if asked.owner == "me":
        like &= Q(owner=user)
    return like


def _in_state(state: str, on: date) -> Q:
    is_open, soon = Q(kept_at=None, dropped_at=None), on + SOON
    return {
        "": Q(),
        "owed": is_open,
        State.OVERDUE: is_open & Q(due_on__lt=on),
        State.SOON: is_open & Q(due_on__range=(on, soon)),
        State.OPEN: is_open & Q(due_on__gt=soon),
        State.KEPT: Q(kept_at__date__lte=F("due_on")),
        State.LATE: Q(kept_at__date__gt=F("due_on")),
        State.DROPPED: ~Q(dropped_at=None),
    }[state]


def these(user: Any, authority: str, ids: list[int]) -> list[Promise]:
    """The promises of these ids, in their order."""
    found = {row.pk: row for row in _seen(user, authority).filter(pk__in=ids)}
    return [found[one] for one in ids if one in found]


@dataclass(frozen=True)
class Owed:
    """How many promises one side still owes, and how many of them are overdue."""

    open: int = 0
    overdue: int = 0


def owed(user: Any, authority: str, *, on: date, urn: int | None = None) -> dict[str, Owed]:
    """Side -> what it owes."""
    rows = _open(_seen(user, authority, urn)).order_by().values("side")
    rows = rows.annotate(all=Count("id"), late=Count("id", filter=Q(due_on__lt=on)))
    counted = {row["side"]: Owed(row["all"], row["late"]) for row in rows}
    return {side: counted.get(side, Owed()) for side in SIDES}


def overdue_by_school(user: Any, authority: str, *, on: date, side: str = "") -> dict[int, int]:
    """School -> how many promises, of one side or of both, were owed before a day and still are."""
    over = datetime.combine(on + timedelta(days=1), time(0), tzinfo=HERE)
    not_kept = Q(kept_at=None) | Q(kept_at__gte=over)
    not_dropped = Q(dropped_at=None) | Q(dropped_at__gte=over)
    rows = _seen(user, authority).filter(not_kept, not_dropped, due_on__lt=on)
    rows = rows.filter(side=side) if side else rows
    counted = rows.select_related(None).prefetch_related(None).order_by().values("urn")
    return {row["urn"]: row["late"] for row in counted.annotate(late=Count("id"))}
