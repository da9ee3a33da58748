"""How pupil groups lie in one another: which add up to which, and what is left when one is taken from another.

A group is the pupils whose characteristics lie in certain values: `boys+fsm` has `sex` in {M} and `fsm` in {yes}. Where
the groups that are shown leave a rest that nobody publishes (all pupils without the cared-for), the rest is a group
too, never shown and yet to be guarded: whoever has both takes one from the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from fingerpost.evidence.groups import BY_CODE
from fingerpost.evidence.pupils.schema import ETHNICITIES, WORDS
from fingerpost.evidence.schema import ALL

Values = frozenset[object]
Where = Mapping[str, Values]

#: What a characteristic may be, where that is known: groups that cover all of it add up to everybody.
_WHOLE: dict[str, Values] = {
    "sex": frozenset(WORDS["sex"]),
    "sen": frozenset(WORDS["sen"]),
    "language_group": frozenset(WORDS["language_group"]),
    "ethnicity": frozenset(WORDS["ethnicity"]),
    "prior": frozenset(WORDS["prior"]),
    "birth_month": frozenset(range(1, 13)),
    **{
        name: frozenset({True, False})
        for name in ("fsm", "fsm6", "disadvantaged", "looked_after", "service_child", "mobile", "new_arrival",
                     "previously_looked_after")
    },
}  # fmt: skip
#: Whoever is in the first is in the second, by how the Department makes them.
_WITHIN = (
    ("fsm", "fsm6"),
    ("fsm6", "disadvantaged"),
    ("looked_after", "disadvantaged"),
    ("previously_looked_after", "disadvantaged"),
    ("not_disadvantaged", "not_fsm6"),
    ("not_fsm6", "not_fsm"),
    ("not_disadvantaged", "not_looked_after"),
)


@dataclass(frozen=True)
class Relation:
    """`whole` is the sum of `parts` and of a rest. `has_rest`: somebody may be left, and nobody publishes how many."""

    whole: str
    parts: tuple[str, ...]
    has_rest: bool


@lru_cache(maxsize=64)
def relations(codes: frozenset[str]) -> tuple[Relation, ...]:
    """Every way in which the groups that are shown make up one another."""
    where = {code: _where(code) for code in sorted(codes)}
    found = [
        relation
        for whole in where
        for axis in sorted({axis for lies in where.values() for axis in lies})
        for relation in _along(whole, axis, where)
    ]
    by_rule = [Relation(b, (a,), True) for a, b in _WITHIN if a in where and b in where]
    return tuple(dict.fromkeys([*found, *by_rule]))


def _where(code: str) -> dict[str, Values]:
    """What a group's pupils have in common."""
    lies: dict[str, Values] = {}
    for part in code.split("+") if code != ALL else ():
        axis, values = _condition(part)
        lies[axis] = lies[axis] & values if axis in lies else values
    return lies


def _condition(part: str) -> tuple[str, Values]:
    group = BY_CODE.get(part)
    if group is None or group.pupils is None:
        return (group.characteristic if group else part.partition("=")[0]), frozenset({part})
    column, values = group.pupils
    if column == "ethnicity_major":
        return "ethnicity", frozenset(code for major in values for code in ETHNICITIES[str(major)])
    if column == "first_language":
        english = frozenset({"english"})
        return "language_group", english if "english" in values else _WHOLE["language_group"] - english
    return column, frozenset(values)


def _along(whole: str, axis: str, where: Mapping[str, dict[str, Values]]) -> Iterable[Relation]:
    """The groups that are the whole, narrowed in one characteristic, taken together as far as they do not overlap."""
    lies = where[whole]
    others = {name: values for name, values in lies.items() if name != axis}
    limit = lies.get(axis)
    finer = {
        code: its[axis]
        for code, its in where.items()
        if code != whole
        and axis in its
        and {name: values for name, values in its.items() if name != axis} == others
        and (limit is None or its[axis] < limit)
    }
    domain = limit if limit is not None else _WHOLE.get(axis)
    for parts in _families(finer):
        covered = frozenset[object]().union(*(finer[code] for code in parts))
        yield Relation(whole, tuple(parts), domain is None or covered != domain)


def _families(sets: Mapping[str, Values]) -> Iterable[list[str]]:
    """Sets that do not overlap, begun with each of the widest in turn and filled up with the largest that fit."""
    by_size = sorted(sets, key=lambda code: (-len(sets[code]), code))
    begun: set[str] = set()
    for seed in by_size:
        if seed in begun or any(sets[seed] < values for values in sets.values()):
            continue
        family, taken = [seed], sets[seed]
        for code in by_size:
            if not sets[code] & taken:
                family.append(code)
                taken = taken | sets[code]
        begun.update(family)
        yield family
