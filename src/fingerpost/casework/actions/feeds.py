"""A secret address under which a person's calendar is read without signing in."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from django.db import transaction

from fingerpost.casework.models import CalendarFeed
from fingerpost.casework.rules import digest_of
from fingerpost.core.actions import audit
from fingerpost.core.rules import Permission, check_permission


@transaction.atomic
def make_feed(*, authority: str, by: Any, at: datetime) -> str:
    """Make one's own calendar an address, and end the one before; the secret is told once and never again."""
    check_permission(by, Permission.VISIT_SEE, authority=authority)
    _end(authority, by, at)
    secret = secrets.token_urlsafe(32)
    made = CalendarFeed.objects.create(
        authority_id=authority, person=by, digest=digest_of(secret), made_by=by, made_at=at
    )
    audit.record("calendar address made", by=by, about=made, at=at, detail={"authority": authority})
    return secret


@transaction.atomic
def end_feed(*, authority: str, by: Any, at: datetime) -> None:
    """End the address of one's own calendar: whoever has it reads nothing more."""
    _end(authority, by, at)
    audit.record("calendar address ended", by=by, about=by, at=at, detail={"authority": authority})


def _end(authority: str, by: Any, at: datetime) -> None:
    CalendarFeed.objects.filter(authority_id=authority, person=by, ended_at=None).update(
        ended_at=at, ended_by=by
    )
