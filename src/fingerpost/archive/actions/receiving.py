"""Take in files sent through the browser; load or discard them when their sender has seen what they would change."""

from __future__ import annotations

import json
import re
import secrets
import shutil
import time
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from fingerpost.archive import store
from fingerpost.archive.actions import loading
from fingerpost.archive.queries.received import LABEL, Received, folder_of
from fingerpost.core.actions import audit
from fingerpost.core.home import home
from fingerpost.core.rules import Permission, check_permission
from fingerpost.evidence.pupils.opening import holds_pupils
from fingerpost.evidence.reading.load import Options


class HoldsPupils(Exception):
    """A file of pupils was sent where files wait as they are; it was thrown away."""


WAITS_SECONDS = 2 * 24 * 60 * 60


@transaction.atomic
def receive(
    *, files: Iterable[Any], options: Options, authority: str, is_own: bool = False, by: Any, at: datetime
) -> str:
    """Put files into a folder of their own under a token that only their sender is told."""
    check_permission(by, Permission.DATA_LOAD, authority=authority)
    _remove_forgotten()
    token = secrets.token_urlsafe(24)
    folder = folder_of(token)
    folder.mkdir(parents=True)
    names = []
    for file in files:
        name = _safe(file.name)
        names.append(name)
        with (folder / name).open("wb") as kept:
            for chunk in file.chunks():
                kept.write(chunk)
        _refuse_pupils(folder, name)
    _label(folder, {"sent_by": by.pk, "authority": authority, "is_own": is_own}, options)
    audit.record("files received", by=by, at=at, detail={"files": names, "authority": authority})
    return token


def _refuse_pupils(folder: Path, name: str) -> None:
    """Files wait here as they came, so none with pupils may: it would lie about with their names in it."""
    if holds_pupils(folder / name):
        shutil.rmtree(folder, ignore_errors=True)
        raise HoldsPupils(
            "One of the files holds pupils. Nothing of it was kept. Load it under Data, Pupils' results: there UPNs "
            "are hashed and names are never read."
        )


@transaction.atomic
def tell(*, upload: Received, options: Options, by: Any, at: datetime) -> None:
    """Say of files that were received what they do not say of themselves: their school year, their day."""
    check_permission(by, Permission.DATA_LOAD, authority=upload.authority)
    _label(upload.folder, {"sent_by": by.pk, "authority": upload.authority, "is_own": upload.is_own}, options)
    audit.record("time of an upload given", by=by, at=at, detail={"period": options.period})


def _label(folder: Path, whose: dict, options: Options) -> None:
    said = {
        "period": options.period,
        "as_at": options.as_at.isoformat() if options.as_at else None,
        "known_on": options.known_on.isoformat() if options.known_on else None,
    }
    (folder / LABEL).write_text(json.dumps(whose | said), encoding="utf-8")


def _safe(name: str) -> str:
    """The file's name without anything that a path could be made of."""
    kept = re.sub(r"[^\w .()+-]", "_", name.replace("\\", "/").rsplit("/", 1)[-1]).strip(". ")
    return kept[-150:] if kept and kept != LABEL else "file"


def _remove_forgotten() -> None:
    """What nobody accepted or discarded in two days."""
    for folder in (home() / "uploads").glob("*/"):
        if time.time() - folder.stat().st_mtime > WAITS_SECONDS:
            shutil.rmtree(folder, ignore_errors=True)


@store.alone()
@transaction.atomic
def accept(*, upload: Received, by: Any, at: datetime) -> loading.Loaded:
    """Load the files that were received: they count from now on."""
    check_permission(by, Permission.DATA_LOAD, authority=upload.authority)
    done = loading.load(paths=upload.paths, options=upload.options, by=by, at=at, authority=upload.owner)
    audit.record("upload accepted", by=by, at=at, detail={"files": [path.name for path in upload.paths]})
    transaction.on_commit(lambda: shutil.rmtree(upload.folder, ignore_errors=True))
    return done


@transaction.atomic
def discard(*, upload: Received, by: Any, at: datetime) -> None:
    """Throw away files that were received and not loaded."""
    check_permission(by, Permission.DATA_LOAD, authority=upload.authority)
    audit.record("upload discarded", by=by, at=at, detail={"files": [path.name for path in upload.paths]})
    transaction.on_commit(lambda: shutil.rmtree(upload.folder, ignore_errors=True))
