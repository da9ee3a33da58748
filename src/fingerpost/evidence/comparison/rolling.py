"""Three years taken together, for schools of few pupils: all their pupils, and never the mean of the percentages."""

from __future__ import annotations

import polars as pl

from fingerpost.evidence.comparison.sums import counted
from fingerpost.evidence.indicators import Indicator

YEARS = 3
_PLACE = ["place_kind", "place", "group"]
_SPOILT = ["lower", "upper", "text", "row", "column", "known_on", "release"]


def three_years(frame: pl.DataFrame, indicator: Indicator) -> pl.DataFrame:
    """Each row's figure over its year and the two before, with a `note`; none over a missing year or across a break.

    Where no file says how many pupils a place had in any of the years, as for England, the plain mean serves, and is
    said to be one.
    """
    years = frame.filter(pl.col("period").str.contains(r"^\d{4}$"))
    with_pupils = counted(years, indicator).with_columns(_year=pl.col("period").cast(pl.Int32))
    window = pl.concat(
        [with_pupils.with_columns(_last=pl.col("_year") + step) for step in range(YEARS)]
    ).filter(pl.col("value").is_not_null())
    sums = window.group_by(*_PLACE, "_last").agg(
        _held=pl.len(),
        _n=pl.col("n").sum(),
        _d=pl.col("d").sum(),
        _counted=pl.col("usable").sum(),
        _mean=pl.col("value").mean(),
    )
    lay = with_pupils.join(
        sums, left_on=[*_PLACE, "_year"], right_on=[*_PLACE, "_last"], how="left", maintain_order="left"
    )
    return _told(lay, indicator).drop("n", "d", "usable", "_year", "_held", "_n", "_d", "_counted", "_mean")


def _told(lay: pl.DataFrame, indicator: Indicator) -> pl.DataFrame:
    """The figure where the three years allow one, and words for which years or why there is none."""
    refused = _refused(lay["_year"].unique().to_list(), indicator)
    is_whole = (pl.col("_held") == YEARS).fill_null(False) & refused.is_null()
    is_pooled, is_mean = pl.col("_counted") == YEARS, pl.col("_counted") == 0
    times = 100.0 if indicator.unit in ("%", "per 100") else 1.0
    known = is_whole & (is_pooled | is_mean)
    span = pl.format("{} to {}", pl.col("_year") - (YEARS - 1), "_year")
    note = (
        pl.when(refused.is_not_null()).then(refused)
        .when(~is_whole).then(pl.format("no three years: not every year of {} has a figure", span))
        .when(is_pooled).then(pl.format("the pupils of {} together", span))
        .when(is_mean).then(pl.format("the mean of {}: the pupils are not counted", span))
        .otherwise(pl.format("no three years: the pupils are not counted in every year of {}", span))
    )  # fmt: skip
    value = pl.when(is_pooled).then(times * pl.col("_n") / pl.col("_d")).otherwise("_mean")
    spoilt = [pl.lit(None, dtype=lay.schema[name]).alias(name) for name in _SPOILT if name in lay.columns]
    return lay.with_columns(
        *spoilt,
        value=pl.when(known).then(value),
        numerator=pl.when(known & is_pooled).then("_n"),
        denominator=pl.when(known & is_pooled).then("_d"),
        status=pl.when(known).then(pl.lit("reported")).otherwise(pl.lit("not available")),
        note=note,
    )


def _refused(years: list[int], indicator: Indicator) -> pl.Expr:
    """Why three years that end in a year do not belong together, for the years of which that is so."""
    reasons = {
        year: f"no three years: {found.reason}"
        for year in years
        if (found := indicator.break_between(year - YEARS + 1, year))
    }
    return pl.col("_year").replace_strict(reasons, default=None, return_dtype=pl.String)
