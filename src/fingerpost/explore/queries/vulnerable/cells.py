"""A figure or why there is none, as every table of vulnerable learners shows it."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class Cell:
    """A figure or why there is none, and how to ask for where it came from."""

    value: float | None
    status: str = ""
    hidden: str = ""
    indicator: str = ""
    place: str = ""
    period: str = ""
    worked_out: bool = False
    denominator: float | None = None


def by_cell(facts: pl.DataFrame) -> dict[tuple[str, str, str], dict]:
    """Place, indicator and year -> the row that states it."""
    return {(row["place"], row["indicator"], row["period"]): row for row in facts.iter_rows(named=True)}


def cell_of(facts: dict, place: str, indicator: str, period: str) -> Cell:
    """The figure of one of them; of one that nobody states, nothing."""
    row = facts.get((place, indicator, period))
    if row is None:
        return Cell(None)
    return Cell(
        row["value"],
        row["status"] or "",
        row["hidden"] or "",
        indicator,
        place,
        period,
        False,
        row["denominator"],
    )
