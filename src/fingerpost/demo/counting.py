"""The files of invented pupils loaded like any authority's own, on the days on which it had them."""

from __future__ import annotations

import hashlib
from datetime import datetime
from pathlib import Path
from typing import Any

from fingerpost.archive.actions import pupils as actions
from fingerpost.archive.queries import pupils as queries
from fingerpost.demo.days import CODE
from fingerpost.demo.files import pupil_tables
from fingerpost.demo.files.pupil_tables import SITTINGS, YEARS
from fingerpost.demo.writing import PREFIX


class NotCounted(Exception):
    """A file of pupils of our own was refused: our mistake, and loud."""


def load(*, folder: Path, by: Any, at: datetime) -> None:
    """Load every file of pupils; those of an earlier version of this program are withdrawn first."""
    paths = {
        (sitting.stage, year): _path(folder, sitting.stage, year) for sitting in SITTINGS for year in YEARS
    }
    _withdraw_earlier(
        {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in paths.values()}, by=by, at=at
    )
    for (stage, year), path in paths.items():
        done = actions.load_pupils(
            path=path,
            stage=stage,
            year=year,
            known_on=pupil_tables.known_on(stage, year),
            authority=CODE,
            by=by,
            at=at,
        )
        if done.outcome == "refused":
            raise NotCounted(f"{path.name}: {done.message}")


def _path(folder: Path, stage: str, year: int) -> Path:
    path = folder / pupil_tables.name(stage, year)
    return path.with_name(PREFIX + path.name)


def _withdraw_earlier(current: dict[str, str], *, by: Any, at: datetime) -> None:
    for held in queries.held(by, CODE):
        for file in held.files:
            is_ours = file.withdrawn_at is None and file.name.startswith(PREFIX)
            if is_ours and current.get(file.name) != file.sha256:
                actions.withdraw_pupils(file=file, reason="The demonstration was made again.", by=by, at=at)
