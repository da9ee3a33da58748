"""Pupils' rows on disk: pseudonymous Parquet under authority, year and stage; the key to the pseudonyms apart.

A file that waits to be accepted lies here too, already without anybody in it, and is removed after a day.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import shutil
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import polars as pl

from fingerpost.core.home import home
from fingerpost.evidence.pupils.sieve import Sieved
from fingerpost.evidence.pupils.upn import Pseudonyms

WAITS_SECONDS = 24 * 60 * 60
TOKEN = re.compile(r"^[A-Za-z0-9_-]{20,60}$")
_ROWS, _LABEL = "rows.parquet", "label.json"
_PRIVATE = 0o700


class NoKey(Exception):
    """The key of the pseudonyms cannot be used; the sentence says what to do."""


def folder() -> Path:
    """Where the pupils' rows lie."""
    return home() / "pupils"


def key() -> bytes:
    """The key of the pseudonyms: from the environment, else from a file that only this installation's user reads.

    It is never in the database nor in a folder of snapshots, so that no copy of those can be turned back into numbers.
    """
    given = os.environ.get("FINGERPOST_PUPIL_KEY")
    if given:
        if len(given) < 32:
            raise NoKey(
                "FINGERPOST_PUPIL_KEY has fewer than 32 characters. Set a longer one, and keep it safe."
            )
        return given.encode()
    path = home() / "pupil.key"
    home().mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes().strip()
    with os.fdopen(handle, "wb") as kept:
        kept.write(secrets.token_hex(32).encode())
    return path.read_bytes().strip()


def key_name() -> str:
    """A name for the key that says nothing of it: files keyed otherwise cannot be put together."""
    return hashlib.sha256(b"name of the key" + key()).hexdigest()[:12]


def pseudonyms(authority: str) -> Pseudonyms:
    """Who makes keyed hashes for an authority."""
    return Pseudonyms(key(), authority)


def rows_path(authority: str, year: int, stage: str, identity: str) -> Path:
    """The rows of one file."""
    return folder() / authority / str(year) / stage / f"{identity}.parquet"


def write_rows(path: Path, frame: pl.DataFrame) -> None:
    """Write under a working name, then rename."""
    _private()
    path.parent.mkdir(parents=True, exist_ok=True, mode=_PRIVATE)
    working = path.with_suffix(".working")
    frame.write_parquet(working, compression="zstd")
    working.chmod(0o600)
    working.rename(path)


def _private() -> None:
    """The folder of pupils is this installation's own account's alone."""
    folder().mkdir(parents=True, exist_ok=True)
    folder().chmod(_PRIVATE)


def remove_rows(path: Path) -> None:
    """Remove the rows of a file and the folders that are empty then."""
    path.unlink(missing_ok=True)
    for above in (path.parent, path.parent.parent, path.parent.parent.parent):
        if above.is_dir() and above != folder() and not any(above.iterdir()):
            above.rmdir()


def remove_stray_rows(known: Iterable[Path]) -> None:
    """Remove rows that no database row stands for, such as a killed load leaves."""
    kept = set(known)
    for path in folder().glob("*/*/*/*"):
        if path.suffix in (".parquet", ".working") and path not in kept:
            path.unlink(missing_ok=True)


# Files that wait


def waiting_folder(token: str) -> Path:
    """Where one of them waits."""
    return folder() / ".waiting" / token


def put_waiting(sieved: Sieved, label: dict[str, Any]) -> str:
    """Keep what came through the sieve until it is accepted or discarded; returns the token."""
    remove_forgotten()
    token = secrets.token_urlsafe(24)
    _private()
    place = waiting_folder(token)
    place.mkdir(parents=True, mode=_PRIVATE)
    sieved.frame.write_parquet(place / _ROWS, compression="zstd")
    about = {
        "stage": sieved.stage,
        "identity": sieved.identity,
        "left_out": sieved.left_out,
        "blotted": sieved.blotted,
        "overlong": sieved.overlong,
    }
    (place / _LABEL).write_text(json.dumps({"label": label, "sieved": about}), encoding="utf-8")
    return token


def label_waiting(token: str, label: dict[str, Any]) -> None:
    """Say something else of a waiting file."""
    path = waiting_folder(token) / _LABEL
    held = json.loads(path.read_text(encoding="utf-8"))
    path.write_text(json.dumps(held | {"label": label}), encoding="utf-8")


def waiting(token: str) -> tuple[Sieved, dict[str, Any]] | None:
    """A file that waits, if it still does."""
    place = waiting_folder(token)
    if not TOKEN.match(token) or not (place / _LABEL).is_file() or _is_old(place):
        return None
    held = json.loads((place / _LABEL).read_text(encoding="utf-8"))
    return Sieved(frame=pl.read_parquet(place / _ROWS), **held["sieved"]), held["label"]


def remove_waiting(token: str) -> None:
    """Throw one away."""
    if TOKEN.match(token):
        shutil.rmtree(waiting_folder(token), ignore_errors=True)


def remove_forgotten() -> None:
    """What nobody accepted or discarded in a day."""
    for place in (folder() / ".waiting").glob("*/"):
        if _is_old(place):
            shutil.rmtree(place, ignore_errors=True)


def _is_old(place: Path) -> bool:
    return time.time() - place.stat().st_mtime > WAITS_SECONDS


def waiting_of(authority: str, stage: str, year: int) -> list[str]:
    """The files that wait for one stage and year of an authority."""
    found = []
    for place in sorted((folder() / ".waiting").glob("*/")):
        label = json.loads((place / _LABEL).read_text(encoding="utf-8"))["label"]
        if (label["authority"], label["stage"], label["year"]) == (authority, stage, year):
            found.append(place.name)
    return found
