"""What is hidden so far while the search goes on, and how a relation is hidden at a place with its reason."""

from __future__ import annotations

import numpy as np

from fingerpost.evidence.disclosure import deciding
from fingerpost.evidence.disclosure.deciding import Decision, Table
from fingerpost.evidence.disclosure.lattice import Flags, Lattice
from fingerpost.evidence.disclosure.policy import Policy

#: Areas whose figures are given up last; any other goes before a school's figures do.
DISTRICTS, AUTHORITIES = ("district", "home_district"), ("authority", "home_authority")
KEPT = (*DISTRICTS, *AUTHORITIES)
Sig = frozenset[int]


class State:
    """What is hidden so far: relations at places, places that are hidden whole, single cells that are too fine."""

    def __init__(self, lattice: Lattice, policy: Policy) -> None:
        self.lattice, self.policy = lattice, policy
        self.whole = deciding.whole_column(lattice)
        self.relations = list(lattice.tied) + _orphans(lattice, self.whole)
        self.cohort = deciding.table(lattice, lattice.cohort)
        self.published = lattice.published.reshape(lattice.shape)
        self.state: Table = np.zeros((len(lattice.places), len(self.relations)), dtype=bool)
        self.dark: Flags = np.zeros(len(lattice.places), dtype=bool)
        self.single: Table = np.zeros(lattice.shape, dtype=bool)
        self.reasons: dict[int, str] = {}
        self.given_away: set[int] = set()
        self.areas_of: dict[int, Sig] = {p: frozenset() for p in range(len(lattice.places))}
        for area, members in lattice.members.items():
            for member in members:
                self.areas_of[member] |= {area}
        self.is_base: Flags = np.asarray([p not in lattice.members for p in range(len(lattice.places))])
        self.kinds = [kind for kind, _ in lattice.places]
        self.named = int((~lattice.is_rest[: lattice.shape[1]]).sum())
        self.of_cohort: Table | None = None

    # What is hidden

    def hidden(self) -> Table:
        """Places by groups: hidden so far, rests always."""
        found = self.single.copy()
        for number, (_, parts, _) in enumerate(self.relations):
            found[:, parts] |= self.state[:, [number]]
        found[self.dark] = True
        found &= ~self.published
        found[:, self.named :] = True
        return found

    def cells(self) -> Flags:
        """The same as cells, without rests."""
        return self.hidden().ravel() & ~self.lattice.is_rest

    def take(self, decision: Decision) -> None:
        """Begin with what is hidden for every measure of the stage."""
        hidden = deciding.table(self.lattice, decision.cohort)
        self.single = hidden.copy()
        for number, (_, parts, _) in enumerate(self.relations):
            named = [part for part in parts if part < self.named]
            self.state[:, number] = hidden[:, named].all(axis=1)
        self.dark = hidden[:, : self.named].all(axis=1)
        self.reasons, self.given_away = dict(decision.reasons), set(decision.given_away)

    def _is_void(self, place: int, number: int) -> bool:
        """Whether some groups of a relation are too fine for this place and others are not: then it adds up nothing."""
        parts = [part for part in self.relations[number][1] if part < self.named]
        fine = [deciding.is_fine(self.lattice.groups[part]) for part in parts]
        return self.kinds[place] not in KEPT and any(fine) and not all(fine)

    def _because(self, place: int, group: int, reason: str, *, first: bool = True) -> None:
        cell = int(place * self.lattice.shape[1] + group)
        if first and self.cohort[place, group] > 0:
            self.reasons.setdefault(cell, reason)

    def _hide(self, place: int, number: int, gives_away: int, other: int | None = None) -> None:
        """Hide a relation at a place, because it would tell a group there or at another place."""
        self.state[place, number] = True
        for part in self.relations[number][1]:
            if part < self.named:
                self._because(
                    place, part, self._would_tell(place, gives_away, place if other is None else other)
                )

    def _would_tell(self, place: int, group: int, other: int) -> str:
        kind, other_kind = (self.kinds[one].removeprefix("home_") for one in (place, other))
        if place == other:
            return f"would give away {deciding.in_words(self.lattice.groups[group])} at the same {kind}"
        if len(self.lattice.members.get(place, ())) == 1:
            return f"only one school in the {kind}"
        return f"would give away a {other_kind}" if kind != other_kind else f"would give away another {kind}"


def _orphans(lattice: Lattice, whole: int) -> list[tuple[int, list[int], bool]]:
    """Groups that are part of nothing, each a relation by itself."""
    held = {part for _, parts, _ in lattice.tied for part in parts} | {whole}
    rests = lattice.is_rest[: lattice.shape[1]]
    return [
        (-1, [column], True) for column in range(lattice.shape[1]) if column not in held and not rests[column]
    ]
