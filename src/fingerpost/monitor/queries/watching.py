"""Schools on watch, for officers alone and within their scope."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet

from fingerpost.core.rules import Permission, check_permission, schools_within
from fingerpost.monitor.models import Watch


def _seen(user: Any, authority: str) -> QuerySet[Watch]:
    check_permission(user, Permission.INDICATIVE_SEE, authority=authority)
    rows = Watch.objects.filter(authority_id=authority, undone_at=None).select_related("put_by", "ended_by")
    urns = schools_within(user, Permission.INDICATIVE_SEE, authority=authority)
    return rows if urns is None else rows.filter(urn__in=urns)


def on_watch(user: Any, authority: str) -> list[Watch]:
    """Every school on watch, what is due for review first."""
    return list(_seen(user, authority).filter(ended_at=None).prefetch_related("reviews__reviewed_by"))


def ended(user: Any, authority: str, *, limit: int = 50) -> list[Watch]:
    """Watches that ended, the latest first."""
    return list(_seen(user, authority).exclude(ended_at=None).order_by("-ended_at")[:limit])


def of_school(user: Any, authority: str, urn: int) -> list[Watch]:
    """A school's watches, the open one first, then the latest."""
    check_permission(user, Permission.INDICATIVE_SEE, authority=authority, urn=urn)
    rows = _seen(user, authority).filter(urn=urn).prefetch_related("reviews__reviewed_by")
    return sorted(rows, key=lambda watch: (watch.ended_at is not None, -watch.from_on.toordinal()))


def one(user: Any, authority: str, watch_id: int) -> Watch | None:
    """One watch, if the person may see it."""
    return _seen(user, authority).filter(pk=watch_id).first()


def review_days(authority: str) -> dict[int, date]:
    """URN -> the day of review, of every school on watch; the caller limits it to what the person may see."""
    rows = Watch.objects.filter(authority_id=authority, ended_at=None, undone_at=None)
    return dict(rows.order_by("urn").values_list("urn", "review_on"))
