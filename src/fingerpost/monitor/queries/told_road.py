"""The road map of a level that a school was told: what would lift it, what each strand needs, when that can be known.

It starts from the level told and never from one in the making, and names no floor that is kept in confidence.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from fingerpost.core import queries as core
from fingerpost.monitor.queries import told
from fingerpost.monitor.queries.told import Told
from fingerpost.monitor.rules import telling_schools as rules
from fingerpost.strategy import road_map
from fingerpost.strategy.because import floor_sentence
from fingerpost.strategy.edition import Edition, Scheme
from fingerpost.strategy.road_map import RoadMap


@dataclass(frozen=True)
class ToldRoad:
    """The level told, and the way from it."""

    told: Told
    road: RoadMap


def of_level(user: Any, authority: str, urn: int, level_id: int, today: date) -> ToldRoad | None:
    """The way from a level that the school was told; None where it was told none, or the edition has changed since."""
    why = told.why(user, authority, urn, level_id)
    if why is None or why.scheme is None or why.edition is None or why.is_edition_changed:
        return None
    if why.told.level not in why.edition.level_ids:
        return None
    ends = [term.to_on for term in core.school_calendar(authority).terms]
    [road] = road_map.of_ratings([_row(why.told)], why.edition, today, ends)
    return ToldRoad(why.told, _for_school(road, why.scheme, why.edition))


def _row(one: Told) -> dict[str, Any]:
    """The stored rating as the road map reads it, at the level that was told."""
    rating = one.row.rating
    return {
        "urn": one.row.school.urn,
        "scheme": one.row.scheme,
        "level": one.level,
        "indicative": one.level,
        "floor": rating.floor,
        "because": rating.because,
        "strands": [strand | {"facts": rules.facts_for_school(strand["facts"])} for strand in rating.strands],
    }


def _for_school(road: RoadMap, scheme: Scheme, edition: Edition) -> RoadMap:
    """Floors kept in confidence are told in person; what is missing is said without an officer's work."""
    hidden = {floor_sentence(floor, edition) for floor in scheme.floors if rules.is_in_confidence(floor)}
    floors = tuple(rules.IN_CONFIDENCE if floor in hidden else floor for floor in road.floors)
    steps = tuple(
        replace(step, needs=tuple(rules.missing_for_school(need) for need in step.needs))
        for step in road.steps
    )
    return replace(road, floors=tuple(dict.fromkeys(floors)), steps=steps)
