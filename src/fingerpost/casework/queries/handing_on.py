"""Promises that would go from one officer to another with a case load."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from fingerpost.casework.models import Promise, Side
from fingerpost.core.rules import check_can_manage_people


def owed_by(user: Any, authority: str, owner: Any, urns: Collection[int]) -> list[tuple[int, int]]:
    """Number and URN of what an officer still owes these schools, for whoever may give the work to another."""
    check_can_manage_people(user, authority)
    rows = Promise.objects.filter(authority_id=authority, owner=owner, urn__in=urns, side=Side.AUTHORITY)
    return list(rows.filter(kept_at=None, dropped_at=None, undone_at=None).values_list("pk", "urn"))
