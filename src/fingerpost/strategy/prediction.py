"""What an edition makes of a predicted inspection: for how long it stands, and which floor a moderated one may lay.

A prediction by itself moves no level. Where the edition names a floor for what is predicted, whoever moderates may lay
it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from fingerpost.strategy.keys import Keys, as_list
from fingerpost.strategy.lined import Mapping
from fingerpost.strategy.problems import Found

if TYPE_CHECKING:
    from fingerpost.strategy.edition import Edition

#: What a prediction can come to (monitor/rules/predicting.py names them for pages).
ENDS = ("urgent_improvement", "inadequate", "needs_attention", "requires_improvement")
_KEYS = ("renew_days", "floors", "ours")
#: Ours, where an edition does not say: a prediction is renewed each school year.
RENEW_DAYS = 365


@dataclass(frozen=True)
class Prediction:
    """For how many days a prediction stands before it should be renewed, and the floor of each end it can come to."""

    renew_days: int = RENEW_DAYS
    floors: tuple[tuple[str, str], ...] = ()
    ours: str = ""

    def floor_for(self, ends: list[str]) -> str:
        """The floor for the worst of these ends that has one."""
        named = dict(self.floors)
        return next((named[end] for end in ENDS if end in ends and end in named), "")


def read(keys: Keys) -> Prediction:
    """`prediction:` of strategy.yaml; each fault is noted where it stands."""
    part = keys.child("prediction", "The prediction")
    if part is None:
        return Prediction()
    part.only(_KEYS)
    floors = tuple(pair for node in as_list(part.node.get("floors")) if (pair := _floor(part, node)))
    if not part.node.get("ours"):
        part.found.add(part.node, "The prediction does not say why it is ours.", "Write `ours:`.")
    return Prediction(
        part.count("renew_days", RENEW_DAYS) or RENEW_DAYS, floors, part.text("ours", required=False)
    )


def _floor(part: Keys, node: object) -> tuple[str, str] | None:
    if not isinstance(node, Mapping):
        part.found.add(part.node, "A floor is not a mapping.", "Write end and floor.", "floors")
        return None
    floor = Keys(node, part.found, "A floor of the prediction")
    floor.only(("end", "floor"))
    end = floor.text("end")
    if end not in ENDS:
        part.found.add(node, f"“{end}” is nothing that a prediction comes to.", f"Use {', '.join(ENDS)}.")
        return None
    return end, floor.text("floor")


def check(edition: Edition, found: Found) -> None:
    """Refuse a floor that no scheme has for an adviser to lay."""
    judged = {floor.id for scheme in edition.schemes for floor in scheme.floors if floor.judged}
    for end, floor in edition.prediction.floors:
        if floor not in judged:
            problem = f"The prediction of {end} names the floor {floor}, which no scheme has as a judged one."
            found.at("strategy.yaml", 1, problem, "Name a floor with `judged: true`.")
