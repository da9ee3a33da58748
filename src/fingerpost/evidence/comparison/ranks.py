"""Where a place stands among the others: rank and quartile, from unrounded figures."""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

BY = ["group", "period"]


def ranked(frame: pl.DataFrame, better: str, by: Sequence[str] = BY) -> pl.DataFrame:
    """Add `rank` (1 is best, ties share the best place), `of` (places with a value) and `quartile` (A best to D).

    Quartiles are those of the values by linear interpolation (type 7), upper edge inclusive, as LAIT has them. Where
    neither way is better there is no rank and no quartile. `by` says among whom: the same of each of these.
    """
    valued = frame.filter(pl.col("value").is_not_null() & pl.col("value").is_finite())
    if better == "neither" or valued.is_empty():
        return frame.with_columns(
            rank=pl.lit(None, dtype=pl.UInt32),
            of=pl.lit(None, dtype=pl.UInt32),
            quartile=pl.lit(None, dtype=pl.String),
        )
    edges = {q: pl.col("value").quantile(q, interpolation="linear").over(by) for q in (0.25, 0.5, 0.75)}
    low_first = ["D", "C", "B", "A"] if better == "high" else ["A", "B", "C", "D"]
    quartile = (
        pl.when(pl.col("value") <= edges[0.25]).then(pl.lit(low_first[0]))
        .when(pl.col("value") <= edges[0.5]).then(pl.lit(low_first[1]))
        .when(pl.col("value") <= edges[0.75]).then(pl.lit(low_first[2]))
        .otherwise(pl.lit(low_first[3]))
    )  # fmt: skip
    found = valued.select(
        "place",
        *by,
        rank=pl.col("value").rank("min", descending=better == "high").over(by).cast(pl.UInt32),
        of=pl.len().over(by),
        quartile=quartile,
    )
    return frame.join(found, on=["place", *by], how="left")


def with_range(frame: pl.DataFrame, better: str, by: Sequence[str] = BY) -> pl.DataFrame:
    """Add `rank_low` and `rank_high`: the best and the worst place that the intervals leave possible (ours).

    Better for sure are the places whose whole interval lies beyond this one's; a place without an interval is taken at
    its figure, and has no range of its own.
    """
    none = pl.lit(None, dtype=pl.UInt32)
    valued = frame.filter(pl.col("value").is_not_null() & pl.col("value").is_finite())
    if better == "neither" or valued.is_empty():
        return frame.with_columns(rank_low=none, rank_high=none)
    # A rounded figure may lie outside its own interval.
    low = pl.min_horizontal("lower", "value").fill_null(pl.col("value"))
    high = pl.max_horizontal("upper", "value").fill_null(pl.col("value"))
    ends = valued.with_columns(_low=low, _high=high).group_by(by).agg(
        "place",
        _known=pl.col("lower").is_not_null() & pl.col("upper").is_not_null(),
        _of=pl.len(),
        _above=pl.len() - pl.col("_low").sort().search_sorted(pl.col("_high"), side="right"),
        _below=pl.col("_high").sort().search_sorted(pl.col("_low"), side="left"),
    ).explode("place", "_known", "_above", "_below")  # fmt: skip
    ahead, behind = ("_above", "_below") if better == "high" else ("_below", "_above")
    found = ends.filter("_known").select(
        "place",
        *by,
        rank_low=(pl.col(ahead) + 1).cast(pl.UInt32),
        rank_high=(pl.col("_of") - pl.col(behind)).cast(pl.UInt32),
    )
    return frame.join(found, on=["place", *by], how="left", maintain_order="left")
