"""Which figures are held at all of an authority and its schools: of what, of which pupils, of which years."""

from __future__ import annotations

from functools import lru_cache

import polars as pl

from fingerpost.archive import store
from fingerpost.archive.queries import figures, slices
from fingerpost.archive.queries.snapshots import Holdings, holdings
from fingerpost.evidence.indicators import CATALOGUE, Indicator

CELL = ["indicator", "group", "period"]
#: Grades of inspectors have days and not years.
_BY_DAY = ("ofsted_", "rc_")

_HOLDINGS: dict[str, Holdings] = {}


def cells(authority: str) -> tuple[str, pl.DataFrame]:
    """The key of the holdings, and each indicator, group and school year of which there is a figure; kept in memory."""
    holding = holdings(authority)
    _HOLDINGS[holding.key] = holding
    return holding.key, _cells(authority, holding.key)


@lru_cache(maxsize=8)
def _cells(authority: str, key: str) -> pl.DataFrame:
    holding = _HOLDINGS[key]
    held = slices.of_authority(authority, holding)
    own = held.areas.filter(pl.col("place") == authority)
    # The measures of a loaded dictionary that are none of ours are not in the slice.
    wanted = [pl.col("place") == authority, pl.col("indicator").str.starts_with("lait:")]
    listed = store.scan(store.AREAS, holding.having("facts"), filters=wanted).collect()
    found = pl.concat([part.select(CELL).unique() for part in (held.schools, own, listed)]).unique()
    is_year = pl.col("period").str.contains(r"^\d{4}$")
    by_day = pl.any_horizontal(pl.col("indicator").str.starts_with(start) for start in _BY_DAY)
    return found.filter(is_year & ~by_day)


def kinds(authority: str) -> frozenset[str]:
    """The kinds of place above the school that any file states figures of."""
    holding = holdings(authority)
    _HOLDINGS[holding.key] = holding
    return _kinds(holding.key)


@lru_cache(maxsize=8)
def _kinds(key: str) -> frozenset[str]:
    found = store.scan(store.AREAS, _HOLDINGS[key].having("facts")).select("place_kind").unique().collect()
    return frozenset(found["place_kind"].to_list())


def indicators(authority: str) -> dict[str, Indicator]:
    """Every indicator of ours and of loaded dictionaries by its code; of a dictionary only what is none of ours."""
    same = CATALOGUE.lait_equals()
    others = figures.dictionary(holdings(authority))
    return CATALOGUE.by_code | {i.code: i for i in others if i.code.removeprefix("lait:") not in same}
