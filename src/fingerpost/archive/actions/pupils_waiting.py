"""A pupil file between the browser and the archive: looked at, mapped, accepted or discarded.

What waits has been through the sieve: there is no UPN, name or birthday in it. It is gone after a day.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from fingerpost.archive import pupil_loading, pupil_store, store
from fingerpost.archive.actions import pupils
from fingerpost.archive.pupil_loading import Said, Upload
from fingerpost.archive.queries import pupils as held
from fingerpost.archive.queries.pupils import Waiting
from fingerpost.core.actions import audit
from fingerpost.core.rules import Permission, check_permission
from fingerpost.evidence.pupils import columns
from fingerpost.evidence.pupils.mapping import BadMapping, PupilLayout, from_document, unknown_words
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


@transaction.atomic
def look(
    *,
    path: Path,
    content: bytes | None = None,
    companion: bytes | None = None,
    stage: str,
    year: int,
    mapping: Any = None,
    authority: str,
    urn: int | None = None,
    by_supplier: bool = False,
    upn_column: str = "",
    by: Any,
    at: datetime,
) -> Preview:
    """Say what a file would become; nothing of it is kept."""
    check_permission(by, Permission.PUPILS_LOAD, authority=authority)
    audit.record("pupils looked at before loading", by=by, at=at, detail={"stage": stage, "year": year})
    said = Said(stage, year, "provisional", authority, None, urn, by_supplier, upn_column)
    try:
        data = path.read_bytes() if content is None else content
        upload = pupil_loading.sieved(path, data, pupil_loading.checked(said), companion)
        kept = held.kept_mapping(authority, stage, upload.sieved)
        layout, origin = pupil_loading.layout_for(upload, mapping, kept)
    except OSError as problem:
        return Preview(refusal=f"The file cannot be opened: {problem.strerror}.")
    except (RefusedPupils, BadMapping, pupil_store.NoKey) as refusal:
        return Preview(refusal=str(refusal))
    return preview(upload.sieved, layout, origin, said, upload.notes)


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


@transaction.atomic
def receive_pupils(
    *, path: Path, content: bytes, companion: bytes | None = None, said: Said, by: Any, at: datetime
) -> str:
    """Let a file through the sieve and keep what is left until it is accepted; raises RefusedPupils."""
    check_permission(by, Permission.PUPILS_LOAD, authority=said.authority)
    said = pupil_loading.checked(said)
    upload = pupil_loading.sieved(path, content, said, companion)
    kept = held.kept_mapping(said.authority, said.stage, upload.sieved)
    layout, origin = pupil_loading.layout_for(upload, None, kept)
    label = _label(upload, said) | {"sent_by": by.pk, "mapping": layout.as_document(), "mapping_from": origin}
    token = pupil_store.put_waiting(upload.sieved, label)
    audit.record(
        "pupils received", by=by, about=upload.name, at=at, detail={"stage": said.stage, "year": said.year}
    )
    return token


def _label(upload: Upload, said: Said) -> dict[str, Any]:
    told = asdict(said) | {"known_on": said.known_on.isoformat() if said.known_on else None}
    return told | {
        "name": upload.name,
        "sha256": upload.sha256,
        "size": upload.size,
        "notes": list(upload.notes),
    }


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


@transaction.atomic
def map_pupils(*, waiting: Waiting, mapping: dict[str, Any], by: Any, at: datetime) -> None:
    """Say what the columns of a waiting file are; raises BadMapping."""
    check_permission(by, Permission.PUPILS_LOAD, authority=waiting.label["authority"])
    layout = from_document(mapping, waiting.sieved.stage)
    label = waiting.label | {"mapping": layout.as_document(), "mapping_from": "given"}
    pupil_store.label_waiting(waiting.token, label)
    audit.record("pupils mapped", by=by, about=waiting.label["name"], at=at)


@store.alone()
@transaction.atomic
def accept_pupils(*, waiting: Waiting, name: str = "", by: Any, at: datetime) -> pupils.PupilsLoaded:
    """Load a waiting file, keep its mapping for the next such file, and throw the waiting one away."""
    said, layout = said_of(waiting), layout_of(waiting)
    check_permission(by, Permission.PUPILS_LOAD, authority=said.authority)
    label, sieved = waiting.label, waiting.sieved
    upload = Upload(label["name"], label["sha256"], label["size"], sieved, tuple(label["notes"]))
    done = pupils.load_sieved(upload=upload, layout=layout, said=said, by=by, at=at)
    if done.outcome != "refused":
        names = [*sieved.kept, *sieved.identity, *sieved.left_out]
        pupils.keep_mapping(
            names=names, layout=layout, name=name or label["name"], authority=said.authority, by=by, at=at
        )
        pupil_store.remove_waiting(waiting.token)
    audit.record("pupils accepted", by=by, about=label["name"], at=at, detail={"outcome": done.outcome})
    return done


@transaction.atomic
def discard_pupils(*, waiting: Waiting, by: Any, at: datetime) -> None:
    """Throw a waiting file away."""
    check_permission(by, Permission.PUPILS_LOAD, authority=waiting.label["authority"])
    pupil_store.remove_waiting(waiting.token)
    audit.record("pupils discarded", by=by, about=waiting.label["name"], at=at)
