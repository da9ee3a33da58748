"""Mark a figure wrong, answer it, withdraw it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from fingerpost.core.actions import audit
from fingerpost.core.rules import NotAllowed, Permission, check_permission, schools_within
from fingerpost.explore import rules
from fingerpost.explore.models import Dispute, DisputeAnswer
from fingerpost.explore.rules import State


@transaction.atomic
def dispute(
    *, authority: str, urn: int | None, place_name: str, indicator: str, group: str, period: str, shown: str,
    evidence: str, by: Any, at: datetime, should_be: str = "",
) -> Dispute:  # fmt: skip
    """Mark a figure wrong, with the evidence in words and, where it is known, what it should be."""
    check_permission(by, Permission.FIGURE_DISPUTE, authority=authority, urn=urn)
    if urn is None and schools_within(by, Permission.FIGURE_DISPUTE, authority=authority) is not None:
        raise NotAllowed(
            "A figure of the whole authority is disputed by its officers. Dispute your own school's."
        )
    words = rules.check_words(evidence, "what is wrong with it, and how you know")
    figure = {"authority_id": authority, "urn": urn, "indicator": indicator, "group": group, "period": period}
    made = Dispute(
        **figure, place_name=place_name, shown=shown, evidence=words, state=State.OPEN.value, raised_at=at,
        raised_by=by, should_be=rules.check_words(should_be, "what") if should_be.strip() else "",
    )  # fmt: skip
    try:
        # In a transaction of its own, or the refusal of the database would end the whole.
        with transaction.atomic():
            made.save()
    except IntegrityError as error:
        raise rules.NotADispute(
            "The figure is disputed already. Read that dispute and add to it in words."
        ) from error
    audit.record("figure disputed", by=by, about=made, at=at, detail={"authority": authority, "shown": shown})
    return made


@transaction.atomic
def answer(*, disputed: Dispute, answer: str, reasons: str, by: Any, at: datetime) -> DisputeAnswer:
    """Answer a disputed figure with reasons: corrected, it stands, or the Department is asked."""
    one = _locked(disputed)
    check_permission(by, Permission.DISPUTE_ANSWER, authority=one.authority_id, urn=one.urn)
    to = State(answer)
    rules.check_can_move(one.state, to)
    words = rules.check_words(reasons, "why")
    made = DisputeAnswer.objects.create(
        dispute=one, answer=to.value, reasons=words, answered_at=at, answered_by=by
    )
    _move(one, to, by=by, at=at)
    audit.record("dispute answered", by=by, about=one, at=at, detail={"answer": to.value})
    return made


@transaction.atomic
def withdraw(*, disputed: Dispute, by: Any, at: datetime) -> Dispute:
    """Withdraw what one disputed; it stays on record as withdrawn."""
    one = _locked(disputed)
    check_permission(by, Permission.FIGURE_DISPUTE, authority=one.authority_id, urn=one.urn)
    rules.check_can_withdraw(one.state, raised_by=one.raised_by_id, person=by.pk)
    _move(one, State.WITHDRAWN, by=by, at=at)
    audit.record("dispute withdrawn", by=by, about=one, at=at)
    return one


def _locked(one: Dispute) -> Dispute:
    return Dispute.objects.select_for_update().get(pk=one.pk)


def _move(one: Dispute, to: State, *, by: Any, at: datetime) -> None:
    one.state = to.value
    if to not in rules.UNSETTLED:
        one.settled_at, one.settled_by = at, by
    one.save(update_fields=["state", "settled_at", "settled_by"])
