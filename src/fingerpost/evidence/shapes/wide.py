"""Facts from a wide table: one row a place, one column an indicator and pupil group.

The columns are those that the indicators name (`Source`), so a new indicator needs no word here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from fingerpost.evidence.groups import SUFFIXES
from fingerpost.evidence.indicators import CATALOGUE, Indicator, Source
from fingerpost.evidence.layouts.base import Output
from fingerpost.evidence.reading.files import Table
from fingerpost.evidence.reading.values import Codes, parse
from fingerpost.evidence.schema import Release, Status
from fingerpost.evidence.shapes import exact


@dataclass(frozen=True)
class Cells:
    """Everything a wide reading needs beside the table.

    `places` has row, place_kind, place and the row's own group (a national row can be about primary schools alone):
    only rows in it are kept.
    """

    source: str
    places: pl.DataFrame
    period: str
    known_on: date
    known_how: str
    codes: Codes
    release: str = Release.FINAL.value
    suffixes: Mapping[str, str] = field(default_factory=lambda: SUFFIXES)
    counts: Mapping[str, str] = field(default_factory=dict)


def facts(table: Table, cells: Cells, output: Output) -> pl.DataFrame:
    """All facts of the table, each from the first of its indicator's columns that the file has.

    A column with a code that the layout does not list is left out and named.
    """
    found: dict[tuple[str, str], pl.DataFrame] = {}
    kept = Table(table.sheet, table.frame.join(cells.places, on="row", how="inner", maintain_order="left"))
    for indicator, source in CATALOGUE.sources_in(cells.source):
        for suffix, group in _suffixes(source, cells.suffixes):
            if (indicator.code, group) in found:
                continue
            frame = _column(kept, indicator, source, suffix, group, cells, output)
            if frame is not None:
                found[indicator.code, group] = frame
    facts = pl.concat(found.values()) if found else pl.DataFrame()
    output.add("facts", facts)
    return facts


def _suffixes(source: Source, suffixes: Mapping[str, str]) -> list[tuple[str, str]]:
    templates = (source.value, source.numerator, source.denominator)
    return list(suffixes.items()) if any("{g}" in t for t in templates) else [("", "all")]


def _column(
    table: Table, indicator: Indicator, source: Source, suffix: str, group: str, cells: Cells, output: Output
) -> pl.DataFrame | None:
    column = _total(table, source.value) or table.find(source.value.replace("{g}", suffix))
    if column is None:
        return None
    parsed = parse(
        table.frame[column] if column in table.frame.columns else _sum(table, source.value), cells.codes
    )
    if parsed.strangers:
        row = None if parsed.first_stranger is None else int(table.frame["row"][parsed.first_stranger])
        shown = ", ".join(repr(s) for s in parsed.strangers[:3])
        output.say(
            "warning",
            f"Column {column} holds {shown}, neither a number nor a code of this layout: the column is not used.",
            row=row,
            column=column,
        )
        return None
    number = {
        name: _number(table, template.replace("{g}", suffix), cells.codes)
        for name, template in _numbers(source).items()
    }
    own = source.denominator.replace("{g}", suffix)
    if own != source.denominator and group in cells.counts and not table.find(own):
        number["denominator"] = _number(table, cells.counts[group], cells.codes)
    return table.frame.select(
        "row",
        "place_kind",
        "place",
        value=_value(table, column, parsed.frame["value"], number, indicator) * source.factor,
        status=_status(parsed.frame["status"], indicator, cells.period),
        text=_text(table, source.text.replace("{g}", suffix)),
        indicator=pl.lit(indicator.code),
        group=_group(group),
        period=pl.lit(cells.period),
        release=pl.lit(cells.release),
        known_on=pl.lit(cells.known_on),
        known_how=pl.lit(cells.known_how),
        column=pl.lit(column),
        **number,
    )


def _value(
    table: Table, column: str, value: pl.Series, number: Mapping[str, pl.Series], indicator: Indicator
) -> pl.Series:
    """A percentage from its counts where the file has both, unrounded."""
    if indicator.unit != "%" or column not in table.frame.columns:
        return value
    return exact.percentages(value, number["numerator"], number["denominator"], table.frame[column])


def _group(group: str) -> pl.Expr:
    """The column's group for rows about everybody; for a row with a group of its own the two at once."""
    both = [pl.col("group"), pl.lit(group)] if group != "all" else [pl.col("group")]
    return pl.when(pl.col("group") == "all").then(pl.lit(group)).otherwise(pl.concat_str(both, separator="+"))


def _status(status: pl.Series, indicator: Indicator, period: str) -> pl.Series:
    """A measure that did not exist in the year is not applicable, whatever blank the file has."""
    if indicator.exists_in(int(period[:4])):
        return status
    return status.replace(Status.BLANK.value, Status.NOT_APPLICABLE.value)


def _numbers(source: Source) -> dict[str, str]:
    return {
        "numerator": source.numerator,
        "denominator": source.denominator,
        "lower": source.lower,
        "upper": source.upper,
    }


def _number(table: Table, name: str, codes: Codes) -> pl.Series:
    column = table.find(name) if name else None
    if column is None:
        return pl.repeat(None, table.frame.height, dtype=pl.Float64, eager=True)
    return parse(table.frame[column], codes).frame["value"]


def _text(table: Table, name: str) -> pl.Series:
    column = table.find(name) if name else None
    if column is None:
        return pl.repeat(None, table.frame.height, dtype=pl.String, eager=True)
    return table.frame[column]


def _total(table: Table, template: str) -> str | None:
    """The name of a sum of columns, when the source is one and the file has them all."""
    if "+" not in template or not all(table.find(part) for part in template.split("+")):
        return None
    return template


def _sum(table: Table, template: str) -> pl.Series:
    """Columns added up; where one of them has no number, what it says instead."""
    parts = [pl.col(table.find(part) or "") for part in template.split("+")]
    numbers = [part.cast(pl.Float64, strict=False) for part in parts]
    said = [pl.when(number.is_null()).then(part) for part, number in zip(parts, numbers, strict=True)]
    total = pl.sum_horizontal(numbers, ignore_nulls=False).cast(pl.String)
    return table.frame.select(sum=pl.coalesce(total, *said))["sum"]
