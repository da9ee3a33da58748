"""The columns that a report table works out, each declared once: what it takes from what, and how it is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from fingerpost.evidence.report_tables.model import (
    DOWN,
    NONE,
    PERCENT,
    STEADY,
    STEADY_WITHIN,
    UP,
    Figures,
    Line,
    less,
    rounded,
)
from fingerpost.evidence.schema import ALL

CHANGE, FROM_ALL, FROM_ENGLAND_ALL, FROM_ENGLAND = "change", "from_all", "from_england_all", "from_england"


@dataclass(frozen=True)
class Derived:
    """A column that is worked out: when a table has it, its heading, its number and its words."""

    key: str
    belongs: Callable[[Figures], bool]
    heading: Callable[[Figures], str]
    number: Callable[[Figures, Line], Decimal | None]
    written: Callable[[Figures, Decimal], str]

    def cell(self, figures: Figures, line: Line) -> str:
        """The cell of a group in words: why England has no figure where that is so, else - where there is no number."""
        number = self.number(figures, line)
        if number is not None:
            return self.written(figures, number)
        against = line.values.get(figures.england) if self.key == FROM_ENGLAND else None
        return against if isinstance(against, str) else NONE


def _change(figures: Figures, line: Line) -> Decimal | None:
    if figures.refused or len(figures.years) < 2:
        return None
    return less(line.value(figures.latest), line.value(figures.years[-2]))


def _from_all(figures: Figures, line: Line) -> Decimal | None:
    if line.group == ALL:
        return None
    return less(line.value(figures.latest), figures.everybody.value(figures.latest))


def _from_england_all(figures: Figures, line: Line) -> Decimal | None:
    return less(line.value(figures.latest), figures.everybody.value(figures.england))


def _from_england(figures: Figures, line: Line) -> Decimal | None:
    return less(line.value(figures.latest), line.value(figures.england))


def arrow(figures: Figures, number: Decimal) -> str:
    """A change as the report prints it: 2↑, 1↓, and ~ for half a point or less."""
    if abs(number) <= STEADY_WITHIN:
        return STEADY
    return f"{rounded(abs(number), figures.decimals)}{UP if number > 0 else DOWN}"


def signed(figures: Figures, number: Decimal) -> str:
    """A difference as the report prints it: -6ppt of percentages, -0.9 of scores."""
    shown = rounded(number, figures.decimals)
    return f"{shown:+}ppt" if figures.unit == PERCENT and shown else f"{shown}{_points(figures)}"


def _points(figures: Figures) -> str:
    return "ppt" if figures.unit == PERCENT else ""


def _unit(figures: Figures) -> str:
    return "ppt" if figures.unit == PERCENT else "pts"


def _span(figures: Figures) -> str:
    return "-".join(year[-2:] for year in figures.years[-2:])


DERIVED: tuple[Derived, ...] = (
    Derived(
        CHANGE,
        lambda figures: len(figures.years) > 1,
        lambda figures: f"{_span(figures)} Direction of Travel ({_unit(figures)})",
        _change,
        arrow,
    ),
    Derived(
        FROM_ALL,
        lambda figures: True,
        lambda figures: f"Difference from {_here(figures)}All Pupils ({_unit(figures)})",
        _from_all,
        signed,
    ),
    Derived(
        FROM_ENGLAND_ALL,
        lambda figures: bool(figures.england),
        lambda figures: f"Difference from {figures.england}, All Pupils ({_unit(figures)})",
        _from_england_all,
        signed,
    ),
    Derived(
        FROM_ENGLAND,
        lambda figures: bool(figures.england),
        lambda figures: f"Difference from {figures.england}, same group ({_unit(figures)})",
        _from_england,
        signed,
    ),
)


def _here(figures: Figures) -> str:
    return f"{figures.place} " if figures.place else ""


@dataclass(frozen=True)
class Column:
    """A column of the finished table: a year, England, or one worked out."""

    key: str
    heading: str
    derived: Derived | None = None


def columns(figures: Figures) -> list[Column]:
    """The columns after the group, in the report's order: the figures, what changed, and against whom."""
    years = [Column(year, year if len(figures.years) > 1 else figures.title) for year in figures.years]
    worked = {
        each.key: Column(each.key, each.heading(figures), each) for each in DERIVED if each.belongs(figures)
    }
    england = [Column(figures.england, figures.england)] if figures.england else []
    last = [worked.pop(FROM_ENGLAND)] if FROM_ENGLAND in worked else []
    return [*years, *worked.values(), *england, *last]


def written(figures: Figures, line: Line, column: Column) -> str:
    """A cell as printed: the figure as it was given, in words why there is none, or what was worked out."""
    if column.derived:
        return column.derived.cell(figures, line)
    value = line.values.get(column.key, NONE)
    if isinstance(value, str):
        return value
    return f"{value if figures.places is None else rounded(value, figures.places):,}"


def number(figures: Figures, line: Line, column: Column) -> Decimal | None:
    """A cell as a number, unrounded."""
    return column.derived.number(figures, line) if column.derived else line.value(column.key)


def rows(figures: Figures) -> list[list[str]]:
    """The whole table as printed, the group first."""
    made = columns(figures)
    return [[line.title, *(written(figures, line, column) for column in made)] for line in figures.lines]
