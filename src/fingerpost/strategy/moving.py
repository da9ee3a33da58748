"""What it would take: how far each figure stands from its line, in its own unit and in pupils."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import polars as pl

from fingerpost.evidence import groups
from fingerpost.evidence.indicators import CATALOGUE


@dataclass(frozen=True)
class Move:
    """One line that a figure could cross: how far off it is, and how many pupils that is."""

    cell: str
    indicator: str
    group: str
    distance: float
    pupils: int | None
    sentence: str


def what_it_takes(uses: pl.DataFrame) -> list[Move]:
    """For each figure on the wrong side of its line, what would bring it across; nearest first."""
    moves = [move for use in uses.iter_rows(named=True) if (move := _move(use)) is not None]
    once = {(move.indicator, move.group, round(move.distance, 6)): move for move in moves}
    return sorted(once.values(), key=lambda move: (abs(move.distance), move.indicator))


def _move(use: dict[str, Any]) -> Move | None:
    """Only a figure that its own line holds down can move; a change or a gap is said in points."""
    figure, line = use["figure"], use["comparator_value"]
    if use["left_out"] or figure is None or line is None or use["result"] is None:
        return None
    indicator = CATALOGUE.by_code[use["indicator"]]
    wanted = _wanted(use, indicator.better)
    if not wanted:
        return None
    distance = line - figure
    pupils = _pupils(distance, use["pupils"]) if indicator.unit == "%" and figure == use["value"] else None
    sentence = _sentence(use, distance, pupils)
    return Move(use["level"] or "", use["indicator"], use["group"], distance, pupils, sentence)


def _wanted(use: dict[str, Any], better: str) -> bool:
    """Whether the figure stands on the worse side of the line."""
    if better == "neither" or indicator_is_grade(use["indicator"]):
        return False
    below = use["figure"] < use["comparator_value"]
    return below if better == "high" else use["figure"] > use["comparator_value"]


def indicator_is_grade(indicator: str) -> bool:
    """Whether a figure is an inspector's grade, which no pupil moves."""
    return CATALOGUE.by_code[indicator].unit == "grade"


def _pupils(distance: float, denominator: float | None) -> int | None:
    """Whole pupils; a hair's breadth of rounding is not a pupil."""
    return math.ceil(abs(distance) / 100 * denominator - 1e-9) if denominator else None


def _sentence(use: dict[str, Any], distance: float, pupils: int | None) -> str:
    indicator = CATALOGUE.by_code[use["indicator"]]
    group = "" if use["group"] == "all" else f" ({groups.name(use['group']).lower()})"
    unit = (
        "percentage points" if indicator.unit == "%" else indicator.unit if indicator.unit != "score" else ""
    )
    way = "more" if distance > 0 else "fewer"
    size = f"{abs(distance):.{max(indicator.decimals, 1)}f} {unit}".strip()
    said = f"{indicator.name}{group} is {size} from {use['comparator'] or 'its line'}"
    return f"{said}: {pupils} {way} pupil{'s' * (pupils != 1)}." if pupils else f"{said}."


def nearest(uses: pl.DataFrame) -> Iterator[Move]:
    """The nearest move of each strand, for a page that has room for one line."""
    for _, mine in uses.group_by("strand", maintain_order=True):
        yield from what_it_takes(mine)[:1]
