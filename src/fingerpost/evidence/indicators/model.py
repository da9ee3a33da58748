"""What an indicator is, and the one place where all of ours are gathered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

Better = Literal["high", "low", "neither"]


@dataclass(frozen=True)
class Source:
    """Where one layout holds an indicator.

    `{g}` in a column name stands for the layout's suffix for a pupil group (`PTRWM_EXP{g}` is PTRWM_EXP_B for boys).
    `where` keeps the rows of a tidy file in which each filter column has the given value.
    `factor` multiplies value, lower and upper: 100 where the file holds shares. Without a value column the value is
    100 x numerator / denominator, or for a `mean` numerator / denominator. `reference` says where a column's name is
    from when no file with it has been read. The layout `pupils` is the table of pupil results (see `columns.pupils`):
    the figures of the cube are counted from it.
    """

    layout: str
    value: str = ""
    numerator: str = ""
    denominator: str = ""
    lower: str = ""
    upper: str = ""
    text: str = ""
    where: tuple[tuple[str, str], ...] = ()
    factor: float = 1.0
    mean: bool = False
    reference: str = ""


@dataclass(frozen=True)
class Break:
    """The first school year (by the year in which it ends) not comparable with the one before, and why."""

    year: int
    reason: str


@dataclass(frozen=True)
class Indicator:
    """One measure, declared once.

    `years` are inclusive spans of school years (named by the year in which they end) in which the measure exists;
    None is an open end. `decimals` are those it is shown with: values are kept unrounded.
    `lait` names the measures of the Local Authority Interactive Tool that are the same, with our group (see `equals`).
    """

    code: str
    name: str
    phase: str
    unit: str
    decimals: int
    better: Better
    reference: str
    years: tuple[tuple[int, int | None], ...] = ((2000, None),)
    breaks: tuple[Break, ...] = ()
    sources: tuple[Source, ...] = ()
    lait: tuple[tuple[str, str], ...] = ()
    school_level: bool = True
    description: str = ""

    def exists_in(self, year: int) -> bool:
        """Whether the measure was published for the school year ending in `year`."""
        return any(first <= year and (last is None or year <= last) for first, last in self.years)

    def break_between(self, earlier: int, later: int) -> Break | None:
        """The break that forbids a change from `earlier` to `later`, or none."""
        return next((b for b in self.breaks if earlier < b.year <= later), None)


@dataclass
class Catalogue:
    """All indicators by code; a code can be declared once only."""

    by_code: dict[str, Indicator] = field(default_factory=dict)

    def add(self, indicators: Iterable[Indicator]) -> None:
        """Take in a theme's indicators; refuses a code twice."""
        for indicator in indicators:
            if indicator.code in self.by_code:
                raise ValueError(f"indicator {indicator.code} is declared twice")
            self.by_code[indicator.code] = indicator

    def sources_in(self, layout: str) -> list[tuple[Indicator, Source]]:
        """Every indicator that a layout holds, with where."""
        return [(i, s) for i in self.by_code.values() for s in i.sources if s.layout == layout]

    def lait_equals(self) -> dict[str, tuple[str, str]]:
        """LAIT measure -> (our indicator, our group), as reviewed by hand."""
        return {measure: (i.code, group) for i in self.by_code.values() for measure, group in i.lait}
