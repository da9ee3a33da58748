"""The five bands of Progress 8 and of key stage 2 progress, as the department published them."""

from __future__ import annotations

import polars as pl

from fingerpost.evidence.comparison.significance import PROGRESS
from fingerpost.evidence.indicators import Indicator

WELL_ABOVE, ABOVE, AVERAGE, BELOW, WELL_BELOW = (
    "well above average", "above average", "average", "below average", "well below average",
)  # fmt: skip
ALL = (WELL_ABOVE, ABOVE, AVERAGE, BELOW, WELL_BELOW)
#: Half a grade in each subject (DfE, Progress 8 banding, note for 2018 and 2019).
HALF_A_GRADE = 0.5


def of_progress8(score: float, lower: float, upper: float) -> str:
    """The band of a Progress 8 score: half a grade from average, and the interval on one side of 0."""
    if lower > 0:
        return WELL_ABOVE if score >= HALF_A_GRADE else ABOVE
    if upper < 0:
        return WELL_BELOW if score < -HALF_A_GRADE else BELOW
    return AVERAGE


def of_ks2_progress(score: float, lower: float, upper: float, cuts: tuple[float, float] | None) -> str | None:
    """The band of a key stage 2 progress score; `cuts` are the year's scores of the lowest and the highest tenth.

    Without them it can be told that a score is average and not how far from it another is: no band then.
    """
    if lower <= 0 <= upper:
        return AVERAGE
    if cuts is None:
        return None
    lowest, highest = cuts
    if lower > 0:
        return WELL_ABOVE if score >= highest else ABOVE
    return WELL_BELOW if score <= lowest else BELOW


def stated(text: str | None) -> str | None:
    """The band that a file states: in words, or by the number of key stage 2 files (1 well above, 5 well below)."""
    word = (text or "").strip().lower()
    if word in {"1", "2", "3", "4", "5"}:
        return ALL[int(word) - 1]
    return word if word in ALL else None


def of(
    indicator: str, score: float | None, lower: float | None, upper: float | None, *, text: str | None = None,
    cuts: tuple[float, float] | None = None,
) -> str | None:  # fmt: skip
    """The band of a figure as its file states it, else by the published rule; None where there is none."""
    if (said := stated(text)) or score is None or lower is None or upper is None:
        return said
    if indicator == "ks4_progress8":
        return of_progress8(score, lower, upper)
    if indicator.startswith("ks2_") and indicator.endswith("_progress"):
        return of_ks2_progress(score, lower, upper, cuts)
    return None


def with_bands(
    frame: pl.DataFrame, indicator: Indicator, cuts: dict[tuple[str, str], tuple[float, float]]
) -> pl.DataFrame:
    """Add `band` where the measure has bands."""
    if indicator.code not in PROGRESS:
        return frame.with_columns(band=pl.lit(None, dtype=pl.String))
    told = [
        of(
            indicator.code,
            row["value"],
            row["lower"],
            row["upper"],
            text=row["text"],
            cuts=cuts.get((indicator.code, row["period"])),
        )
        for row in frame.select("value", "lower", "upper", "text", "period").iter_rows(named=True)
    ]
    return frame.with_columns(band=pl.Series(told, dtype=pl.String))
