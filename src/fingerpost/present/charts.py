"""Charts declared once, each with its table and a sentence: what they show, not how they are drawn."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from typing import Protocol

from fingerpost.present import formats
from fingerpost.present.tables import DAY, NUMBER, Column, Table, table

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


@dataclass(frozen=True)
class Line:
    """A named run of points."""

    name: str
    points: tuple[Point, ...]
    role: str = MAIN

    def latest(self) -> Point | None:
        """The last point that has a value."""
        return next((point for point in reversed(self.points) if point.value is not None), None)


@dataclass(frozen=True)
class LineChart:
    """Lines over the years, or over days (ISO), each where it lies in time.

    Nothing is joined across a break, nor across a year without a value.
    """

    title: str
    lines: tuple[Line, ...]
    unit: str = ""
    decimals: int = 0
    breaks: tuple[str, ...] = ()

    @property
    def is_dated(self) -> bool:
        """Whether the periods are days and not years."""
        return any("-" in point.period for line in self.lines for point in line.points)

    def _when(self, period: str) -> str:
        return f"on {formats.day(date.fromisoformat(period))}" if self.is_dated else f"in {period}"

    def periods(self) -> list[str]:
        """Every year from the first to the last, those without a value too."""
        named = sorted({point.period for line in self.lines for point in line.points})
        if named and all(period.isdigit() for period in named):
            return [str(year) for year in range(int(named[0]), int(named[-1]) + 1)]
        return named

    def sentence(self) -> str:
        """What the chart shows, for those who do not see it."""
        said = []
        for line in self.lines:
            point = line.latest()
            if point:
                value = formats.with_unit(point.value, self.unit, self.decimals)
                said.append(f"{line.name} {value} {self._when(point.period)}")
        breaks = f" The measure changed in {formats.listed(list(self.breaks))}." if self.breaks else ""
        return f"{self.title}: {'; '.join(said) or 'no figures'}.{breaks}"

    def table(self) -> Table:
        """The figures of the chart, a row a year or a day."""
        found = {line.name: {point.period: point for point in line.points} for line in self.lines}
        rows = []
        for period in self.periods():
            row = {"period": date.fromisoformat(period) if self.is_dated else period}
            for name, points in found.items():
                point = points.get(period)
                row[name] = (
                    None if point is None else point.value if point.value is not None else point.missing
                )
            rows.append(row)
        columns = [Column("period", "Day", DAY) if self.is_dated else Column("period", "Year")]
        columns += [Column(line.name, line.name, NUMBER, self.decimals, self.unit) for line in self.lines]
        notes = [f"Not to be compared across {period}: the measure changed." for period in self.breaks]
        return table(self.title, columns, rows, notes)


@dataclass(frozen=True)
class Bar:
    """A named length."""

    name: str
    value: float | None
    role: str = FIRST


@dataclass(frozen=True)
class BarChart:
    """Bars from the top down."""

    title: str
    bars: tuple[Bar, ...]
    unit: str = ""
    decimals: int = 0

    def sentence(self) -> str:
        """What the chart shows, for those who do not see it."""
        said = (
            f"{bar.name} {formats.with_unit(bar.value, self.unit, self.decimals) or 'none'}"
            for bar in self.bars
        )
        return f"{self.title}: {'; '.join(said)}."

    def table(self) -> Table:
        """The figures of the chart."""
        columns = [Column("name", "Name"), Column("value", "Value", NUMBER, self.decimals, self.unit)]
        return table(self.title, columns, [{"name": bar.name, "value": bar.value} for bar in self.bars])


@dataclass(frozen=True)
class StripChart:
    """Where one value stands among many: a tick each, one of them named."""

    title: str
    values: tuple[float, ...]
    name: str
    value: float
    unit: str = ""
    decimals: int = 0

    def sentence(self) -> str:
        """What the chart shows, for those who do not see it."""
        lower = sum(value < self.value for value in self.values)
        shown = formats.with_unit(self.value, self.unit, self.decimals)
        return f"{self.title}: {self.name} {shown}, above {lower} of {len(self.values)}."

    def table(self) -> Table:
        """The highest, the middle and the lowest, and the one that is named."""
        ordered = sorted(self.values)
        middle = ordered[len(ordered) // 2] if ordered else None
        shown = {
            "Highest": ordered[-1] if ordered else None,
            "Middle": middle,
            "Lowest": ordered[0] if ordered else None,
        }
        rows = [{"name": name, "value": value} for name, value in (shown | {self.name: self.value}).items()]
        columns = [Column("name", "Name"), Column("value", "Value", NUMBER, self.decimals, self.unit)]
        return table(self.title, columns, rows)


class Chart(Protocol):
    """What every chart has, of whatever kind: a title, a sentence that says what it shows, and its table.

    The three above are drawn in `drawing`; a kind with a module of its own draws itself (`draw`).
    """

    @property
    def title(self) -> str: ...

    def sentence(self) -> str: ...

    def table(self) -> Table: ...


def fingerprint(chart: Chart) -> str:
    """What a chart is called where drawings are kept: the same declaration, the same name."""
    declared = json.dumps([DRAWN_AS, type(chart).__name__, asdict(chart)], sort_keys=True)
    return hashlib.sha256(declared.encode()).hexdigest()[:32]


def line(name: str, points: Iterable[tuple], role: str = MAIN) -> Line:
    """A line from pairs or triples: period, value, why there is none."""
    return Line(name, tuple(Point(*point) for point in sorted(points, key=lambda point: point[0])), role)
