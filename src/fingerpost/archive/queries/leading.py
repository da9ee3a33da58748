"""How the leading indicators of an authority's schools moved from one day to another, from the slice in memory."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import polars as pl

from fingerpost.archive.queries import slices
from fingerpost.archive.queries.slices import Slice
from fingerpost.archive.queries.snapshots import Holdings, holdings
from fingerpost.register import queries as register
from fingerpost.strategy import leading
from fingerpost.strategy.leading import Leading

_KEPT: dict[str, Holdings] = {}


def moves(authority: str, asked: tuple[Leading, ...], since: date, as_at: date) -> pl.DataFrame:
    """What became of each school's leading figures; the caller limits it to the schools that may be seen."""
    holding = holdings(authority)
    _KEPT[holding.key] = holding
    return _moves(holding.key, authority, asked, since, as_at)


@lru_cache(maxsize=16)
def _moves(key: str, authority: str, asked: tuple[Leading, ...], since: date, as_at: date) -> pl.DataFrame:
    of = slices.of_authority(authority, _KEPT[key])
    schools = register.schools_of(authority, as_at)
    before, now = (leading.figures(_facts(of, day, asked), schools, asked) for day in (since, as_at))
    return leading.moves(before, now, asked)


def _facts(of: Slice, day: date, asked: tuple[Leading, ...]) -> pl.DataFrame:
    """Facts of the indicators asked about, each school's own before those of the school it took over from."""
    named = [line.indicator for line in asked]
    found = of.current(day).filter(pl.col("indicator").is_in(named) & (pl.col("group") == "all"))
    lines = [(urn, str(place), step) for urn, places in of.lives.items() for place, step in places.items()]
    lay = pl.DataFrame(lines, schema={"urn": pl.Int64, "place": pl.String, "step": pl.Int64}, orient="row")
    cell = ["urn", "indicator", "group", "period"]
    mine = (
        found.join(lay, on="place")
        .sort("step", maintain_order=True)
        .unique(cell, keep="first", maintain_order=True)
    )
    return mine.with_columns(year=pl.col("period").str.slice(0, 4).cast(pl.Int32, strict=False))
