"""Record what an adviser judged, and take it back on the same day."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from fingerpost.core.actions import audit
from fingerpost.core.rules import Permission, check_permission
from fingerpost.monitor import rules
from fingerpost.monitor.models import Judgement
from fingerpost.register import queries as register
from fingerpost.strategy.edition import Edition


@transaction.atomic
def record_judgement(
    *,
    authority: str,
    urn: int,
    edition: Edition,
    scheme: str,
    strand: str,
    level: str,
    reason: str,
    by: Any,
    at: datetime,
    made_on: date | None = None,
    made_by: Any = None,
) -> Judgement:
    """Record an adviser's judgement of a strand or a floor. It supersedes earlier ones and deletes none.

    `made_on` is the day of the judgement (today unless told), `made_by` the adviser when another person records it.
    """
    check_permission(by, Permission.JUDGEMENT_RECORD, authority=authority, urn=urn)
    rules.check_is_judgement(edition, scheme, strand, level, reason)
    made_on = made_on or timezone.localdate(at)
    rules.check_made_on(made_on, at, register.opened_on([urn]).get(urn))
    judgement = Judgement.objects.create(
        authority_id=authority,
        urn=urn,
        scheme=scheme,
        strand=strand,
        level=level,
        reason=reason.strip(),
        edition=edition.code,
        made_on=made_on,
        made_by=made_by or by,
        recorded_at=at,
        recorded_by=by,
    )
    audit.record("judgement recorded", by=by, about=judgement, at=at, detail={"authority": authority})
    return judgement


@transaction.atomic
def undo_judgement(*, judgement: Judgement, by: Any, at: datetime) -> Judgement:
    """Take back a judgement that one recorded today; an earlier one, if any, stands again."""
    judgement = Judgement.objects.select_for_update().get(pk=judgement.pk)
    check_permission(by, Permission.JUDGEMENT_RECORD, authority=judgement.authority_id, urn=judgement.urn)
    rules.check_can_undo(
        judgement.recorded_by_id,
        judgement.recorded_at,
        is_undone=judgement.undone_at is not None,
        person=by.pk,
        at=at,
    )
    judgement.undone_at, judgement.undone_by = at, by
    judgement.save(update_fields=["undone_at", "undone_by"])
    audit.record("judgement taken back", by=by, about=judgement, at=at)
    return judgement
