"""Move a round to its next stage, and reopen it at an earlier one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from fingerpost.core.actions import audit
from fingerpost.core.rules import Permission, check_permission
from fingerpost.monitor import rules
from fingerpost.monitor.actions.rounds.opening import COMPUTED_IN, compute_again, freeze_closed
from fingerpost.monitor.models import Round, RoundLevel, Stage


@transaction.atomic
def move_on(*, held: Round, to: str, by: Any, at: datetime) -> Round:
    """Move a round to its next stage. Levels are computed again with every judgement made so far, until confirmation.

    A round cannot be told before all of its levels are confirmed, nor closed before all of its schools are told.
    """
    held = Round.objects.select_for_update().get(pk=held.pk)
    check_permission(by, Permission.ROUND_RUN, authority=held.authority_id)
    rules.check_next(held.stage, to)
    freeze_closed(held=held, by=by, at=at)
    if held.stage in COMPUTED_IN:
        compute_again(held=held, by=by, at=at)
        held.refresh_from_db()
    _check_done(held, to)
    if to == Stage.CLOSED:
        held.closed_by, held.closed_at = by, at
    held.stage = to
    held.save(update_fields=["stage", "closed_by", "closed_at"])
    audit.record(f"round at {to}", by=by, about=held, at=at, detail={"authority": held.authority_id})
    return held


def _check_done(held: Round, to: str) -> None:
    live = RoundLevel.objects.filter(school__round=held, school__frozen_at=None)
    if to == Stage.TELLING and (count := live.filter(confirmed="").count()):
        raise rules.NotARound(f"{count} levels are not confirmed yet. Confirm them, then tell the schools.")
    untold = held.schools.filter(frozen_at=None, released_at=None)
    if to == Stage.CLOSED and (count := untold.count()):
        raise rules.NotARound(f"{count} schools have not been told yet. Tell them, then close the round.")


@transaction.atomic
def reopen(*, held: Round, to: str, reason: str, by: Any, at: datetime) -> Round:
    """Reopen a round at an earlier stage, with a reason. What was confirmed and told stands until decided anew."""
    held = Round.objects.select_for_update().get(pk=held.pk)
    check_permission(by, Permission.ROUND_RUN, authority=held.authority_id)
    rules.check_earlier(held.stage, to, reason)
    detail = {"authority": held.authority_id, "from": held.stage, "to": to, "reason": reason.strip()}
    held.stage, held.closed_by, held.closed_at = to, None, None
    held.reopened_by, held.reopened_at, held.reopened_reason = by, at, reason.strip()[:300]
    held.save()
    audit.record("round reopened", by=by, about=held, at=at, detail=detail)
    return held
