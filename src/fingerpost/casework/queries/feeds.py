"""Whose calendar an address is."""

from __future__ import annotations

from typing import Any

from fingerpost.casework.models import CalendarFeed
from fingerpost.casework.rules import digest_of


def feed_of(user: Any, authority: str) -> CalendarFeed | None:
    """The address of one's own calendar that works: when it was made, never the secret."""
    return CalendarFeed.objects.filter(authority_id=authority, person=user, ended_at=None).first()


def person_of(authority: str, secret: str) -> Any | None:
    """Whose calendar lies at a secret address; None of one that was ended, or of somebody who has left."""
    rows = CalendarFeed.objects.filter(
        authority_id=authority, digest=digest_of(secret), ended_at=None, person__is_active=True
    )
    found = rows.select_related("person").first()
    return found.person if found else None
