"""What stands beside a place without being one: its statistical neighbours, and schools like it."""

from __future__ import annotations

import polars as pl

from fingerpost.archive.queries import gathering
from fingerpost.evidence import comparison
from fingerpost.evidence.comparison import Edition
from fingerpost.evidence.indicators import Indicator
from fingerpost.present import formats

#: How several places are taken together -> in words.
WAYS = {
    "mean": "mean of their figures",
    "median": "median of their figures",
    "pooled": "all their pupils together",
}
_CELL = ["group", "period"]
_PUPILS = ("numerator", "denominator")


def neighbours(
    authorities: pl.DataFrame, editions: list[Edition], indicator: Indicator, way: str
) -> pl.DataFrame:
    """The statistical neighbours taken together, each year in the edition that serves it, which is named."""
    served = {
        period: comparison.edition_for(editions, comparison.end_of(period))
        for period in authorities["period"].unique().to_list()
        if period[:4].isdigit()
    }
    rows = [
        (period, code, _named(edition), is_early, len(edition.neighbours))
        for period, (edition, is_early) in served.items()
        if edition
        for code in edition.neighbours
    ]
    schema = {
        "period": pl.String, "place": pl.String, "_edition": pl.String, "_early": pl.Boolean, "_of": pl.Int64,
    }  # fmt: skip
    lay = pl.DataFrame(rows, schema=schema, orient="row")
    found = authorities.join(lay, on=["period", "place"]).filter(pl.col("value").is_not_null())
    return _together(found, indicator, way).with_columns(place_kind=pl.lit("neighbours"), place=pl.lit(way))


def _named(edition: Edition) -> str:
    return f"edition of {formats.day(edition.as_at)} ({edition.file})"


def _together(found: pl.DataFrame, indicator: Indicator, way: str) -> pl.DataFrame:
    """One row a group and year; pooled only where every one of them has its pupils counted."""
    together = found.group_by(*_CELL).agg(
        pl.col("_edition", "_early", "_of").first(),
        _held=pl.len(),
        _mean=pl.col("value").mean(),
        _median=pl.col("value").median(),
        known_on=pl.col("known_on").max(),
    )
    lay = together.join(_pooled(found, indicator), on=_CELL, how="left").with_columns(among="_edition")
    value = {"mean": pl.col("_mean"), "median": pl.col("_median"), "pooled": pl.col("_pooled")}[way]
    pupils = [pl.col(name) if way == "pooled" else pl.lit(None).alias(name) for name in _PUPILS]
    made = lay.with_columns(
        *pupils,
        value=value,
        note=_noted(value),
        origin=pl.lit(gathering.NEIGHBOURS),
        status=pl.when(value.is_null()).then(pl.lit("not available")).otherwise(pl.lit("reported")),
        place_name=pl.lit(f"Statistical neighbours, {WAYS[way]}"),
    )
    return gathering.conform(made.drop("_edition", "_early", "_of", "_held", "_mean", "_median", "_pooled"))


def _pooled(found: pl.DataFrame, indicator: Indicator) -> pl.DataFrame:
    """All their pupils as one place; without a figure where those of one of them are not counted."""
    sums = comparison.summed(found.with_columns(area=pl.lit("all of them")), indicator)
    is_whole = pl.col("without") == 0
    told = {"_pooled": "value", "numerator": "numerator", "denominator": "denominator"}
    return sums.select(*_CELL, *(pl.when(is_whole).then(stands).alias(name) for name, stands in told.items()))


def _noted(value: pl.Expr) -> pl.Expr:
    """How many of how many, in which edition, and what is to be known of it."""
    early = pl.when("_early").then(pl.lit(", the earliest held")).otherwise(pl.lit(""))
    uncounted = (
        pl.when(value.is_null()).then(pl.lit("; their pupils are not all counted")).otherwise(pl.lit(""))
    )
    return pl.format("{} of {} neighbours, {}{}{}", "_held", "_of", "_edition", early, uncounted)


def same_edition(frame: pl.DataFrame) -> pl.DataFrame:
    """Take away the change of neighbours from a year in which others were the neighbours, and say so."""
    is_ours = pl.col("place_kind") == "neighbours"
    cell = ["place_kind", "place", "group", "period"]
    earlier = frame.filter(is_ours & pl.col("period").str.contains(r"^\d{4}$")).select(
        *cell[:3], period=(pl.col("period").cast(pl.Int32) + 1).cast(pl.String), _before="among"
    )
    lay = frame.join(earlier, on=cell, how="left", maintain_order="left")
    is_other = is_ours & pl.col("_before").is_not_null() & (pl.col("_before") != pl.col("among"))
    reason = pl.lit("not comparable with the year before: another edition of statistical neighbours")
    return lay.with_columns(
        change=pl.when(~is_other | pl.col("change").is_null()).then("change"),
        change_because=pl.when(is_other & pl.col("change").is_not_null())
        .then(reason)
        .otherwise("change_because"),
    ).drop("_before")
