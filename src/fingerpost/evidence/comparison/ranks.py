"""Where a place stands among the others: rank and quartile, from unrounded figures."""

from __future__ import annotations

import polars as pl

BY = ["group", "period"]


def ranked(frame: pl.DataFrame, better: str) -> pl.DataFrame:
    """Add `rank` (1 is best, ties share the best place), `of` (places with a value) and `quartile` (A best to D).

    Quartiles are those of the values by linear interpolation (type 7), upper edge inclusive, as LAIT has them. Where
    neither way is better there is no rank and no quartile.
    """
    valued = frame.filter(pl.col("value").is_not_null() & pl.col("value").is_finite())
    if better == "neither" or valued.is_empty():
        return frame.with_columns(
            rank=pl.lit(None, dtype=pl.UInt32),
            of=pl.lit(None, dtype=pl.UInt32),
            quartile=pl.lit(None, dtype=pl.String),
        )
    edges = {q: pl.col("value").quantile(q, interpolation="linear").over(BY) for q in (0.25, 0.5, 0.75)}
    low_first = ["D", "C", "B", "A"] if better == "high" else ["A", "B", "C", "D"]
    quartile = (
        pl.when(pl.col("value") <= edges[0.25]).then(pl.lit(low_first[0]))
        .when(pl.col("value") <= edges[0.5]).then(pl.lit(low_first[1]))
        .when(pl.col("value") <= edges[0.75]).then(pl.lit(low_first[2]))
        .otherwise(pl.lit(low_first[3]))
    )  # fmt: skip
    found = valued.select(
        "place",
        *BY,
        rank=pl.col("value").rank("min", descending=better == "high").over(BY).cast(pl.UInt32),
        of=pl.len().over(BY),
        quartile=quartile,
    )
    return frame.join(found, on=["place", *BY], how="left")
