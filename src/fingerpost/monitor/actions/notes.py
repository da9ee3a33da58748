"""Write the note of a visit: every version is kept, and two people who edit at once lose nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from fingerpost.core.actions import audit
from fingerpost.core.rules import Permission
from fingerpost.monitor.actions import visits
from fingerpost.monitor.holding import check_whole, hold_note, hold_visit
from fingerpost.monitor.models import Note, NoteStatement, NoteVersion, RestrictedNote, Visit
from fingerpost.monitor.rules import visits as rules
from fingerpost.monitor.rules.visits import NotAVisit

EMPTY: dict = {"sections": {}, "statements": [], "actions": []}
STATED = ("scheme", "strand", "level", "words")
AGREED = ("side", "words", "owner_name", "due_on")


@dataclass(frozen=True)
class Saved:
    """What became of a text. `beside` is set when somebody else had saved since it was begun: theirs counts, both are
    kept, and the writer puts the two together."""

    note: Note
    version: NoteVersion
    beside: NoteVersion | None = None


@transaction.atomic
def save(
    *, visit: Visit, base: int, content: dict, by: Any, at: datetime, key: UUID | None = None,
    made_on: date | None = None,
) -> Saved:  # fmt: skip
    """Keep a text of the note, begun from the version `base` (0 for none). The same `key` again is kept once."""
    held, _ = hold_visit(visit, by, Permission.NOTE_WRITE)
    if held.missed_at is not None:
        raise NotAVisit("The visit was not made, so there is nothing to note.")
    _record_made(held, made_on, by, at)
    note = _begun(held, by, at)
    known = note.versions.filter(key=key).first() if key else None
    if known is not None:
        return Saved(note, note.versions.get(number=note.version), known if known.is_beside else None)
    rules.check_deed("save", note.state)
    return _kept(note, base, _tidy(content, note.content), by, at, key)


def _record_made(held: Visit, made_on: date | None, by: Any, at: datetime) -> None:
    """Writing the note says that the visit was made: on the day given, else on the day planned when that has come."""
    if held.made_at is not None:
        return
    day = made_on or held.planned_on
    if day > rules.today_of(at):
        raise NotAVisit(
            "The visit is planned for a day that has not come. Say on which day it was made, or move it."
        )
    visits.record_made(visit=held, made_on=day, by=by, at=at)


def _begun(held: Visit, by: Any, at: datetime) -> Note:
    note, is_new = Note.objects.select_for_update().get_or_create(
        visit=held, defaults={"author": by, "begun_by": by, "begun_at": at, "content": EMPTY}
    )
    if is_new:
        audit.record("note begun", by=by, about=note, at=at, detail={"authority": held.authority_id})
    return note


def _kept(note: Note, base: int, content: dict, by: Any, at: datetime, key: UUID | None) -> Saved:
    if base == note.version and note.version and content == note.content:
        return Saved(note, note.versions.get(number=base))
    latest = note.versions.order_by("-number").first()
    clashes = base != note.version and content != note.content
    made = NoteVersion.objects.create(
        note=note, number=latest.number + 1 if latest else 1, base=base, is_beside=clashes, content=content, key=key,
        written_by=by, written_at=at,
    )  # fmt: skip
    detail = {"authority": note.visit.authority_id, "version": made.number, "beside": clashes}
    audit.record("note written", by=by, about=note, at=at, detail=detail)
    if clashes:
        return Saved(note, note.versions.get(number=note.version), made)
    note.version, note.content = made.number, content
    note.save(update_fields=["version", "content"])
    return Saved(note, made)


def _tidy(content: dict, kept: dict) -> dict:
    """The parts that a note has, without rows that say nothing; what is in the ledger already stays as it was kept."""
    sections = {str(key): str(words).strip() for key, words in content.get("sections", {}).items()}
    statements = [_row(row, STATED) for row in content.get("statements", ())]
    agreed = [_row(row, AGREED) for row in content.get("actions", ()) if not row.get("promise")]
    promised = [row for row in kept.get("actions", ()) if row.get("promise")]
    there = [_row(row, AGREED) for row in promised]
    return {
        "sections": {key: words for key, words in sections.items() if words},
        "statements": [row for row in statements if row["level"] or row["words"]],
        "actions": promised
        + [row for row in agreed if (row["words"] or row["owner_name"]) and row not in there],
    }


def _row(row: dict, keys: tuple[str, ...]) -> dict:
    return {"urn": int(row["urn"]), **{key: str(row.get(key) or "").strip() for key in keys}}


@transaction.atomic
def submit(*, note: Note, by: Any, at: datetime) -> Note:
    """Hand a note on for its quality check, once it is whole. The record of a head's appraisal has none."""
    held, urns = hold_note(note, by, Permission.NOTE_WRITE)
    if held.visit.is_appraisal:
        raise NotAVisit(
            "The record of a head's appraisal is the governing body's: it is handed over and not checked."
        )
    held.state = rules.check_deed("submit", held.state)
    check_whole(held, urns)
    _restate(held)
    held.submitted_by, held.submitted_at = by, at
    held.returned_by, held.returned_at, held.returned_reason = None, None, ""
    held.save()
    audit.record("note handed on for its check", by=by, about=held, at=at, detail=_told_of(held))
    return held


def _restate(held: Note) -> None:
    """The note's statements as rows, so that a strand can find them; those already recorded as judgements stay."""
    kept = {
        (row.urn, row.scheme, row.strand, row.level, row.words)
        for row in held.statements.exclude(judgement=None)
    }
    held.statements.filter(judgement=None).delete()
    said = [
        tuple(row[key] for key in ("urn", "scheme", "strand", "level", "words"))
        for row in held.content["statements"]
    ]
    NoteStatement.objects.bulk_create(
        NoteStatement(note=held, urn=urn, scheme=scheme, strand=strand, level=level, words=words)
        for urn, scheme, strand, level, words in said
        if (urn, scheme, strand, level, words) not in kept
    )


def _told_of(note: Note) -> dict:
    return {"authority": note.visit.authority_id, "version": note.version, "state": note.state}


@transaction.atomic
def withdraw(*, note: Note, by: Any, at: datetime) -> Note:
    """Take a note back from its check, to write on it."""
    held, _ = hold_note(note, by, Permission.NOTE_WRITE)
    held.state = rules.check_deed("withdraw", held.state)
    held.submitted_by = held.submitted_at = None
    held.save(update_fields=["state", "submitted_by", "submitted_at"])
    audit.record("note taken back from its check", by=by, about=held, at=at, detail=_told_of(held))
    return held


@transaction.atomic
def write_restricted(*, visit: Visit, base: int, words: str, by: Any, at: datetime) -> RestrictedNote:
    """Write what a visit found of named staff. It is no part of the note and goes nowhere with it."""
    held, _ = hold_visit(visit, by, Permission.NOTE_RESTRICTED)
    latest = held.restricted_notes.order_by("-number").first()
    number = latest.number if latest else 0
    if base != number:
        raise NotAVisit(
            "Somebody else has written here since you began. Read theirs below, and put the two together."
        )
    rules.check_reason(words, "Write what was found, or leave the section alone.")
    made = RestrictedNote.objects.create(
        visit=held, number=number + 1, words=words.strip(), written_by=by, written_at=at
    )
    audit.record(
        "restricted section written", by=by, about=made, at=at, detail={"authority": held.authority_id}
    )
    return made


@transaction.atomic
def note_reading(*, visit: Visit, by: Any, at: datetime) -> None:
    """Record that somebody read what a visit found of named staff, or the record of a head's appraisal."""
    audit.record(
        "restricted section read", by=by, about=visit, at=at, detail={"authority": visit.authority_id}
    )
