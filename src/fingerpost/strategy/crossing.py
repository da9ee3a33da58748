"""What would bring a strand to a better level by its figures: each figure really moved, and the cells asked again.

A figure moves by whole pupils where it is a share of them, to one of the lines that the strand's own cells draw. The
smallest number of figures is sought, and among as many the shortest way. What a rating keeps of the figures is all that
is read; where the cells, asked again of them unmoved, do not give the level that stands, nothing is said.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations, product
from typing import Any

from fingerpost.evidence import groups
from fingerpost.evidence.indicators import CATALOGUE, Indicator
from fingerpost.strategy import conditions as c
from fingerpost.strategy.edition import Strand
from fingerpost.strategy.uses import asked_in_words

Truth = bool | None
Key = tuple[str, str]
Shift = Mapping[Key, float]
#: So many figures of a strand are moved together at most, and so many ways of the same size are told.
MOST_FIGURES, MOST_WAYS = 3, 3
_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "at_least": lambda a, b: a >= b - 1e-9,
    "above": lambda a, b: a > b + 1e-9,
    "at_most": lambda a, b: a <= b + 1e-9,
    "below": lambda a, b: a < b - 1e-9,
    "equals": lambda a, b: abs(a - b) < 1e-9,
}


@dataclass(frozen=True)
class Crossing:
    """One figure and how far it must move, in pupils too where it is a share of them.

    `is_about`: it is its interval that must cross the line, and how wide that will be nobody knows.
    """

    indicator: str
    group: str
    period: str
    figure: float
    to: float
    pupils: int | None
    of: float | None
    is_about: bool
    is_pooled: bool

    @property
    def sentence(self) -> str:
        """As a reader would say it."""
        known = CATALOGUE.by_code[self.indicator]
        group = "" if self.group == "all" else f", {groups.name(self.group).lower()}"
        was, to = (_shown(known, value) for value in (self.figure, self.to))
        about, pooled = "about " if self.is_about else "", ", three years together" if self.is_pooled else ""
        said = f"{known.name}{group}{pooled}: from {was} to {about}{to}"
        if not self.pupils:
            return f"{said}."
        way = "more" if (self.to > self.figure) else "fewer"
        word = "pupil" if self.pupils == 1 else "pupils"
        return f"{said}: {self.pupils} {way} {word} of {self.of:.0f}."


def _shown(indicator: Indicator, value: float) -> str:
    unit = {"%": "%", "points": " points"}.get(indicator.unit, "")
    return f"{value:.{max(indicator.decimals, 1)}f}{unit}"


@dataclass
class _Figure:
    """A figure of the latest year that can move, and the shifts that bring it to one of its lines."""

    key: Key
    fact: dict[str, Any]
    shifts: set[float] = field(default_factory=set)
    is_about: bool = False
    is_change_pooled: bool = False

    @property
    def indicator(self) -> Indicator:
        return CATALOGUE.by_code[self.key[0]]

    @property
    def pupils(self) -> float | None:
        """How many one figure is of; where three years are read together one pupil of the next is no known share."""
        if self.indicator.unit != "%" or self.is_pooled:
            return None
        return self.fact.get("pupils") or self.fact["denominator"]

    @property
    def is_pooled(self) -> bool:
        """Whether three years were read together."""
        return self.is_change_pooled or "three years together" in (self.fact.get("read") or "")


class Asked:
    """The cells of a strand, asked of the figures that a rating kept, as they are and moved."""

    def __init__(self, strand: Strand, levels: Sequence[str], facts: Sequence[dict[str, Any]]) -> None:
        self.strand, self.levels = strand, levels
        self._facts: dict[tuple, list[dict]] = {}
        for fact in facts:
            key = (fact["cell"], fact["indicator"], fact["group"], fact["asked"])
            self._facts.setdefault(key, []).append(fact)
        self._latest = {(f["indicator"], f["group"]): "" for f in facts}
        for fact in facts:
            of = (fact["indicator"], fact["group"])
            self._latest[of] = max(self._latest[of], fact["period"] or "")

    def level(self, shift: Shift) -> int | None:
        """The worst true level, if no worse cell is unknown."""
        truths = {self.levels.index(cell.level): self._cell(cell, shift) for cell in self.strand.cells}
        others = [truth for number, truth in truths.items() if not self._is_otherwise(number)]
        found: int | None = None
        for number in sorted(truths):
            truth = _not(_any(others)) if self._is_otherwise(number) else truths[number]
            found = None if truth is None else number if truth else found
        return found

    def _is_otherwise(self, number: int) -> bool:
        cell = self.strand.cell(self.levels[number])
        return cell is not None and cell.otherwise

    def _cell(self, cell: Any, shift: Shift) -> Truth:
        return None if cell.when is None else self._ask(cell.when, cell.level, shift)[0]

    def _ask(self, condition: c.Condition, cell: str, shift: Shift) -> tuple[Truth, bool]:
        """Its truth, and whether it is left out."""
        if isinstance(condition, c.ATOMS):
            return self._atom(condition, cell, shift)
        answers = [self._ask(part, cell, shift) for part in c.parts_of(condition)]
        kept = [truth for truth, out in answers if not out]
        if isinstance(condition, c.FirstPublished):
            return (next((truth for truth in kept if truth is not None), None), not kept)
        return (_combined(condition, kept), not kept)

    def _atom(self, atom: c.Atom, cell: str, shift: Shift) -> tuple[Truth, bool]:
        fact = self._fact(atom, cell)
        if fact is None:
            return (None, atom.limits.if_known)
        if fact["left_out"]:
            return (None, True)
        moved = shift.get((atom.measure.indicator, atom.measure.group), 0.0)
        sides = self._sides(atom, fact)
        if not moved or sides is None or fact["result"] is None or _lag(atom):
            return (fact["result"], False)
        left, right = sides
        return (_holds(atom, left + moved, right), False)

    def _fact(self, atom: c.Atom, cell: str) -> dict[str, Any] | None:
        """The figure that an atom read: of its own year, or the latest."""
        measure = atom.measure
        held = self._facts.get((cell, measure.indicator, measure.group, asked_in_words(atom)), [])
        latest = self._latest.get((measure.indicator, measure.group), "")
        lag = _lag(atom)
        if lag and latest[:4].isdigit():
            year = str(int(latest[:4]) - lag)
            return next((f for f in held if (f["period"] or "")[:4] == year), None)
        return next((f for f in held if f["period"] == latest), next(iter(held), None))

    def _sides(self, atom: c.Atom, fact: dict[str, Any]) -> tuple[float, float] | None:
        """What the atom compared, and with what; none for a question that no figure moves."""
        if not isinstance(atom, c.Compare | c.Significant | c.Change | c.Gap):
            return None
        left = fact.get("figure")
        if left is None and isinstance(atom, c.Compare) and not fact.get("read"):
            left = fact["value"]
        beside = fact["comparator"]["value"] if fact["comparator"] else None
        right = atom.right.value if isinstance(atom.right, c.Number) else beside
        return None if left is None or right is None else (left, right)

    def _is_pooled(self, atom: c.Atom, cell: str, moved: float) -> bool:
        """Whether a change is another than that from the one year's value to the other's."""
        if not isinstance(atom, c.Change):
            return False
        measure = atom.measure
        held = self._facts.get((cell, measure.indicator, measure.group, asked_in_words(atom)), [])
        values = [fact["value"] for fact in sorted(held, key=lambda f: f["period"] or "")]
        told = len(values) > 1 and values[0] is not None and values[-1] is not None
        return not told or abs(values[-1] - values[0] - moved) > 1e-6

    def figures(self) -> list[_Figure]:
        """The figures that can move, each with the shifts for the better that cross a line."""
        found: dict[Key, _Figure] = {}
        for cell in self.strand.cells:
            for atom in c.atoms(cell.when) if cell.when is not None else ():
                fact = self._fact(atom, cell.level)
                if fact is None or fact["left_out"] or _lag(atom):
                    continue
                sides = self._sides(atom, fact)
                if sides is not None and _can_move(atom.measure.indicator):
                    key = (atom.measure.indicator, atom.measure.group)
                    one = found.setdefault(key, _Figure(key, fact))
                    one.is_about |= isinstance(atom, c.Significant)
                    one.is_change_pooled |= self._is_pooled(atom, cell.level, sides[0])
                    one.shifts |= set(_shifts(one, sides[1] - sides[0]))
        return [one for one in found.values() if one.shifts]


def _lag(atom: c.Atom) -> int:
    """How many years before the latest an atom asks of."""
    return atom.lag if isinstance(atom, c.Compare | c.Significant) else 0


def _can_move(indicator: str) -> bool:
    known = CATALOGUE.by_code[indicator]
    return known.unit != "grade" and known.better != "neither"


def _shifts(figure: _Figure, distance: float) -> Iterator[float]:
    """A shift onto a line and one just past it, for the better, in whole pupils where it is a share of them."""
    way = -1 if figure.indicator.better == "low" else 1
    if distance * way < -1e-9:
        return
    step = 100 / figure.pupils if figure.pupils else 10.0 ** -max(figure.indicator.decimals, 1)
    whole = math.ceil(abs(distance) / step - 1e-9)
    for count in (whole, whole + 1):
        shift = way * count * step
        if count and _is_possible(figure, shift):
            yield shift


def _is_possible(figure: _Figure, shift: float) -> bool:
    value = figure.fact["value"]
    return figure.indicator.unit != "%" or value is None or -1e-9 <= value + shift <= 100 + 1e-9


def ways(
    strand: Strand, levels: Sequence[str], stored: Mapping[str, Any], wanted: int
) -> list[tuple[Crossing, ...]]:
    """The fewest figures that, moved, bring the strand to the level wanted or better; the shortest way first."""
    if stored["by"] != "data" or stored["state"] != "decided":
        return []
    asked = Asked(strand, levels, stored["facts"])
    if asked.level({}) != list(levels).index(stored["level"]):
        return []
    figures = asked.figures()
    for size in range(1, min(MOST_FIGURES, len(figures)) + 1):
        found = list(_lifting(asked, figures, size, wanted))
        if found:
            return [crossings for _, crossings in _shortest(found)]
    return []


def _lifting(
    asked: Asked, figures: Sequence[_Figure], size: int, wanted: int
) -> Iterator[tuple[float, tuple[Crossing, ...]]]:
    for chosen in combinations(figures, size):
        best: tuple[float, tuple[Crossing, ...]] | None = None
        for shifts in product(*(sorted(one.shifts, key=abs) for one in chosen)):
            cost = sum(_cost(one, shift) for one, shift in zip(chosen, shifts, strict=True))
            if best is not None and cost >= best[0]:
                continue
            shift = {one.key: moved for one, moved in zip(chosen, shifts, strict=True)}
            level = asked.level(shift)
            if level is not None and level <= wanted:
                best = (cost, tuple(_crossing(one, shift[one.key]) for one in chosen))
        if best is not None:
            yield best


def _cost(figure: _Figure, shift: float) -> float:
    """How far, so that figures of several units can be laid side by side: as a share of what is there."""
    return abs(shift) / max(abs(figure.fact["value"] or 0.0), 1.0)


def _shortest(found: list[tuple[float, tuple[Crossing, ...]]]) -> list[tuple[float, tuple[Crossing, ...]]]:
    return sorted(found, key=lambda pair: pair[0])[:MOST_WAYS]


def _crossing(figure: _Figure, shift: float) -> Crossing:
    fact = figure.fact
    is_pooled = figure.is_pooled
    pooled = fact.get("figure") if is_pooled else None
    start: float = fact["value"] if pooled is None else pooled
    pupils = None
    if figure.pupils and not figure.is_about:
        pupils = round(abs(shift) / 100 * figure.pupils)
    return Crossing(
        figure.key[0], figure.key[1], fact["period"] or "", start, start + shift, pupils, figure.pupils,
        figure.is_about, is_pooled,
    )  # fmt: skip


def _holds(atom: c.Atom, left: float, right: float) -> bool:
    if isinstance(atom, c.Significant):
        return left < right if atom.side == "below" else left > right
    assert isinstance(atom, c.Compare | c.Change | c.Gap)
    return _COMPARE[atom.op](left, right)


def _not(truth: Truth) -> Truth:
    return None if truth is None else not truth


def _any(truths: Sequence[Truth]) -> Truth:
    return True if True in truths else None if None in truths else False


def _combined(condition: c.Condition, kept: Sequence[Truth]) -> Truth:
    """Kleene's logic over the parts that are not left out."""
    if not kept:
        return None
    if isinstance(condition, c.Not):
        return _not(kept[0])
    if isinstance(condition, c.AnyOf):
        return _any(kept)
    if isinstance(condition, c.All):
        return _not(_any([_not(truth) for truth in kept]))
    assert isinstance(condition, c.AtLeast)
    true, unknown = sum(t is True for t in kept), sum(t is None for t in kept)
    return True if true >= condition.count else None if true + unknown >= condition.count else False
