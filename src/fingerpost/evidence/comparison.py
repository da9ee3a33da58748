"""Comparison done once for all places: rank, quartile, change, neighbours. All from unrounded figures.

Frames here have `place`, `group`, `period` and `value`; a place without a value has no rank, never the last one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from fingerpost.evidence.indicators import Indicator

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


@dataclass(frozen=True)
class Change:
    """The change on the year before, or the reason why there is none."""

    value: float | None
    reason: str | None = None


def change(indicator: Indicator | None, values: dict[str, float | None], period: str) -> Change:
    """The change on the last year in the indicator's unit (points of a percentage); none across a break or a gap."""
    if not period.isdigit():
        return Change(None, "not a whole year")
    before = str(int(period) - 1)
    if values.get(period) is None:
        return Change(None, "no value this year")
    if values.get(before) is None:
        return Change(None, f"no value for {before}")
    found = indicator.break_between(int(before), int(period)) if indicator else None
    if found:
        return Change(None, f"not comparable with {before}: {found.reason}")
    return Change(values[period] - values[before])  # type: ignore[operator]


@dataclass(frozen=True)
class Edition:
    """One edition of statistical neighbours: who they are, from when."""

    as_at: date
    file: str
    neighbours: tuple[str, ...]


def edition_for(editions: list[Edition], day: date) -> tuple[Edition | None, bool]:
    """The edition in force on a day; before the first, the earliest serves and the second answer says so."""
    by_day = sorted(editions, key=lambda e: e.as_at)
    if not by_day:
        return None, False
    before = [e for e in by_day if e.as_at <= day]
    return (before[-1], False) if before else (by_day[0], True)


def mean(values: list[float | None]) -> float | None:
    """The plain mean of the values there are: the convention for statistical neighbours."""
    known = [v for v in values if v is not None]
    return sum(known) / len(known) if known else None


def end_of(period: str) -> date:
    """The last day of the school year that a period names."""
    return date(int(period[:4]), 8, 31)


def summed(facts: pl.DataFrame, indicator: Indicator) -> pl.DataFrame:
    """Figures of areas from their schools: `place`, group, period, value, numerator, denominator, schools, without.

    Percentages are sums of pupils: where a file gives a percentage and a cohort, the number is the nearest whole pupil.
    Means are weighted by cohort; plain counts add up. A school without a figure is left out of both and counted.
    """
    is_count = indicator.unit in ("pupils", "staff")
    percent = indicator.unit in ("%", "per 100")
    numerator = (
        (pl.col("value") * pl.col("denominator") / 100).round()
        if percent
        else pl.col("value") * pl.col("denominator")
    )
    usable = pl.col("value").is_not_null() & (pl.lit(is_count) | (pl.col("denominator") > 0))
    counted = facts.with_columns(
        n=pl.coalesce("numerator", numerator) if not is_count else pl.col("value"),
        d=pl.col("denominator") if not is_count else pl.lit(1.0),
        usable=usable.fill_null(False),
    )
    sums = counted.group_by("area", *BY).agg(
        numerator=pl.col("n").filter("usable").sum(),
        denominator=pl.col("d").filter("usable").sum(),
        schools=pl.col("usable").sum(),
        without=(~pl.col("usable")).sum(),
    )
    times = 100.0 if percent else 1.0
    value = pl.col("numerator") if is_count else times * pl.col("numerator") / pl.col("denominator")
    return sums.rename({"area": "place"}).with_columns(value=pl.when(pl.col("schools") > 0).then(value))
