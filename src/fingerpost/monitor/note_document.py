"""The note of a visit as a document: the one source of its PDF and its Word file.

It holds what the school receives and nothing else: no restricted section, no concern that was passed on.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from fingerpost.monitor.models import Note
from fingerpost.monitor.note_forms import Asked, NoteForm
from fingerpost.monitor.rules.visits import SIDES
from fingerpost.present import formats
from fingerpost.present.documents import Document, Facts, Heading, Paragraph, Thing
from fingerpost.present.tables import DAY, Column, Table, table

STATEMENTS = (
    Column("strand", "Strand", width=14), Column("level", "Judgement", width=9),
    Column("words", "What was seen", width=40),
)  # fmt: skip
ACTIONS = (
    Column("words", "Action", width=36), Column("side", "Who", width=12), Column("owner_name", "Owner", width=16),
    Column("due_on", "By", DAY, width=13),
)  # fmt: skip


def document(note: Note, asked: Asked, authority: Any) -> Document:
    """The note as it stands."""
    visit, content = note.visit, note.content
    things: list[Thing] = [Facts(tuple(_facts(note, asked)))]
    for section, words in NoteForm(asked, content, note.version).sections:
        if words:
            things += [
                Heading(section.name),
                *(Paragraph(part) for part in words.split("\n") if part.strip()),
            ]
    if content["statements"]:
        things += [Heading("What this says of the strategy's strands"), _statements(content, asked)]
    if content["actions"]:
        things += [Heading("Agreed actions"), _actions(content, asked)]
    things += _answers(note, asked)
    return Document(
        title=f"Note of visit: {', '.join(name for _, name in asked.schools)}",
        subtitle=f"{visit.kind_name}, {formats.day(visit.made_on)}. {authority.name}.",
        things=tuple(things),
        foot=f"{authority.name}. {_standing(note)}",
    )


def _standing(note: Note) -> str:
    if note.state == "final":
        return f"Final, {formats.day(note.settled_at)}."
    return (
        f"Sent {formats.day(note.sent_at)}, not yet final."
        if note.state == "sent"
        else "Draft: not for circulation."
    )


def _facts(note: Note, asked: Asked) -> list[tuple[str, str]]:
    schools = [
        ("School" if len(asked.schools) == 1 else "Schools", ", ".join(name for _, name in asked.schools))
    ]
    facts = [*schools, ("Visited", formats.day(note.visit.made_on)), ("Visited by", str(note.visit.adviser))]
    if note.author_id != note.visit.adviser_id:
        facts.append(("Written by", str(note.author)))
    return facts + ([("Checked by", str(note.checked_by))] if note.checked_by else [])


def _school(asked: Asked, urn: int) -> str:
    return f"{dict(asked.schools).get(urn, urn)}: " if len(asked.schools) > 1 else ""


def _statements(content: dict, asked: Asked) -> Table:
    levels = dict(asked.levels)
    rows = [
        {"strand": _school(asked, row["urn"]) + asked.strand_name(row["scheme"], row["strand"]),
         "level": levels.get(row["level"], "no judgement"), "words": row["words"]}
        for row in content["statements"]
    ]  # fmt: skip
    return table("", STATEMENTS, rows)


def _actions(content: dict, asked: Asked) -> Table:
    rows = [
        {"words": _school(asked, row["urn"]) + row["words"], "side": SIDES[row["side"]],
         "owner_name": row["owner_name"], "due_on": date.fromisoformat(row["due_on"]) if row["due_on"] else None}
        for row in content["actions"]
    ]  # fmt: skip
    return table("", ACTIONS, rows)


def _answers(note: Note, asked: Asked) -> list[Thing]:
    """What the school said to this version, and what the authority said to that."""
    said = [row for row in note.answers.all() if row.undone_at is None and row.version == note.version]
    things: list[Thing] = [Heading("The school's answer")] if said else []
    for row in said:
        verdict = "accurate" if row.is_accurate else "not accurate in all of it"
        things.append(
            Paragraph(
                f"{_school(asked, row.urn)}{row.answered_by}, {formats.day(row.answered_at)}: {verdict}."
            )
        )
        things += [Paragraph(row.words)] if row.words else []
    if note.settled_words:
        things += [Heading("The authority's reply"), Paragraph(note.settled_words)]
    return things
