"""What a file would change, before it is accepted: it is loaded, looked at, and taken back, all in one transaction."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import polars as pl
from django.db import transaction

from fingerpost.archive import editions, store
from fingerpost.archive.actions.deriving import derive
from fingerpost.archive.actions.loading import File, Outcome, keep
from fingerpost.archive.models import RatingRun, Snapshot
from fingerpost.archive.queries import rated
from fingerpost.core.actions import audit
from fingerpost.core.rules import Permission, check_permission
from fingerpost.evidence import current
from fingerpost.evidence.reading.load import Options

#: How many changed figures a preview shows one by one.
SHOWN = 50
_CELL = ["place_kind", "place", "indicator", "group", "period"]


@dataclass(frozen=True)
class Moved:
    """A school whose level (or indicative level) would be another."""

    urn: int
    name: str
    scheme: str
    before: str
    after: str


@dataclass(frozen=True)
class Preview:
    """What accepting a file would change."""

    outcome: Outcome
    new: int = 0
    corrected: int = 0
    vanished: int = 0
    same: int = 0
    corrections: list[dict] = field(default_factory=list)
    vanishing: list[dict] = field(default_factory=list)
    register: dict[str, int] = field(default_factory=dict)
    moved: list[Moved] | None = None


@transaction.atomic
def preview(
    *,
    file: File,
    options: Options,
    authority: str,
    own: bool,
    judgements: pl.DataFrame | None,
    by: Any,
    at: datetime,
) -> Preview:
    """Say what this file would change for an authority; nothing of it stays. `moved` is None when nothing was rated yet."""
    check_permission(by, Permission.DATA_LOAD, authority=authority)
    marker = transaction.savepoint()
    existing = set(Snapshot.objects.values_list("id", flat=True))
    outcome = None
    try:
        outcome = keep(file=file, options=options, by=by, at=at, authority=authority if own else None)
        found = (
            Preview(outcome)
            if outcome.snapshot is None or outcome.outcome == "unchanged"
            else _compared(outcome, authority, judgements, by, at)
        )
    finally:
        transaction.savepoint_rollback(marker)
        if outcome is not None and outcome.snapshot and outcome.snapshot not in existing:
            shutil.rmtree(store.folder() / outcome.snapshot, ignore_errors=True)
    audit.record(
        "file previewed", by=by, about=file.path.name, at=at, detail={"outcome": found.outcome.outcome}
    )
    return found


def _compared(
    outcome: Outcome, authority: str, judgements: pl.DataFrame | None, by: Any, at: datetime
) -> Preview:
    snapshot = Snapshot.objects.get(pk=outcome.snapshot)
    figures = _figures(snapshot, authority)
    changed = derive(by=by, at=at)
    return Preview(
        outcome,
        **figures,
        register=changed.counts if changed else {},
        moved=_moved(authority, snapshot.id, judgements),
    )


def _figures(snapshot: Snapshot, authority: str) -> dict[str, Any]:
    """Compare the file's figures with those that count now, and with the file of the same kind it stands beside."""
    if "facts" not in snapshot.tables:
        return {}
    others = [s for s in Snapshot.objects.usable_by(authority) if s.id != snapshot.id]
    mine = store.scan("facts", [snapshot]).filter(pl.col("value").is_not_null()).collect()
    codes = mine["indicator"].unique().to_list()
    held = store.scan("facts", others, filters=[pl.col("indicator").is_in(codes)]).collect()
    now = current.current(held, None).filter(pl.col("value").is_not_null()).select(*_CELL, before="value")
    joined = mine.join(now, on=_CELL, how="left")
    differs = (pl.col("before") - pl.col("value")).abs() > 1e-9
    corrected = joined.filter(differs)
    vanished = _vanished(snapshot, others, mine)
    return {
        "new": joined.filter(pl.col("before").is_null()).height,
        "corrected": corrected.height,
        "same": joined.filter(~differs).height,
        "vanished": vanished.height,
        "corrections": corrected.select(*_CELL, "before", "value", "row").head(SHOWN).to_dicts(),
        "vanishing": vanished.select(*_CELL, "value").head(SHOWN).to_dicts(),
    }


def _vanished(snapshot: Snapshot, others: list[Snapshot], mine: pl.DataFrame) -> pl.DataFrame:
    """Figures of the file of this layout and time that the new one no longer has."""
    alike = [
        s
        for s in others
        if (s.layout, s.period, s.as_at) == (snapshot.layout, snapshot.period, snapshot.as_at)
    ]
    latest = sorted(alike, key=lambda s: s.loaded_at)[-1:]
    before = store.scan("facts", latest).filter(pl.col("value").is_not_null()).collect()
    return before.join(mine.select(_CELL), on=_CELL, how="anti")


def _moved(authority: str, snapshot: str, judgements: pl.DataFrame | None) -> list[Moved] | None:
    """Schools whose level would be another with the file than without it, under the edition and day last used."""
    run = RatingRun.objects.filter(authority_id=authority).first()
    if run is None:
        return None
    edition = editions.edition(run.edition)
    day: date = run.as_at
    without = rated.rated(authority, edition, day, judgements=judgements, detail=False, leave_out=(snapshot,))
    beside = rated.rated(authority, edition, day, judgements=judgements, detail=False)
    before = {(r["urn"], r["scheme"]): _word(r) for r in without.ratings.schools.iter_rows(named=True)}
    return [
        Moved(
            row["urn"],
            row["name"],
            row["scheme"] or "",
            before.get((row["urn"], row["scheme"]), "not rated"),
            _word(row),
        )
        for row in beside.ratings.schools.iter_rows(named=True)
        if before.get((row["urn"], row["scheme"]), "not rated") != _word(row)
    ]


def _word(row: dict) -> str:
    if row["level"] == "not_enough_evidence":
        return f"not enough evidence (indicative {row['indicative'] or 'none'})"
    return str(row["level"]).replace("_", " ")
