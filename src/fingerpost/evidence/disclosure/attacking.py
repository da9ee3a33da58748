"""The attack: everything that a reader can know of one measure, as equations, and how closely it tells hidden numbers.

The reader knows all that is shown, which groups add up to which, which schools lie where, and the number of pupils of
every group that is hidden for its results alone. Linear programming finds the least and the most that each small
hidden number can be. It knows nothing of how the decision was come to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field

import numpy as np

from fingerpost.evidence.disclosure import above
from fingerpost.evidence.disclosure.county import County, Flags, Numbers
from fingerpost.evidence.disclosure.deciding import Axis, Decision
from fingerpost.evidence.disclosure.linear import TOLERANCE, Program
from fingerpost.evidence.disclosure.relations import relations
from fingerpost.evidence.groups import name
from fingerpost.evidence.schema import ALL

REST = "neither"
#: Of an audience of heads so many are tried, those of the hidden schools with most pupils.
HEADS = 6


@dataclass(frozen=True)
class Found:
    """A hidden number that is told more closely than the policy allows."""

    place_kind: str
    place: str
    group: str
    what: str
    low: float
    high: float
    needed: float


@dataclass(frozen=True)
class Attack:
    """What came of it: cells hidden, numbers attacked, the narrowest range that was left, and what was told."""

    hidden: int
    attacked: int
    tightest: float | None
    found: tuple[Found, ...]

    def as_document(self) -> dict:
        """For JSON."""
        return {**asdict(self), "tightest": None if self.tightest is None else round(self.tightest, 3)}


@dataclass(eq=False)
class _Tried:
    sought: list[tuple[Found, float, float]] = field(default_factory=list)

    def add(
        self, where: tuple[str, str], group: str, what: str, needed: float, low: float, high: float
    ) -> None:
        self.sought.append((Found(*where, group, what, round(low, 3), round(high, 3), needed), low, high))

    def attack(self, hidden: int) -> Attack:
        widths = [high - low for _, low, high in self.sought]
        found = tuple(one for one, low, high in self.sought if high - low < one.needed - TOLERANCE)
        return Attack(hidden, len(self.sought), min(widths, default=None), found)


def attack(decision: Decision) -> Attack:
    """Attack a decision; for an audience of heads also as some of them, each of whom knows one school whole."""
    tried = _Tried()
    if decision.policy.hides:
        for known in _readers(decision, decision.dark):
            _attack_dark(decision, known, tried)
        for axis in decision.axes.values():
            for known in _readers(decision, axis.schools | decision.dark):
                _attack_axis(decision, axis, known, tried)
        _attack_above(decision, tried)
    return tried.attack(sum(1 for _ in decision.cells()))


def _readers(decision: Decision, hidden: Flags) -> Iterator[int]:
    """Nobody in particular (-1), then heads of hidden schools."""
    yield -1
    if decision.policy.insider:
        schools = np.flatnonzero(hidden).tolist()
        yield from sorted(schools, key=lambda one: -int(decision.county.everybody[one]))[:HEADS]


# Schools that are hidden whole


def _attack_dark(decision: Decision, known: int, tried: _Tried) -> None:
    county, policy = decision.county, decision.policy
    numbers = {kind: its[ALL] for kind, its in _tables(county, ("", "")).numbers.items()}
    dark = decision.dark & (np.arange(len(county.schools)) != known)
    program = Program()
    for among, _ in _areas(decision, Axis(("", ""), dark, dark, decision.dark_districts)):
        inside = np.flatnonzero(among & dark).tolist()
        for kind, its in numbers.items() if inside else ():
            program.equal({(s, kind): 1.0 for s in inside}, int(its[inside].sum()))
    sought: list[tuple[int, str, dict[object, float]]] = []
    for school in np.flatnonzero(dark & (county.everybody < policy.minimum_cohort)).tolist():
        sought += [(school, kind, {(school, kind): 1.0}) for kind in numbers if kind != "cohort"]
        sought.append((school, "cohort", {(school, kind): 1.0 for kind in numbers}))
    ranges = program.ranges([terms for *_, terms in sought])
    for (school, kind, _), (low, high) in zip(sought, ranges, strict=True):
        tried.add(("school", county.schools[school]), ALL, kind, float(policy.interval), low, high)


# One characteristic at schools, in districts and in the authority


@dataclass(frozen=True)
class _Tables:
    """What each group of an axis, the rest and everybody has, of each kind of number."""

    numbers: dict[str, dict[str, Numbers]]

    @property
    def kinds(self) -> list[str]:
        return list(self.numbers)

    def adds_up(self) -> Flags:
        """The schools whose groups are no more than all of it together."""
        return np.asarray(np.all([its[REST] >= 0 for its in self.numbers.values()], axis=0))


def _tables(county: County, groups: tuple[str, str]) -> _Tables:
    made: dict[str, dict[str, Numbers]] = {}
    kinds = {"cohort": county.cohort}
    if county.reached is not None:
        kinds = {"reached": county.reached, "missed": county.cohort - county.reached}
    for kind, table in kinds.items():
        its = {group: county.of(table, group) for group in (*groups, ALL)}
        made[kind] = its | {REST: its[ALL] - its[groups[0]] - its[groups[1]]}
    return _Tables(made)


def _attack_axis(decision: Decision, axis: Axis, known: int, tried: _Tried) -> None:
    county, tables = decision.county, _tables(decision.county, axis.groups)
    hidden = axis.schools | decision.dark
    if known >= 0:
        hidden = hidden & (np.arange(len(hidden)) != known)
    program = _program(decision, axis, tables, hidden)
    sought = list(_sought(decision, axis, tables, hidden))
    ranges = program.ranges([terms for *_, terms in sought])
    for (school, group, what, needed, _), (low, high) in zip(sought, ranges, strict=True):
        tried.add(("school", county.schools[school]), group, what, needed, low, high)


def _program(decision: Decision, axis: Axis, tables: _Tables, hidden: Flags) -> Program:
    made = Program()
    adds_up = tables.adds_up()
    for school in np.flatnonzero(hidden).tolist():
        _tie_school(made, decision, axis, tables, school, bool(adds_up[school]))
    for among, told in _areas(decision, axis):
        inside = np.flatnonzero(among & hidden).tolist()
        for group in told:
            mine = [s for s in inside if (group != ALL or decision.dark[s]) and (group != REST or adds_up[s])]
            for kind in tables.kinds if mine else ():
                total = sum(int(tables.numbers[kind][group][s]) for s in mine)
                made.equal({(s, group, kind): 1.0 for s in mine}, total)
    return made


def _tie_school(
    made: Program, decision: Decision, axis: Axis, tables: _Tables, school: int, adds_up: bool
) -> None:
    """Groups of a school add up to all of it, unless they are of two sources and do not; its cohorts may be known."""
    members = (*axis.groups, REST)
    for kind in tables.kinds if adds_up else ():
        terms: dict[object, float] = {(school, group, kind): 1.0 for group in members}
        if decision.dark[school]:
            made.equal({**terms, (school, ALL, kind): -1.0}, 0)
        else:
            made.equal(terms, int(tables.numbers[kind][ALL][school]))
    if axis.cohorts[school] or decision.dark[school] or len(tables.kinds) == 1:
        return
    for group in members if adds_up else axis.groups:
        total = sum(int(tables.numbers[kind][group][school]) for kind in tables.kinds)
        made.equal({(school, group, kind): 1.0 for kind in tables.kinds}, total)


def _areas(decision: Decision, axis: Axis) -> Iterator[tuple[Flags, tuple[str, ...]]]:
    """The places of which sums are told: their schools, and of which groups; less what is shown in them."""
    county = decision.county
    both = (*axis.groups, REST)
    for number in range(len(county.districts)):
        if not decision.dark_districts[number]:
            yield np.asarray(county.district == number), (ALL,) if axis.districts[number] else (ALL, *both)
    if not decision.is_authority_dark:
        yield np.ones(len(county.schools), dtype=bool), (ALL,) if axis.is_authority_hidden else (ALL, *both)


def _sought(
    decision: Decision, axis: Axis, tables: _Tables, hidden: Flags
) -> Iterator[tuple[int, str, str, float, dict[object, float]]]:
    policy, county = decision.policy, decision.county
    least = {
        "cohort": policy.minimum_cohort,
        "reached": policy.minimum_reached,
        "missed": policy.minimum_missed,
    }
    for school in np.flatnonzero(hidden).tolist():
        for group in axis.groups:
            cohort = int(county.of(county.cohort, group)[school])
            if not cohort:
                continue
            is_unknown = bool(axis.cohorts[school] or decision.dark[school])
            if is_unknown and cohort < policy.minimum_cohort:
                room = _room(decision, int(county.everybody[school]), school)
                yield school, group, "cohort", room, {(school, group, kind): 1.0 for kind in tables.kinds}
            for kind in tables.kinds:
                if kind != "cohort" and int(tables.numbers[kind][group][school]) < least[kind]:
                    whole = int(tables.numbers[kind][ALL][school])
                    room = _room(decision, whole, school, None if is_unknown else cohort)
                    yield school, group, kind, room, {(school, group, kind): 1.0}


def _room(decision: Decision, whole: int, school: int, cohort: int | None = None) -> float:
    """The range that a number needs: the policy's, or all that the school's own number leaves where that is shown.

    Of a school in which one pupil of eight reached it, and that is published, no group has more than one who did.
    """
    interval = decision.policy.interval
    if decision.dark[school]:
        return float(interval)
    if cohort is None:
        return float(min(interval, whole))
    others = int(decision.county.everybody[school]) - cohort
    return float(min(interval, min(whole, cohort) - max(0, whole - others)))


# The groups of which the authority alone is told


def _attack_above(decision: Decision, tried: _Tried) -> None:
    counts, hidden = above.counts_of(decision.county), decision.groups_hidden
    tied = relations(frozenset(counts))
    wanted, _ = above.small_ones(tied, counts, hidden, decision.policy)
    if not wanted:
        return
    ranges = above.program_of(tied, counts, hidden).ranges([terms for _, terms in wanted])
    for (group, terms), (low, high) in zip(wanted, ranges, strict=True):
        what = "cohort" if len(terms) > 1 else str(next(iter(terms))[1])  # type: ignore[index]
        needed = float(decision.policy.interval)
        tried.add(decision.county.authority, above.in_words(group, tied), what, needed, low, high)


def told_of(found: Found) -> str:
    """A number that was told, in words."""
    group = name(found.group) if "without" not in found.group else found.group
    return (
        f"{found.place_kind} {found.place}, {group}, {found.what}: between {found.low:g} and {found.high:g}"
    )
