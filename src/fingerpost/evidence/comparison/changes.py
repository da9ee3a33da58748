"""The change on the year before, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from fingerpost.evidence.indicators import Indicator


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


def end_of(period: str) -> date:
    """The last day of the school year that a period names."""
    return date(int(period[:4]), 8, 31)


def with_changes(frame: pl.DataFrame, indicator: Indicator) -> pl.DataFrame:
    """`change` for every row at once: adds `before`, `change` and `change_because` (why there is none).

    Rows are of `place_kind`, `place`, `group` and `period`; the year before must be among them to be found.
    """
    cell = ["place_kind", "place", "group", "period"]
    earlier = frame.filter(_IS_YEAR).select(
        *cell[:3], period=(pl.col("period").cast(pl.Int32) + 1).cast(pl.String), before="value"
    )
    joined = frame.join(earlier, on=cell, how="left", maintain_order="left")
    reason = (
        pl.when(~_IS_YEAR).then(pl.lit("not a whole year"))
        .when(pl.col("value").is_null()).then(pl.lit("no value this year"))
        .when(pl.col("before").is_null())
        .then(pl.format("no value for {}", pl.col("period").cast(pl.Int32, strict=False) - 1))
        .otherwise(_breaks(frame["period"].unique().to_list(), indicator))
    )  # fmt: skip
    told = joined.with_columns(change_because=reason)
    return told.with_columns(
        change=pl.when(pl.col("change_because").is_null()).then(pl.col("value") - pl.col("before"))
    )


_IS_YEAR = pl.col("period").str.contains(r"^\d{4}$")


def _breaks(periods: list[str], indicator: Indicator) -> pl.Expr:
    """Why a year is not comparable with the one before, for the years that are not."""
    years = [int(period) for period in periods if period.isdigit() and len(period) == 4]
    reasons = {
        str(year): f"not comparable with {year - 1}: {found.reason}"
        for year in years
        if (found := indicator.break_between(year - 1, year))
    }
    return pl.col("period").replace_strict(reasons, default=None, return_dtype=pl.String)
