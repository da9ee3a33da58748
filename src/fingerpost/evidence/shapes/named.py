"""The schools that a performance table names: proof that a school was there, whoever else knows of it.

Tables make schools too ("not in the register"), so that a result is never lost for want of a list.
"""

from __future__ import annotations

import polars as pl

from fingerpost.evidence.layouts.base import Output
from fingerpost.evidence.reading.files import Table
from fingerpost.evidence.reading.values import code3, integers, text


def schools(table: Table, output: Output, *, urn: str, authority: str, estab: str) -> None:
    """Add a row for each school with a URN, an authority and a number; a row about anything else is passed over."""
    columns = [table.find(name) for name in (urn, authority, estab)]
    if None in columns:
        return
    found_urn, found_authority, found_estab = (str(column) for column in columns)
    name = table.find("SCHNAME") or table.find("SchoolName")
    code = code3(found_authority)
    number = integers(found_estab).cast(pl.String).str.zfill(4)
    rows = table.frame.select(
        "row",
        urn=integers(found_urn),
        authority=code,
        laestab=code + number,
        name=text(name) if name else pl.lit(None, dtype=pl.String),
    )
    output.add("schools", rows.filter(pl.all_horizontal(pl.col("urn", "authority", "laestab").is_not_null())))
