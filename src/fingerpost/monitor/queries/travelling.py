"""How every school is moving, with the reasons; and the slippage list: those doing well whose leading figures fall."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from fingerpost.archive.queries import editions, leading, rating_history, ratings
from fingerpost.core import queries as core
from fingerpost.core.rules import Permission, check_permission
from fingerpost.monitor.marks import Scale
from fingerpost.monitor.queries import grid, staying
from fingerpost.monitor.queries.grid import Grid, Row
from fingerpost.monitor.rules.watching import is_good
from fingerpost.strategy import direction
from fingerpost.strategy import leading as rules
from fingerpost.strategy.direction import Seen
from fingerpost.strategy.problems import NotAnEdition

YEAR, HALF_TERM = "year", "half-term"
GOOD_GRADES = (1, 2)
_MARKS = {"urn": pl.Int64, "scheme": pl.String, "strand": pl.String, "name": pl.String, "level": pl.String,
          "state": pl.String}  # fmt: skip


@dataclass(frozen=True, eq=False)
class Moving:
    """A school with where it goes: computed from evidence with the reasons, and, apart, what people confirmed."""

    school: Row
    computed: str
    because: tuple[str, ...]
    confirmed: str
    confirmed_in: str


@dataclass(frozen=True, eq=False)
class Slipping:
    """A school doing well whose leading figures fall, with what else moved."""

    school: Row
    good_by: str
    falls: tuple[str, ...]
    rises: tuple[str, ...]
    is_declining: bool

    @property
    def weight(self) -> int:
        """By what the list is sorted: falls less rises, and a declining direction beside them."""
        return len(self.falls) - len(self.rises) + self.is_declining


@dataclass(frozen=True, eq=False)
class Found:
    """The rows with the run they rest on (None: nothing is rated) and the day from which they look back."""

    rows: list[Any]
    run: Any
    scale: Scale | None
    since: date | None
    grid: Grid


def moving(user: Any, authority: str, *, today: date, over: str = YEAR) -> Found:
    """Every school within the person's scope, over a year, or since the half-term began that the levels lie in."""
    check_permission(user, Permission.INDICATIVE_SEE, authority=authority)
    shown = grid.grid(user, authority, today=today)
    if shown.run is None:
        return Found([], None, None, None, shown)
    since, told = _since(authority, shown.run, over)
    confirmed = staying.directions(authority)
    rows = [
        _moving(row, told, confirmed) for row in shown.rows if row.rating is not None and row.rating.scheme
    ]
    return Found(rows, shown.run, shown.scale, since, shown)


def _since(authority: str, run: Any, over: str) -> tuple[date | None, dict | None]:
    """The day looked back to; and what is computed since, where it is another than the stored year."""
    if over != HALF_TERM:
        return _year_before(run.as_at), None
    half = core.school_calendar(authority).half_term_of(run.as_at)
    before = rating_history.before(authority, half.from_on, run.edition) if half else None
    if before is None or before.pk == run.pk:
        return None, {}
    return before.as_at, _between(authority, before, run)


def _between(authority: str, before: Any, now: Any) -> dict[tuple[int, str], tuple[str, list[str]]]:
    """Directions between two stored runs, of the marks that both keep and of the leading figures of their days."""
    edition = _edition(now)
    if edition is None:
        return {}
    seen = [_seen(run) for run in (before, now)]
    found = direction.travel(seen[0], seen[1], edition)
    return {(urn, scheme): (way, because) for urn, scheme, way, because in found.iter_rows()}


def _seen(run: Any) -> Seen:
    rows = ratings.marks_of(run.pk)
    schools = [(r["urn"], r["scheme"], r["level"], r["indicative"]) for r in rows]
    strands = [
        (r["urn"], r["scheme"], mark["id"], mark["name"], mark["level"], mark["state"])
        for r in rows
        for mark in r["marks"]
    ]
    kinds = {"urn": pl.Int64, "scheme": pl.String, "level": pl.String, "indicative": pl.String}
    return Seen(
        pl.DataFrame(schools, schema=kinds, orient="row"),
        pl.DataFrame(strands, schema=_MARKS, orient="row"),
        pl.DataFrame(schema=rules.FIGURES),
    )


def _moving(row: Row, told: dict | None, confirmed: dict) -> Moving:
    assert row.rating is not None
    key = (row.urn, row.rating.scheme)
    way, because = (
        (row.rating.direction, row.rating.direction_because)
        if told is None
        else told.get(key, (direction.NOT_KNOWN, ()))
    )
    return Moving(row, way, tuple(because), *confirmed.get(key, ("", "")))


def slipping(user: Any, authority: str, *, today: date) -> Found:
    """Schools doing well, by their level or by Ofsted, of which a leading figure is worse than a year before."""
    check_permission(user, Permission.INDICATIVE_SEE, authority=authority)
    shown = grid.grid(user, authority, today=today)
    edition = _edition(shown.run) if shown.run else None
    if shown.run is None or edition is None or not edition.leading:
        return Found([], shown.run, shown.scale, None, shown)
    since = _year_before(shown.run.as_at)
    falls, rises = _said(leading.moves(authority, edition.leading, since, shown.run.as_at))
    rows = [
        Slipping(row, good, falls[row.urn], rises.get(row.urn, ()), row.direction == direction.DECLINING)
        for row in shown.rows
        if row.urn in falls and (good := _good_by(row, edition.level_ids, shown.scale))
    ]
    rows.sort(key=lambda one: (-one.weight, one.school.name))
    return Found(rows, shown.run, shown.scale, since, shown)


def _said(moved: pl.DataFrame) -> tuple[dict[int, tuple[str, ...]], dict[int, tuple[str, ...]]]:
    """URN -> what is worse, and what is better, in words."""
    sides: dict[str, dict[int, tuple[str, ...]]] = {rules.FALLS: {}, rules.RISES: {}}
    for move in moved.filter(pl.col("way") != rules.HOLDS).iter_rows(named=True):
        side = sides[move["way"]]
        side[move["urn"]] = (*side.get(move["urn"], ()), rules.in_words(move))
    return sides[rules.FALLS], sides[rules.RISES]


def _good_by(row: Row, order: list[str], scale: Scale | None) -> str:
    """By what a school does well: its level, else Ofsted where its level is not the worst; empty when by neither."""
    if scale is not None and is_good(row.level, order):
        return scale.word(row.level)
    is_worst = row.level == order[-1] or row.indicative == order[-1]
    is_good_there = row.outcome is not None and row.outcome.grade in GOOD_GRADES and not row.outcome.category
    return f"{row.outcome.word} by Ofsted" if is_good_there and not is_worst and row.outcome else ""


def _edition(run: Any) -> Any:
    try:
        return editions.edition(run.edition)
    except (editions.NoSuchEdition, NotAnEdition):
        return None


def _year_before(day: date) -> date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if is_leap_day else day.day)
