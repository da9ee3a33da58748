"""Statistical neighbours: the ten authorities most like each, as published now and then in a new edition.

Two rows of letters and numbers stand above the header, the heading SNP ten times in it, and an earlier edition below a
row that says "Old SNs": that block is another list and is left alone.
"""

from __future__ import annotations

import polars as pl

from fingerpost.evidence.layouts.base import Context, Layout, Output
from fingerpost.evidence.reading.files import Table
from fingerpost.evidence.reading.values import code3

PLACES = range(1, 11)


def read(table: Table, context: Context, output: Output) -> None:
    """Ten rows an authority, nearest first, with how close each is in the file's words."""
    table = table.having([f"SN{place}" for place in PLACES])
    current = _until_old(table.frame)
    output.aside("rows of an earlier edition in the same sheet", table.frame.height - current.height)
    rows = current.with_columns(authority=code3(table.find("LA num") or "LA num"))
    named = rows.filter(pl.col("authority").is_not_null())
    output.aside("rows that name no authority", rows.height - named.height)
    neighbours = pl.concat(_place(named, table, place) for place in PLACES)
    output.add("neighbours", neighbours.filter(pl.col("neighbour").is_not_null()))


def _until_old(frame: pl.DataFrame) -> pl.DataFrame:
    says_old = pl.any_horizontal(
        pl.col(name).str.to_lowercase().str.starts_with("old sn") for name in frame.columns if name != "row"
    ).fill_null(False)
    old = frame.filter(says_old)
    return frame.filter(pl.col("row") < old["row"][0]) if old.height else frame


def _place(rows: pl.DataFrame, table: Table, place: int) -> pl.DataFrame:
    closeness = table.find("SNP" if place == 1 else f"SNP ({place})")
    return rows.select(
        "row",
        "authority",
        neighbour=code3(table.find(f"SN{place}") or f"SN{place}"),
        place=pl.lit(place, dtype=pl.Int8),
        closeness=pl.col(closeness).str.to_lowercase() if closeness else pl.lit(None, dtype=pl.String),
    )


LAYOUTS = (
    Layout(
        code="neighbours",
        title="Statistical neighbours",
        required=("LA num", "LA Name", "SN1", "SN2", "SN10", "SNP"),
        read=read,
        needs="as_at",
        repeated=("SNP",),
    ),
)
