"""Values unrounded: 100 x numerator / denominator, where that is what was published before it was rounded."""

from __future__ import annotations

import polars as pl


def percentages(
    value: pl.Series, numerator: pl.Series, denominator: pl.Series, texts: pl.Series, times: float = 100.0
) -> pl.Series:
    """The share worked out from its counts where it agrees with the published figure to its rounding, else that.

    `texts` are the published cells: the most decimals any of them has is how the column was rounded.
    """
    frame = pl.DataFrame({"value": value, "n": numerator, "d": denominator, "text": texts})
    tolerance = 0.5 * 10.0 ** -decimals(texts) + 1e-9
    worked = times * pl.col("n") / pl.col("d")
    agrees = (pl.col("d") > 0) & ((worked - pl.col("value")).abs() <= tolerance)
    return frame.select(pl.when(agrees).then(worked).otherwise(pl.col("value")).alias("value"))["value"]


def decimals(texts: pl.Series) -> int:
    """The most decimals that any cell of a column has."""
    most = texts.str.extract(r"\.(\d+)").str.len_chars().max()
    return most if isinstance(most, int) else 0
