"""Load files: each whole or not at all, again and again, in any order."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from fingerpost.archive import files, store
from fingerpost.archive.actions.deriving import derive
from fingerpost.archive.files import File
from fingerpost.archive.models import Refusal, Snapshot
from fingerpost.core.actions import audit
from fingerpost.core.rules import Permission, check_permission
from fingerpost.evidence.layouts.base import Message
from fingerpost.evidence.reading import load as reading
from fingerpost.register.actions.rebuilding import Changed

OGL = "Open Government Licence v3.0"
READ_ANEW = "Read again by a newer version of the product."
logger = logging.getLogger(__name__)


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


@dataclass(frozen=True)
class _Asked:
    """How and for whom files are loaded."""

    options: reading.Options
    by: Any
    at: datetime
    authority: str | None


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
    asked = _Asked(options, by, at, authority)
    found, other = files.files_in(paths)
    outcomes = []
    with store.alone():
        store.remove_strays()
        for done, path in enumerate(found):
            progress(path, done, len(found))
            outcomes.append(_one(path, asked))
        changed = derive(by=by, at=at)
    return Loaded(outcomes, changed, other)


def _one(path: Path, asked: _Asked) -> Outcome:
    """Keep one file, or record why not."""
    if not path.is_file():
        return _refuse(path, _refusal("There is no such file. Check the name and the folder."), asked)
    try:
        file = files.opened(path)
    except OSError as problem:
        return _refuse(path, _refusal(f"The file cannot be opened: {problem.strerror}."), asked)
    hint = files.hint(file, asked.options)
    same = _kept_before(file, hint, asked)
    if same is not None:
        word = "metadata" if same.origin == "metadata" else "unchanged"
        return replace(_outcome(same), file=files.said(path), outcome=word, messages=[])
    try:
        read = reading.read(path, asked.options, content=file.data, companion=file.companion)
    except reading.Refused as refused:
        return _refuse(path, refused.message, asked, also=refused.also, sha256=file.sha256)
    except Exception as fault:
        # One file must not keep the rest of a folder out; the fault is ours, and the log says where.
        logger.exception("%s could not be read", files.said(path))
        return _refuse(path, _fault(fault), asked, sha256=file.sha256)
    return _outcome(_keep(file, hint, read, asked))


def _refusal(text: str) -> Message:
    return Message("refusal", text)


def _fault(fault: Exception) -> Message:
    return _refusal(
        f"Fingerpost itself failed on this file ({type(fault).__name__}), and nothing of it was loaded. "
        "Please report it; what went wrong stands in the log."
    )


def _kept_before(file: File, hint: str, asked: _Asked) -> Snapshot | None:
    same = Snapshot.objects.live().filter(sha256=file.sha256, hint=hint, authority_id=asked.authority)
    return same.filter(reader=store.READER).first()


@transaction.atomic
def _keep(file: File, hint: str, read: reading.Reading, asked: _Asked) -> Snapshot:
    _stand_down(file, hint, asked)
    snapshot = Snapshot(
        id=_identity(file, hint, asked.authority),
        name=Path(files.said(file.path)).name[-255:],
        path=files.said(file.path)[-1000:],
        sha256=file.sha256,
        hint=hint,
        reader=store.READER,
        layout=read.layout.code,
        layout_title=read.layout.title,
        origin=read.layout.origin,
        period=read.period or "",
        as_at=read.as_at,
        time_from=read.time_from,
        licence="" if asked.authority else OGL,
        size=len(file.data),
        rows=read.rows,
        kept=read.kept,
        set_aside=read.set_aside,
        messages=[_message(m) for m in read.messages],
        tables={name: frame.height for name, frame in read.tables.items()},
        authority_id=asked.authority,
        loaded_at=asked.at,
        loaded_by=asked.by,
    )
    store.write(snapshot.id, read.tables)
    snapshot.save(force_insert=True)
    audit.record(
        "file loaded",
        by=asked.by,
        about=snapshot,
        at=asked.at,
        detail={"kept": read.kept, "layout": read.layout.code},
    )
    return snapshot


def _identity(file: File, hint: str, authority: str | None) -> str:
    """The name of what is kept; the same file loaded again after a withdrawal has another, so that both stand."""
    same = Snapshot.objects.filter(sha256=file.sha256, hint=hint, authority_id=authority, reader=store.READER)
    parts = [file.sha256, hint, str(authority), str(store.READER), *(["again"] * same.count())]
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:16]


def _stand_down(file: File, hint: str, asked: _Asked) -> None:
    """What an older version of the product made of the same file stops counting; runs that used it still name it."""
    older = Snapshot.objects.live().filter(sha256=file.sha256, hint=hint, authority_id=asked.authority)
    older.exclude(reader=store.READER).update(
        withdrawn_at=asked.at, withdrawn_by=asked.by, withdrawn_reason=READ_ANEW
    )


def _message(message: Message) -> dict:
    column = message.column and files.kept_text(message.column)
    return {
        "level": message.level,
        "text": files.kept_text(message.text),
        "row": message.row,
        "column": column,
    }


def _outcome(snapshot: Snapshot) -> Outcome:
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
    path: Path, why: Message, asked: _Asked, *, also: Sequence[Message] = (), sha256: str = ""
) -> Outcome:
    name = files.said(path)
    text = files.kept_text(why.text)
    refusal = Refusal.objects.create(
        name=Path(name).name[-255:],
        path=name[-1000:],
        sha256=sha256,
        message=text,
        authority_id=asked.authority,
        refused_at=asked.at,
        asked_by=asked.by,
    )
    audit.record("file refused", by=asked.by, about=refusal, at=asked.at, detail={"why": text})
    first = replace(why, text=f"{refusal.name}: {why.text}")
    return Outcome(file=name, outcome="refused", messages=[_message(m) for m in (first, *also)])
