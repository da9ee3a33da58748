"""How one school is moving: time at its level, direction with reasons, watch, road map. For officers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from fingerpost.archive.queries import ratings
from fingerpost.core.rules import Permission, check_permission
from fingerpost.monitor.marks import Scale, scale_of
from fingerpost.monitor.models import Watch
from fingerpost.monitor.queries import road_map, rounds, staying, watching
from fingerpost.monitor.queries.standings import EARLY_YEARS
from fingerpost.monitor.queries.staying import Staying
from fingerpost.strategy.road_map import RoadMap


@dataclass(frozen=True)
class OfScheme:
    """A school under one scheme."""

    scheme: str
    level: str
    direction: str
    because: tuple[str, ...]
    confirmed: str
    confirmed_in: str
    staying: Staying | None
    road: RoadMap | None


@dataclass(frozen=True)
class MovingSchool:
    """How a school is moving, scheme by scheme, the main one first; nothing where nothing is rated."""

    schemes: tuple[OfScheme, ...]
    watch: Watch | None
    scale: Scale | None
    run: Any


def of_school(user: Any, authority: str, urn: int, *, today: date) -> MovingSchool:
    """What an officer wants to know of where a school is going."""
    check_permission(user, Permission.INDICATIVE_SEE, authority=authority, urn=urn)
    run = ratings.latest_run(user, authority)
    watch = next((w for w in watching.of_school(user, authority, urn) if w.ended_at is None), None)
    if run is None:
        return MovingSchool((), watch, None, None)
    stays = staying.of_school(user, authority, urn, run.as_at)
    roads = {road.scheme: road for road in road_map.of_school(user, authority, urn, today=today)}
    confirmed = {one.scheme: one for one in reversed(rounds.confirmed(user, authority, urns=[urn]))}
    rows = [row for row in ratings.of_school(user, run, urn) if row.scheme]
    made = [
        OfScheme(
            row.scheme, row.level, row.direction, tuple(row.direction_because),
            confirmed[row.scheme].direction if row.scheme in confirmed else "",
            confirmed[row.scheme].round_name if row.scheme in confirmed else "",
            stays.get(row.scheme), roads.get(row.scheme),
        )
        for row in sorted(rows, key=lambda row: row.scheme == EARLY_YEARS)
    ]  # fmt: skip
    return MovingSchool(tuple(made), watch, scale_of(run.levels), run)
