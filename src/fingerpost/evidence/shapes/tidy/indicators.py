"""Facts of a tidy file: ours where an indicator names the columns, the others under `tidy:` and the column's name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from fingerpost.evidence.groups import tidy_word
from fingerpost.evidence.indicators import CATALOGUE, Indicator, Source
from fingerpost.evidence.layouts.base import Output
from fingerpost.evidence.reading.files import Table
from fingerpost.evidence.reading.values import Codes, Parsed, parse
from fingerpost.evidence.schema import Status
from fingerpost.evidence.shapes import exact
from fingerpost.evidence.shapes.tidy.filters import Shape

PREFIX = "tidy:"


@dataclass(frozen=True)
class Columns:
    """The parsed indicator columns of a file; a column with an unlisted code is not among them."""

    table: Table
    parsed: Mapping[str, Parsed]

    def find(self, name: str) -> str | None:
        """The file's own name of a usable indicator column."""
        found = self.table.find(name) if name else None
        return found if found in self.parsed else None

    def value(self, name: str | None) -> pl.Series:
        """A column's figures, nulls where there is no such column."""
        if name is None:
            return pl.repeat(None, self.table.frame.height, dtype=pl.Float64, eager=True)
        return self.parsed[name].frame["value"]


def parse_all(table: Table, shape: Shape, codes: Codes, output: Output) -> Columns:
    """Read every indicator column; one with an unlisted code stops and is named."""
    parsed: dict[str, Parsed] = {}
    for name in shape.indicators:
        column = parse(table.frame[name], codes)
        if column.strangers:
            shown = ", ".join(repr(stranger) for stranger in column.strangers[:3])
            row = None if column.first_stranger is None else int(table.frame["row"][column.first_stranger])
            output.say(
                "warning",
                f"Column {name} holds {shown}, neither a number nor a code of this layout: the column is not used.",
                row=row,
                column=name,
            )
        else:
            parsed[name] = column
    return Columns(table, parsed)


@dataclass(frozen=True)
class Taken:
    """An indicator of ours found in the file: where, on which rows, and the filters that this uses up."""

    indicator: Indicator
    source: Source
    rows: pl.Series
    filters: tuple[str, ...]


def ours(columns: Columns, shape: Shape) -> list[Taken]:
    """The indicators that the file holds, the first of an indicator's sources that fits."""
    taken: dict[str, Taken] = {}
    for indicator, source in CATALOGUE.sources_in("tidy"):
        found = _fits(columns, shape, indicator, source)
        if found and indicator.code not in taken:
            taken[indicator.code] = found
    return list(taken.values())


def _fits(columns: Columns, shape: Shape, indicator: Indicator, source: Source) -> Taken | None:
    needed = [source.value] if source.value else [source.numerator, source.denominator]
    if not all(columns.find(name) for name in needed):
        return None
    filters: list[str] = []
    rows = pl.Series([True] * columns.table.frame.height, dtype=pl.Boolean)
    for column, wanted in source.where:
        name = columns.table.find(column)
        if name is None:
            return None
        cells = columns.table.frame[name].fill_null("")
        same = {cell for cell in cells.unique().to_list() if tidy_word(cell) == tidy_word(wanted)}
        rows = rows & cells.is_in(list(same))
        filters.append(name)
    return Taken(indicator, source, rows, tuple(filters)) if rows.any() else None


def facts_of(taken: Taken, columns: Columns) -> pl.DataFrame:
    """row, indicator, value, status and what goes with it, for the rows that are about the indicator."""
    source, indicator = taken.source, taken.indicator
    numerator, denominator = columns.find(source.numerator), columns.find(source.denominator)
    value_column = columns.find(source.value)
    n, d = columns.value(numerator), columns.value(denominator)
    if value_column:
        value, status = columns.value(value_column), columns.parsed[value_column].frame["status"]
        if source.mean or indicator.unit in ("%", "per 100"):
            times = 1.0 if source.mean else 100.0
            value = exact.percentages(value, n, d, columns.table.frame[value_column], times)
    else:
        value, status = _divided(columns, numerator or "", denominator or "", source.mean)
    frame = pl.DataFrame(
        {
            "row": columns.table.frame["row"],
            "value": value * source.factor,
            "status": status,
            "numerator": n,
            "denominator": d,
            "lower": columns.value(columns.find(source.lower)) * source.factor,
            "upper": columns.value(columns.find(source.upper)) * source.factor,
        }
    )
    text = columns.table.find(source.text) if source.text else None
    return frame.with_columns(
        text=columns.table.frame[text] if text else pl.lit(None, dtype=pl.String),
        indicator=pl.lit(indicator.code),
        column=pl.lit(value_column or f"{numerator} / {denominator}"),
    ).filter(taken.rows)


def _divided(
    columns: Columns, numerator: str, denominator: str, is_mean: bool
) -> tuple[pl.Series, pl.Series]:
    """A rate from a total and the pupils it is over; the reason for a gap is that of whichever has none."""
    frame = pl.DataFrame(
        {
            "n": columns.value(numerator),
            "d": columns.value(denominator),
            "ns": columns.parsed[numerator].frame["status"],
            "ds": columns.parsed[denominator].frame["status"],
        }
    )
    reported = Status.REPORTED.value
    both = (pl.col("ns") == reported) & (pl.col("ds") == reported)
    rate = pl.col("n") / pl.col("d") * (1.0 if is_mean else 100.0)
    made = frame.select(
        value=pl.when(both & (pl.col("d") > 0)).then(rate),
        status=pl.when(both & (pl.col("d") > 0))
        .then(pl.lit(reported))
        .when(both)
        .then(pl.lit(Status.NOT_APPLICABLE.value))
        .when(pl.col("ns") == reported)
        .then(pl.col("ds"))
        .otherwise(pl.col("ns")),
    )
    return made["value"], made["status"]


def others(columns: Columns, taken: list[Taken]) -> Iterator[tuple[str, pl.DataFrame]]:
    """Every column that no indicator of ours used up, under its own name; of one used in part, the other rows."""
    used: dict[str, pl.Series] = {}
    for found in taken:
        for name in _columns_of(found.source, columns):
            used[name] = (used[name] | found.rows) if name in used else found.rows
    for name, column in columns.parsed.items():
        rows = ~used[name] if name in used else None
        if rows is not None and not rows.any():
            continue
        frame = pl.DataFrame(
            {
                "row": columns.table.frame["row"],
                "value": column.frame["value"],
                "status": column.frame["status"],
            }
        ).with_columns(indicator=pl.lit(PREFIX + name), column=pl.lit(name))
        yield name, frame if rows is None else frame.filter(rows)


def _columns_of(source: Source, columns: Columns) -> list[str]:
    names = (source.value, source.numerator, source.denominator, source.lower, source.upper, source.text)
    return [found for name in names if (found := columns.find(name))]
