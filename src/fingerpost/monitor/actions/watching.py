"""Put a school on watch, look at it again, end it; take one's own mistake back on the same day. No level moves."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from fingerpost.core.actions import audit
from fingerpost.core.rules import Permission, check_permission
from fingerpost.monitor.models import Watch, WatchReview
from fingerpost.monitor.queries import staying
from fingerpost.monitor.rules import watching as rules
from fingerpost.monitor.rules.watching import NotAWatch
from fingerpost.register import queries as register


@transaction.atomic
def put_on_watch(
    *, authority: str, urn: int, reason: str, arrangements: str, review_on: date, by: Any, at: datetime,
    from_on: date | None = None,
) -> Watch:  # fmt: skip
    """Make arrangements of a lower level for a school without changing its own."""
    check_permission(by, Permission.WATCH_KEEP, authority=authority, urn=urn)
    begins = from_on or at.astimezone(rules.HERE).date()
    level, order = staying.level_of(by, authority, urn)
    rules.check_watch(
        level=level, order=order, reason=reason, arrangements=arrangements, from_on=begins,
        review_on=review_on, opened_on=register.opened_on([urn]).get(urn), at=at,
    )  # fmt: skip
    if Watch.objects.filter(authority_id=authority, urn=urn, ended_at=None, undone_at=None).exists():
        raise NotAWatch("The school is on watch already: look at that one again, or end it.")
    made = Watch.objects.create(
        authority_id=authority, urn=urn, level=level, reason=reason.strip(), arrangements=arrangements.strip(),
        from_on=begins, review_on=review_on, put_by=by, put_at=at,
    )  # fmt: skip
    audit.record("school put on watch", by=by, about=made, at=at, detail=_told_of(made))
    return made


def _told_of(watch: Watch) -> dict:
    return {"authority": watch.authority_id, "urn": watch.urn, "review_on": watch.review_on.isoformat()}


def _locked(watch: Watch, by: Any) -> Watch:
    held = Watch.objects.select_for_update().get(pk=watch.pk)
    check_permission(by, Permission.WATCH_KEEP, authority=held.authority_id, urn=held.urn)
    if held.ended_at is not None or held.undone_at is not None:
        raise NotAWatch("The school is no longer on watch by this record.")
    return held


@transaction.atomic
def look_again(*, watch: Watch, words: str, next_on: date, by: Any, at: datetime) -> WatchReview:
    """Record what was seen of a school on watch, and when it is looked at next."""
    held = _locked(watch, by)
    rules.check_seen(words)
    rules.check_review(next_on, at)
    made = WatchReview.objects.create(
        watch=held, words=words.strip(), next_on=next_on, reviewed_by=by, reviewed_at=at
    )
    held.review_on = next_on
    held.save(update_fields=["review_on"])
    audit.record("watch reviewed", by=by, about=held, at=at, detail=_told_of(held))
    return made


@transaction.atomic
def end_watch(*, watch: Watch, reason: str, by: Any, at: datetime) -> Watch:
    """End a watch with a reason; it stays on record."""
    held = _locked(watch, by)
    rules.check_end(reason)
    held.ended_by, held.ended_at, held.ended_reason = by, at, reason.strip()
    held.save(update_fields=["ended_by", "ended_at", "ended_reason"])
    audit.record("watch ended", by=by, about=held, at=at, detail=_told_of(held))
    return held


@transaction.atomic
def undo_watch(*, watch: Watch, by: Any, at: datetime) -> Watch:
    """Take back a watch that was recorded by mistake, on the same day."""
    held = _locked(watch, by)
    rules.check_can_undo(held.put_by_id, held.put_at, person=by.pk, at=at, is_open=True)
    held.undone_by, held.undone_at = by, at
    held.save(update_fields=["undone_by", "undone_at"])
    audit.record("watch taken back", by=by, about=held, at=at, detail=_told_of(held))
    return held
