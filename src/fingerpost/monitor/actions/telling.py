"""Tell schools their levels: record having spoken to a head, tell one school, tell all that may be told.

Each school is told in a transaction of its own, with a row for each person told and their message. What was done when
the machine stopped stays done; going on again finds the rest, and nobody is told twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from fingerpost.core.actions import audit, messages
from fingerpost.core.rules import Permission, check_permission
from fingerpost.monitor import letters, rules
from fingerpost.monitor.models import Round, RoundSchool, Stage, Telling
from fingerpost.monitor.queries import telling as queries
from fingerpost.monitor.rules.judging import CannotUndo
from fingerpost.monitor.rules.telling import CannotTell, Person, check_plan, check_speak

_SPOKEN = ("spoken_by", "spoken_at", "spoken_with")


@dataclass(frozen=True)
class Outcome:
    """What became of telling many: how many schools and people were told, and whom something stood in the way of."""

    schools: int
    people: int
    left: int


@transaction.atomic
def speak(*, school: RoundSchool, with_whom: str, spoken_at: datetime, by: Any, at: datetime) -> RoundSchool:
    """Record having spoken to the head of a school about its level, before anything is written."""
    held = _locked(school, by)
    levels = held.levels.all()
    is_confirmed = bool(levels) and all(level.confirmed for level in levels)
    check_speak(is_confirmed=is_confirmed, with_whom=with_whom, spoken_at=spoken_at, at=at)
    held.spoken_by, held.spoken_at, held.spoken_with = by, spoken_at, with_whom.strip()
    held.save(update_fields=_SPOKEN)
    audit.record(
        "head spoken to", by=by, about=held, at=at, detail=_detail(held) | {"with": held.spoken_with}
    )
    return held


@transaction.atomic
def take_back_speaking(*, school: RoundSchool, by: Any, at: datetime) -> RoundSchool:
    """Take back one's own record of having spoken, on the same day and before anybody was told."""
    held = _locked(school, by)
    rules.check_can_undo(
        held.spoken_by_id, held.spoken_at or at, is_undone=held.spoken_at is None, person=by.pk, at=at
    )
    if held.tellings.filter(told=queries.told_words(_levels(held))).exists():
        raise CannotUndo("The school has been told since: the record of having spoken stands.")
    held.spoken_by, held.spoken_at, held.spoken_with = None, None, ""
    held.save(update_fields=_SPOKEN)
    audit.record("record of speaking taken back", by=by, about=held, at=at, detail=_detail(held))
    return held


@transaction.atomic
def tell_school(
    *, school: RoundSchool, by: Any, at: datetime, known: queries.Around | None = None
) -> list[Telling]:
    """Tell everybody of one school whose turn it is. Refuses, with what is in the way, where nobody's is.

    The turns follow one another for as long as nothing stands between them; with the last the level is released.
    """
    held = _locked(school, by)
    rules.check_stage(held.round.stage, (Stage.TELLING,), "Telling a school")
    known = known or queries.around(by, held.round, at)
    found = _standing(held, by, at, known)
    made, turn = [], check_plan(found.plan)
    while turn is not None:
        made += _tell(found, turn.number, turn.people, known, by=by, at=at)
        if found.plan.ends:
            _release(held, by=by, at=at)
        found = _standing(held, by, at, known)
        turn = found.plan.now
    return made


def tell_all(*, held: Round, by: Any, at: datetime) -> Outcome:
    """Tell every school of a round that may be told now, each by itself. Called again, it goes on with the rest."""
    check_permission(by, Permission.LEVEL_TELL, authority=held.authority_id)
    rules.check_stage(held.stage, (Stage.TELLING,), "Telling schools")
    known = queries.around(by, held, at)
    schools = people = left = 0
    for one in queries.telling_of(by, held, at, known=known):
        if one.plan.now is None:
            left += not one.plan.is_done and one.school.frozen_at is None
            continue
        try:
            people += len(tell_school(school=one.school, by=by, at=at, known=known))
            schools += 1
        except (CannotTell, messages.NotAMessage):
            # Somebody else was quicker, or an address is none: the page says what is in the way.
            left += 1
    audit.record("schools told", by=by, about=held, at=at, detail={"schools": schools, "people": people})
    return Outcome(schools, people, left)


def _locked(school: RoundSchool, by: Any) -> RoundSchool:
    rows = RoundSchool.objects.select_for_update(of=("self",)).select_related(
        "round__authority", "adviser", "spoken_by"
    )
    held = rows.get(pk=school.pk)
    check_permission(by, Permission.LEVEL_TELL, authority=held.round.authority_id, urn=held.urn)
    return held


def _standing(held: RoundSchool, by: Any, at: datetime, known: queries.Around) -> queries.SchoolTelling:
    return queries.telling_of(by, held.round, at, urns=[held.urn], known=known)[0]


def _levels(held: RoundSchool) -> list:
    return queries.in_order(held.levels.select_related("rating__run"))


def _detail(held: RoundSchool) -> dict:
    return {"authority": held.round.authority_id, "urn": held.urn}


def _tell(
    found: queries.SchoolTelling, turn: int, people: tuple[Person, ...], known: queries.Around, *, by: Any, at: datetime
) -> list[Telling]:  # fmt: skip
    done = {(row.to_kind, row.to_name) for row, _ in found.done}
    source = queries.source_of(found, known)
    return [
        _tell_one(found, turn, person, source, by=by, at=at)
        for person in people
        if (person.kind, person.name) not in done
    ]


def _tell_one(
    found: queries.SchoolTelling, turn: int, person: Person, source: letters.Told, *, by: Any, at: datetime
) -> Telling:
    school = found.school
    made = Telling.objects.create(
        school=school, to_kind=person.kind, to_name=person.name, to_email=person.email, told=found.words, turn=turn,
        told_by=by, told_at=at,
    )  # fmt: skip
    today = at.astimezone(rules.HERE).date()
    written = letters.write(source, recipient=person.name, sender=str(by), today=today)
    if person.email:
        messages.queue(
            key=queries.key_of(school, person, found.words), to_email=person.email, to_name=person.name,
            subject=written.subject, body=letters.text(written), authority=school.round.authority_id,
            about=f"{school.round.name}: level of {school.name}"[:120], urn=school.urn, by=by, at=at,
        )  # fmt: skip
    audit.record("told of level", by=by, about=made, at=at, detail=_detail(school) | {"to": person.name})
    return made


def _release(held: RoundSchool, *, by: Any, at: datetime) -> None:
    held.released_by, held.released_at = by, at
    held.save(update_fields=["released_by", "released_at"])
    audit.record("level released", by=by, about=held, at=at, detail=_detail(held))
