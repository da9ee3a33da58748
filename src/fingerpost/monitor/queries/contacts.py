"""Contacts with schools: when each was last heard from, and what was said."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Max, QuerySet

from fingerpost.core.rules import Permission, check_permission, schools_within
from fingerpost.monitor.models import Contact


def _standing(user: Any, authority: str) -> QuerySet[Contact]:
    rows = Contact.objects.filter(authority_id=authority, undone_at=None)
    urns = schools_within(user, Permission.CONTACT_SEE, authority=authority)
    return rows if urns is None else rows.filter(urn__in=urns)


def of_school(user: Any, authority: str, urn: int, limit: int = 20) -> list[Contact]:
    """The latest contacts with a school."""
    check_permission(user, Permission.CONTACT_SEE, authority=authority, urn=urn)
    return list(_standing(user, authority).filter(urn=urn).select_related("recorded_by")[:limit])


def recent(user: Any, authority: str, limit: int = 100) -> list[Contact]:
    """The latest contacts with any school that the person may see."""
    check_permission(user, Permission.CONTACT_SEE, authority=authority)
    return list(_standing(user, authority).select_related("recorded_by")[:limit])


def last_contact(user: Any, authority: str, *, urns: Any = None) -> dict[int, date]:
    """School -> the day of the last contact, for every school ever contacted, or for those named among them."""
    check_permission(user, Permission.CONTACT_SEE, authority=authority)
    rows = _standing(user, authority)
    rows = rows if urns is None else rows.filter(urn__in=list(urns))
    rows = rows.order_by().values("urn").annotate(last=Max("made_on"))
    return {row["urn"]: row["last"] for row in rows}


def contact(user: Any, authority: str, contact_id: int) -> Contact | None:
    """One contact, if the person may see it."""
    return _standing(user, authority).filter(pk=contact_id).first()
