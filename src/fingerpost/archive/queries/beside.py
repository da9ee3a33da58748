"""What stands beside a place without being one: its statistical neighbours, and schools like it."""

from __future__ import annotations

import polars as pl

from fingerpost.archive.queries import gathering
from fingerpost.evidence import comparison
from fingerpost.evidence.comparison import Edition
from fingerpost.present import formats

#: How several places are taken together -> in words.
WAYS = {
    "mean": "mean of their figures",
    "median": "median of their figures",
    "pooled": "all their pupils together",
}
_CELL = ["group", "period"]


def neighbours(authorities: pl.DataFrame, editions: list[Edition], way: str) -> pl.DataFrame:
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
    return _together(found, way).with_columns(place_kind=pl.lit("neighbours"), place=pl.lit(way))


def _named(edition: Edition) -> str:
    return f"edition of {formats.day(edition.as_at)} ({edition.file})"


def _together(found: pl.DataFrame, way: str) -> pl.DataFrame:
    """One row a group and year; pooled only where every one of them has its pupils counted."""
    counted = pl.col("numerator").is_not_null().all() & pl.col("denominator").is_not_null().all()
    together = (
        found.group_by(*_CELL)
        .agg(
            pl.col("_edition", "_early", "_of").first(),
            _held=pl.len(),
            _mean=pl.col("value").mean(),
            _median=pl.col("value").median(),
            numerator=pl.when(counted).then(pl.col("numerator").sum()),
            denominator=pl.when(counted).then(pl.col("denominator").sum()),
            _scale=(pl.col("value") * pl.col("denominator")).sum() / pl.col("numerator").sum(),
            known_on=pl.col("known_on").max(),
        )
        .with_columns(among="_edition")
    )
    pooled = pl.col("_scale").round() * pl.col("numerator") / pl.col("denominator")
    value = {"mean": pl.col("_mean"), "median": pl.col("_median"), "pooled": pooled}[way]
    early = pl.when("_early").then(pl.lit(", the earliest held")).otherwise(pl.lit(""))
    uncounted = (
        pl.when(value.is_null()).then(pl.lit("; their pupils are not all counted")).otherwise(pl.lit(""))
    )
    note = pl.format("{} of {} neighbours, {}{}{}", "_held", "_of", "_edition", early, uncounted)
    kept = together.with_columns(
        value=value,
        note=note,
        origin=pl.lit(gathering.NEIGHBOURS),
        status=pl.when(value.is_null()).then(pl.lit("not available")).otherwise(pl.lit("reported")),
        place_name=pl.lit(f"Statistical neighbours, {WAYS[way]}"),
        numerator=pl.col("numerator") if way == "pooled" else pl.lit(None, dtype=pl.Float64),
        denominator=pl.col("denominator") if way == "pooled" else pl.lit(None, dtype=pl.Float64),
    )
    return gathering.conform(kept.drop("_edition", "_early", "_of", "_held", "_mean", "_median", "_scale"))


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
