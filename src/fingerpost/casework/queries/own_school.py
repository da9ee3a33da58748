"""What was promised to a school and by it, as the school itself reads it: both sides, what is owed first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from fingerpost.casework import rules
from fingerpost.casework.models import Promise, Side
from fingerpost.casework.rules import Standing
from fingerpost.core.rules import Permission, check_permission


@dataclass(frozen=True)
class Promised:
    """A promise with how it stands today."""

    promise: Promise
    stands: Standing


@dataclass(frozen=True)
class BothSides:
    """What the authority promised beside what the school promised."""

    authority: list[Promised]
    school: list[Promised]

    @property
    def any(self) -> bool:
        """Whether anything was promised."""
        return bool(self.authority or self.school)


def both_sides(user: Any, authority: str, urn: int, today: date) -> BothSides:
    """The promises of a school for its own people; what was recorded by mistake is not among them."""
    check_permission(user, Permission.OWN_SCHOOL_SEE, authority=authority, urn=urn)
    rows = Promise.objects.filter(authority_id=authority, urn=urn, undone_at=None).prefetch_related(
        "new_days"
    )
    found = [Promised(row, rules.standing(row, today)) for row in rows.order_by("due_on", "id")]
    found.sort(key=lambda one: one.stands.is_settled)
    return BothSides(
        [one for one in found if one.promise.side == Side.AUTHORITY],
        [one for one in found if one.promise.side == Side.SCHOOL],
    )
