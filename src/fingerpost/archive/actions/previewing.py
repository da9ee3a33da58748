"""What a file would change if it were loaded: it is loaded, looked at, and taken back, all in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import polars as pl
from django.db import transaction

from fingerpost.archive import store
from fingerpost.archive.actions import loading
from fingerpost.archive.models import Snapshot
from fingerpost.archive.queries.received import Received
from fingerpost.archive.queries.snapshots import holdings
from fingerpost.core.actions import audit
from fingerpost.core.rules import Permission, check_permission
from fingerpost.evidence import current

CELL = ["place_kind", "place", "indicator", "group", "period"]


# What somebody else wants to know while the files count.
Look = Callable[[date | None, tuple[str, ...]], Any]


class TakeBack(Exception):
    """Not a fault: it ends the transaction so that nothing of the look is kept."""


@dataclass(frozen=True)
class Figures:
    """How the figures of the files stand to those held: counts."""

    new: int = 0
    corrected: int = 0
    same: int = 0
    vanished: int = 0
    examples: tuple[dict, ...] = ()


@dataclass(frozen=True)
class Preview:
    """What became of each file, what would change, and (from whoever asked) which levels would move."""

    outcomes: tuple[loading.Outcome, ...]
    figures: Figures
    register: Any
    levels: Any = None


@store.alone()
@transaction.atomic
def preview(
    *,
    upload: Received,
    by: Any,
    at: datetime,
    look: Look = lambda known_on, snapshots: None,
) -> Preview:
    """Say what loading these files would change.

    `look` is called while they count, with the latest day from which any of their figures may be used and with the new
    snapshots' ids.
    """
    check_permission(by, Permission.DATA_LOAD, authority=upload.authority)
    audit.record(
        "files looked at before loading", by=by, at=at, detail={"files": [path.name for path in upload.paths]}
    )
    found: list[Preview] = []
    try:
        with transaction.atomic():
            found.append(_look(upload, by, at, look))
            raise TakeBack
    except TakeBack:
        pass
    store.remove_strays()
    return found[0]


def _look(upload: Received, by: Any, at: datetime, look: Look) -> Preview:
    held = holdings(upload.authority).having("facts")
    done = loading.load(paths=upload.paths, options=upload.options, by=by, at=at, authority=upload.owner)
    kept = [outcome.snapshot for outcome in done.files if outcome.snapshot and outcome.outcome != "unchanged"]
    new = [s for s in Snapshot.objects.live().filter(pk__in=kept) if "facts" in s.tables]
    levels = look(_newest(new), tuple(s.id for s in new)) if kept else None
    return Preview(tuple(done.files), _figures(new, held), done.register, levels)


def _newest(new: Sequence[Snapshot]) -> date | None:
    """The latest day from which any figure of these files may be used."""
    known = store.scan("facts", new).select(pl.col("known_on").max()).collect().item()
    return known


def _figures(new: Sequence[Snapshot], held: Sequence[Snapshot]) -> Figures:
    """Compare the figures that count now with those that would count with the new files, wherever these have one."""
    coming = store.scan("facts", new).collect()
    if coming.is_empty():
        return Figures()
    cells = coming.select(CELL).unique()
    measures = [pl.col("indicator").is_in(coming["indicator"].unique().to_list())]
    before = store.scan("facts", held, filters=measures).collect()
    both = _counting(pl.concat([before, coming]), cells).join(
        _counting(before, cells), on=CELL, how="left", suffix="_before", coalesce=True
    )
    is_new = pl.col("status_before").is_null()
    is_same = pl.all_horizontal(
        pl.col(name).eq_missing(pl.col(f"{name}_before")) for name in ("value", "status")
    )
    corrected = both.filter(~is_new & ~is_same).sort(CELL)
    added = both.filter(is_new).height
    return Figures(
        new=added,
        corrected=corrected.height,
        same=both.height - added - corrected.height,
        vanished=_vanished(cells, new, held),
        examples=tuple(corrected.head(10).to_dicts()),
    )


def _counting(facts: pl.DataFrame, cells: pl.DataFrame) -> pl.DataFrame:
    """Of each cell the figure that counts, whenever it could be known."""
    found = facts.join(cells, on=CELL, how="semi")
    return current.current(found, None).select(*CELL, "value", "status")


def _vanished(cells: pl.DataFrame, new: Sequence[Snapshot], held: Sequence[Snapshot]) -> int:
    """Figures of an earlier file of the same layout and period that these lack; they stay until it is withdrawn."""
    kinds = {(s.layout, s.period) for s in new}
    earlier = [s for s in held if (s.layout, s.period) in kinds]
    if not earlier:
        return 0
    before = store.scan("facts", earlier).select(CELL).collect().unique()
    return before.join(cells, on=CELL, how="anti").height
