"""A pupil file between the browser and the archive: looked at, mapped, accepted or discarded.

What waits has been through the sieve: there is no UPN, name or birthday in it. It is gone after a day.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from fingerpost.archive import pupil_loading, pupil_store, store
from fingerpost.archive.actions import pupils
from fingerpost.archive.pupil_loading import Said, Upload
from fingerpost.archive.pupil_preview import Preview, layout_of, preview, said_of
from fingerpost.archive.queries import pupils as held
from fingerpost.archive.queries.pupils import Waiting
from fingerpost.core.actions import audit
from fingerpost.core.rules import Permission, check_permission
from fingerpost.evidence.pupils.mapping import BadMapping, from_document
from fingerpost.evidence.pupils.reading import RefusedPupils


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
