"""From the place in a file to the places we count by: URNs for LAESTABs, authorities, regions, neighbours."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

import polars as pl

from fingerpost.archive import store
from fingerpost.archive.queries.snapshots import Holdings
from fingerpost.core import queries as core
from fingerpost.evidence.comparison import Edition, end_of
from fingerpost.evidence.schema import ENGLAND, OF_ONE_AUTHORITY
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


#: A sum stands for a region or for England when at least this share of its authorities has a school in it (ours: the
#: smallest have one school, and its figure may be withheld).
WHOLE = 0.9


def in_areas_above(placed: pl.DataFrame) -> pl.DataFrame:
    """Facts of schools with their authority as `area`, put into its region and into England.

    Only those groups and years in which nearly every authority of the region (or England) has a figure, and nobody's
    own data: what one authority alone holds is no figure of England.
    """
    published = placed.filter(~pl.col("origin").is_in(list(OF_ONE_AUTHORITY)))
    above = [published.join(_above(published), on=["area", "period"])]
    above.append(above[0].with_columns(above=pl.lit(ENGLAND), authorities="all_authorities"))
    both = pl.concat(above).with_columns(
        held=pl.col("area").filter(pl.col("value").is_not_null()).n_unique().over("above", "group", "period")
    )
    return both.filter(pl.col("held") >= WHOLE * pl.col("authorities")).with_columns(area="above")


def _above(placed: pl.DataFrame) -> pl.DataFrame:
    """area, period, above (the region), and how many authorities that and England had in the year."""
    ends = [(period, end_of(period)) for period in placed["period"].unique()]
    standing = [
        (code, period, place.region_code)
        for code, place in authorities().items()
        for period, end in ends
        if place.region_code and is_within(place.opened_on, place.closed_on, end)
    ]
    schema = {"area": pl.String, "period": pl.String, "above": pl.String}
    return pl.DataFrame(standing, schema=schema, orient="row").with_columns(
        authorities=pl.len().over("above", "period"), all_authorities=pl.len().over("period")
    )


def is_within(from_on: date | None, to_on: date | None, day: date) -> bool:
    """Whether a day lies in a span; an open end goes on."""
    return (from_on is None or from_on <= day) and (to_on is None or day <= to_on)


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
