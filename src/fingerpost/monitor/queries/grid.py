"""The tracking grid: every school that the person may see, with where it stands, from stored rows alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from fingerpost.archive.queries import ratings
from fingerpost.archive.queries.snapshots import holdings_key
from fingerpost.core import queries as core
from fingerpost.core.rules import Permission, check_permission, has_permission, schools_within
from fingerpost.monitor.marks import Scale, scale_of
from fingerpost.monitor.queries import outcomes, standings, staying, watching
from fingerpost.monitor.queries.outcomes import Outcome
from fingerpost.monitor.queries.standings import EARLY_YEARS, Standing
from fingerpost.monitor.queries.staying import Staying
from fingerpost.register import queries as register

# The ratings that give a school its level (an all-through school has two), and that of its early years.
Rated = tuple[tuple[Standing, ...], Standing | None]
UNRATED: Rated = ((), None)


@dataclass(frozen=True, eq=False)
class Row:
    """One school in the grid. There is no rating for those who may see none. Rows too are kept in memory."""

    urn: int
    name: str
    phase: str
    kind: str
    is_academy: bool
    roll: int | None
    trust: str
    district: str
    area: str = ""
    cluster: str = ""
    adviser: str = ""
    outcome: Outcome | None = None
    rating: Standing | None = None
    also: tuple[Standing, ...] = ()
    early_years: Standing | None = None
    stay: Staying | None = None
    watched_until: date | None = None

    @property
    def level(self) -> str:
        return self.rating.level if self.rating else ""

    @property
    def indicative(self) -> str:
        return self.rating.indicative if self.rating else ""

    @property
    def direction(self) -> str:
        return self.rating.direction if self.rating else ""


@dataclass(frozen=True)
class Grid:
    """The rows, the run they rest on (None: nothing rated, or not to be seen by this person) and its scale."""

    rows: list[Row]
    run: Any
    scale: Scale | None
    as_at: date
    sees_levels: bool
    counts: dict[str, int] = field(default_factory=dict)


def grid(user: Any, authority: str, *, today: date, run: int | None = None) -> Grid:
    """Every school of the authority within the person's scope."""
    check_permission(user, Permission.SCHOOLS_SEE, authority=authority)
    sees = has_permission(user, Permission.INDICATIVE_SEE, authority=authority)
    found = _run(user, authority, run) if sees else None
    as_at = found.as_at if found else today
    scale = scale_of(found.levels) if found else None
    rows = _rows(user, authority, as_at, found)
    return Grid(rows, found, scale, as_at, sees, _counts(rows))


def _run(user: Any, authority: str, run: int | None) -> Any:
    if run is None:
        return ratings.latest_run(user, authority)
    return ratings.runs(user, authority).filter(pk=run).first()


@lru_cache(maxsize=8)
def _standings(run: int, computed_at: datetime) -> dict[int, Rated]:
    found: dict[int, Rated] = {}
    for (urn, scheme), standing in standings.of_run(run).items():
        main, early = found.get(urn, ((), None))
        found[urn] = (main, standing) if scheme == EARLY_YEARS else ((*main, standing), early)
    return found


def _rows(user: Any, authority: str, as_at: date, run: Any) -> list[Row]:
    """The rows within the person's scope, with levels where the person may see levels."""
    advisers, areas = core.advisers_of(authority, as_at), register.areas_of(authority, as_at)
    local = tuple((urn, names.get("area", ""), names.get("cluster", "")) for urn, names in areas.items())
    everybody = _everybody(
        authority,
        as_at,
        holdings_key(authority),
        register.stamp(),
        (run.pk, run.computed_at) if run else None,
        tuple(advisers.items()),
        local,
        (staying.confirmed_stamp(authority), tuple(watching.review_days(authority).items()))
        if run
        else ((), ()),
    )
    within = schools_within(user, Permission.SCHOOLS_SEE, authority=authority)
    rows = [row for row in everybody if within is None or row.urn in within]
    rated = schools_within(user, Permission.INDICATIVE_SEE, authority=authority) if run else None
    return rows if rated is None else [row if row.urn in rated else _unrated(row) for row in rows]


def _unrated(row: Row) -> Row:
    return replace(row, rating=None, also=(), early_years=None, stay=None, watched_until=None)


@lru_cache(maxsize=16)
def _everybody(
    authority: str,
    as_at: date,
    key: str,
    stamp: tuple,
    run: tuple[int, datetime] | None,
    advisers: tuple[tuple[int, str], ...],
    local: tuple[tuple[int, str, str], ...],
    moving: tuple[tuple, tuple],
) -> tuple[Row, ...]:
    """Every school of the authority, kept for as long as all that its row rests on stands."""
    rated = _standings(*run) if run else {}
    stays, watched = (staying.everybody(authority, as_at), dict(moving[1])) if run else ({}, {})
    inspected = outcomes.of_authority(authority, as_at, key)
    adviser, areas = dict(advisers), {urn: names for urn, *names in local}
    return tuple(
        replace(
            row,
            area=areas.get(row.urn, ("", ""))[0],
            cluster=areas.get(row.urn, ("", ""))[1],
            adviser=adviser.get(row.urn, ""),
            outcome=inspected.get(row.urn),
            rating=next(iter(rated.get(row.urn, UNRATED)[0]), None),
            also=rated.get(row.urn, UNRATED)[0][1:],
            early_years=rated.get(row.urn, UNRATED)[1],
            stay=_stay(row.urn, rated.get(row.urn, UNRATED)[0], stays),
            watched_until=watched.get(row.urn),
        )
        for row in _schools(authority, as_at, key, stamp)
    )


def _stay(urn: int, main: tuple[Standing, ...], stays: dict) -> Staying | None:
    """How long a school has been at its level, by its main scheme."""
    return stays.get((urn, main[0].scheme)) if main else None


@lru_cache(maxsize=16)
def _schools(authority: str, as_at: date, key: str, stamp: tuple) -> tuple[Row, ...]:
    """The schools as the register has them, by name, kept for as long as the snapshots and corrections stand."""
    found = register.schools_of(authority, as_at).sort("name", "urn")
    return tuple(
        Row(
            urn=school["urn"],
            name=school["name"],
            phase=school["phase"],
            kind=school["kind"] or "",
            is_academy=bool(school["is_academy"]),
            roll=school["roll"],
            trust=school["trust"] or "",
            district=school["district"] or "",
        )
        for school in found.iter_rows(named=True)
    )


def _counts(rows: Iterable[Row]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.level] = counts.get(row.level, 0) + 1
    return counts


def anonymous(rows: list[Row], salt: str) -> list[Row]:
    """The rows without anything that names a school, in an order that gives none away, for a screen that others see."""
    shuffled = sorted(rows, key=lambda row: hashlib.sha256(f"{salt}{row.urn}".encode()).digest())
    return [
        replace(
            row,
            urn=0,
            name=f"School {number}",
            trust="",
            adviser="",
            district="",
            area="",
            cluster="",
            roll=None,
        )
        for number, row in enumerate(shuffled, 1)
    ]


def latest_run(user: Any, authority: str) -> Any:
    """The latest run of an authority, or None."""
    return ratings.latest_run(user, authority)
