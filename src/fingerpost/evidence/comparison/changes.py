"""The change on the year before, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

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
