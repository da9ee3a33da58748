"""Facts of a cube: the figure of every cell with its two counts and, where a method is published, its interval."""

from __future__ import annotations

from datetime import date

import polars as pl

from fingerpost.evidence import schema
from fingerpost.evidence.comparison.deviations import Deviations, deviations
from fingerpost.evidence.comparison.significance import with_intervals
from fingerpost.evidence.cube.definition import Definition
from fingerpost.evidence.indicators import CATALOGUE
from fingerpost.evidence.pupils.schema import Measure
from fingerpost.evidence.schema import Status


def facts_of(
    cube: pl.DataFrame,
    definition: Definition,
    *,
    release: str,
    known_on: date,
    known_how: str = "stated",
    spread: Deviations | None = None,
) -> pl.DataFrame:
    """One fact for each cell and measure that counts anybody, in the columns of `schema.FACTS`.

    The numerator is in the words of people: pupils, points and not hundredths of points. `spread` holds the national
    standard deviations that intervals of progress need; those that the product ships with, if none is given.
    """
    spread = deviations() if spread is None else spread
    said = {
        "status": Status.REPORTED.value,
        "release": release,
        "known_on": known_on,
        "known_how": known_how,
    }
    made = [_of(cube, measure, said, spread) for measure in definition.measures]
    return schema.conform("facts", pl.concat(made))


def _of(cube: pl.DataFrame, measure: Measure, said: dict[str, object], spread: Deviations) -> pl.DataFrame:
    counted, total = pl.col(f"{measure.name}_n"), pl.col(f"{measure.name}_sum")
    facts = cube.filter(counted > 0).select(
        "place_kind",
        "place",
        "group",
        indicator=pl.lit(measure.indicator),
        period=pl.col("year").cast(pl.String),
        value=measure.times * total / counted,
        numerator=measure.factor * total,
        denominator=counted.cast(pl.Float64),
        lower=pl.lit(None, dtype=pl.Float64),
        upper=pl.lit(None, dtype=pl.Float64),
        column=pl.lit(measure.name),
        **{name: pl.lit(value) for name, value in said.items()},
    )
    indicator = CATALOGUE.by_code[measure.indicator]
    return with_intervals(facts, indicator, spread).drop("interval")
