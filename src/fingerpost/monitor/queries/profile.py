"""The Ofsted profile of the schools that a person may see: on a day, over the lists held, and school by school."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import polars as pl

from fingerpost.archive.queries import inspections, places
from fingerpost.archive.queries.inspections import State
from fingerpost.archive.queries.snapshots import Holdings, holdings
from fingerpost.core.rules import Permission, check_permission, schools_within
from fingerpost.evidence import profiles
from fingerpost.evidence.inspections import counts, grades_of
from fingerpost.evidence.profiles import Aspect, ListDay
from fingerpost.register import queries as register
from fingerpost.register.rules import PHASES

#: Answers that stay in memory, for as long as the files and the register that they rest on stand.
KEPT = 64
SATISFACTORY_UNTIL = date(2012, 9, 1)
ALL = "all"


@dataclass(frozen=True)
class Part:
    """One phase, or all of them, by overall grade."""

    phase: str
    total: int
    grades: dict[str, int]
    percent: dict[str, float | None]

    @property
    def good(self) -> int:
        """How many are outstanding or good."""
        return self.grades["1"] + self.grades["2"]

    @property
    def good_percent(self) -> float | None:
        """The share that is outstanding or good."""
        return 100 * self.good / self.total if self.total else None


@dataclass(frozen=True)
class Profile:
    """The profile on a day, with what its numbers rest on and whom they leave out."""

    day: date
    basis: str
    list_as_at: date | None
    is_that_very_day: bool
    files: tuple[str, ...]
    listed: int
    moved_on: int
    parts: tuple[Part, ...]
    scales: dict[str, int]
    aspects: tuple[Aspect, ...]
    frameworks: list[tuple[str, int]]
    categories: list[tuple[str, str, int]]
    satisfactory: int
    without_pupils: int
    without_phase: int
    unlisted: int
    is_narrowed: bool

    @property
    def all(self) -> Part:
        """All phases together."""
        return self.parts[-1]

    def of_scale(self, scale: str) -> list[Aspect]:
        """The judgements made on one scale."""
        return [aspect for aspect in self.aspects if aspect.scale == scale]


@dataclass(frozen=True)
class Moves:
    """What became of the schools since an earlier day."""

    since: date
    list_as_at: date
    changed: list[tuple[str, int | None, int | None, int]]
    ways: dict[str, int]
    again: int


@dataclass(frozen=True)
class Sight:
    """What a person may see of the inspections of an authority: which files, and which schools (None: all)."""

    authority: str
    holding: Holdings
    stamp: tuple
    urns: frozenset[int] | None


def sight(user: Any, authority: str) -> Sight:
    """Where every question about the profile begins: at what the person may see."""
    check_permission(user, Permission.SCHOOLS_SEE, authority=authority)
    holding = holdings(authority)
    urns = schools_within(user, Permission.SCHOOLS_SEE, authority=authority)
    if urns is not None:
        # The URNs that their schools had before, too.
        line = places.lineage(holding).filter(pl.col("urn").is_in(list(urns)))
        urns = urns | frozenset(line["ancestor"].to_list())
    return Sight(authority, holding, register.stamp(), urns)


def lists_held(seen: Sight) -> list[date]:
    """The days of the lists of inspections that are held of an authority, the latest first."""
    return _lists(seen.authority, seen.holding)


@lru_cache(maxsize=KEPT)
def _lists(code: str, holding: Holdings) -> list[date]:
    listing = inspections.held(holding).listing
    days = listing.filter(pl.col("authority") == code)["list_as_at"].drop_nulls().unique()
    return sorted(days.to_list(), reverse=True)


@dataclass(frozen=True)
class Counted:
    """A state with the scale of each school, its sub-judgements, and the schools that no list holds."""

    state: State
    rows: pl.DataFrame
    grades: pl.DataFrame
    unlisted: pl.DataFrame


def counted(seen: Sight, day: date) -> Counted:
    """The state on a day of the schools that a person may see."""
    found = _everything(seen.authority, day, seen.holding, seen.stamp)
    if seen.urns is None or found.rows.is_empty():
        return found
    mine = pl.col("urn").is_in(list(seen.urns))
    return Counted(found.state, found.rows.filter(mine), found.grades, found.unlisted.filter(mine))


@lru_cache(maxsize=KEPT)
def _everything(code: str, day: date, holding: Holdings, stamp: tuple) -> Counted:
    state = inspections.state(code, day, holding)
    grades = grades_of(inspections.held(holding), state.rows)
    rows = profiles.with_scale(state.rows, grades) if state.rows.height else state.rows
    return Counted(state, rows, grades, _not_listed(code, day, rows, holding))


def _not_listed(code: str, day: date, rows: pl.DataFrame, holding: Holdings) -> pl.DataFrame:
    """Schools open on the day that are in no list: neither they, nor one that became or came of them."""
    schools = register.schools_of(code, day).filter(pl.col("phase") != "other")
    if rows.is_empty():
        return schools
    line = places.lineage(holding).select("urn", "ancestor")
    listed = rows.select("urn")
    lives = pl.concat(
        [
            listed,
            line.join(listed, left_on="ancestor", right_on="urn").select("urn"),
            line.join(listed, on="urn").select(urn="ancestor"),
        ]
    )
    return schools.join(lives, on="urn", how="anti")


@lru_cache(maxsize=KEPT)
def profile(seen: Sight, day: date, basis: str) -> Profile | None:
    """The profile on a day; None when no list of inspections is held that is so old."""
    found = counted(seen, day)
    if found.state.list_as_at is None:
        return None
    rows = found.rows
    return Profile(
        day=day,
        basis=basis,
        list_as_at=found.state.list_as_at,
        is_that_very_day=found.state.is_that_very_day,
        files=found.state.files,
        listed=rows.height,
        moved_on=int(rows["moved_on"].sum()),
        parts=tuple(_parts(rows, basis)),
        scales={scale: rows.filter(pl.col("scale") == scale).height for scale in profiles.SCALES},
        aspects=tuple(profiles.aspects(rows, found.grades, basis)),
        frameworks=profiles.frameworks(rows),
        categories=profiles.categories(rows),
        satisfactory=rows.filter((pl.col("overall") == 3) & (pl.col("ended_on") < SATISFACTORY_UNTIL)).height,
        without_pupils=rows["pupils"].null_count(),
        without_phase=rows["phase"].null_count(),
        unlisted=found.unlisted.height,
        is_narrowed=seen.urns is not None,
    )


def _parts(rows: pl.DataFrame, basis: str) -> Iterable[Part]:
    held = set(profiles.phases_of(rows))
    for phase in (*(p for p in PHASES if p in held), ALL):
        found = counts(rows if phase == ALL else rows.filter(pl.col("phase") == phase), basis)
        yield Part(phase, found["total"], found["grades"], found["percent"])


@lru_cache(maxsize=KEPT)
def moves(seen: Sight, day: date, since: date) -> Moves | None:
    """What became of each school since an earlier day; None when no list is held of before then."""
    before = counted(seen, since)
    if before.state.list_as_at is None:
        return None
    moved = moved_between(before, counted(seen, day), seen.holding)
    ways = dict(moved.group_by("way").len().rows())
    again = moved.filter(pl.col("is_inspected_again")).height
    return Moves(since, before.state.list_as_at, profiles.counted_moves(moved), ways, again)


def moved_between(before: Counted, now: Counted, holding: Holdings) -> pl.DataFrame:
    """What became of each school between two states."""
    return profiles.moves(_under_urns_of(before.rows, now.rows, holding), now.rows)


def _under_urns_of(before: pl.DataFrame, now: pl.DataFrame, holding: Holdings) -> pl.DataFrame:
    """The earlier rows, each under the URN that the school has in the later ones: a school is a life, not a URN."""
    line = places.lineage(holding).filter((pl.col("manner") == "took over") & ~pl.col("is_sponsored"))
    later = (
        line.join(now.select("urn"), on="urn")
        .join(before.select(ancestor="urn"), on="ancestor")
        .filter(~pl.col("ancestor").is_in(now["urn"].implode()))
        .sort("generation")
        .unique("ancestor", keep="first")
    )
    renamed = before.join(later.select(urn="ancestor", later="urn"), on="urn", how="left")
    return renamed.with_columns(urn=pl.coalesce("later", "urn")).drop("later")


@dataclass(frozen=True)
class TrendDay:
    """The profile on one day of the trend; `is_list` when it is the day of a list."""

    day: date
    is_list: bool
    parts: dict[str, ListDay]


@lru_cache(maxsize=KEPT)
def trend(seen: Sight, day: date, basis: str) -> list[TrendDay]:
    """The profile on the day of every list held until a day, and on the day itself, the earliest first."""
    found = [one for one in _on_list_days(seen, basis) if one.day <= day]
    if found and found[-1].day != day:
        found.append(TrendDay(day, False, _by_phase(counted(seen, day).rows, basis)))
    return found


def _on_list_days(seen: Sight, basis: str) -> list[TrendDay]:
    rows = profiles.on_list_days(inspections.held(seen.holding), seen.authority, seen.urns)
    days = rows.partition_by("list_as_at", as_dict=True)
    return [TrendDay(day, True, _by_phase(frame, basis)) for (day,), frame in sorted(days.items())]


def _by_phase(rows: pl.DataFrame, basis: str) -> dict[str, ListDay]:
    return {part.phase: part for part in profiles.of_day(rows, basis)}
