"""What any service hears of a school: raised, heard again, substantiated, told to the school, answered, closed."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from fingerpost.core import queries as core
from fingerpost.core.actions import audit
from fingerpost.core.calendar import add_working_days
from fingerpost.core.rules import Permission, check_permission
from fingerpost.monitor import rules
from fingerpost.monitor.models import Flag, Surfacing, Task
from fingerpost.monitor.rules import NotAFlag


@transaction.atomic
def raise_flag(
    *, authority: str, urn: int, kind: str, severity: str, source: str, words: str, review_on: date, by: Any,
    at: datetime, is_restricted: bool = False,
) -> Flag:  # fmt: skip
    """Record what was heard of a school. It prompts an adviser and moves no level."""
    check_permission(by, Permission.FLAG_RAISE, authority=authority, urn=urn)
    rules.check_flag(kind, severity, words, review_on, at)
    is_restricted = is_restricted or kind in rules.ALWAYS_RESTRICTED
    made = Flag.objects.create(
        authority_id=authority, urn=urn, kind=kind, severity=severity, source=source.strip(), words=words.strip(),
        is_restricted=is_restricted, review_on=review_on, raised_by=by, raised_at=at,
    )  # fmt: skip
    audit.record("flag raised", by=by, about=made, at=at, detail=_told_of(made))
    return made


def _told_of(flag: Flag) -> dict:
    """What the record of deeds may say of a flag: never its words."""
    return {
        "authority": flag.authority_id,
        "urn": flag.urn,
        "kind": flag.kind,
        "restricted": flag.is_restricted,
    }


def _locked(flag: Flag, by: Any, permission: Permission) -> Flag:
    held = Flag.objects.select_for_update().get(pk=flag.pk)
    check_permission(by, permission, authority=held.authority_id, urn=held.urn)
    if held.is_restricted:
        check_permission(by, Permission.FLAG_RESTRICTED, authority=held.authority_id, urn=held.urn)
    if held.closed_at is not None:
        raise NotAFlag("The flag is closed: raise a new one if it is heard again.")
    return held


@transaction.atomic
def hear_again(*, flag: Flag, source: str, by: Any, at: datetime, words: str = "") -> Surfacing:
    """Record that the same thing was heard again; the third time it is a task for the school's adviser."""
    held = _locked(flag, by, Permission.FLAG_RAISE)
    made = Surfacing.objects.create(
        flag=held, source=source.strip(), words=words.strip(), heard_by=by, heard_at=at
    )
    if rules.raises_task(1 + held.surfacings.count()):
        _raise_task(held, by, at)
    audit.record("flag heard again", by=by, about=held, at=at, detail=_told_of(held))
    return made


def _kind_for_a_task(flag: Flag) -> str:
    """What a task may say that a flag is about: nothing of what was heard in confidence."""
    return "held in confidence" if flag.is_restricted else rules.FLAG_KINDS[flag.kind].lower()


def _raise_task(flag: Flag, by: Any, at: datetime) -> Task:
    day = at.astimezone(rules.HERE).date()
    return Task.objects.create(
        authority_id=flag.authority_id, urn=flag.urn, raised_by=by, raised_at=at,
        words=f"Look into a flag that keeps coming back: {_kind_for_a_task(flag)}",
        because=f"heard {rules.SURFACINGS_FOR_A_TASK} times",
        owner=core.judge_of(flag.authority_id, flag.urn, day), source="flag", source_id=flag.pk,
        due_on=add_working_days(day, rules.TASK_WORKING_DAYS),
    )  # fmt: skip


@transaction.atomic
def substantiate(*, flag: Flag, reason: str, by: Any, at: datetime) -> Flag:
    """An officer has looked into it and found it to be so, with the evidence in words."""
    held = _locked(flag, by, Permission.FLAG_SUBSTANTIATE)
    if not reason.strip():
        raise NotAFlag("Say what was found: a flag counts only for what somebody has seen.")
    held.substantiated_by, held.substantiated_at, held.substantiated_reason = by, at, reason.strip()
    held.save(update_fields=["substantiated_by", "substantiated_at", "substantiated_reason"])
    audit.record("flag substantiated", by=by, about=held, at=at, detail=_told_of(held))
    return held


@transaction.atomic
def tell_school(*, flag: Flag, by: Any, at: datetime) -> Flag:
    """Record that the school was told and can answer. A restricted flag is not told."""
    held = _locked(flag, by, Permission.FLAG_SUBSTANTIATE)
    if held.is_restricted:
        raise NotAFlag("A restricted flag is not told to the school from here.")
    held.told_by, held.told_at = by, at
    held.save(update_fields=["told_by", "told_at"])
    audit.record("school told of flag", by=by, about=held, at=at, detail=_told_of(held))
    return held


@transaction.atomic
def answer(*, flag: Flag, words: str, by: Any, at: datetime) -> Flag:
    """The school's answer to a flag that it was told of."""
    held = Flag.objects.select_for_update().get(pk=flag.pk)
    check_permission(by, Permission.FLAG_ANSWER, authority=held.authority_id, urn=held.urn)
    if held.told_at is None or held.is_restricted:
        raise NotAFlag("Only a flag that the school was told of can be answered.")
    if not words.strip():
        raise NotAFlag("Write the school's answer.")
    held.answer, held.answered_by, held.answered_at = words.strip(), by, at
    held.save(update_fields=["answer", "answered_by", "answered_at"])
    audit.record("flag answered", by=by, about=held, at=at, detail=_told_of(held))
    return held


@transaction.atomic
def close_flag(*, flag: Flag, reason: str, by: Any, at: datetime) -> Flag:
    """Close a flag with a reason; it stays on record."""
    held = _locked(flag, by, Permission.FLAG_RAISE)
    if not reason.strip():
        raise NotAFlag("Say why the flag is closed.")
    held.closed_by, held.closed_at, held.closed_reason = by, at, reason.strip()
    held.save(update_fields=["closed_by", "closed_at", "closed_reason"])
    audit.record("flag closed", by=by, about=held, at=at, detail=_told_of(held))
    return held


@transaction.atomic
def note_reading(*, flag: Flag, by: Any, at: datetime) -> None:
    """Record that somebody read a restricted flag."""
    audit.record("restricted flag read", by=by, about=flag, at=at, detail=_told_of(flag))
