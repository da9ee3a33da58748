"""What a school thought of a visit: a few scores and words."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from fingerpost.core.actions import audit
from fingerpost.core.rules import Permission, check_permission
from fingerpost.monitor.models import Evaluation, Visit
from fingerpost.monitor.rules import visits as rules
from fingerpost.monitor.rules.visits import NotAVisit


@transaction.atomic
def evaluate(
    *, visit: Visit, urn: int, scores: dict[str, int], by: Any, at: datetime, words: str = ""
) -> Evaluation:
    """Evaluate a visit for a school. Whoever did so today may put it right; after that it stands."""
    held = Visit.objects.select_for_update().get(pk=visit.pk)
    check_permission(by, Permission.VISIT_EVALUATE, authority=held.authority_id, urn=urn)
    if held.is_appraisal or held.made_at is None or not held.schools.filter(urn=urn).exists():
        raise NotAVisit("Only a visit that was made to your school can be evaluated.")
    rules.check_scores(scores)
    there = held.evaluations.filter(urn=urn).first()
    if there and not rules.can_undo_today(there.said_by_id, there.said_at, person=by.pk, at=at):
        raise NotAVisit(
            "Your school has evaluated this visit. It could be put right on the same day by whoever did."
        )
    said = scores | {"words": words.strip(), "said_by": by, "said_at": at}
    made, _ = Evaluation.objects.update_or_create(visit=held, urn=urn, defaults=said)
    audit.record("visit evaluated", by=by, about=held, at=at, detail={"authority": held.authority_id})
    return made
