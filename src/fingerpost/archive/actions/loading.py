"""Load files: each whole or not at all, again and again, in any order."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
from django.db import transaction

from fingerpost.archive import store
from fingerpost.archive.actions.deriving import derive
from fingerpost.archive.models import Refusal, Snapshot
from fingerpost.core.actions import audit
from fingerpost.core.rules import Permission, check_permission
from fingerpost.evidence.reading import load as reading
from fingerpost.evidence.reading.timing import from_path
from fingerpost.register.actions.rebuilding import Changed

#: What is taken for a table when a folder is given; anything else in it is listed and left alone.
SUFFIXES = (".csv", ".tsv", ".xlsx", ".xls", ".xlsm", ".parquet")
OGL = "Open Government Licence v3.0"


@dataclass(frozen=True)
class Outcome:
    """What became of one file."""

    file: str
    outcome: str
    layout: str | None = None
    period: str | None = None
    as_at: date | None = None
    rows: int = 0
    kept: int = 0
    set_aside: dict[str, int] = field(default_factory=dict)
    messages: list[dict] = field(default_factory=list)
    snapshot: str | None = None


@dataclass(frozen=True)
class Loaded:
    """What became of everything that was asked for, and of the register."""

    files: list[Outcome]
    register: Changed | None
    left_alone: list[str]

    @property
    def anything_refused(self) -> bool:
        """Whether a file was refused."""
        return any(f.outcome == "refused" for f in self.files)


def files_in(paths: Sequence[Path]) -> tuple[list[Path], list[str]]:
    """The files to load, folders searched through, in a fixed order; and what a folder held that is no table."""
    found, other = [], []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith("."))
            found += [p for p in inside if p.suffix.lower() in SUFFIXES]
            other += [str(p) for p in inside if p.suffix.lower() not in SUFFIXES]
        else:
            found.append(path)
    return list(dict.fromkeys(found)), other


@dataclass(frozen=True)
class File:
    """A file as it lies on disk or came through the browser, and the metadata file beside it."""

    path: Path
    data: bytes
    companion: bytes | None = None

    @property
    def sha256(self) -> str:
        """The content's digest."""
        return reading.digest(self.data)


def _file(path: Path) -> File:
    beside = path.with_name(path.stem + ".meta.csv")
    return File(path, path.read_bytes(), beside.read_bytes() if beside.is_file() else None)


def load(
    *,
    paths: Sequence[Path],
    options: reading.Options,
    by: Any,
    at: datetime,
    authority: str | None = None,
    progress: Callable[[Path, int, int], None] = lambda path, done, total: None,
) -> Loaded:
    """Load files and folders. A refused file stops nothing else; the register is brought up to date at the end."""
    check_permission(by, Permission.DATA_LOAD, authority=authority)
    files, other = files_in(paths)
    outcomes = []
    with store.alone():
        store.remove_strays()
        for done, path in enumerate(files):
            progress(path, done, len(files))
            outcomes.append(load_one(path=path, options=options, by=by, at=at, authority=authority))
        changed = derive(by=by, at=at)
    return Loaded(outcomes, changed, other)


def load_one(
    *, path: Path, options: reading.Options, by: Any, at: datetime, authority: str | None = None
) -> Outcome:
    """Load one file, or record why not. The caller holds the load lock."""
    if not path.is_file():
        return _refuse(
            path,
            "",
            "There is no such file. Check the name and the folder.",
            by=by,
            at=at,
            authority=authority,
        )
    return keep(file=_file(path), options=options, by=by, at=at, authority=authority)


def keep(
    *, file: File, options: reading.Options, by: Any, at: datetime, authority: str | None = None
) -> Outcome:
    """Read a file and keep what it says, unless the very same was kept before."""
    hint = hint_of(file, options)
    same = (
        Snapshot.objects.live()
        .filter(sha256=file.sha256, hint=hint, reader=store.READER, authority_id=authority)
        .first()
    )
    if same is not None:
        return replace(
            outcome_of(same), outcome="unchanged" if same.origin != "metadata" else "metadata", messages=[]
        )
    try:
        read = reading.read(file.path, options, content=file.data, companion=file.companion)
    except reading.Refused as refused:
        return _refuse(
            file.path, file.sha256, refused.message.text, by=by, at=at, authority=authority,
            row=refused.message.row, column=refused.message.column,
        )  # fmt: skip
    return outcome_of(_keep(file=file, hint=hint, read=read, by=by, at=at, authority=authority))


def hint_of(file: File, options: reading.Options) -> str:
    """What beside the content decides how a file is read: its name's time, the options, its metadata."""
    told = from_path(file.path)
    companion = reading.digest(file.companion)[:8] if file.companion else ""
    parts = (told.period, told.as_at, options.period, options.as_at, options.known_on, companion)
    return "|".join("" if part is None else str(part) for part in parts)


@transaction.atomic
def _keep(
    *, file: File, hint: str, read: reading.Reading, by: Any, at: datetime, authority: str | None
) -> Snapshot:
    identity = hashlib.sha256(f"{file.sha256}|{hint}|{authority}|{store.READER}".encode()).hexdigest()[:16]
    tables = read.tables
    store.write(identity, tables)
    Snapshot.objects.filter(pk=identity, withdrawn_at__isnull=False).delete()
    own = read.layout.origin == "own"
    snapshot = Snapshot.objects.create(
        id=identity,
        name=file.path.name[-255:],
        path=str(file.path)[-1000:],
        sha256=file.sha256,
        hint=hint,
        reader=store.READER,
        layout=read.layout.code,
        layout_title=read.layout.title,
        origin=read.layout.origin,
        period=read.period or "",
        as_at=read.as_at,
        time_from=read.time_from,
        licence="" if own else OGL,
        size=len(file.data),
        rows=read.rows,
        kept=read.kept,
        set_aside=read.set_aside,
        messages=[_message(m) for m in read.messages],
        tables={name: frame.height for name, frame in tables.items()},
        authority_id=authority,
        loaded_at=at,
        loaded_by=by,
    )
    audit.record(
        "file loaded", by=by, about=snapshot, at=at, detail={"kept": read.kept, "layout": read.layout.code}
    )
    return snapshot


def _message(message: Any) -> dict:
    return {"level": message.level, "text": message.text, "row": message.row, "column": message.column}


def outcome_of(snapshot: Snapshot) -> Outcome:
    """A kept snapshot as the outcome of loading it."""
    warned = any(m["level"] == "warning" for m in snapshot.messages)
    word = "metadata" if snapshot.origin == "metadata" else "warned" if warned else "loaded"
    return Outcome(
        file=snapshot.path,
        outcome=word,
        layout=snapshot.layout,
        period=snapshot.period or None,
        as_at=snapshot.as_at,
        rows=snapshot.rows,
        kept=snapshot.kept,
        set_aside=snapshot.set_aside,
        messages=snapshot.messages,
        snapshot=snapshot.id,
    )


@transaction.atomic
def _refuse(
    path: Path, sha256: str, text: str, *, by: Any, at: datetime, authority: str | None,
    row: int | None = None, column: str | None = None,
) -> Outcome:  # fmt: skip
    refusal = Refusal.objects.create(
        name=path.name[-255:], path=str(path)[-1000:], sha256=sha256, message=text, authority_id=authority,
        refused_at=at, asked_by=by,
    )  # fmt: skip
    audit.record("file refused", by=by, about=refusal, at=at, detail={"why": text})
    message = {"level": "refusal", "text": f"{path.name}: {text}", "row": row, "column": column}
    return Outcome(file=str(path), outcome="refused", messages=[message])


def frame_of(outcomes: Sequence[Outcome]) -> pl.DataFrame:
    """Outcomes as a table for people."""
    return pl.DataFrame([{"file": o.file, "outcome": o.outcome, "kept": o.kept} for o in outcomes])
