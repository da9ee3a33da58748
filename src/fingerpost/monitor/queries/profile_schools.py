"""The schools behind a number of the Ofsted profile: how each was inspected, and where that is written."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from fingerpost.archive.queries import places
from fingerpost.archive.queries.snapshots import Holdings
from fingerpost.evidence import profiles
from fingerpost.evidence.frameworks import CATEGORIES, grade_name
from fingerpost.evidence.profiles import Ask
from fingerpost.monitor.queries.profile import Sight, counted, moved_between
from fingerpost.register import queries as register


@dataclass(frozen=True)
class Seen:
    """One school behind a number: how it was inspected, and where that is written."""

    urn: int
    name: str
    phase: str
    pupils: int | None
    inspected_on: date | None
    grade: str
    asked: str
    category: str
    previous: str
    previous_on: date | None
    inherited_from: int | None
    inherited_name: str
    is_moved_on: bool
    known_on: date | None
    is_estimated: bool
    snapshot: str
    file: str
    row: int | None
    #: The URN under which the school goes on since, if it has another now.
    now: int


def schools(seen: Sight, day: date, ask: Ask, *, since: date | None = None, way: str = "") -> list[Seen]:
    """The schools that a number counts, by name. With `since`, only those that moved in the way asked for."""
    found = counted(seen, day)
    if found.rows.is_empty():
        return []
    if since is None:
        return _seen(profiles.behind(found.rows, found.grades, ask), seen.holding)
    before = counted(seen, since)
    going = _going(moved_between(before, found, seen.holding), way)
    # Schools that are no longer listed are shown as they were.
    rows = before.rows if way == profiles.GONE else found.rows
    return _seen(rows.join(going, on="urn", how="semi", maintain_order="left"), seen.holding)


def _going(moved: pl.DataFrame, way: str) -> pl.DataFrame:
    """The schools that moved in a way: `better`, `3-2` for one grade to another, or `again` for inspected since."""
    if way == "again":
        return moved.filter(pl.col("is_inspected_again"))
    was, dash, is_now = way.partition("-")
    if dash and was.isdigit() and is_now.isdigit():
        return moved.filter((pl.col("was") == int(was)) & (pl.col("is_now") == int(is_now)))
    return moved.filter(pl.col("way") == way)


@dataclass(frozen=True)
class Unlisted:
    """A school that is open and that no list of inspections holds."""

    urn: int
    name: str
    phase: str
    opened_on: date | None


def not_listed(seen: Sight, day: date) -> list[Unlisted]:
    """The schools open on the day that the list in force does not hold: most were not inspected yet."""
    rows = counted(seen, day).unlisted.sort("name", "urn")
    return [Unlisted(*row) for row in rows.select("urn", "name", "phase", "opened_on").rows()]


def _seen(rows: pl.DataFrame, holding: Holdings) -> list[Seen]:
    line = places.lineage(holding).filter(pl.col("manner") == "took over").sort("generation")
    urns = rows["urn"].to_list()
    before, after = _line(line, "urn", "ancestor", urns), _line(line, "ancestor", "urn", urns)
    opened = register.opened_on([*urns, *(u for found in before.values() for u in found)])
    still_open = register.open_among([*urns, *(u for found in after.values() for u in found)])
    inherited = {row["urn"]: _inherited(row, before, opened) for row in rows.iter_rows(named=True)}
    names = register.names([u for u in inherited.values() if u])
    files = holding.names()
    return [
        _one(row, inherited[row["urn"]], names, files, _now(row["urn"], after, still_open))
        for row in rows.sort("name", "urn").iter_rows(named=True)
    ]


def _line(line: pl.DataFrame, one: str, other: str, urns: list[int]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for urn, of in line.filter(pl.col(one).is_in(urns)).select(one, other).rows():
        found.setdefault(urn, []).append(of)
    return found


def _now(urn: int, after: dict[int, list[int]], still_open: set[int]) -> int:
    """The URN under which the school is open now, if the register knows it."""
    return next((u for u in (urn, *after.get(urn, [])) if u in still_open), urn)


def _inherited(row: dict, before: dict[int, list[int]], opened: dict[int, date]) -> int | None:
    """Whose inspection it was, when it is older than the school: the list says so, else the day of opening does."""
    if row["inspected_urn"] and row["inspected_urn"] != row["urn"]:
        return row["inspected_urn"]
    if not row["ended_on"] or row["ended_on"] >= opened.get(row["urn"], date.min):
        return None
    return next((u for u in before.get(row["urn"], []) if row["ended_on"] >= opened.get(u, date.min)), None)


def _one(row: dict, inherited: int | None, names: dict[int, str], files: dict[str, str], now: int) -> Seen:
    previous = grade_name(row["previous_overall"], row["previous_on"]) if row["previous_overall"] else ""
    return Seen(
        urn=row["urn"],
        name=row["name"] or str(row["urn"]),
        phase=row["phase"] or "",
        pupils=row["pupils"],
        inspected_on=row["ended_on"],
        grade=_word(row),
        asked=row.get("asked") or "",
        category=CATEGORIES.get(row["category"] or "", ""),
        previous=previous,
        previous_on=row["previous_on"],
        inherited_from=inherited,
        inherited_name=names.get(inherited or 0, ""),
        is_moved_on=row["moved_on"],
        known_on=row["known_on"],
        is_estimated=(row["known_how"] or "").startswith("inspection +"),
        snapshot=row["snapshot"] or "",
        file=files.get(row["snapshot"], ""),
        row=row["row"],
        now=now,
    )


def _word(row: dict) -> str:
    if row["overall"]:
        return grade_name(row["overall"], row["ended_on"])
    return row["outcome"] or profiles.SCALES[row["scale"]]
