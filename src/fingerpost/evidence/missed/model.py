"""Combinations of characteristics that exclude one another: having these of the chosen ones, and none of the others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from fingerpost.evidence.groups import name as group_name

#: What the combination is called that has none of the chosen characteristics, of which one is not known, and the rest.
NONE, UNKNOWN, REST = "none", "not known", "other combinations"
#: A table of more characteristics than these is read by nobody: thirty-two rows.
MOST = 5


@dataclass(frozen=True)
class Combination:
    """Pupils who have just these of the chosen characteristics: how many, how many missed it, England's share.

    `name` is its codes joined by "+", or one of NONE, UNKNOWN and REST. What is not known is null, never nothing.
    """

    name: str
    cohort: int | None
    missed: int | None
    england: float | None = None
    printed: str = ""

    @property
    def has(self) -> tuple[str, ...]:
        """The characteristics that these pupils have."""
        return () if self.name in (NONE, UNKNOWN, REST) else tuple(self.name.split("+"))

    @property
    def share(self) -> float | None:
        """The percentage of them that missed it."""
        return percent(self.missed, self.cohort)

    @property
    def beside_england(self) -> float | None:
        """Points above England's share; below it is better."""
        return None if self.share is None or self.england is None else self.share - self.england


@dataclass(frozen=True)
class Missed:
    """All combinations of the chosen characteristics, and everybody."""

    title: str
    chosen: tuple[str, ...]
    combinations: tuple[Combination, ...]
    cohort: int | None
    missed: int | None
    england: float | None = None
    source: str = ""
    names: tuple[tuple[str, str], ...] = ()

    @property
    def everybody(self) -> Combination:
        """All of them together."""
        return Combination("all", self.cohort, self.missed, self.england)

    def of_the_missed(self, combination: Combination) -> float | None:
        """The percentage that a combination is of all who missed it."""
        return percent(combination.missed, self.missed)

    def name(self, code: str) -> str:
        """A characteristic in words, as the file has it or as we call it."""
        return dict(self.names).get(code) or group_name(code)

    def title_of(self, combination: Combination) -> str:
        """A combination in words: Any SEN and Boys; None of these."""
        words = {NONE: "None of these", UNKNOWN: "Not known", REST: "Other combinations together"}
        return words.get(combination.name) or _listed([self.name(code) for code in combination.has])

    def sized(self) -> Missed:
        """The same with the combination of most who missed it first, and what is no combination last."""
        last = {NONE: 1, REST: 2, UNKNOWN: 3}
        order = sorted(
            self.combinations,
            key=lambda one: (last.get(one.name, 0), one.missed is None, -(one.missed or 0), one.name),
        )
        return replace(self, combinations=tuple(order))


def percent(part: int | None, whole: int | None) -> float | None:
    """A share of a hundred; none of nobody."""
    return None if part is None or not whole else 100 * part / whole


def _listed(words: list[str]) -> str:
    """SEN, FSM and boys: what follows the first stands in the middle of a sentence."""
    words = [
        word if not number or word[:2].isupper() else _lowered(word) for number, word in enumerate(words)
    ]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _lowered(word: str) -> str:
    return f"{word[:1].lower()}{word[1:]}"


def in_order(chosen: Iterable[str], has: Iterable[str]) -> str:
    """The name of a combination, its codes in the order in which they were chosen."""
    held = set(has)
    return "+".join(code for code in chosen if code in held) or NONE


def expected(chosen: tuple[str, ...]) -> list[str]:
    """Every combination that there can be, none first."""
    sizes = range(2 ** len(chosen))
    return [in_order(chosen, [c for bit, c in enumerate(chosen) if size >> bit & 1]) for size in sizes]
