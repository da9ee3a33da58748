"""A report table: groups of pupils down, figures across, and what is worked out from them.

All arithmetic is decimal, so that half a point is half a point; rounding is half away from zero.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from fingerpost.evidence.schema import ALL

#: A figure, or in words why there is none.
Cell = Decimal | str
UP, DOWN, STEADY, NONE = "↑", "↓", "~", "-"
#: A change of half a point or less is no change worth an arrow.
STEADY_WITHIN = Decimal("0.5")
PERCENT = "%"


@dataclass(frozen=True)
class Line:
    """One group: its cohort (`is_about`: printed as circa), its figures by column, and its cells as once printed."""

    group: str
    name: str
    cohort: int | None = None
    is_about: bool = False
    values: Mapping[str, Cell] = field(default_factory=dict)
    printed: Mapping[str, str] = field(default_factory=dict)

    def value(self, column: str) -> Decimal | None:
        """The figure in a column, if there is one."""
        found = self.values.get(column)
        return found if isinstance(found, Decimal) else None

    @property
    def title(self) -> str:
        """The group as the report heads its row: All Pupils (c. 7,320 pupils)."""
        about = "c. " if self.is_about else ""
        pupils = "pupil" if self.cohort == 1 else "pupils"
        return self.name if self.cohort is None else f"{self.name} ({about}{self.cohort:,} {pupils})"


@dataclass(frozen=True)
class Figures:
    """The figures of one table.

    `years` are one or two columns, the last the one that the cohorts are of; `england` is the heading of England's, if
    it has one. `highest` is the most that a figure can be. `refused` says why the years may not be compared.
    """

    key: str
    title: str
    unit: str
    years: tuple[str, ...]
    lines: tuple[Line, ...]
    place: str = ""
    england: str = ""
    highest: Decimal = Decimal(100)
    source: str = ""
    refused: str = ""
    #: To how many places figures are shown; none: as they are given.
    places: int | None = None

    def line(self, group: str) -> Line | None:
        """The row of a group."""
        return next((line for line in self.lines if line.group == group), None)

    @property
    def everybody(self) -> Line:
        """The row of all pupils; an empty one where the table has none."""
        return self.line(ALL) or Line(ALL, "All pupils")

    @property
    def latest(self) -> str:
        """The column that the table is about."""
        return self.years[-1]

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that hold figures: years, then England's."""
        return (*self.years, self.england) if self.england else self.years

    @property
    def decimals(self) -> int:
        """How exactly differences are shown: points of a percentage whole, those of a score to one place."""
        return 0 if self.unit == PERCENT else 1


def rounded(value: Decimal, decimals: int) -> Decimal:
    """A number rounded half away from zero, without a sign when it is nothing."""
    # A third of a pupil has no end; past twelve places it is the noise of binary fractions.
    exact = value.quantize(Decimal(1).scaleb(-12), ROUND_HALF_UP)
    return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) + Decimal(0)


def less(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    """A difference; none where either is not known."""
    return None if one is None or other is None else one - other
