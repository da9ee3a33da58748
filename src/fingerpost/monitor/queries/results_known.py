"""Which results of which school became known between two days, from the slice in memory."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import polars as pl

from fingerpost.archive.queries import slices
from fingerpost.archive.queries.snapshots import holdings

#: What the beginning of an indicator's code is about, in the order of a school's life.
_ABOUT = {
    "eyfs": "Early years",
    "phonics": "Phonics",
    "ks1": "Key stage 1",
    "mtc": "Times tables",
    "ks2": "Key stage 2",
    "ks4": "Key stage 4",
    "ks5": "16 to 18",
    "absence": "Absence",
    "attendance": "Absence",
    "suspensions": "Exclusions",
    "suspended": "Exclusions",
    "exclusions": "Exclusions",
}


def results_known(authority: str, *, after: date, to: date) -> dict[int, tuple[str, ...]]:
    """School -> the kinds of results of which something became known after a day, up to another."""
    return _known(authority, after, to, holdings(authority).key)


@lru_cache(maxsize=32)
def _known(authority: str, after: date, to: date, key: str) -> dict[int, tuple[str, ...]]:
    facts = slices.of_authority(authority, holdings(authority)).schools
    new = facts.filter(
        (pl.col("known_on") > after) & (pl.col("known_on") <= to) & pl.col("value").is_not_null()
    )
    pairs = new.select("place", pl.col("indicator").str.split("_").list.first().alias("about")).unique()
    found: dict[int, set[str]] = {}
    for place, about in pairs.iter_rows():
        if about in _ABOUT and place.isdigit():
            found.setdefault(int(place), set()).add(_ABOUT[about])
    order = list(dict.fromkeys(_ABOUT.values()))
    return {urn: tuple(sorted(kinds, key=order.index)) for urn, kinds in found.items()}


@lru_cache(maxsize=32)
def _rises(authority: str, after: date, to: date, key: str) -> dict[int, tuple[float, float]]:
    facts = slices.of_authority(authority, holdings(authority)).schools
    rates = facts.filter(
        (pl.col("indicator") == "suspensions")
        & (pl.col("group") == "all")
        & (pl.col("known_on") <= to)
        & pl.col("value").is_not_null()
    ).sort("known_on")
    yearly = rates.unique(["place", "period"], keep="last", maintain_order=True).sort("period")
    last = yearly.group_by("place").agg(pl.col("value").tail(2), pl.col("known_on").last())
    rose = last.filter((pl.col("value").list.len() == 2) & (pl.col("known_on") > after))
    pairs = rose.select("place", "value").iter_rows()
    return {int(place): (value[0], value[1]) for place, value in pairs if value[1] > value[0]}


def suspensions_rose(authority: str, *, after: date, to: date) -> dict[int, tuple[float, float]]:
    """School -> suspensions for each hundred pupils before and now, where the new figure is known and higher."""
    return _rises(authority, after, to, holdings(authority).key)
