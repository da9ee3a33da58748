"""What a pupil file would become: column by column, with what would be set aside. Nothing is kept here."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from fingerpost.archive import pupil_loading
from fingerpost.archive.pupil_loading import Said
from fingerpost.archive.queries.pupils import Waiting
from fingerpost.evidence.pupils import columns
from fingerpost.evidence.pupils.mapping import PupilLayout, from_document, unknown_words
from fingerpost.evidence.pupils.reading import PupilReading, RefusedPupils
from fingerpost.evidence.pupils.sieve import Sieved


@dataclass(frozen=True)
class Column:
    """One column of a file and what it becomes. `is_open` says that an officer may choose."""

    name: str
    becomes: str
    target: str = ""
    is_open: bool = False
    examples: tuple[str, ...] = ()


@dataclass(frozen=True)
class Preview:
    """What a file would become."""

    columns: tuple[Column, ...] = ()
    mapping: dict[str, Any] = field(default_factory=dict)
    mapping_from: str = ""
    words: dict[str, dict[str, int]] = field(default_factory=dict)
    reading: PupilReading | None = None
    refusal: str = ""
    notes: tuple[str, ...] = ()

    def as_document(self) -> dict[str, Any]:
        """For a program."""
        reading = self.reading
        return {
            "refusal": self.refusal,
            "mapping": self.mapping,
            "mapping_from": self.mapping_from,
            "columns": [{"name": c.name, "becomes": c.becomes} for c in self.columns],
            "unknown_words": self.words,
            "rows": reading.rows if reading else None,
            "kept": reading.kept if reading else None,
            "measures": list(reading.made) if reading else [],
            "set_aside": [aside.as_document() for aside in reading.asides] if reading else [],
            "messages": [*self.notes, *(reading.messages if reading else ())],
        }


def preview(
    sieved: Sieved, layout: PupilLayout, origin: str, said: Said, notes: tuple[str, ...] = ()
) -> Preview:
    """What a sieved file would become under a mapping."""
    made = Preview(
        _columns(sieved, layout), layout.as_document(), origin, unknown_words(sieved, layout), notes=notes
    )
    try:
        return replace(made, reading=pupil_loading.understood(sieved, layout, said))
    except RefusedPupils as refusal:
        return replace(made, refusal=str(refusal))


def _columns(sieved: Sieved, layout: PupilLayout) -> tuple[Column, ...]:
    who = [Column(name, columns.title(target, sieved.stage)) for name, target in sieved.identity.items()]
    open_ = [
        Column(
            name,
            columns.title(target, sieved.stage),
            target,
            is_open=True,
            examples=_examples(sieved, name),
        )
        for name, target in layout.columns.items()
    ]
    left = [Column(name, f"Not kept: {why}") for name, why in sieved.left_out.items()]
    return (*who, *open_, *left)


def _examples(sieved: Sieved, name: str) -> tuple[str, ...]:
    """The first cells that are filled, each once."""
    cells = sieved.cells(name).drop_nulls()
    return tuple(cells.filter(cells != "").unique(maintain_order=True).head(4).to_list())


def said_of(waiting: Waiting) -> Said:
    """What its sender said of a waiting file."""
    label = waiting.label
    told = {name: label[name] for name in Said.__dataclass_fields__}
    day = date.fromisoformat(label["known_on"]) if label["known_on"] else None
    return Said(**told | {"known_on": day})


def layout_of(waiting: Waiting) -> PupilLayout:
    """The mapping that a waiting file has now, with a line for every column."""
    found = from_document(waiting.label["mapping"], waiting.sieved.stage)
    listed = {name: found.columns.get(name, "") for name in waiting.sieved.kept}
    return PupilLayout(found.stage, listed, found.words)
