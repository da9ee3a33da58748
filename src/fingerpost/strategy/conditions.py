"""What a condition on facts can say. Values only: `columns` makes expressions of them, `condition_reading` reads them.

A condition is true, false or unknown. Each part also knows whether it was *published*: a part marked `if_known` is left
out, as if it had not been written, when its fact was not published for the school. A fact nobody told us of is not
"not published": it is unknown.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from typing import Literal

Op = Literal["at_least", "above", "at_most", "below", "equals"]
OPS: tuple[Op, ...] = ("at_least", "above", "at_most", "below", "equals")
OP_WORDS: dict[Op, str] = {
    "at_least": "at least",
    "above": "above",
    "at_most": "at most",
    "below": "below",
    "equals": "equal to",
}
COMPARATORS = (
    "england",
    "england_median",
    "england_p10",
    "england_p25",
    "england_p75",
    "england_p90",
    "region",
    "neighbours",
)


@dataclass(frozen=True)
class Measure:
    """An indicator of a pupil group."""

    indicator: str
    group: str = "all"


@dataclass(frozen=True)
class Number:
    """A fixed number."""

    value: float


@dataclass(frozen=True)
class Comparator:
    """England, its quantiles, the region or the neighbours in the fact's own period; of the same group unless told."""

    name: str
    group: str | None = None
    plus: float = 0.0

    def of(self, measure: Measure) -> str:
        """The group whose comparator it is, beside a measure."""
        return self.group or measure.group


@dataclass(frozen=True)
class OwnMean:
    """The school's own mean over the years before; all of them must be known, on one unbroken series."""

    years: int


Right = Number | Comparator | OwnMean


@dataclass(frozen=True)
class Limits:
    """When a part speaks at all."""

    if_known: bool = False
    smallest_cohort: int | None = None
    max_age_years: int | None = None
    phases: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


NO_LIMITS = Limits()


@dataclass(frozen=True)
class Compare:
    """A figure against a number, a comparator or the school's own past; `lag` years before the latest."""

    measure: Measure
    op: Op
    right: Right
    lag: int = 0
    limits: Limits = NO_LIMITS


@dataclass(frozen=True)
class Significant:
    """The figure's interval lies wholly on one side; the published interval, else Wilson's for a share."""

    measure: Measure
    side: Literal["below", "above"]
    right: Right
    lag: int = 0
    limits: Limits = NO_LIMITS


@dataclass(frozen=True)
class Words:
    """The fact's text is one of the words."""

    measure: Measure
    words: tuple[str, ...]
    limits: Limits = NO_LIMITS


@dataclass(frozen=True)
class Change:
    """The move over some years against a number, or against the comparator's own move. Never across a break."""

    measure: Measure
    over: int
    op: Op
    right: Number | Comparator
    limits: Limits = NO_LIMITS


@dataclass(frozen=True)
class Gap:
    """A group less its peers (of the school, or of a comparator), or the move of that gap over some years."""

    measure: Measure
    peer: Measure | Comparator
    op: Op
    right: Number | Comparator
    over: int = 0
    limits: Limits = NO_LIMITS


@dataclass(frozen=True)
class Event:
    """The fact's day lies within a time: so many days, school years, or the last academic year up to now."""

    measure: Measure
    within: Literal["days", "school_years", "last_academic_year"]
    count: int = 0
    limits: Limits = NO_LIMITS


@dataclass(frozen=True)
class Replaced:
    """The fact is a predecessor's, and the school was opened by a sponsor to replace it."""

    measure: Measure
    limits: Limits = NO_LIMITS


@dataclass(frozen=True)
class All:
    """Every part."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class AnyOf:
    """One part or more."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class Not:
    """The part is false."""

    part: Condition


@dataclass(frozen=True)
class AtLeast:
    """True when `count` parts are true; false when true and unknown together are fewer."""

    count: int
    parts: tuple[Condition, ...]


@dataclass(frozen=True)
class FirstPublished:
    """The first part any of whose facts was published: one edition across the measures of its time."""

    parts: tuple[Condition, ...]


Atom = Compare | Significant | Words | Change | Gap | Event | Replaced
Composite = All | AnyOf | Not | AtLeast | FirstPublished
Condition = Atom | Composite
ATOMS = (Compare, Significant, Words, Change, Gap, Event, Replaced)


def parts_of(condition: Condition) -> tuple[Condition, ...]:
    """The parts of a composite; none for an atom."""
    if isinstance(condition, Not):
        return (condition.part,)
    return () if isinstance(condition, ATOMS) else condition.parts


def atoms(condition: Condition) -> Iterator[Atom]:
    """Every atom, in the order written."""
    if isinstance(condition, ATOMS):
        yield condition
    for part in parts_of(condition):
        yield from atoms(part)


def measures(atom: Atom) -> tuple[Measure, ...]:
    """The school's own measures that an atom reads."""
    if isinstance(atom, Gap) and isinstance(atom.peer, Measure):
        return (atom.measure, atom.peer)
    return (atom.measure,)


def lags(atom: Atom) -> range:
    """How many years back an atom looks, latest first."""
    if isinstance(atom, Change | Gap):
        return range(atom.over + 1)
    if isinstance(atom, Compare | Significant):
        past = atom.right.years if isinstance(atom.right, OwnMean) else 0
        return range(atom.lag + past + 1)
    return range(1)


def comparators(atom: Atom) -> tuple[tuple[Measure, Comparator, str], ...]:
    """The comparators an atom reads: beside which measure, which, of which group."""
    right = getattr(atom, "right", None)
    found = []
    if isinstance(right, Comparator):
        found.append((atom.measure, right, right.of(atom.measure)))
    if isinstance(atom, Gap):
        found += _peer_comparators(atom)
    return tuple(found)


def _peer_comparators(gap: Gap) -> list[tuple[Measure, Comparator, str]]:
    found = []
    if isinstance(gap.peer, Comparator):
        found.append((gap.measure, gap.peer, gap.peer.of(gap.measure)))
    if isinstance(gap.right, Comparator):
        found.append((gap.measure, gap.right, gap_peer_group(gap)))
    return found


def gap_peer_group(gap: Gap) -> str:
    """The pupil group that a gap is measured to."""
    return gap.peer.group if isinstance(gap.peer, Measure) else gap.peer.of(gap.measure)


def repeated(atom: Compare | Significant, of: int) -> tuple[Compare | Significant, ...]:
    """The same question in each of the last `of` years."""
    return tuple(replace(atom, lag=lag) for lag in range(of))


def in_words(right: Right | Number | Comparator) -> str:
    """What a figure is held against, in words."""
    if isinstance(right, Number):
        return f"{right.value:g}"
    if isinstance(right, OwnMean):
        return f"its own mean of the {right.years} years before"
    name = COMPARATOR_WORDS.get(right.name, right.name)
    shift = f" {'plus' if right.plus > 0 else 'less'} {abs(right.plus):g}" if right.plus else ""
    return name + shift


COMPARATOR_WORDS = {
    "england": "England",
    "england_median": "England's median",
    "england_p10": "the lowest tenth of schools in England",
    "england_p25": "the lowest quarter of schools in England",
    "england_p75": "the highest quarter of schools in England",
    "england_p90": "the highest tenth of schools in England",
    "region": "the region",
    "neighbours": "the statistical neighbours",
}
LIMIT_KEYS = tuple(field.name for field in fields(Limits))
