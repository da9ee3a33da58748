"""Figures of areas from their schools."""

from __future__ import annotations

import polars as pl

from fingerpost.evidence.comparison.ranks import BY
from fingerpost.evidence.indicators import Indicator


def summed(facts: pl.DataFrame, indicator: Indicator) -> pl.DataFrame:
    """Figures of areas from their schools: `place`, group, period, value, numerator, denominator, schools, without.

    Percentages are sums of pupils: where a file gives a percentage and a cohort, the number is the nearest whole pupil.
    Means are weighted by cohort; plain counts add up. A school without a figure is left out of both and counted.
    """
    is_count, percent = _is_count(indicator), _is_percent(indicator)
    sums = (
        counted(facts, indicator)
        .group_by("area", *BY)
        .agg(
            numerator=pl.col("n").filter("usable").sum(),
            denominator=pl.col("d").filter("usable").sum(),
            schools=pl.col("usable").sum(),
            without=(~pl.col("usable")).sum(),
        )
    )
    times = 100.0 if percent else 1.0
    value = pl.col("numerator") if is_count else times * pl.col("numerator") / pl.col("denominator")
    return sums.rename({"area": "place"}).with_columns(value=pl.when(pl.col("schools") > 0).then(value))


def counted(facts: pl.DataFrame, indicator: Indicator) -> pl.DataFrame:
    """Add `n` and `d`, the pupils or points of a figure and the cohort behind it, and whether they are `usable`."""
    is_count = _is_count(indicator)
    numerator = (
        (pl.col("value") * pl.col("denominator") / 100).round()
        if _is_percent(indicator)
        else pl.col("value") * pl.col("denominator")
    )
    usable = pl.col("value").is_not_null() & (pl.lit(is_count) | (pl.col("denominator") > 0))
    return facts.with_columns(
        n=pl.coalesce("numerator", numerator) if not is_count else pl.col("value"),
        d=pl.col("denominator") if not is_count else pl.lit(1.0),
        usable=usable.fill_null(False),
    )


def _is_count(indicator: Indicator) -> bool:
    return indicator.unit in ("pupils", "staff")


def _is_percent(indicator: Indicator) -> bool:
    return indicator.unit in ("%", "per 100")
