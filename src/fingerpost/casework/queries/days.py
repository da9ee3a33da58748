"""When promises were made, due and settled: the days alone, for pages that read hundreds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from fingerpost.casework.models import Promise
from fingerpost.core.rules import Permission, check_permission, schools_within


@dataclass(frozen=True)
class PromiseDays:
    """One promise by its days; `ended_at` is when it was kept or let go."""

    urn: int
    side: str
    words: str
    agreed_on: date
    due_on: date
    ended_at: datetime | None


def days(user: Any, authority: str, *, urns: Any = None) -> list[PromiseDays]:
    """Every promise that was not taken back, of the schools that the person may see it of, or of these URNs of them."""
    check_permission(user, Permission.PROMISE_SEE, authority=authority)
    rows = Promise.objects.filter(authority_id=authority, undone_at=None)
    within = schools_within(user, Permission.PROMISE_SEE, authority=authority)
    rows = rows if within is None else rows.filter(urn__in=within)
    rows = rows if urns is None else rows.filter(urn__in=urns)
    fields = ("urn", "side", "words", "agreed_on", "due_on", "kept_at", "dropped_at")
    return [PromiseDays(*row[:5], row[5] or row[6]) for row in rows.values_list(*fields)]
