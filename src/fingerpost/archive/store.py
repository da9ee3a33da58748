"""Snapshots on disk: written whole under another name, then put in place; read column by column.

Nothing here decides anything. A folder without a database row is not a snapshot and is removed.
"""

from __future__ import annotations

import fcntl
import hashlib
import shutil
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import polars as pl

from fingerpost.archive.models import Snapshot
from fingerpost.core.home import home
from fingerpost.evidence import schema
from fingerpost.evidence.schema import PlaceKind

_held = threading.local()
#: Raised when what a layout makes of a file changes, so that older snapshots are read again.
READER = 2
#: Facts of schools and of areas lie apart: most files hold one of them, and most questions ask for one.
SCHOOLS, AREAS = "facts of schools", "facts of areas"
_OF_SCHOOLS = pl.col("place_kind").is_in([PlaceKind.SCHOOL.value, PlaceKind.ESTAB.value])


def folder() -> Path:
    """Where the snapshots lie."""
    return home() / "snapshots"


def table_path(snapshot: str, table: str) -> Path:
    """The Parquet file of one table of a snapshot."""
    return folder() / snapshot / f"{table}.parquet"


def write(snapshot: str, tables: dict[str, pl.DataFrame]) -> None:
    """Write all tables under a working name, then rename: a half-written snapshot never carries its own name."""
    working = folder() / f".{snapshot}.working"
    shutil.rmtree(working, ignore_errors=True)
    working.mkdir(parents=True)
    for name, frame in _parts(tables):
        frame.write_parquet(
            working / f"{name}.parquet", compression="zstd", row_group_size=60_000, statistics=True
        )
    final = folder() / snapshot
    shutil.rmtree(final, ignore_errors=True)
    working.rename(final)


def _parts(tables: dict[str, pl.DataFrame]) -> Iterator[tuple[str, pl.DataFrame]]:
    for name, frame in tables.items():
        if name == "facts":
            parts = {SCHOOLS: frame.filter(_OF_SCHOOLS), AREAS: frame.filter(~_OF_SCHOOLS)}
            yield from ((part, rows) for part, rows in parts.items() if rows.height)
        else:
            yield name, frame


def remove(snapshot: str) -> None:
    """Remove the tables of one snapshot."""
    shutil.rmtree(folder() / snapshot, ignore_errors=True)


def remove_strays() -> list[str]:
    """Remove folders that no database row stands for, such as a killed load leaves; returns their names."""
    known = set(Snapshot.objects.values_list("id", flat=True))
    strays = (
        [path for path in folder().iterdir() if path.is_dir() and path.name not in known]
        if folder().is_dir()
        else []
    )
    for path in strays:
        shutil.rmtree(path, ignore_errors=True)
    return sorted(path.name for path in strays)


@contextmanager
def alone() -> Iterator[None]:
    """One load at a time in a home; whoever is alone already stays so.

    It must be held until the transaction has ended: another load would take a folder whose row it cannot see yet for a
    stray. An action therefore has it outside `transaction.atomic`.
    """
    if getattr(_held, "depth", 0):
        yield
        return
    folder().mkdir(parents=True, exist_ok=True)
    with (home() / "load.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        _held.depth = 1
        try:
            yield
        finally:
            _held.depth = 0


def key_of(snapshots: Iterable[str]) -> str:
    """One name for a set of snapshots, whatever their order: what is cached or derived from them is kept under it."""
    return hashlib.sha256(",".join(sorted(snapshots)).encode()).hexdigest()[:32]


#: What each row says of the snapshot that it comes from.
_ABOUT = {"snapshot": pl.String, "origin": pl.String, "list_as_at": pl.Date}


def scan(table: str, snapshots: Sequence[Snapshot], *, filters: Sequence[pl.Expr] = ()) -> pl.LazyFrame:
    """One table of many snapshots as one lazy frame, with `snapshot`, `origin`, `list_as_at`; `filters` go first.

    `table` is one of the schema's, or SCHOOLS or AREAS for the facts of one of them alone.
    """
    rows = [(str(path), s.id, s.origin, s.as_at) for s, path in _files(table, snapshots)]
    if not rows:
        return pl.LazyFrame(
            schema={**schema.TABLES["facts" if table in (SCHOOLS, AREAS) else table], **_ABOUT}
        )
    about = pl.LazyFrame(rows, schema={"path": pl.String, **_ABOUT}, orient="row")
    # One reading of all files: a frame for each would have every filter weighed anew for each, which takes seconds.
    frame = pl.scan_parquet([path for path, *_ in rows], include_file_paths="path", glob=False)
    for condition in filters:
        frame = frame.filter(condition)
    return frame.join(about, on="path", how="left", maintain_order="left").drop("path")


def _files(table: str, snapshots: Sequence[Snapshot]) -> Iterator[tuple[Snapshot, Path]]:
    parts = (SCHOOLS, AREAS) if table == "facts" else (table,)
    for snapshot in snapshots:
        paths = (table_path(snapshot.id, part) for part in parts)
        yield from ((snapshot, path) for path in paths if path.is_file())
