"""What a school writes in a round: saved as a draft, sent, corrected, taken back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from fingerpost.core.actions import audit
from fingerpost.core.rules import Permission, check_permission, has_permission
from fingerpost.register import queries as register
from fingerpost.returns import rules
from fingerpost.returns.models import Line, Return, Round
from fingerpost.returns.rules import Ask, Said

PAGE, TEMPLATE = "page", "template"


@transaction.atomic
def save_draft(
    *, asked: Round, urn: int, said: Mapping[Ask, Said], by: Any, at: datetime, came_by: str = PAGE
) -> Return:
    """Keep what a school has written so far. It need not be whole; what is there must be right."""
    one = _checked(asked, urn, by, at)
    rules.check_can_save(said)
    draft = _draft(one, urn, said, by=by, at=at, came_by=came_by)
    audit.record("return saved", by=by, about=draft, at=at, detail={"round": one.pk})
    return draft


@transaction.atomic
def send(
    *, asked: Round, urn: int, said: Mapping[Ask, Said], by: Any, at: datetime, came_by: str = PAGE
) -> Return:
    """Send what a school says in a round, in place of what it sent before, which stays as history."""
    one = _checked(asked, urn, by, at)
    rules.check_can_send([Ask(*pair) for pair in one.asks], said)
    sent = _draft(one, urn, said, by=by, at=at, came_by=came_by)
    sent.sent_at, sent.sent_by = at, by
    sent.save(update_fields=["sent_at", "sent_by"])
    audit.record("return sent", by=by, about=sent, at=at, detail={"round": one.pk})
    return sent


@transaction.atomic
def undo(*, sent: Return, by: Any, at: datetime) -> Return:
    """Take back what one sent, until the day it is due. What was written goes on as a draft."""
    one = _checked(sent.round, sent.urn, by, at)
    standing = Return.objects.standing().filter(round=one, urn=sent.urn).order_by("-version").first()
    is_standing = standing is not None and standing.pk == sent.pk
    rules.check_can_undo(
        sent_by=sent.sent_by_id,
        due_on=one.due_on,
        is_standing=is_standing,
        person=by.pk,
        on=rules.day_here(at),
    )
    sent.undone_at, sent.undone_by = at, by
    sent.save(update_fields=["undone_at", "undone_by"])
    if not Return.objects.drafts().filter(round=one, urn=sent.urn).exists():
        lines = {
            Ask(line.indicator, line.group): Said(line.cohort, line.number, line.score)
            for line in sent.lines.all()
        }
        _draft(one, sent.urn, lines, by=by, at=at, came_by=sent.came_by)
    audit.record("return taken back", by=by, about=sent, at=at, detail={"round": one.pk})
    return sent


@transaction.atomic
def drop_draft(*, draft: Return, by: Any, at: datetime) -> None:
    """Drop what was begun and never sent; what was sent before stands as it did."""
    one = _checked(draft.round, draft.urn, by, at)
    if draft.sent_at is not None:
        raise rules.CannotUndo("What was sent is history: take it back, or send a correction.")
    audit.record("draft dropped", by=by, about=draft, at=at, detail={"round": one.pk})
    draft.delete()


def _checked(asked: Round, urn: int, by: Any, at: datetime) -> Round:
    """The round, locked and open, for somebody who may answer it for the school."""
    code = asked.authority_id
    if not has_permission(by, Permission.RETURN_ASK, authority=code, urn=urn):
        check_permission(by, Permission.RETURN_SEND, authority=code, urn=urn)
    one = Round.objects.select_for_update().get(pk=asked.pk)
    _check_is_asked(one, urn)
    rules.check_is_open(one.opens_on, one.closes_on, one.closed_at, rules.day_here(at))
    return one


def _check_is_asked(one: Round, urn: int) -> None:
    school, asks = register.school(urn), [Ask(*pair) for pair in one.asks]
    is_ours = register.authority_on(urn, one.due_on) == one.authority_id
    if school is None or not is_ours or school.phase not in one.phases:
        raise rules.NotAsked(f"The round “{one.name}” does not ask the school {urn}.")
    if not rules.is_asked(asks, school.age_low, school.age_high):
        raise rules.NotAsked(
            f"{school.name} has no pupils of the age that the round “{one.name}” asks about."
        )


def _draft(one: Round, urn: int, said: Mapping[Ask, Said], *, by: Any, at: datetime, came_by: str) -> Return:
    """The school's draft with these lines in place of those it had."""
    asked = [Ask(*pair) for pair in one.asks]
    versions = Return.objects.filter(round=one, urn=urn)
    draft = versions.drafts().first() or Return(
        round=one, urn=urn, version=(versions.aggregate(last=Max("version"))["last"] or 0) + 1
    )
    draft.saved_at, draft.saved_by, draft.came_by = at, by, came_by
    draft.save()
    draft.lines.all().delete()
    Line.objects.bulk_create(
        Line(of_return=draft, indicator=ask.indicator, group=ask.group, cohort=said[ask].cohort,
             number=said[ask].number, score=said[ask].score)
        for ask in asked
        if ask in said
    )  # fmt: skip
    return draft
