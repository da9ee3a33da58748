"""Which schools' visits are late, worked out again only when something that it rests on has changed."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Count, Max

from fingerpost.core.rules import posts_of
from fingerpost.monitor.models import RoundLevel, Visit
from fingerpost.monitor.queries import entitled
from fingerpost.register import queries as register


class _Asking:
    """Somebody, compared by what the posts let them see and not by who they are."""

    def __init__(self, user: Any) -> None:
        self.user = user
        self.posts = frozenset((post.authority, post.urns, post.permissions) for post in posts_of(user))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Asking) and self.posts == other.posts

    def __hash__(self) -> int:
        return hash(self.posts)


def late_visits(user: Any, authority: str, on: date, rests_on: tuple) -> dict[int, date]:
    """School -> the day on which the visit that is late was due; three questions when nothing has changed. `rests_on`:
    the run and the holdings, as the caller knows them."""
    visits = Visit.objects.filter(authority_id=authority).aggregate(
        Count("id"), Max("planned_at"), Max("made_at"), Max("missed_at"), Max("undone_at"), Max("planned_on")
    )
    levels = RoundLevel.objects.filter(school__round__authority_id=authority).aggregate(
        Count("confirmed_at"), Max("confirmed_at")
    )
    found = (*visits.values(), *levels.values(), *rests_on)
    return _late(_Asking(user), authority, on, found, register.stamp())


@lru_cache(maxsize=64)
def _late(asking: _Asking, authority: str, on: date, rests_on: tuple, stamp: tuple) -> dict[int, date]:
    found: dict[int, date] = {}
    for one in entitled.late(asking.user, authority, on):
        found[one.urn] = min(one.due_on, found.get(one.urn, one.due_on))
    return found
