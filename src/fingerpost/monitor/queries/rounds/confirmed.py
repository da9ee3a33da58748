"""Levels that were confirmed: for officers from then on, for everyone else once the school has been told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from fingerpost.core.rules import Permission, check_permission, has_permission, schools_within
from fingerpost.monitor.models import RoundLevel

_FIELDS = (
    "school__urn", "school__name", "scheme", "confirmed", "computed", "reason", "direction_confirmed",
    "school__round_id", "school__round__name", "school__round__as_at", "confirmed_at", "school__released_at",
    "rating_id", "school__round__edition", "school__round__run__edition_hash", "pk", "indicative",
)  # fmt: skip


@dataclass(frozen=True)
class Confirmed:
    """One confirmed level: what it is, what was computed, and why people departed from that where they did."""

    urn: int
    name: str
    scheme: str
    level: str
    computed: str
    reason: str
    direction: str
    round_id: int
    round_name: str
    as_at: date
    confirmed_at: datetime
    released_at: datetime | None
    rating_id: int
    edition: str
    edition_hash: str
    id: int
    indicative: str

    @property
    def is_override(self) -> bool:
        """Whether people departed from the computed level."""
        return self.level != self.computed


def confirmed(user: Any, authority: str, *, urns: Iterable[int] | None = None) -> list[Confirmed]:
    """Confirmed levels of the schools within the person's scope, or of those named among them, the latest first.

    Officers, who see levels in the making, see one as soon as it is confirmed; everyone else when it has been told.
    """
    one = _single(urns)
    check_permission(user, Permission.RATING_SEE, authority=authority, urn=one)
    rows = RoundLevel.objects.filter(school__round__authority_id=authority).exclude(confirmed="")
    within = schools_within(user, Permission.RATING_SEE, authority=authority)
    if urns is not None:
        rows = rows.filter(school__urn__in=list(urns))
    if within is not None:
        rows = rows.filter(school__urn__in=within)
    if not has_permission(user, Permission.INDICATIVE_SEE, authority=authority, urn=one):
        rows = rows.filter(school__released_at__isnull=False)
    order = ("-school__round__as_at", "-confirmed_at", "school__name", "scheme")
    return [Confirmed(*row) for row in rows.order_by(*order).values_list(*_FIELDS)]


def _single(urns: Iterable[int] | None) -> int | None:
    named = list(urns) if urns is not None else []
    return named[0] if len(named) == 1 else None
