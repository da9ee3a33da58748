"""From the place in a file to the places we count by: URNs for LAESTABs, authorities, regions, neighbours."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import polars as pl

from fingerpost.archive import store
from fingerpost.archive.queries.snapshots import Holdings
from fingerpost.core import queries as core
from fingerpost.evidence.comparison import Edition
from fingerpost.register import queries as register


def authorities() -> dict[str, Any]:
    """Code -> authority, every one of England."""
    return {place.code: place for place in core.authorities()}


@lru_cache(maxsize=4)
def _lineage(key: str) -> pl.DataFrame:
    return register.lineage()


def lineage(holding: Holdings) -> pl.DataFrame:
    """Who came before whom (see `register.queries.lineage`), kept in memory for as long as the snapshots stand."""
    return _lineage(holding.key)


def resolved(facts: pl.DataFrame) -> pl.DataFrame:
    """Facts of schools named by LAESTAB alone, put under the URN that had it in the school year; others as they are."""
    if "estab" not in facts["place_kind"].unique().to_list():
        return facts
    by_estab = register.estabs()
    estab = facts.filter(pl.col("place_kind") == "estab").with_row_index("_i")
    end = pl.date(pl.col("period").str.slice(0, 4).cast(pl.Int32), 8, 31)
    matched = (
        estab.join(by_estab, left_on="place", right_on="laestab", how="inner")
        .filter(pl.col("opened_on").is_null() | (pl.col("opened_on") <= end))
        .sort(
            "_i",
            pl.col("closed_on").fill_null(pl.date(9999, 1, 1)) > end,
            "opened_on",
            descending=[False, True, True],
        )
        .unique("_i", keep="first", maintain_order=True)
        .with_columns(place=pl.col("urn").cast(pl.String), place_kind=pl.lit("school"))
    )
    return pl.concat([facts.filter(pl.col("place_kind") != "estab"), matched.select(facts.columns)])


def in_authorities(facts: pl.DataFrame) -> pl.DataFrame:
    """Adds `area`: the authority to which each school belonged at the end of the school year; others are left out."""
    end = pl.date(pl.col("period").str.slice(0, 4).cast(pl.Int32), 8, 31)
    keyed = facts.with_columns(urn=pl.col("place").cast(pl.Int64, strict=False))
    cells = keyed.select("urn", "period").unique()
    lay = (
        cells.join(register.spells(), on="urn")
        .filter(
            (pl.col("from_on").is_null() | (pl.col("from_on") <= end))
            & (pl.col("to_on").is_null() | (pl.col("to_on") > end))
        )
        .unique(["urn", "period"])
        .select("urn", "period", area="authority")
    )
    return keyed.join(lay, on=["urn", "period"], how="inner").drop("urn")


def in_regions(facts: pl.DataFrame) -> pl.DataFrame:
    """Adds `area`: the region of the school's authority."""
    regions = {code: place.region_code for code, place in authorities().items()}
    placed = in_authorities(facts)
    return placed.with_columns(
        area=pl.col("area").replace_strict(regions, default=None, return_dtype=pl.String)
    ).filter(pl.col("area").is_not_null())


def school_names(urns: list[str]) -> dict[str, str]:
    """URN as text -> the school's name."""
    return {str(urn): name for urn, name in register.names([int(u) for u in urns if u.isdigit()]).items()}


def neighbour_editions(authority: str, holding: Holdings) -> list[Edition]:
    """The statistical neighbours of an authority in every edition that is loaded."""
    rows = store.scan(
        "neighbours", holding.having("neighbours"), filters=[pl.col("authority") == authority]
    ).collect()
    names = holding.names()
    found = []
    for (snapshot, as_at), part in rows.group_by("snapshot", "list_as_at"):
        codes = tuple(part.sort("place")["neighbour"].to_list())
        found.append(Edition(as_at, names[str(snapshot)], codes))  # type: ignore[arg-type]
    return found
