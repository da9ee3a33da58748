"""The record of who did what, written in the transaction of the doing."""

from datetime import datetime
from typing import Any

from django.db.models import Model

from fingerpost.core.models import AuditEvent

SET_UP = "set-up"


def record(
    verb: str,
    *,
    by: Any,
    about: Model | str | None = None,
    at: datetime,
    detail: dict | None = None,
) -> AuditEvent:
    """Record that a person did something, about a record or about something that has only a name.

    `by` is a user, or None when the product set itself up.
    """
    kind, identity, name = _described(about)
    return AuditEvent.objects.create(
        verb=verb,
        by_name=SET_UP if by is None else str(by.get_username())[:200],
        by_id=getattr(by, "pk", None),
        about_type=kind,
        about_id=identity,
        about_name=name[:300],
        at=at,
        detail=detail or {},
    )


def _described(about: Model | str | None) -> tuple[str, str, str]:
    if about is None:
        return "", "", ""
    if isinstance(about, Model):
        return about._meta.label_lower, str(about.pk), str(about)
    return "", "", str(about)
