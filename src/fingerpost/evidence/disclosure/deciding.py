"""What is hidden from an audience, decided for a whole lattice at once, so that no two tables differ.

A characteristic is hidden whole: where one of its groups at a place is too small, all groups of the characteristic are
hidden there, those without pupils too, and only their sum is known. A sum over an area is shown as long as the hidden
places in it could have exchanged pupils enough (`exchange`); else more places are hidden, or the area is.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fingerpost.evidence.disclosure.lattice import Flags, Lattice
from fingerpost.evidence.disclosure.policy import Policy
from fingerpost.evidence.groups import BY_CODE, name
from fingerpost.evidence.schema import ALL

Table = NDArray[np.bool_]


@dataclass(eq=False)
class Decision:
    """For each cell of a lattice whether its cohort and its result are hidden, and the true reason, for officers."""

    lattice: Lattice
    policy: Policy
    cohort: Flags
    result: Flags
    reasons: dict[int, str] = field(default_factory=dict)
    #: Cells that cannot be guarded because what gives them away is published already.
    given_away: set[int] = field(default_factory=set)

    def is_guarded(self) -> Flags:
        """Cells whose numbers must not be told: the small ones, those left when groups are taken from each other too.

        What is hidden only to guard another has no secret of its own.
        """
        small = small_cohorts(self.lattice, self.policy) & (self.cohort | self.lattice.is_rest)
        few = small_results(self.lattice, self.policy) & (self.result | self.lattice.is_rest)
        return small | few


def small_cohorts(lattice: Lattice, policy: Policy) -> Flags:
    """Cells with some pupils, and too few."""
    few = (lattice.cohort > 0) & (lattice.cohort < policy.minimum_cohort)
    return few & ~lattice.published & ~lattice.is_same


def small_results(lattice: Lattice, policy: Policy) -> Flags:
    """Cells in which too few reached the measure or too few did not; all pupils of a place are told of by their number.

    The Department publishes the result of every school with a cohort large enough, be it none or all.
    """
    if lattice.reached is None:
        return np.zeros(len(lattice.cohort), dtype=bool)
    few = lattice.reached < policy.minimum_reached
    few |= lattice.cohort - lattice.reached < policy.minimum_missed
    few |= lattice.added
    return few & (lattice.cohort > 0) & ~lattice.is_all() & ~lattice.published & ~lattice.is_same


def is_fine(group: str) -> bool:
    """Whether a group is too fine to be told of one school: a minor ethnic group."""
    parts = [BY_CODE[part] for part in group.split(" without ")[0].split("+") if part in BY_CODE]
    return any(part.pupils is not None and part.pupils[0] == "ethnicity" for part in parts)


def why_small(decision: Decision, cell: int) -> str:
    """The true reason of a cell that is small itself."""
    lattice, policy = decision.lattice, decision.policy
    cohort = int(lattice.cohort[cell])
    if cohort < policy.minimum_cohort:
        return f"fewer than {policy.minimum_cohort} pupils"
    reached = int(lattice.reached[cell]) if lattice.reached is not None else 0
    if lattice.added[cell]:
        return f"differs by fewer than {policy.minimum_added} pupils from a figure shown before"
    if reached in (0, cohort):
        return "all or none of them"
    if reached < policy.minimum_reached:
        return f"fewer than {policy.minimum_reached} reached it"
    return f"fewer than {policy.minimum_missed} did not reach it"


def in_words(group: str) -> str:
    """A group in words, a rest too."""
    whole, _, parts = group.partition(" without ")
    return f"{name(whole)} without {', '.join(map(name, parts.split(', ')))}" if parts else name(group)


def whole_column(lattice: Lattice) -> int:
    """The column of all pupils, or -1."""
    return lattice.groups.index(ALL) if ALL in lattice.groups else -1


def table(lattice: Lattice, values: Any) -> Any:
    """Cells as places by groups."""
    return values.reshape(lattice.shape)
