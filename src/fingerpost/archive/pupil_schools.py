"""The register as a pupil file needs it: which school a number is, and whose it was in a school year."""

from __future__ import annotations

from datetime import date

import polars as pl

from fingerpost.core import queries as core
from fingerpost.evidence.pupils.schools import SCHOOLS
from fingerpost.register import queries as register


def schools_in(authority: str, year: int) -> pl.DataFrame:
    """Every school that the register knows, with the authority it belonged to in the school year.

    One that changed hands in the year is the authority's that asks. A number that two schools had one after the other
    is the later's.
    """
    spells = _in_year(register.spells(), year)
    whose = spells.sort(pl.col("authority") == authority, descending=True).unique("urn", keep="first")
    numbers = register.estabs().filter(
        pl.col("opened_on").is_null() | (pl.col("opened_on") <= date(year, 8, 31))
    )
    last = numbers.sort("closed_on", descending=True, nulls_last=False).unique("laestab", keep="first")
    found = whose.select("urn", "authority").join(last.select("urn", "laestab"), on="urn", how="left")
    found = found.join(_districts(authority), on="urn", how="left")
    where = core.authority(authority)
    region = where.region_code if where else None
    return found.with_columns(
        region=pl.when(pl.col("authority") == authority).then(pl.lit(region, dtype=pl.String))
    ).select(pl.col(name).cast(kind) for name, kind in SCHOOLS.items())


def _in_year(spells: pl.DataFrame, year: int) -> pl.DataFrame:
    begun = pl.col("from_on").is_null() | (pl.col("from_on") <= date(year, 8, 31))
    ended = pl.col("to_on").is_not_null() & (pl.col("to_on") <= date(year - 1, 9, 1))
    return spells.filter(begun & ~ended)


def _districts(authority: str) -> pl.DataFrame:
    """urn, district of the authority's schools: the code of the Office for National Statistics, else the name."""
    listed = register.ever_of(authority)
    coded = [pl.when(pl.col(name) != "").then(pl.col(name)) for name in ("district_code", "district")]
    return listed.select("urn", district=pl.coalesce(coded))


def districts_of(authority: str) -> dict[int, str | None]:
    """URN -> the district of each of the authority's schools."""
    return dict(_districts(authority).rows())
