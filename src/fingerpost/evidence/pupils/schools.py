"""Which school a row is of, from whatever the file names it by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from fingerpost.evidence.pupils import columns
from fingerpost.evidence.pupils.mapping import PupilLayout
from fingerpost.evidence.pupils.sieve import OF_FILE, Sieved

#: What the register says of each school on the day: those of every authority, so that another's can be told.
SCHOOLS = {
    "urn": pl.Int64,
    "laestab": pl.String,
    "authority": pl.String,
    "district": pl.String,
    "region": pl.String,
}
NONE_NAMED = "no school is named"
NOT_KNOWN = "the school is not in the register"
ANOTHER = "the school is another authority's"


@dataclass(frozen=True)
class Placed:
    """One row a row of the file: urn, district, region, and why there is none."""

    frame: pl.DataFrame
    column: str


def placed(
    sieved: Sieved, layout: PupilLayout, schools: pl.DataFrame, authority: str, urn: int | None
) -> Placed:
    """Find the school of every row; `urn` is the one school of a file that names none."""
    column, named = _named(sieved, layout, authority, urn)
    by_urn = schools.select("urn", "authority", "district", "region")
    by_estab = schools.filter(pl.col("laestab").is_not_null() & (pl.col("laestab") != ""))
    estabs = dict(by_estab.sort(pl.col("authority") == authority).select("laestab", "urn").rows())
    number = pl.col("named").str.replace_all(r"[/ -]", "").str.replace(r"\.0$", "")
    frame = sieved.frame.select("row").with_columns(named=named).with_columns(_n=number)
    found = pl.coalesce(
        pl.when(pl.col("_n").str.len_chars() == 7).then(pl.col("_n").replace_strict(estabs, default=None)),
        pl.when(pl.col("_n").str.contains(r"^\d{5,6}$")).then(pl.col("_n").cast(pl.Int64, strict=False)),
    )
    frame = frame.with_columns(urn=found.cast(pl.Int64)).join(
        by_urn, on="urn", how="left", maintain_order="left"
    )
    return Placed(frame.with_columns(why=_why(authority)), column)


def _why(authority: str) -> pl.Expr:
    return (
        pl.when(pl.col("named").fill_null("") == "")
        .then(pl.lit(NONE_NAMED))
        .when(pl.col("authority").is_null())
        .then(pl.lit(NOT_KNOWN))
        .when(pl.col("authority") != authority)
        .then(pl.lit(ANOTHER))
    )


def _named(sieved: Sieved, layout: PupilLayout, authority: str, urn: int | None) -> tuple[str, pl.Series]:
    """The cells that name the school, as a URN or a LAESTAB, and the column's name."""
    names = {target: layout.column_of(target) for target in (columns.URN, columns.LAESTAB, columns.ESTAB)}
    parts = []
    for target in (columns.URN, columns.LAESTAB):
        if name := names[target]:
            told: Mapping[str, str] = layout.words.get(target, {})
            parts.append(pl.col(OF_FILE + name).replace(told) if told else pl.col(OF_FILE + name))
    if name := names[columns.ESTAB]:
        of = layout.column_of(columns.AUTHORITY)
        code = pl.col(OF_FILE + of) if of else pl.lit(authority)
        cell = pl.col(OF_FILE + name).str.zfill(4)
        parts.append(pl.when(pl.col(OF_FILE + name).str.len_chars() <= 4).then(code + cell).otherwise(cell))
    if urn is not None:
        parts.append(pl.lit(str(urn)))
    filled: list[pl.Expr] = [pl.when(part != "").then(part) for part in parts]
    filled = filled or [pl.lit(None, dtype=pl.String)]
    said = next((name for name in names.values() if name), "")
    return said, sieved.frame.select(named=pl.coalesce(filled)).to_series()
