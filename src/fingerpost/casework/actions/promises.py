"""What was promised for a school and by it: promised, kept, let go, given a new day, taken back on the same day."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from fingerpost.casework import rules
from fingerpost.casework.models import NewDay, Promise
from fingerpost.core.actions import audit
from fingerpost.core.rules import Permission, check_permission
from fingerpost.register import queries as register


@transaction.atomic
def promise(
    *, authority: str, urn: int, side: str, words: str, owner_name: str, due_on: date, by: Any, at: datetime,
    owner: Any = None, agreed_on: date | None = None, source: str = "", source_id: int | None = None,
) -> Promise:  # fmt: skip
    """Record what was agreed with a school. The school sees it beside what it promised itself."""
    check_permission(by, Permission.PROMISE_KEEP, authority=authority, urn=urn)
    agreed = agreed_on or rules.day_of(at)
    rules.check_promise(side, words, owner_name, agreed, due_on, at)
    rules.check_after_opening(agreed, register.opened_on([urn]).get(urn))
    made = Promise.objects.create(
        authority_id=authority, urn=urn, side=side, words=words.strip(), owner=owner, owner_name=owner_name.strip(),
        agreed_on=agreed, due_on=due_on, source=source, source_id=source_id, made_by=by, made_at=at,
    )  # fmt: skip
    audit.record("promise made", by=by, about=made, at=at, detail=_told_of(made))
    return made


def _told_of(promise: Promise) -> dict:
    return {"authority": promise.authority_id, "urn": promise.urn, "side": promise.side,
            "due_on": promise.due_on.isoformat()}  # fmt: skip


def _locked(promise: Promise, by: Any) -> Promise:
    held = Promise.objects.select_for_update().get(pk=promise.pk)
    check_permission(by, Permission.PROMISE_KEEP, authority=held.authority_id, urn=held.urn)
    if held.undone_at is not None:
        raise rules.NotAPromise("It was recorded by mistake and taken back. Record a new promise.")
    return held


@transaction.atomic
def keep(*, promise: Promise, by: Any, at: datetime, words: str = "") -> Promise:
    """Record that a promise was kept, and how if there is something to say."""
    held = _locked(promise, by)
    rules.check_open(held)
    held.kept_by, held.kept_at, held.kept_words = by, at, words.strip()
    held.save(update_fields=["kept_by", "kept_at", "kept_words"])
    audit.record("promise kept", by=by, about=held, at=at, detail=_told_of(held))
    return held


@transaction.atomic
def drop(*, promise: Promise, reason: str, by: Any, at: datetime) -> Promise:
    """Let a promise go, with the reason that both sides can read."""
    held = _locked(promise, by)
    rules.check_open(held)
    rules.check_reason(reason, "Say why the promise is let go: the other side reads it.")
    held.dropped_by, held.dropped_at, held.dropped_reason = by, at, reason.strip()
    held.save(update_fields=["dropped_by", "dropped_at", "dropped_reason"])
    audit.record("promise let go", by=by, about=held, at=at, detail=_told_of(held))
    return held


@transaction.atomic
def move(*, promise: Promise, due_on: date, reason: str, by: Any, at: datetime) -> Promise:
    """Give a promise another day, with the reason; the day it had stays on record."""
    held = _locked(promise, by)
    rules.check_open(held)
    rules.check_moves(held.due_on, due_on, held.agreed_on, reason)
    NewDay.objects.create(
        promise=held, was_due_on=held.due_on, due_on=due_on, reason=reason.strip(), moved_by=by, moved_at=at
    )
    held.due_on = due_on
    held.save(update_fields=["due_on"])
    audit.record("promise given another day", by=by, about=held, at=at, detail=_told_of(held))
    return held


@transaction.atomic
def undo(*, promise: Promise, by: Any, at: datetime) -> Promise:
    """Take back the last thing that one did to a promise today: settling it, moving its day, or recording it."""
    held = _locked(promise, by)
    last = held.new_days.last()
    if held.kept_at is not None:
        what = _unsettle(held, "kept", by, at)
    elif held.dropped_at is not None:
        what = _unsettle(held, "dropped", by, at)
    elif last is not None:
        what = _move_back(held, last, by, at)
    else:
        what = _unmake(held, by, at)
    audit.record(f"promise: {what} taken back", by=by, about=held, at=at, detail=_told_of(held))
    return held


def _unsettle(held: Promise, deed: str, by: Any, at: datetime) -> str:
    rules.check_may_take_back(
        getattr(held, f"{deed}_by_id"), getattr(held, f"{deed}_at"), person=by.pk, at=at
    )
    words = {"kept": "kept_words", "dropped": "dropped_reason"}[deed]
    setattr(held, f"{deed}_by", None)
    setattr(held, f"{deed}_at", None)
    setattr(held, words, "")
    held.save(update_fields=[f"{deed}_by", f"{deed}_at", words])
    return {"kept": "kept", "dropped": "let go"}[deed]


def _move_back(held: Promise, last: NewDay, by: Any, at: datetime) -> str:
    rules.check_may_take_back(last.moved_by_id, last.moved_at, person=by.pk, at=at)
    held.due_on = last.was_due_on
    held.save(update_fields=["due_on"])
    last.delete()
    return "another day"


def _unmake(held: Promise, by: Any, at: datetime) -> str:
    rules.check_may_take_back(held.made_by_id, held.made_at, person=by.pk, at=at)
    held.undone_by, held.undone_at = by, at
    held.save(update_fields=["undone_by", "undone_at"])
    return "recording"
