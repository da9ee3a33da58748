"""Which figures of a school are disputed, and which ratings rest on one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from fingerpost.evidence.indicators import CATALOGUE
from fingerpost.explore.queries import disputes


@dataclass(frozen=True)
class Disputed:
    """`figures` that are disputed, `marks` their addresses; `resting` the names of those that a level rests on."""

    marks: frozenset[str] = frozenset()
    resting: tuple[tuple[str, int], ...] = ()
    figures: frozenset[disputes.Figure] = frozenset()


def of_school(authority: str, urn: int, life: Iterable[int], ratings: Iterable[Any]) -> Disputed:
    """The disputed figures of a school and of those before it; of the ratings, the figures that they counted."""
    held = disputes.unsettled(authority, [urn, *life])
    if not held:
        return Disputed()
    counted = {
        (fact["inherited_from"] or urn, fact["indicator"], fact["group"], fact["period"])
        for rating in ratings
        for strand in rating.strands
        for fact in strand["facts"]
        if not fact["left_out"]
    }
    resting = [(_name(figure[1]), pk) for figure, pk in held.items() if figure in counted]
    return Disputed(frozenset(map(_mark, held)), tuple(dict.fromkeys(resting)), frozenset(held))


def _name(code: str) -> str:
    indicator = CATALOGUE.by_code.get(code)
    return indicator.name if indicator else code


def _mark(figure: disputes.Figure) -> str:
    """A figure as an address names it."""
    urn, indicator, group, period = figure
    return urlencode({"urn": urn, "indicator": indicator, "group": group, "period": period})


def schools(authority: str) -> int:
    """How many schools have a figure that is disputed now."""
    return len({urn for urn, *_ in disputes.unsettled(authority) if urn})
