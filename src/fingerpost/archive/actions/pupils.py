"""Load pupils' results, correct where a pupil counts, withdraw a file, and delete a year altogether.

Nothing that is written here, in a record or in the audit, holds a name, a number or a result of a pupil.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from fingerpost.archive import pupil_counting, pupil_loading, pupil_store, store
from fingerpost.archive.models import (
    PupilCorrection,
    PupilFile,
    PupilMapping,
    PupilRetention,
    Refusal,
    Snapshot,
)
from fingerpost.archive.pupil_loading import Said, Upload
from fingerpost.archive.queries import pupils as held
from fingerpost.core.actions import audit
from fingerpost.core.rules import Permission, check_permission
from fingerpost.evidence.pupils.mapping import BadMapping, PupilLayout, signature
from fingerpost.evidence.pupils.reading import PupilReading, RefusedPupils


class CannotChange(Exception):
    """There is nothing to withdraw, correct or delete, or no reason was given."""


@dataclass(frozen=True)
class PupilsLoaded:
    """What became of one file: loaded, unchanged or refused, and the figures that were counted anew."""

    outcome: str
    message: str = ""
    file: PupilFile | None = None
    reading: PupilReading | None = None
    mapping_from: str = ""
    snapshots: list[Snapshot] = field(default_factory=list)


@store.alone()
@transaction.atomic
def load_pupils(
    *,
    path: Path,
    content: bytes | None = None,
    companion: bytes | None = None,
    stage: str,
    year: int,
    mapping: Any = None,
    known_on: date | None = None,
    release: str = "provisional",
    authority: str,
    urn: int | None = None,
    by_supplier: bool = False,
    upn_column: str = "",
    by: Any,
    at: datetime,
) -> PupilsLoaded:
    """Load one file and count its stage and year again.

    `mapping` is a mapping, a document of one, or None: the one kept for such files, else the suggested. `companion` is
    the second of two files that belong together. A refused file leaves a sentence and nothing else.
    """
    check_permission(by, Permission.PUPILS_LOAD, authority=authority)
    said = Said(stage, year, release, authority, known_on, urn, by_supplier, upn_column)
    digest = ""
    pupil_store.remove_forgotten()
    pupil_store.remove_stray_rows(pupil_loading.every_path())
    try:
        data = path.read_bytes() if content is None else content
        digest = hashlib.sha256(data + (companion or b"")).hexdigest()
        said = pupil_loading.checked(said)
        upload = pupil_loading.sieved(path, data, said, companion)
        kept = held.kept_mapping(authority, stage, upload.sieved)
        layout, origin = pupil_loading.layout_for(upload, mapping, kept)
        return _loaded(upload, layout, origin, said, by, at)
    except OSError as problem:
        return _refused(path.name, digest, f"The file cannot be opened: {problem.strerror}.", said, by, at)
    except (RefusedPupils, BadMapping, pupil_store.NoKey) as refusal:
        return _refused(path.name, digest, str(refusal), said, by, at)


@store.alone()
@transaction.atomic
def load_sieved(*, upload: Upload, layout: PupilLayout, said: Said, by: Any, at: datetime) -> PupilsLoaded:
    """Load a file that waited and was mapped."""
    check_permission(by, Permission.PUPILS_LOAD, authority=said.authority)
    try:
        return _loaded(upload, layout, "given", said, by, at)
    except (RefusedPupils, BadMapping, pupil_store.NoKey) as refusal:
        return _refused(upload.name, upload.sha256, str(refusal), said, by, at)


def _loaded(
    upload: Upload, layout: PupilLayout, origin: str, said: Said, by: Any, at: datetime
) -> PupilsLoaded:
    """Keep the rows and count again. The caller has the permission, the store and the transaction."""
    same = pupil_loading.same_before(upload, said, layout)
    if same is not None:
        return PupilsLoaded("unchanged", "The file was loaded before and counts.", same, mapping_from=origin)
    pupil_loading.check_key(said.authority)
    reading = pupil_loading.understood(upload.sieved, layout, said)
    file = pupil_loading.keep(upload, layout, reading, said, by, at)
    audit.record(
        "pupils loaded",
        by=by,
        about=file,
        at=at,
        detail={"stage": said.stage, "year": said.year, "kept": file.kept, "aside": file.aside},
    )
    counted = pupil_counting.count(said.authority, said.stage, said.year, by=by, at=at)
    return PupilsLoaded("loaded", "", file, reading, origin, counted)


def _refused(name: str, sha256: str, why: str, said: Said, by: Any, at: datetime) -> PupilsLoaded:
    refusal = Refusal.objects.create(
        name=pupil_loading.safe_name(name),
        path="a file of pupils",
        sha256=sha256,
        message=why,
        authority_id=said.authority,
        refused_at=at,
        asked_by=by,
    )
    audit.record("pupils refused", by=by, about=refusal, at=at, detail={"why": why})
    return PupilsLoaded("refused", why)


@transaction.atomic
def keep_mapping(
    *, names: list[str], layout: PupilLayout, name: str, authority: str, by: Any, at: datetime
) -> PupilMapping:
    """Keep a mapping under the file's columns, so that the next file with the same ones is known."""
    check_permission(by, Permission.PUPILS_LOAD, authority=authority)
    kept, _ = PupilMapping.objects.update_or_create(
        authority_id=authority,
        stage=layout.stage,
        signature=signature(names),
        defaults={"name": name[:120], "document": layout.as_document(), "made_at": at, "made_by": by},
    )
    audit.record("mapping of pupils kept", by=by, about=kept, at=at)
    return kept


@store.alone()
@transaction.atomic
def withdraw_pupils(*, file: PupilFile, reason: str, by: Any, at: datetime) -> PupilFile:
    """Withdraw a file that was loaded by mistake: it stops counting, and its rows stay until the year is deleted."""
    check_permission(by, Permission.PUPILS_LOAD, authority=file.authority_id)
    file.refresh_from_db()
    if file.withdrawn_at is not None:
        raise CannotChange(f"{file.name} is withdrawn already.")
    if not reason.strip():
        raise CannotChange("Say why the file is withdrawn: the reason stands beside it.")
    file.withdrawn_at, file.withdrawn_by, file.withdrawn_reason = at, by, reason.strip()[:300]
    file.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    audit.record("pupils withdrawn", by=by, about=file, at=at, detail={"reason": file.withdrawn_reason})
    pupil_counting.count(file.authority_id, file.stage, file.year, by=by, at=at)
    return file


@dataclass(frozen=True)
class Deleted:
    """How much of what was deleted."""

    files: int
    rows: int
    corrections: int
    snapshots: int
    waiting: int


@store.alone()
@transaction.atomic
def delete_pupils(*, authority: str, stage: str, year: int, by: Any, at: datetime) -> Deleted:
    """Delete all that is held of a stage and year: rows, files, corrections, waiting files and the figures of them."""
    check_permission(by, Permission.PUPILS_LOAD, authority=authority)
    _overwrite_what_goes()
    files = list(PupilFile.objects.filter(authority_id=authority, stage=stage, year=year))
    waiting = pupil_store.waiting_of(authority, stage, year)
    moves = PupilCorrection.objects.filter(authority_id=authority, stage=stage, year=year)
    if not files and not waiting and not moves:
        raise CannotChange("Nothing is held of that stage and year.")
    paths = [pupil_store.rows_path(authority, year, stage, f.id) for f in files]
    gone = Deleted(len(files), sum(f.kept for f in files), moves.count(),
                   pupil_counting.remove_all(authority, stage, year), len(waiting))  # fmt: skip
    moves.delete()
    PupilFile.objects.filter(pk__in=[f.pk for f in files]).delete()
    audit.record("pupils deleted", by=by, about=f"{authority} {stage} {year}", at=at, detail=vars(gone))
    # What characteristics of the year filled is counted again without them.
    pupil_counting.count_filled(authority, stage, year, by=by, at=at)
    for path in paths:
        pupil_store.remove_rows(path)
    for token in waiting:
        pupil_store.remove_waiting(token)
    return gone


def _overwrite_what_goes() -> None:
    """SQLite leaves what it deletes in its file until the place is needed; not here."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


@transaction.atomic
def keep_for(*, authority: str, years: int, by: Any, at: datetime) -> PupilRetention:
    """Say for how many years after the school year an authority keeps pupils' results."""
    check_permission(by, Permission.PUPILS_LOAD, authority=authority)
    if not 1 <= years <= 25:
        raise CannotChange("Keep pupils' results for 1 to 25 years.")
    kept, _ = PupilRetention.objects.update_or_create(
        authority_id=authority, defaults={"years": years, "set_at": at, "set_by": by}
    )
    audit.record("retention of pupils set", by=by, about=kept, at=at, detail={"years": years})
    return kept
