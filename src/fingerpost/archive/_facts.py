"""Stands in until the cube makes its own facts."""

from __future__ import annotations

from datetime import date

import polars as pl

from fingerpost.evidence.cube.definition import Definition
from fingerpost.evidence.pupils.schema import Kind


def facts_of(cube: pl.DataFrame, definition: Definition, *, release: str, known_on: date) -> pl.DataFrame:
    """Facts of a cube, without intervals."""
    parts = []
    for measure in definition.measures:
        n, total = pl.col(f"{measure.name}_n"), pl.col(f"{measure.name}_sum")
        scale = 1.0 if measure.kind is Kind.SHARE else measure.factor
        parts.append(
            cube.filter(n > 0).select(
                "place_kind",
                "place",
                "group",
                indicator=pl.lit(measure.indicator),
                period=pl.col("year").cast(pl.String),
                value=measure.times * total / n,
                status=pl.lit("reported"),
                numerator=(total * scale).cast(pl.Float64),
                denominator=n.cast(pl.Float64),
                release=pl.lit(release),
                known_on=pl.lit(known_on),
                known_how=pl.lit("stated"),
                column=pl.lit(measure.name),
            )
        )
    return pl.concat(parts)
