"""The slice of published facts that an authority's pages read, kept in memory for as long as the snapshots stand.

Published facts never change, so a page filters a frame in memory instead of opening every file. A new load or a
withdrawal gives the holdings another key, and with it another slice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import accumulate

import polars as pl

from fingerpost.archive import store
from fingerpost.archive.queries import places
from fingerpost.archive.queries.snapshots import Holdings
from fingerpost.evidence import comparison, current
from fingerpost.evidence.comparison import Edition
from fingerpost.evidence.indicators import CATALOGUE
from fingerpost.evidence.schema import ENGLAND
from fingerpost.register import queries as register

#: Slices of a few authorities stay in memory; a shared service has few more.
KEPT = 4


@dataclass(frozen=True, eq=False)
class Slice:
    """All facts of an authority's schools (and of those they took over from) and of the areas beside them."""

    schools: pl.DataFrame
    areas: pl.DataFrame
    lives: dict[int, dict[int, int]]
    authority: str = ""
    editions: tuple[Edition, ...] = ()

    def of_school(self, urn: int, as_at: date | None) -> pl.DataFrame:
        """Current facts of a school, its own before its predecessors', with `step` back in the line."""
        steps = {str(u): n for u, n in self.lives.get(urn, {urn: 0}).items()}
        now = _now(self, as_at)
        parts = [
            now.facts.slice(*now.where[place]).with_columns(step=pl.lit(step, dtype=pl.Int8))
            for place, step in steps.items()
            if place in now.where
        ]
        if not parts:
            return now.facts.clear().with_columns(step=pl.lit(None, dtype=pl.Int8))
        cell = ["indicator", "group", "period"]
        return pl.concat(parts).sort([*cell, "step"]).unique(cell, keep="first", maintain_order=True)

    def current(self, as_at: date | None) -> pl.DataFrame:
        """The current facts of all its schools on a day, each under the URN that stated it."""
        return _now(self, as_at).facts

    def beside(self, as_at: date | None) -> dict[tuple[str, str, str, str], float]:
        """(england, authority or neighbours, indicator, group, period) -> published value; of neighbours the mean."""
        return _beside(id(self), self, as_at)


@dataclass(frozen=True)
class Now:
    """The current facts of an authority's schools on a day, school by school: `where` a school's begin, how many."""

    facts: pl.DataFrame
    where: dict[str, tuple[int, int]]


_HOLDINGS: dict[str, Holdings] = {}
_BESIDE: dict[tuple[int, date | None], dict] = {}


def of_authority(authority: str, holding: Holdings) -> Slice:
    """The slice of an authority under these holdings."""
    _HOLDINGS[holding.key] = holding
    return _slice(holding.key, authority)


@lru_cache(maxsize=KEPT)
def _slice(key: str, authority: str) -> Slice:
    holding = _HOLDINGS.pop(key)
    _BESIDE.clear()
    _now.cache_clear()
    lives = _lives(authority, holding)
    urns = sorted({u for steps in lives.values() for u in steps})
    estabs = register.estabs().filter(pl.col("urn").is_in(urns))["laestab"].to_list()
    wanted = [
        pl.col("place_kind").is_in(["school", "estab"]),
        pl.col("place").is_in([*map(str, urns), *estabs]),
    ]
    facts = store.scan(store.SCHOOLS, holding.having("facts"), filters=wanted).collect()
    editions = tuple(places.neighbour_editions(authority, holding))
    return Slice(
        places.resolved(facts).sort("place"), _areas(authority, editions, holding), lives, authority, editions
    )


def _lives(authority: str, holding: Holdings) -> dict[int, dict[int, int]]:
    """For every school that was ever the authority's: itself and those it took over from, with the steps back."""
    spells = register.spells().filter(pl.col("authority") == authority)
    lives: dict[int, dict[int, int]] = {urn: {urn: 0} for urn in spells["urn"].to_list()}
    before = places.lineage(holding).filter(pl.col("manner") == "took over")
    for urn, ancestor, step in before.select("urn", "ancestor", "generation").iter_rows():
        if urn in lives:
            lives[urn][ancestor] = step
    return lives


def _areas(authority: str, editions: tuple[Edition, ...], holding: Holdings) -> pl.DataFrame:
    wanted = [ENGLAND, authority, *{code for edition in editions for code in edition.neighbours}]
    aliases = [
        (stored, code, group) for code in CATALOGUE.by_code for stored, group in current.with_aliases(code)
    ]
    codes = {stored: code for stored, code, _ in aliases}
    # A measure of some pupils alone stands for its group: under "all" it would be taken for the figure of everybody.
    groups = {stored: group for stored, _, group in aliases if group is not None}
    filters = [pl.col("indicator").is_in(list(codes)), pl.col("place").is_in(wanted)]
    found = store.scan(store.AREAS, holding.having("facts"), filters=filters).collect()
    group = pl.col("indicator").replace_strict(groups, default=None, return_dtype=pl.String)
    return found.with_columns(
        group=pl.coalesce(group, "group"),
        indicator=pl.col("indicator").replace_strict(codes, return_dtype=pl.String),
    )


@lru_cache(maxsize=2 * KEPT)
def _now(of: Slice, as_at: date | None) -> Now:
    """Worked out for all schools at once: what one page needs, the next will too."""
    facts = current.current_unordered(of.schools, as_at).sort("place", maintain_order=True)
    lengths = facts.group_by("place", maintain_order=True).len().rows()
    starts = accumulate((length for _, length in lengths), initial=0)
    return Now(
        facts, {place: (start, length) for (place, length), start in zip(lengths, starts, strict=False)}
    )


def _beside(identity: int, of: Slice, as_at: date | None) -> dict:
    key = (identity, as_at)
    if key not in _BESIDE:
        now = current.current(of.areas, as_at).filter(pl.col("value").is_not_null())
        columns = ["place_kind", "indicator", "group", "period", "value"]
        own = now.filter(pl.col("place").is_in([ENGLAND, of.authority])).select(columns)
        both = pl.concat([own, _neighbouring(of, now).select(columns)])
        _BESIDE[key] = {tuple(row[:4]): row[4] for row in both.rows()}
    return _BESIDE[key]


def _neighbouring(of: Slice, now: pl.DataFrame) -> pl.DataFrame:
    """The mean of the statistical neighbours, year by year, in the edition that serves each year."""
    by_year = {
        period: comparison.edition_for(list(of.editions), comparison.end_of(period))[0]
        for period in now["period"].unique().to_list()
        if period[:4].isdigit()
    }
    pairs = [(period, code) for period, edition in by_year.items() if edition for code in edition.neighbours]
    lay = pl.DataFrame(pairs, schema={"period": pl.String, "place": pl.String}, orient="row")
    theirs = now.filter(pl.col("place_kind") == "authority").join(lay, on=["period", "place"], how="semi")
    means = theirs.group_by("indicator", "group", "period").agg(pl.col("value").mean())
    return means.with_columns(place_kind=pl.lit("neighbours"))
