"""What advisers predict of inspections: recorded with reasons, superseded and never deleted, moderated by a lead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from fingerpost.core.actions import audit
from fingerpost.core.rules import Permission, check_permission
from fingerpost.monitor.actions.judgements import record_judgement, undo_judgement
from fingerpost.monitor.models import Judgement, OutcomePrediction
from fingerpost.monitor.rules import judging, predicting
from fingerpost.monitor.rules.predicting import NotAPrediction
from fingerpost.strategy.edition import Edition


@transaction.atomic
def predict(
    *, authority: str, urn: int, framework: str, grades: Mapping[str, str], confidence: int, reason: str, by: Any,
    at: datetime, made_on: date | None = None, made_by: Any = None,
) -> OutcomePrediction:  # fmt: skip
    """Record how an adviser expects the next inspection to end. It supersedes earlier ones and is never shown to the
    school; recorded once inspectors are on their way, it does not count."""
    check_permission(by, Permission.OUTCOME_PREDICT, authority=authority, urn=urn)
    kept = {code: grade for code, grade in grades.items() if grade}
    made_on = made_on or timezone.localdate(at)
    predicting.check_prediction(framework, kept, confidence, reason, made_on, at)
    made = OutcomePrediction.objects.create(
        authority_id=authority, urn=urn, framework=framework, grades=kept, confidence=confidence, reason=reason.strip(),
        made_on=made_on, made_by=made_by or by, recorded_at=at, recorded_by=by,
    )  # fmt: skip
    audit.record("inspection predicted", by=by, about=made, at=at, detail=_told_of(made))
    return made


def _told_of(made: OutcomePrediction) -> dict:
    """What the record of deeds says of a prediction: neither its grades nor its reason."""
    return {"authority": made.authority_id, "urn": made.urn, "framework": made.framework}


def _locked(prediction: OutcomePrediction, by: Any, permission: Permission) -> OutcomePrediction:
    held = OutcomePrediction.objects.select_for_update().get(pk=prediction.pk)
    check_permission(by, permission, authority=held.authority_id, urn=held.urn)
    return held


@transaction.atomic
def undo_prediction(*, prediction: OutcomePrediction, by: Any, at: datetime) -> OutcomePrediction:
    """Take back a prediction that one recorded today, before anybody moderated it."""
    held = _locked(prediction, by, Permission.OUTCOME_PREDICT)
    if held.moderated_at is not None:
        raise NotAPrediction("It has been moderated. Record a new one, which supersedes it.")
    judging.check_can_undo(
        held.recorded_by_id, held.recorded_at, is_undone=held.undone_at is not None, person=by.pk, at=at
    )
    held.undone_at, held.undone_by = at, by
    held.save(update_fields=["undone_at", "undone_by"])
    audit.record("prediction taken back", by=by, about=held, at=at, detail=_told_of(held))
    return held


@transaction.atomic
def moderate(
    *,
    prediction: OutcomePrediction,
    reason: str,
    edition: Edition,
    schemes: Sequence[str],
    by: Any,
    at: datetime,
) -> OutcomePrediction:
    """Agree to a prediction after looking at it together. Where the edition has a floor for what it comes to, the floor
    is laid as a judgement, with this reason and none of the prediction's own words: a level has to be explained."""
    held = _locked(prediction, by, Permission.LEVEL_MODERATE)
    _check_can_moderate(held, reason)
    held.floors = _lay_floors(held, reason, edition, schemes, by, at)
    held.moderated_at, held.moderated_by, held.moderated_reason = at, by, reason.strip()
    held.save(update_fields=["floors", "moderated_at", "moderated_by", "moderated_reason"])
    audit.record("prediction moderated", by=by, about=held, at=at, detail=_told_of(held))
    return held


def _check_can_moderate(held: OutcomePrediction, reason: str) -> None:
    if held.undone_at is not None or held.moderated_at is not None:
        raise NotAPrediction("It was taken back, or is moderated already.")
    rows = OutcomePrediction.objects.standing().filter(authority_id=held.authority_id, urn=held.urn)
    if rows.first() != held:
        raise NotAPrediction("A later prediction has superseded it: moderate that one.")
    if not reason.strip():
        raise NotAPrediction("Say why, in words that may be read out when the level is explained.")


def _lay_floors(
    held: OutcomePrediction, reason: str, edition: Edition, schemes: Sequence[str], by: Any, at: datetime
) -> list[int]:
    floor_id = edition.prediction.floor_for(predicting.ends_in(held.grades))
    laid = []
    for scheme in (scheme for scheme in edition.schemes if scheme.id in schemes):
        floor = next((f for f in scheme.floors if f.id == floor_id and f.judged), None)
        if floor is None:
            continue
        made = record_judgement(
            authority=held.authority_id, urn=held.urn, edition=edition, scheme=scheme.id, strand=floor.id,
            level=floor.level, reason=reason, by=by, at=at,
        )  # fmt: skip
        laid.append(made.pk)
    return laid


@transaction.atomic
def undo_moderation(*, prediction: OutcomePrediction, by: Any, at: datetime) -> OutcomePrediction:
    """Take back one's own moderation on the same day, and the floors that it laid."""
    held = _locked(prediction, by, Permission.LEVEL_MODERATE)
    if held.moderated_at is None:
        raise NotAPrediction("It is not moderated.")
    judging.check_can_undo(held.moderated_by_id, held.moderated_at, is_undone=False, person=by.pk, at=at)
    for judgement in Judgement.objects.standing().filter(pk__in=held.floors):
        undo_judgement(judgement=judgement, by=by, at=at)
    held.floors, held.moderated_at, held.moderated_by, held.moderated_reason = [], None, None, ""
    held.save(update_fields=["floors", "moderated_at", "moderated_by", "moderated_reason"])
    audit.record("moderation of prediction taken back", by=by, about=held, at=at, detail=_told_of(held))
    return held
