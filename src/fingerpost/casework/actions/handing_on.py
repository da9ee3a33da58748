"""Promises of the authority's side that go from one officer to another with a case load."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from fingerpost.casework.models import Promise, Side
from fingerpost.core.actions import audit
from fingerpost.core.rules import check_can_manage_people


@transaction.atomic
def hand_on(*, authority: str, promises: Iterable[int], to: Any, by: Any, at: datetime) -> list[int]:
    """Give open promises of the authority's another owner; says which they were."""
    check_can_manage_people(by, authority)
    rows = Promise.objects.filter(
        pk__in=list(promises), authority_id=authority, side=Side.AUTHORITY, kept_at=None, dropped_at=None
    )
    found = sorted(rows.values_list("pk", flat=True))
    rows.update(owner=to, owner_name=str(to))
    audit.record("promises handed on", by=by, about=str(to), at=at, detail={"promises": found})
    return found
