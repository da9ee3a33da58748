"""Decide levels in moderation, with reasons and who was there; take a decision back; confirm."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction

from fingerpost.archive.queries import editions
from fingerpost.core.actions import audit
from fingerpost.core.rules import Permission, check_permission, has_permission
from fingerpost.monitor import rules
from fingerpost.monitor.models import Round, RoundLevel, Stage


def _locked(level: RoundLevel) -> RoundLevel:
    return RoundLevel.objects.select_for_update().select_related("school__round").get(pk=level.pk)


def _detail(level: RoundLevel) -> dict:
    return {
        "authority": level.school.round.authority_id,
        "urn": level.school.urn,
        "scheme": level.scheme,
        "computed": level.computed,
        "decided": level.decided,
    }


@transaction.atomic
def decide(
    *, level: RoundLevel, decided: str, reason: str, present: Iterable[str], by: Any, at: datetime
) -> RoundLevel:
    """Decide a level in the moderation meeting. One that departs from the computed shows its reason for ever."""
    held = _locked(level)
    where = {"authority": held.school.round.authority_id, "urn": held.school.urn}
    check_permission(by, Permission.LEVEL_MODERATE, **where)
    rules.check_stage(held.school.round.stage, (Stage.MODERATING,), "Deciding a level")
    there = [name.strip() for name in present if name.strip()]
    rules.check_decision(
        editions.edition(held.school.round.edition).level_ids, held.computed, held.indicative, decided,
        reason=reason, present=there, may_move_two=has_permission(by, Permission.LEVEL_MOVE_TWO, **where),
    )  # fmt: skip
    held.decided, held.reason, held.present = decided, reason.strip(), there
    held.decided_by, held.decided_at = by, at
    held.save(update_fields=["decided", "reason", "present", "decided_by", "decided_at"])
    audit.record("level decided", by=by, about=held, at=at, detail=_detail(held) | {"present": there})
    return held


@transaction.atomic
def take_back_decision(*, level: RoundLevel, by: Any, at: datetime) -> RoundLevel:
    """Take a decision back while the meeting lasts: the level is to be decided again."""
    held = _locked(level)
    check_permission(
        by, Permission.LEVEL_MODERATE, authority=held.school.round.authority_id, urn=held.school.urn
    )
    rules.check_stage(held.school.round.stage, (Stage.MODERATING,), "Taking a decision back")
    audit.record("decision taken back", by=by, about=held, at=at, detail=_detail(held))
    held.decided, held.reason, held.present, held.decided_by, held.decided_at = "", "", [], None, None
    held.save(update_fields=["decided", "reason", "present", "decided_by", "decided_at"])
    return held


@transaction.atomic
def accept_computed(
    *, held: Round, levels: Iterable[int], present: Iterable[str], by: Any, at: datetime
) -> int:
    """Accept the computed level of several schools at once, as a meeting does with those that are plain."""
    check_permission(by, Permission.LEVEL_MODERATE, authority=held.authority_id)
    rules.check_stage(held.stage, (Stage.MODERATING,), "Deciding a level")
    rows = RoundLevel.objects.select_for_update().filter(
        school__round=held, school__frozen_at=None, pk__in=list(levels), decided=""
    )
    count, there = 0, list(present)
    for row in rows.select_related("school__round"):
        decide(level=row, decided=row.computed, reason="", present=there, by=by, at=at)
        count += 1
    audit.record("computed levels accepted", by=by, about=held, at=at, detail={"levels": count})
    return count


@transaction.atomic
def confirm(
    *, held: Round, by: Any, at: datetime, levels: Iterable[int] | None = None,
    directions: dict[int, str] | None = None,
) -> int:  # fmt: skip
    """Confirm the levels of a round, or those named: what was decided, else what was computed.

    `directions` are the directions of travel that a person confirms, by level; else the computed one is confirmed.
    A school told before of another level is to be told again.
    """
    held = Round.objects.select_for_update().get(pk=held.pk)
    check_permission(by, Permission.LEVEL_CONFIRM, authority=held.authority_id)
    rules.check_stage(held.stage, (Stage.CONFIRMING, Stage.TELLING), "Confirming a level")
    rows = RoundLevel.objects.select_for_update().filter(school__round=held, school__frozen_at=None)
    rows = rows if levels is None else rows.filter(pk__in=list(levels))
    found = [row for row in rows.select_related("school") if row.confirmed != (row.decided or row.computed)]
    for row in found:
        _confirm(row, (directions or {}).get(row.pk, row.direction_computed), by, at)
    audit.record("levels confirmed", by=by, about=held, at=at, detail={"levels": len(found)})
    return len(found)


def _confirm(row: RoundLevel, direction: str, by: Any, at: datetime) -> None:
    row.confirmed, row.direction_confirmed = row.decided or row.computed, direction
    row.confirmed_by, row.confirmed_at = by, at
    row.save(update_fields=["confirmed", "direction_confirmed", "confirmed_by", "confirmed_at"])
    school = row.school
    if school.released_at is not None:
        school.released_at, school.released_by = None, None
        school.spoken_at, school.spoken_by, school.spoken_with = None, None, ""
        school.save()
