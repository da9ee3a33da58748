"""The cube as a person would write it down: each group in each kind of place straight from the pupils.

Slow and plain. The fast engines are held to it by tests, and a reader who wants to know what a cell means reads this.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import polars as pl

from fingerpost.evidence.cube.definition import PLACE_COLUMNS, Definition, PupilGroup, statistics_of
from fingerpost.evidence.cube.reading import year_of, years_in
from fingerpost.evidence.pupils.schema import Kind, Measure
from fingerpost.evidence.schema import ENGLAND, PlaceKind


def cube(files: Sequence[Path], definition: Definition, only: Collection[int] = ()) -> Iterator[pl.DataFrame]:
    """One frame a year."""
    for year in years_in(files, definition, only):
        yield of_year(year_of(files, definition, year).collect(), definition, year)


def of_year(pupils: pl.DataFrame, definition: Definition, year: int) -> pl.DataFrame:
    """The cube of one year's pupils."""
    cells = [
        _cells(pupils.lazy().filter(who(group)), kind, definition)
        .with_columns(
            year=pl.lit(year, dtype=pl.Int16), place_kind=pl.lit(kind.value), group=pl.lit(group.code)
        )
        .select("year", "place_kind", "place", "group", *definition.statistics)
        for kind in definition.places
        for group in definition.groups
    ]
    return pl.concat(pl.collect_all(cells))


def who(group: PupilGroup) -> pl.Expr:
    """Whether a pupil belongs; one whose value is missing does not."""
    belongs = pl.lit(True)
    for column, values in group.all_of:
        belongs &= pl.col(column).is_in(values).fill_null(False)
    return belongs


def _cells(members: pl.LazyFrame, kind: PlaceKind, definition: Definition) -> pl.LazyFrame:
    column = PLACE_COLUMNS[kind]
    place = pl.lit(ENGLAND) if column is None else pl.col(column).cast(pl.String)
    counts = [one for measure in definition.measures for one in counted(measure)]
    cells = members.with_columns(place=place).drop_nulls("place").group_by("place")
    return cells.agg(pl.len().cast(pl.Int64).alias("pupils"), *counts)


def counted(measure: Measure) -> list[pl.Expr]:
    """The measure's statistics of some pupils, as whole numbers."""
    value, *of = (pl.col(column).cast(pl.Int64) for column in measure.columns)
    if measure.kind is Kind.RATE:
        both = value.is_not_null() & of[0].is_not_null()
        parts = [of[0].filter(both).sum(), value.filter(both).sum()]
    else:
        parts = [value.count().cast(pl.Int64), value.sum()]
    if measure.kind is Kind.SCORE:
        parts.append((value * value).sum())
    return [part.alias(name) for part, name in zip(parts, statistics_of(measure), strict=True)]
