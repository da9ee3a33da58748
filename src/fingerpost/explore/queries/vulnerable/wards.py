"""Wards, with their young people who are in no education, employment or training."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from fingerpost.archive.queries import editions, figures
from fingerpost.archive.queries.shown import HIDDEN, shown_to
from fingerpost.archive.queries.snapshots import holdings
from fingerpost.core.rules import Permission, check_permission
from fingerpost.evidence import current
from fingerpost.evidence.schema import ALL
from fingerpost.explore.queries.vulnerable.cells import Cell, by_cell, cell_of
from fingerpost.register import queries as register
from fingerpost.strategy.lines import NO_LINE, Line, line_for

WARDS = ("neet", "not_known", "neet_not_known")
#: What is told of cared-for children: one or two measures of each stage.
OUTCOMES = (
    "eyfs_gld", "phonics_year1", "ks2_rwm_expected", "ks2_rwm_higher", "ks4_attainment8", "ks4_english_maths_4",
    "ks4_english_maths_5", "absence_overall", "absence_persistent",
)  # fmt: skip
#: Ours: so many young people at least are in the wards that are hidden together.
_TOGETHER = 10


@dataclass(frozen=True)
class WardRow:
    """A ward's young people who are in no education, employment or training, or of whom nothing is known."""

    code: str
    name: str
    cells: dict[str, Cell]
    band: str


@dataclass(frozen=True)
class Wards:
    """Wards in the latest year held, the worst first."""

    rows: tuple[WardRow, ...]
    period: str
    line: Line | None


def wards(user: Any, authority: str, as_at: date) -> Wards:
    """Every ward of which a count is held."""
    check_permission(user, Permission.FIGURES_SEE, authority=authority)
    found = figures.stated_by("neet", "ward", holdings(authority))
    now = current.current(found.filter(pl.col("group") == ALL), as_at)
    period = max(now["period"].to_list(), default="")
    facts = by_cell(_guarded(user, now.filter(pl.col("period") == period), authority))
    edition = editions.edition_of(authority)
    line = line_for(edition.lines if edition else (), "neet", None)
    names = register.ward_names(authority)
    rows = [
        _ward(code, names.get(code, code), facts, period, line) for code in sorted({key[0] for key in facts})
    ]
    rows.sort(key=lambda row: (row.cells["neet"].value is None, -(row.cells["neet"].value or 0), row.name))
    return Wards(tuple(rows), period, line)


def _guarded(user: Any, facts: pl.DataFrame, authority: str) -> pl.DataFrame:
    """Wards as the reader may see them: hidden whole or not at all, and never one alone, which the sum would tell."""
    told = shown_to(user, facts, authority=authority)
    hidden = set(told.filter(pl.col("hidden").is_not_null())["place"].to_list())
    both = facts.filter(pl.col("indicator") == "neet_not_known").sort("numerator", "place")
    counts = dict(both.select("place", pl.col("numerator").fill_null(0)).iter_rows())
    for ward in counts:
        if hidden and (len(hidden) < 2 or sum(counts.get(one, 0) for one in hidden) < _TOGETHER):
            hidden.add(ward)
    gone = pl.col("place").is_in(list(hidden))
    emptied = [pl.when(~gone).then(name).alias(name) for name in ("value", "numerator", "denominator")]
    return told.with_columns(*emptied, hidden=pl.when(gone).then(pl.coalesce("hidden", pl.lit(HIDDEN))))


def _ward(code: str, name: str, facts: dict, period: str, line: Line | None) -> WardRow:
    cells = {indicator: cell_of(facts, code, indicator, period) for indicator in WARDS}
    return WardRow(code, name, cells, line.band(cells["neet"].value) if line else NO_LINE)
