"""The attack on what one audience is shown, and on it by each head of a school where the audience holds one."""

from __future__ import annotations

from dataclasses import asdict, dataclass

import numpy as np

from fingerpost.evidence.disclosure.attacking import Attack, Found, attack
from fingerpost.evidence.disclosure.deciding import Decision
from fingerpost.evidence.disclosure.lattice import Flags

#: So many schools are attacked with their own cells known, where the audience are heads: each attack is one of all.
HEADS = 12


@dataclass(frozen=True)
class Trial:
    """What came of the attack: hidden cells, numbers attacked, the narrowest range, and what was told."""

    hidden: int
    attacked: int
    tightest: float | None
    found: tuple[Found, ...]
    #: Small numbers that cannot be guarded, since what tells them is published.
    given_away: int

    def as_document(self) -> dict:
        """For JSON."""
        return {**asdict(self), "tightest": None if self.tightest is None else round(self.tightest, 3)}


def tried(decision: Decision) -> Trial:
    """Attack a decision; for an audience of heads also as some of them, each knowing one school whole."""
    runs = [attack(decision)]
    if decision.policy.insider:
        runs += [attack(decision, known=known) for known in _heads(decision)]
    return _together(runs, decision)


def _heads(decision: Decision) -> list[Flags]:
    """The cells of single schools, of those with most hidden first."""
    lattice = decision.lattice
    place = np.arange(len(lattice.cohort)) // lattice.shape[1]
    hidden = np.bincount(place[decision.result], minlength=lattice.shape[0])
    schools = [p for p in range(lattice.shape[0]) if p not in lattice.members and hidden[p]]
    chosen = sorted(schools, key=lambda p: (-hidden[p], p))[:HEADS]
    return [place == one for one in chosen]


def _together(runs: list[Attack], decision: Decision) -> Trial:
    tightest = [run.tightest for run in runs if run.tightest is not None]
    return Trial(
        hidden=runs[0].hidden,
        attacked=sum(run.attacked for run in runs),
        tightest=min(tightest, default=None),
        found=tuple(found for run in runs for found in run.found),
        given_away=len(decision.given_away),
    )
