"""What every chart has, of whatever kind, and the lines of which several kinds are made."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Protocol

from fingerpost.present import formats
from fingerpost.present.tables import Table

if TYPE_CHECKING:
    from fingerpost.present.strokes import Rows

# How much a line matters: what the page is about, what it is held against, and what stands behind.
MAIN, FIRST, SECOND, THIRD = "main", "first", "second", "third"
# Raised when drawing changes, so that pictures kept from before are not used again.
DRAWN_AS = 5


@dataclass(frozen=True)
class Point:
    """A value in a period, or the reason for which there is none."""

    period: str
    value: float | None
    missing: str = ""

    @property
    def cell(self) -> float | str:
        """The value, or in its place why there is none."""
        return self.missing if self.value is None else self.value


@dataclass(frozen=True)
class Line:
    """A named run of points."""

    name: str
    points: tuple[Point, ...]
    role: str = MAIN

    def latest(self) -> Point | None:
        """The last point that has a value."""
        return next((point for point in reversed(self.points) if point.value is not None), None)


class Chart(Protocol):
    """What every chart has, of whatever kind: a title, a sentence that says what it shows, its table and its drawing.

    Each kind has a module of its own.
    """

    @property
    def title(self) -> str: ...

    def sentence(self) -> str: ...

    def table(self) -> Table: ...

    def draw(self, data: Rows) -> Any: ...


def periods(lines: Iterable[Line]) -> list[str]:
    """Every year from the first to the last of any line, those without a value too; days as they are."""
    named = sorted({point.period for line in lines for point in line.points})
    if named and all(period.isdigit() for period in named):
        return [str(year) for year in range(int(named[0]), int(named[-1]) + 1)]
    return named


def changed_in(breaks: tuple[str, ...]) -> str:
    """In which years the measure changed, as the end of a sentence."""
    return f" The measure changed in {formats.listed(list(breaks))}." if breaks else ""


def not_across(breaks: tuple[str, ...]) -> list[str]:
    """The same below a table, a note for each year."""
    return [f"Not to be compared across {period}: the measure changed." for period in breaks]


def fingerprint(chart: Chart) -> str:
    """What a chart is called where drawings are kept: the same declaration, the same name."""
    declared = json.dumps([DRAWN_AS, type(chart).__name__, asdict(chart)], sort_keys=True, default=str)
    return hashlib.sha256(declared.encode()).hexdigest()[:32]


def line(name: str, points: Iterable[tuple], role: str = MAIN) -> Line:
    """A line from pairs or triples: period, value, why there is none."""
    return Line(name, tuple(Point(*point) for point in sorted(points, key=lambda point: point[0])), role)
