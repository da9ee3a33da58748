"""Area teams, clusters and localities: the authority's own, set in the product."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from fingerpost.core.actions import audit
from fingerpost.core.queries import Authority
from fingerpost.core.rules import Permission, check_permission
from fingerpost.register.actions import scopes
from fingerpost.register.models import LocalArea, LocalAreaSchool


class NameTaken(Exception):
    """An area of that kind and name exists already."""


@transaction.atomic
def add_area(*, authority: Authority, kind: str, name: str, by: Any, at: datetime) -> LocalArea:
    """Make an area, cluster or locality of the authority."""
    check_permission(by, Permission.AREA_MANAGE, authority=authority.code)
    if LocalArea.objects.filter(authority=authority, kind=kind, name=name.strip()).exists():
        raise NameTaken(f"There is a {kind} called {name.strip()} already.")
    area = LocalArea.objects.create(authority=authority, kind=kind, name=name.strip())
    audit.record("area added", by=by, about=area, at=at, detail={"kind": kind})
    return area


@transaction.atomic
def place_schools(*, area: LocalArea, urns: list[int], from_on: date, by: Any, at: datetime) -> int:
    """Put schools in an area from a day, and out of the one of that kind they were in. Returns how many moved."""
    check_permission(by, Permission.AREA_MANAGE, authority=area.authority_id)
    same_kind = LocalAreaSchool.objects.filter(
        area__authority=area.authority_id, area__kind=area.kind, to_on=None
    )
    staying = set(same_kind.filter(area=area, urn__in=urns).values_list("urn", flat=True))
    moving = [urn for urn in dict.fromkeys(urns) if urn not in staying]
    same_kind.filter(urn__in=moving).update(to_on=from_on)
    LocalAreaSchool.objects.bulk_create([LocalAreaSchool(area=area, urn=u, from_on=from_on) for u in moving])
    audit.record(
        "schools placed in area", by=by, about=area, at=at, detail={"urns": moving, "from": str(from_on)}
    )
    scopes.refresh(authority=area.authority_id, by=by, at=at)
    return len(moving)
