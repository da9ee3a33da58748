"""The minutes of a meeting about schools, as one document for Word and PDF. What is restricted is in neither."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from fingerpost.present import formats
from fingerpost.present.documents import Document, Heading, Paragraph, Thing
from fingerpost.present.tables import DAY, Column, table

#: So many items of which nothing was said are named.
MOST_SILENT = 12


def title(meeting: Any) -> str:
    """Area meeting, North, 5 October 2026."""
    return f"{meeting}, {formats.day(meeting.held_on)}"


def document(meeting: Any, authority: Any, items: Iterable[Any], agreed: Iterable[Any]) -> Document:
    """The minutes: who was there, what was said of each item, what was agreed."""
    open_items = [item for item in items if not item.is_restricted]
    state = "Draft: the meeting is not closed." if meeting.closed_at is None else ""
    return Document(
        title=f"Minutes: {title(meeting)}",
        subtitle=" ".join(filter(None, [f"{authority.name}.", state])),
        things=(*_present(meeting), *_items(open_items), *_actions(agreed)),
        foot="Fingerpost. For officers. Without what is held in confidence.",
    )


def _present(meeting: Any) -> Iterable[Thing]:
    yield Heading("Present")
    yield Paragraph("; ".join(meeting.present) or "Nobody's attendance was recorded.")
    if meeting.apologies:
        yield Paragraph(f"Apologies: {meeting.apologies}")


def _items(items: list[Any]) -> Iterable[Thing]:
    yield Heading("What was said")
    silent = [item.heading for item in items if not item.minutes]
    for number, item in enumerate((item for item in items if item.minutes), 1):
        yield Heading(f"{number}. {item.heading}", level=3)
        if item.words:
            yield Paragraph(item.words.replace("\n", " · "), is_small=True)
        yield Paragraph(item.minutes)
    if silent:
        more = [f"{len(silent) - MOST_SILENT} more"] if len(silent) > MOST_SILENT else []
        named = formats.listed([*silent[:MOST_SILENT], *more])
        yield Paragraph(f"On the agenda, nothing minuted: {named}.", is_small=True)
    if not items:
        yield Paragraph("Nothing was minuted.")


def _actions(agreed: Iterable[Any]) -> Iterable[Thing]:
    columns = [
        Column("words", "Action", width=44), Column("school", "School", width=24), Column("owner", "Who", width=18),
        Column("due", "By", DAY, width=16), Column("state", "State", width=10),
    ]  # fmt: skip
    rows = [
        {"words": row.words, "school": row.school, "owner": row.owner, "due": row.due_on, "state": row.state}
        for row in agreed
    ]
    if rows:
        yield table("What was agreed", columns, rows)
    else:
        yield Heading("What was agreed")
        yield Paragraph("No action was agreed.")
