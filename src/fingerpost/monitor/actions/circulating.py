"""A note on its way: checked by another person, sent to the school, answered by it, and made final.

What a note judges is recorded, and what it agrees is promised, when it is sent: until then nobody but its author has
stood by it, and from then on the school can read what its rating rests on.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from fingerpost.archive.queries import editions
from fingerpost.casework.actions import promises
from fingerpost.core.actions import audit, messages
from fingerpost.core.rules import Permission, check_permission
from fingerpost.monitor.actions.judgements import record_judgement
from fingerpost.monitor.holding import check_whole, hold_note
from fingerpost.monitor.models import Judgement, Note, NoteAnswer, NoteStatement
from fingerpost.monitor.queries.visits import answer_by
from fingerpost.monitor.rules import CannotUndo
from fingerpost.monitor.rules import visits as rules
from fingerpost.monitor.rules.visits import NotAVisit
from fingerpost.present import formats
from fingerpost.register import queries as register

#: Who at a school is sent a note.
TOLD = ("head", "chair")
#: What makes a statement the one that it is.
STATED = ("urn", "scheme", "strand", "level", "words")


def _told_of(note: Note) -> dict:
    return {"authority": note.visit.authority_id, "version": note.version, "state": note.state}


@transaction.atomic
def send_back(*, note: Note, reason: str, by: Any, at: datetime) -> Note:
    """Send a note back to its author, with words on what to mend."""
    held, _ = hold_note(note, by, Permission.NOTE_CHECK)
    held.state = rules.check_deed("send_back", held.state)
    _check_is_another(held, by)
    rules.check_reason(reason, "Say what is to be mended: the author reads it.")
    held.returned_by, held.returned_at, held.returned_reason = by, at, reason.strip()
    held.submitted_by = held.submitted_at = held.checked_by = held.checked_at = None
    held.save()
    audit.record("note sent back", by=by, about=held, at=at, detail=_told_of(held))
    return held


def _check_is_another(held: Note, by: Any) -> None:
    wrote = held.versions.filter(number=held.version).values_list("written_by_id", flat=True).first()
    rules.check_is_another(by.pk, held.author_id, wrote)


@transaction.atomic
def check(*, note: Note, by: Any, at: datetime) -> Note:
    """Say that a note may go to the school: by a person who did not write it."""
    held, _ = hold_note(note, by, Permission.NOTE_CHECK)
    held.state = rules.check_deed("check", held.state)
    _check_is_another(held, by)
    held.checked_by, held.checked_at = by, at
    held.save(update_fields=["state", "checked_by", "checked_at"])
    audit.record("note checked", by=by, about=held, at=at, detail=_told_of(held))
    return held


@transaction.atomic
def send(*, note: Note, by: Any, at: datetime) -> Note:
    """Send a checked note to head and chair: record what it judges, promise what it agrees."""
    held, urns = hold_note(note, by, Permission.NOTE_WRITE)
    held.state = rules.check_deed("send", held.state)
    _judge(held, by, at)
    _promise(held, by, at)
    until = answer_by(held.visit.authority_id, rules.today_of(at))
    held.sent_to = [told for urn in urns for told in _tell(held, urn, until, by, at)]
    held.sent_by, held.sent_at = by, at
    held.save(update_fields=["state", "sent_by", "sent_at", "sent_to"])
    audit.record("note sent", by=by, about=held, at=at, detail=_told_of(held))
    return held


def _judge(held: Note, by: Any, at: datetime) -> None:
    """Each statement with a level is a judgement of the day of the visit, and points back to this note.

    One that the author recorded of the same day already is taken up. One that an amended note no longer makes is
    taken back.
    """
    made = {(row.urn, row.scheme, row.strand, row.level): row for row in _recorded(held)}
    for statement in held.statements.filter(judgement=None).exclude(level=""):
        key = (statement.urn, statement.scheme, statement.strand, statement.level)
        judgement = made.pop(key, None) or _new_judgement(held, statement, by, at)
        judgement.note = held
        judgement.save(update_fields=["note"])
        statement.judgement = judgement
        statement.save(update_fields=["judgement"])
    _take_back(held, by, at)


def _new_judgement(held: Note, statement: NoteStatement, by: Any, at: datetime) -> Judgement:
    return record_judgement(
        authority=held.visit.authority_id, urn=statement.urn, edition=editions.edition(held.visit.edition),
        scheme=statement.scheme, strand=statement.strand, level=statement.level, reason=statement.words, by=by, at=at,
        made_on=held.visit.made_on, made_by=held.author,
    )  # fmt: skip


def _recorded(held: Note) -> list[Judgement]:
    """What the author recorded of the day of the visit that no note makes yet, of the strands that this one judges."""
    rows = Judgement.objects.standing().filter(
        authority_id=held.visit.authority_id, made_on=held.visit.made_on, made_by=held.author, note=None
    )
    return list(rows.filter(urn__in=held.visit.schools.values("urn")))


def _take_back(held: Note, by: Any, at: datetime) -> None:
    said = {tuple(row[key] for key in STATED) for row in held.content["statements"]}
    for statement in held.statements.exclude(judgement=None).select_related("judgement"):
        if tuple(getattr(statement, key) for key in STATED) in said:
            continue
        row = statement.judgement
        statement.delete()
        row.undone_at, row.undone_by = at, by
        row.save(update_fields=["undone_at", "undone_by"])
        audit.record(
            "judgement taken back", by=by, about=row, at=at, detail={"because": "the note was amended"}
        )


def _promise(held: Note, by: Any, at: datetime) -> None:
    """What was agreed goes into the ledger once, with its place in the note."""
    for action in held.content["actions"]:
        if action.get("promise"):
            continue
        made = promises.promise(
            authority=held.visit.authority_id, urn=action["urn"], side=action["side"], words=action["words"],
            owner=held.visit.adviser if _is_adviser(held, action) else None, owner_name=action["owner_name"],
            agreed_on=held.visit.made_on, due_on=date.fromisoformat(action["due_on"]), source="visit",
            source_id=held.visit_id, by=by, at=at,
        )  # fmt: skip
        action["promise"] = made.pk
    held.save(update_fields=["content"])


def _is_adviser(held: Note, action: dict) -> bool:
    name = action["owner_name"].casefold()
    return action["side"] == "authority" and name in ("adviser", str(held.visit.adviser).casefold())


def _tell(held: Note, urn: int, until: date, by: Any, at: datetime) -> list[dict]:
    """Head and chair as officers entered them; who has no address is told by hand."""
    day, told = rules.today_of(at), []
    name = register.names([urn]).get(urn, str(urn))
    for holding in register.in_post(held.checked_by, held.visit.authority_id, day, urn=urn):
        person = holding.person
        if person.kind not in TOLD:
            continue
        told.append({"urn": urn, "kind": person.kind, "name": person.name, "email": person.email})
        if person.email:
            messages.queue(
                key=f"note-{held.pk}-{held.version}-{person.pk}", to_email=person.email, to_name=person.name,
                subject=f"Note of the visit to {name} on {formats.day(held.visit.made_on)}",
                body=_body(held, name, person.name, until), authority=held.visit.authority_id, about="note of visit",
                urn=urn, by=by, at=at,
            )  # fmt: skip
    return told


def _body(held: Note, school: str, name: str, until: date) -> str:
    return (
        f"Dear {name},\n\nthe note of the visit to {school} on {formats.day(held.visit.made_on)} "
        f"({held.visit.kind_name}) is ready for you in Fingerpost. Please say by "
        f"{formats.day(until)} whether it is accurate.\n\n{held.author}\n"
    )


@transaction.atomic
def answer(*, note: Note, urn: int, is_accurate: bool, by: Any, at: datetime, words: str = "") -> NoteAnswer:
    """Say for a school whether the note is accurate; where it is not, how."""
    held = Note.objects.select_for_update().select_related("visit").get(pk=note.pk)
    check_permission(by, Permission.NOTE_ANSWER, authority=held.visit.authority_id, urn=urn)
    if held.visit.is_appraisal or not held.visit.schools.filter(urn=urn).exists():
        raise NotAVisit("The note is not about your school.")
    rules.check_deed("answer", held.state)
    if not is_accurate:
        rules.check_reason(words, "Say what is not accurate, and what is so instead.")
    made = NoteAnswer.objects.create(
        note=held, urn=urn, version=held.version, is_accurate=is_accurate, words=words.strip(), answered_by=by,
        answered_at=at,
    )  # fmt: skip
    audit.record("note answered", by=by, about=held, at=at, detail=_told_of(held) | {"accurate": is_accurate})
    return made


@transaction.atomic
def undo_answer(*, answer: NoteAnswer, by: Any, at: datetime) -> NoteAnswer:
    """Take back an answer that one gave today, while the note is not final."""
    held = NoteAnswer.objects.select_for_update().select_related("note__visit").get(pk=answer.pk)
    check_permission(by, Permission.NOTE_ANSWER, authority=held.note.visit.authority_id, urn=held.urn)
    rules.check_deed("answer", held.note.state)
    if held.undone_at or not rules.can_undo_today(held.answered_by_id, held.answered_at, person=by.pk, at=at):
        raise CannotUndo(
            "An answer can be taken back by whoever gave it, on the same day. Give another instead."
        )
    held.undone_by, held.undone_at = by, at
    held.save(update_fields=["undone_by", "undone_at"])
    audit.record("answer to a note taken back", by=by, about=held.note, at=at, detail=_told_of(held.note))
    return held


@transaction.atomic
def settle(*, note: Note, by: Any, at: datetime, words: str = "") -> Note:
    """Make a note final: when the school has answered, or has let the days for it pass."""
    held, urns = hold_note(note, by, Permission.NOTE_WRITE)
    state = rules.check_deed("settle", held.state)
    answers = {row.urn: row for row in held.answers.filter(undone_at=None, version=held.version)}
    waits = [urn for urn in urns if urn not in answers]
    until = answer_by(held.visit.authority_id, rules.today_of(held.sent_at))
    if waits and rules.today_of(at) <= until:
        raise NotAVisit(
            f"The school has until {formats.day(until)} to answer. Make the note final after that."
        )
    if any(not row.is_accurate for row in answers.values()):
        rules.check_reason(
            words,
            "The school says that the note is not accurate: amend it, or say why it stands. Both are kept.",
        )
    held.state, held.settled_by, held.settled_at, held.settled_words = state, by, at, words.strip()
    held.save(update_fields=["state", "settled_by", "settled_at", "settled_words"])
    audit.record("note final", by=by, about=held, at=at, detail=_told_of(held))
    return held


@transaction.atomic
def unsettle(*, note: Note, by: Any, at: datetime) -> Note:
    """Take back that a note is final: whoever made it so, on the same day."""
    held, _ = hold_note(note, by, Permission.NOTE_WRITE)
    state = rules.check_deed("unsettle", held.state)
    mine = rules.can_undo_today(held.settled_by_id, held.settled_at, person=by.pk, at=at)
    if held.visit.is_appraisal or not mine:
        raise NotAVisit("A note is taken back from final by whoever made it so, on the same day.")
    held.state, held.settled_by, held.settled_at, held.settled_words = state, None, None, ""
    held.save(update_fields=["state", "settled_by", "settled_at", "settled_words"])
    audit.record("note no longer final", by=by, about=held, at=at, detail=_told_of(held))
    return held


@transaction.atomic
def amend(*, note: Note, by: Any, at: datetime) -> Note:
    """Take a sent note back to a draft, because the school said what is not accurate; it is checked and sent again."""
    held, _ = hold_note(note, by, Permission.NOTE_WRITE)
    held.state = rules.check_deed("amend", held.state)
    held.submitted_by = held.submitted_at = held.checked_by = held.checked_at = None
    held.sent_by = held.sent_at = None
    held.save()
    audit.record("note taken back to amend it", by=by, about=held, at=at, detail=_told_of(held))
    return held


@transaction.atomic
def hand_over(*, note: Note, to_whom: str, by: Any, at: datetime) -> Note:
    """Record that the record of a head's appraisal was handed to the governing body, whose it is."""
    held, urns = hold_note(note, by, Permission.HEAD_APPRAISAL)
    if not held.visit.is_appraisal or held.state != "draft":
        raise NotAVisit("Only the record of a head's appraisal is handed over, and once.")
    rules.check_reason(to_whom, "Say to whom on the governing body it was handed.")
    check_whole(held, urns)
    held.state, held.sent_by, held.sent_at = "final", by, at
    held.settled_by, held.settled_at, held.sent_to = (
        by,
        at,
        [{"urn": urns[0], "kind": "chair", "name": to_whom.strip()}],
    )
    held.save()
    audit.record("record handed to the governing body", by=by, about=held, at=at, detail=_told_of(held))
    return held
