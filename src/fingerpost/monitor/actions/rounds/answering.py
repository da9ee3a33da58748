"""What schools say of how they are categorised, what is answered, and second looks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from fingerpost.archive.queries import editions
from fingerpost.core.actions import audit
from fingerpost.core.rules import Permission, check_permission
from fingerpost.monitor import rules
from fingerpost.monitor.models import Judgement, RoundComment, RoundLevel, RoundSchool, SecondLook, Stage
from fingerpost.monitor.queries import rounds


def _detail(school: RoundSchool) -> dict:
    return {"authority": school.round.authority_id, "urn": school.urn}


@transaction.atomic
def comment(*, school: RoundSchool, words: str, by: Any, at: datetime, strand: str = "") -> RoundComment:
    """A school's comment on how it is categorised, as a whole or on one strand, while the window is open."""
    check_permission(by, Permission.ROUND_ANSWER, authority=school.round.authority_id, urn=school.urn)
    held, today = school.round, at.astimezone(rules.HERE).date()
    rules.check_comment(held.stage, today, held.comments_from_on, held.comments_to_on, words)
    made = RoundComment.objects.create(
        school=school, strand=strand, words=words.strip(), said_by=by, said_at=at
    )
    audit.record("school commented", by=by, about=made, at=at, detail=_detail(school))
    return made


@transaction.atomic
def take_back_comment(*, comment: RoundComment, by: Any, at: datetime) -> RoundComment:
    """Take back a comment that one made today; it stays on record as taken back."""
    held = RoundComment.objects.select_for_update().select_related("school__round").get(pk=comment.pk)
    check_permission(
        by, Permission.ROUND_ANSWER, authority=held.school.round.authority_id, urn=held.school.urn
    )
    rules.check_can_undo(
        held.said_by_id, held.said_at, is_undone=held.undone_at is not None, person=by.pk, at=at
    )
    held.undone_by, held.undone_at = by, at
    held.save(update_fields=["undone_by", "undone_at"])
    audit.record("comment taken back", by=by, about=held, at=at, detail=_detail(held.school))
    return held


@transaction.atomic
def answer_comment(*, comment: RoundComment, words: str, by: Any, at: datetime) -> RoundComment:
    """The authority's answer to what a school said."""
    held = RoundComment.objects.select_for_update().select_related("school__round").get(pk=comment.pk)
    check_permission(
        by, Permission.JUDGEMENT_RECORD, authority=held.school.round.authority_id, urn=held.school.urn
    )
    if not words.strip():
        raise rules.NotARound("Write the answer.")
    held.answer, held.answered_by, held.answered_at = words.strip(), by, at
    held.save(update_fields=["answer", "answered_by", "answered_at"])
    audit.record("comment answered", by=by, about=held, at=at, detail=_detail(held.school))
    return held


@transaction.atomic
def ask_second_look(*, level: RoundLevel, words: str, by: Any, at: datetime) -> SecondLook:
    """A school asks for a second look at its level, within ten school days of being told."""
    level = RoundLevel.objects.select_for_update().select_related("school__round").get(pk=level.pk)
    school = level.school
    check_permission(by, Permission.ROUND_ANSWER, authority=school.round.authority_id, urn=school.urn)
    rules.check_second_look(
        is_told=school.released_at is not None, today=at.astimezone(rules.HERE).date(),
        last_day=rounds.second_look_until(school), words=words,
    )  # fmt: skip
    if level.second_looks.filter(found_at=None).exists():
        raise rules.NotARound("A second look has been asked for already. It is being taken.")
    made = SecondLook.objects.create(level=level, words=words.strip(), asked_by=by, asked_at=at)
    audit.record("second look asked for", by=by, about=made, at=at, detail=_detail(school))
    return made


@transaction.atomic
def find_second_look(*, look: SecondLook, found: str, reason: str, by: Any, at: datetime) -> SecondLook:
    """What an adviser who had no part in the first look finds. Another level is confirmed, and told, anew."""
    held = SecondLook.objects.select_for_update().select_related("level__school__round").get(pk=look.pk)
    level = held.level
    check_permission(
        by, Permission.SECOND_LOOK, authority=level.school.round.authority_id, urn=level.school.urn
    )
    rules.check_uninvolved(by.pk, _involved(level))
    rules.check_stage(level.school.round.stage, (Stage.TELLING, Stage.CLOSED), "A second look")
    rules.check_decision(
        editions.edition(level.school.round.edition).level_ids, level.computed, level.indicative, found,
        reason=reason, present=[str(by)], may_move_two=False,
    )  # fmt: skip
    held.found, held.found_reason, held.found_by, held.found_at = found, reason.strip(), by, at
    held.full_clean(exclude=["level"])
    held.save()
    _change(level, held)
    audit.record(
        "second look taken", by=by, about=held, at=at, detail=_detail(level.school) | {"found": found}
    )
    return held


def _involved(level: RoundLevel) -> list[int | None]:
    """Whoever judged the school since the round counts judgements, whose it is, and who decided its level."""
    school = level.school
    judged = Judgement.objects.standing().filter(
        authority_id=school.round.authority_id, urn=school.urn, made_on__gte=school.round.judged_since
    )
    return [school.adviser_id, level.decided_by_id, *judged.values_list("made_by_id", flat=True)]


def _change(level: RoundLevel, look: SecondLook) -> None:
    if look.found == level.confirmed:
        return
    level.decided, level.reason = look.found, f"Second look: {look.found_reason}"
    level.decided_by, level.decided_at = look.found_by, look.found_at
    level.save(update_fields=["decided", "reason", "decided_by", "decided_at"])
