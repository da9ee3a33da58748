"""Views of the grid that people keep."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from fingerpost.core.rules import Permission, check_permission
from fingerpost.monitor.models import SavedView


def saved_views(user: Any, authority: str) -> list[SavedView]:
    """A person's own views, and those that others share."""
    check_permission(user, Permission.SCHOOLS_SEE, authority=authority)
    rows = SavedView.objects.filter(Q(saved_by=user) | Q(is_shared=True), authority_id=authority)
    return list(rows.select_related("saved_by"))


def own_view(user: Any, authority: str, view: int) -> SavedView | None:
    """One of a person's own views."""
    return SavedView.objects.filter(pk=view, saved_by=user, authority_id=authority).first()
