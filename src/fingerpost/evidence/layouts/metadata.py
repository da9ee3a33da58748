"""Metadata: files that say what the columns of another file mean, recognised as such and never used as data."""

from __future__ import annotations

import polars as pl

from fingerpost.evidence.layouts.base import Context, Layout, Output
from fingerpost.evidence.reading.files import Table
from fingerpost.evidence.reading.values import integers

#: The heading over the columns' names, and over their descriptions, in the order in which they are tried. `Field Name`
#: is a name in most files and the description in those that have a `Field Reference`.
NAMES = (
    "Field Reference",
    "Metafile heading",
    "Metadata file heading",
    "CSV field name",
    "Field Name",
    "Variable",
)
DESCRIPTIONS = (
    "Metafile description",
    "Metadata file description",
    "Field description",
    "Label/Description",
    "Label",
    "Description",
    "Field Name",
)
#: What the Type of a variable says of its unit and decimals.
TYPES = {"pct": ("%", None), "pct1": ("%", 1), "pct2": ("%", 2), "integer": ("number", 0)}


def read_table_metadata(table: Table, context: Context, output: Output) -> None:
    """One label a column of a performance table."""
    name = next((found for heading in NAMES if (found := table.find(heading))), None)
    label = next((f for heading in DESCRIPTIONS if (f := table.find(heading)) and f != name), None)
    if name is None or label is None:
        return
    kind = pl.col(table.find("Type") or name).str.to_lowercase()
    frame = table.frame.select(
        "row",
        column=pl.col(name),
        label=pl.col(label),
        unit=kind.replace_strict(
            {k: unit for k, (unit, _) in TYPES.items()}, default=None, return_dtype=pl.String
        ),
        decimals=kind.replace_strict(
            {k: d for k, (_, d) in TYPES.items()}, default=None, return_dtype=pl.Int8
        ),
    )
    _add(frame, output)


def read_tidy_metadata(table: Table, context: Context, output: Output) -> None:
    """One label a column of a tidy file."""
    unit, places = table.find("indicator_unit"), table.find("indicator_dp")
    frame = table.frame.select(
        "row",
        column=pl.col(table.find("col_name") or ""),
        label=pl.col(table.find("label") or ""),
        unit=pl.col(unit) if unit else pl.lit(None, dtype=pl.String),
        decimals=integers(places).cast(pl.Int8) if places else pl.lit(None, dtype=pl.Int8),
    )
    _add(frame, output)


def _add(frame: pl.DataFrame, output: Output) -> None:
    named = frame.filter((pl.col("column").fill_null("") != "") & (pl.col("label").fill_null("") != ""))
    output.aside("rows that name no column or say nothing of it", frame.height - named.height)
    output.add("labels", named)


LAYOUTS = (
    Layout(
        code="tidy_metadata",
        title="Metadata of a tidy file",
        required=("col_name", "col_type", "label"),
        read=read_tidy_metadata,
        origin="metadata",
    ),
    Layout(
        code="table_metadata",
        title="Metadata of a performance table",
        required=(),
        one_of=(NAMES, DESCRIPTIONS),
        read=read_table_metadata,
        origin="metadata",
    ),
)
