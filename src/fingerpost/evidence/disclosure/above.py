"""Groups of which the authority alone is told: what is hidden of them, so that none can be worked out of the others.

The groups lie in one another (`relations`), and what is left of a group without its parts is a group too, that nobody
shows. A small one is hidden with another beside it, until no small one can be told from what is left: linear
programming looks, and whatever it still tells takes the groups around it along.
"""

from __future__ import annotations

from dataclasses import dataclass

from fingerpost.evidence.disclosure.county import County
from fingerpost.evidence.disclosure.linear import TOLERANCE, Program
from fingerpost.evidence.disclosure.policy import Policy
from fingerpost.evidence.disclosure.relations import Relation, relations
from fingerpost.evidence.groups import name
from fingerpost.evidence.schema import ALL

#: A group, or what is left of one, and the unknown numbers that make up the one that is sought.
Sought = tuple[object, dict[object, float]]


@dataclass(frozen=True)
class Counts:
    """Pupils, and those of them who reached the measure; None where it is a mean."""

    cohort: int
    reached: int | None

    def numbers(self) -> dict[str, int]:
        """The numbers that a reader could work out."""
        if self.reached is None:
            return {"cohort": self.cohort}
        return {"reached": self.reached, "missed": self.cohort - self.reached}

    def is_small(self, policy: Policy) -> bool:
        """Somebody, and too few: of them, of those who reached it, or of those who did not."""
        if self.cohort <= 0:
            return False
        if self.cohort < policy.minimum_cohort:
            return True
        if self.reached is None:
            return False
        return self.reached < policy.minimum_reached or self.cohort - self.reached < policy.minimum_missed


def counts_of(county: County) -> dict[str, Counts]:
    """Every group of the authority."""
    reached = county.reached
    return {
        group: Counts(
            county.total(county.cohort, group), county.total(reached, group) if reached is not None else None
        )
        for group in county.groups
    }


def rest_of(relation: Relation, counts: dict[str, Counts]) -> Counts:
    """What is left of a group without its parts."""
    whole, parts = counts[relation.whole], [counts[part] for part in relation.parts]
    reached = None
    if whole.reached is not None:
        reached = max(whole.reached - sum(part.reached or 0 for part in parts), 0)
    return Counts(max(whole.cohort - sum(part.cohort for part in parts), 0), reached)


def hidden_groups(county: County, policy: Policy, open_ones: frozenset[str]) -> dict[str, str]:
    """Group -> why the authority is not told of it. `open_ones` are told already, at schools and in districts too."""
    counts = counts_of(county)
    tied = relations(frozenset(counts))
    hidden = {
        group: _why(its, policy)
        for group, its in counts.items()
        if its.is_small(policy) and group != ALL and group not in open_ones
    }
    while True:
        found = _told(tied, counts, hidden, policy)
        more = {group for relation in found for group in _beside(relation, counts, hidden, open_ones)}
        if not more:
            return hidden
        for group in more:
            hidden[group] = "would give away a smaller group"


def _why(its: Counts, policy: Policy) -> str:
    if its.cohort < policy.minimum_cohort:
        return f"fewer than {policy.minimum_cohort} pupils"
    return f"fewer than {policy.minimum_reached} reached it, or fewer than {policy.minimum_missed} did not"


def _beside(
    relation: Relation, counts: dict[str, Counts], hidden: dict[str, str], open_ones: frozenset[str]
) -> list[str]:
    """The smallest group of a relation that can be hidden still: a part, else the whole."""
    parts = [
        part
        for part in relation.parts
        if part not in hidden and part not in open_ones and counts[part].cohort
    ]
    if parts:
        return [min(parts, key=lambda part: (counts[part].cohort, part))]
    can = relation.whole not in hidden and relation.whole not in open_ones and relation.whole != ALL
    return [relation.whole] if can else []


def _told(
    tied: tuple[Relation, ...], counts: dict[str, Counts], hidden: dict[str, str], policy: Policy
) -> list[Relation]:
    """The relations around small groups that can be told more closely than the policy allows."""
    wanted, around = small_ones(tied, counts, hidden, policy)
    if not wanted:
        return []
    ranges = program_of(tied, counts, hidden).ranges([terms for _, terms in wanted])
    told = []
    for (low, high), relation_numbers in zip(ranges, around, strict=True):
        if high - low < policy.interval - TOLERANCE:
            told += [tied[number] for number in relation_numbers]
    return told


def small_ones(
    tied: tuple[Relation, ...], counts: dict[str, Counts], hidden: dict[str, str], policy: Policy
) -> tuple[list[Sought], list[list[int]]]:
    """The unknown numbers that must not be told, each with the relations that its group stands in."""
    wanted: list[Sought] = []
    around: list[list[int]] = []
    for group in hidden:
        if counts[group].is_small(policy):
            numbers = [i for i, one in enumerate(tied) if group == one.whole or group in one.parts]
            _want(group, counts[group], policy, numbers, wanted, around)
    for number, relation in enumerate(tied):
        rest = rest_of(relation, counts)
        if relation.has_rest and rest.is_small(policy) and _holds(relation, counts):
            _want((number, "rest"), rest, policy, [number], wanted, around)
    return wanted, around


def _want(
    group: object, its: Counts, policy: Policy, numbers: list[int], wanted: list[Sought],
    around: list[list[int]],
) -> None:  # fmt: skip
    least = {
        "cohort": policy.minimum_cohort,
        "reached": policy.minimum_reached,
        "missed": policy.minimum_missed,
    }
    for what, value in its.numbers().items():
        if value < least[what]:
            wanted.append((group, {(group, what): 1.0}))
            around.append(numbers)
    if its.reached is not None and its.cohort < policy.minimum_cohort:
        wanted.append((group, {(group, "reached"): 1.0, (group, "missed"): 1.0}))
        around.append(numbers)


def _holds(relation: Relation, counts: dict[str, Counts]) -> bool:
    """Whether the figures add up at all: of two sources they may not, and then nobody can take one from another."""
    whole = counts[relation.whole].numbers()
    parts = [counts[part].numbers() for part in relation.parts]
    over = {what: value - sum(part[what] for part in parts) for what, value in whole.items()}
    return all(value >= 0 for value in over.values()) and (relation.has_rest or not any(over.values()))


def program_of(tied: tuple[Relation, ...], counts: dict[str, Counts], hidden: dict[str, str]) -> Program:
    """What a reader knows: the groups that are shown, and how all of them lie in one another."""
    made = Program()
    for number, relation in enumerate(tied):
        if not _holds(relation, counts):
            continue
        for what in counts[relation.whole].numbers():
            terms: dict[object, float] = {}
            known = _put(terms, relation.whole, what, -1.0, counts, hidden)
            for part in relation.parts:
                known += _put(terms, part, what, 1.0, counts, hidden)
            if relation.has_rest:
                terms[(number, "rest"), what] = 1.0
            if terms:
                made.equal(terms, -known)
    for group in hidden:
        for what in counts[group].numbers():
            made.unknown((group, what))
    return made


def _put(
    terms: dict[object, float],
    group: str,
    what: str,
    times: float,
    counts: dict[str, Counts],
    hidden: dict[str, str],
) -> float:
    if group in hidden:
        terms[group, what] = terms.get((group, what), 0.0) + times
        return 0.0
    return times * counts[group].numbers()[what]


def in_words(group: object, relations_held: tuple[Relation, ...]) -> str:
    """A group, or what is left of one."""
    if isinstance(group, tuple):
        relation = relations_held[group[0]]
        return f"{name(relation.whole)} without {', '.join(map(name, relation.parts))}"
    return name(str(group))
