"""Schools past a line that the reader draws: which, and in words how many. Without a number the line is England's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from fingerpost.evidence.indicators import Indicator
from fingerpost.present import formats


@dataclass(frozen=True)
class Way:
    """A way of being past a line: the column it is drawn across, which side counts, and the words.

    `is_distance` is a number of points and not a figure; `against` says what stands for it when no number is given.
    """

    words: str
    column: str
    is_worse: bool
    is_distance: bool
    says: str
    against: str = ""


WAYS = {
    "worse": Way("A figure worse than", "value", True, False, "one worse than", "England's"),
    "better": Way("A figure better than", "value", False, False, "one better than", "England's"),
    "wider": Way("A gap within the school wider than", "gap_within", True, True, "a gap wider than", "England's"),
    "narrower": Way("A gap within the school narrower than", "gap_within", False, True, "a gap narrower than",
                    "England's"),
    "behind": Way("Behind the same pupils in England by more than", "gap_to_national", True, True,
                  "one behind England's by more than"),
    "ahead": Way("Ahead of the same pupils in England by more than", "gap_to_national", False, True,
                 "one ahead of England's by more than"),
    "fell": Way("Worse than the year before by more than", "change", True, True,
                "one worse than the year before by more than"),
    "rose": Way("Better than the year before by more than", "change", False, True,
                "one better than the year before by more than"),
}  # fmt: skip


@dataclass(frozen=True)
class Past:
    """How many of how many schools are past the line, who they are (place and group), and a sentence."""

    count: int
    of: int
    cells: frozenset[tuple[str, str]]
    sentence: str


def past(
    schools: pl.DataFrame,
    england: dict[tuple[str, str], float | None],
    way: str,
    line: float | None,
    indicator: Indicator,
) -> Past:
    """Who of the schools' rows of one year is past the line; `england` is (group, column) -> what stands for it."""
    chosen = WAYS[way]
    lines = {
        group: _line(chosen, england, group, line, indicator) for group in schools["group"].unique().to_list()
    }
    is_past = _test(chosen, indicator)
    known = schools.filter(pl.col(chosen.column).is_not_null())
    rows = [
        (place, group, value) for place, group, value in known.select("place", "group", chosen.column).rows()
    ]
    drawn = [row for row in rows if lines[row[1]] is not None]
    found = frozenset((place, group) for place, group, value in drawn if is_past(value, lines[group]))
    return Past(len(found), len(drawn), found, _sentence(chosen, found, drawn, lines, line, indicator))


def _sign(indicator: Indicator) -> int:
    """1 where more is better, -1 where less is."""
    return -1 if indicator.better == "low" else 1


def _line(
    way: Way,
    england: dict[tuple[str, str], float | None],
    group: str,
    line: float | None,
    indicator: Indicator,
) -> float | None:
    """The line on the column's own scale: a distance given as a size lies on the side that counts."""
    if line is None:
        return england.get((group, way.column)) if way.against else 0.0
    if not way.is_distance:
        return line
    towards = way.column == "gap_within" or way.is_worse
    return (-1 if towards else 1) * _sign(indicator) * abs(line)


def _test(way: Way, indicator: Indicator) -> Callable[[float, float | None], bool]:
    sign = _sign(indicator) * (-1 if way.is_worse else 1)
    return lambda value, line: line is not None and (value - line) * sign > 1e-9


def _sentence(
    way: Way,
    found: frozenset,
    drawn: list,
    lines: dict[str, float | None],
    line: float | None,
    indicator: Indicator,
) -> str:
    if not drawn:
        return "No school has a figure to hold against that line."
    at = _drawn_at(way, lines, line, indicator)
    if len(lines) == 1:
        has = "has" if len(found) == 1 else "have"
        return f"Of {formats.plural(len(drawn), 'school')} with a figure, {len(found)} {has} {way.says} {at}."
    # Several groups of a school are several figures, and a figure has no figure.
    has, says = ("is", "are"), way.says.removeprefix("one ")
    if says == way.says:
        has = ("shows", "show")
    return f"Of {formats.plural(len(drawn), 'figure')} of schools, {len(found)} {has[len(found) != 1]} {says} {at}."


def _drawn_at(way: Way, lines: dict[str, float | None], line: float | None, indicator: Indicator) -> str:
    """The line in words: a number, or England's with its number when there is one group."""
    if line is not None:
        number = formats.number(abs(line) if way.is_distance else line, _places(line))
        return f"{number} points" if way.is_distance else f"{number}{'%' if indicator.unit == '%' else ''}"
    if not way.against:
        return "0 points"
    at = next(iter(lines.values())) if len(lines) == 1 else None
    if at is None:
        return way.against
    shown = (
        f"{formats.number(abs(at), _places(at))} points"
        if way.is_distance
        else formats.with_unit(at, indicator.unit, max(indicator.decimals, _places(at)))
    )
    return f"{way.against} {shown}"


def _places(line: float) -> int:
    return 0 if float(line).is_integer() else 1
