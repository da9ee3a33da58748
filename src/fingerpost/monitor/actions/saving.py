"""Keep and drop views of the tracking grid."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from fingerpost.core.actions import audit
from fingerpost.core.rules import NotAllowed, Permission, check_permission
from fingerpost.monitor.models import SavedView


@transaction.atomic
def save_view(*, authority: str, name: str, query: str, is_shared: bool, by: Any, at: datetime) -> SavedView:
    """Keep a view under a name; one's own view of that name is replaced."""
    check_permission(by, Permission.VIEW_SAVE, authority=authority)
    view, _ = SavedView.objects.update_or_create(
        authority_id=authority,
        saved_by=by,
        name=name.strip()[:60],
        defaults={"query": query[:1000], "is_shared": is_shared, "saved_at": at},
    )
    audit.record("view saved", by=by, about=view, at=at, detail={"query": view.query})
    return view


@transaction.atomic
def drop_view(*, view: SavedView, by: Any, at: datetime) -> None:
    """Drop a view that one keeps; those of others stay."""
    if view.saved_by_id != by.pk:
        raise NotAllowed("Your post does not let you drop a view that another person keeps.")
    audit.record("view dropped", by=by, about=view, at=at)
    view.delete()
