"""Attendance by school against the authority's lines, and what else is known of who is away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from fingerpost.archive.queries import editions, slices
from fingerpost.archive.queries.shown import shown_to
from fingerpost.archive.queries.snapshots import holdings
from fingerpost.core.rules import Permission, check_permission, schools_within
from fingerpost.evidence import current
from fingerpost.evidence.schema import ALL
from fingerpost.explore.queries.vulnerable.cells import Cell, by_cell, cell_of
from fingerpost.register import queries as register
from fingerpost.strategy.lines import AMBER, CLEAR, NO_LINE, RED, Line, line_for

ATTENDANCE = "attendance_overall"
ABSENCE = "absence_overall"
#: What is told of every school beside its attendance.
OF_SCHOOLS = (
    "absence_persistent",
    "absence_severe",
    "suspensions",
    "exclusions_permanent",
    "fair_access_moves",
)


@dataclass(frozen=True)
class SchoolRow:
    """A school's attendance against its line, the year before, and what else is known of who is away."""

    urn: int
    name: str
    phase: str
    attendance: Cell
    before: Cell
    band: str
    band_before: str
    others: dict[str, Cell]


@dataclass(frozen=True)
class Schools:
    """Every school's attendance in the latest year held, with the lines it is held against."""

    rows: tuple[SchoolRow, ...]
    period: str
    lines: tuple[Line, ...]
    edition: str

    def share_past(self, *, before: bool = False) -> tuple[int, int]:
        """How many schools were past a line, of how many whose side of it is known."""
        bands = [row.band_before if before else row.band for row in self.rows]
        known = [band for band in bands if band in (RED, AMBER, CLEAR)]
        return sum(band != CLEAR for band in known), len(known)


def schools(user: Any, authority: str, as_at: date) -> Schools:
    """The schools that the person may see: past the red line first, then amber, the lowest attendance first in each."""
    check_permission(user, Permission.FIGURES_SEE, authority=authority)
    register_rows = _within(user, authority, register.schools_of(authority, as_at))
    facts = _school_facts(user, authority, register_rows, as_at)
    edition = editions.edition_of(authority)
    lines = edition.lines if edition else ()
    period = max((key[2] for key in facts if key[1] in (ATTENDANCE, ABSENCE)), default="")
    rows = [
        _row(row, facts, period, lines)
        for row in register_rows.select("urn", "name", "phase").iter_rows(named=True)
    ]
    rows.sort(key=_worst_first)
    return Schools(tuple(rows), period, lines, edition.name if edition else "")


def _worst_first(row: SchoolRow) -> tuple:
    order = {RED: 0, AMBER: 1, CLEAR: 2}
    return (order.get(row.band, 3), row.attendance.value is None, row.attendance.value or 0, row.name)


def _within(user: Any, authority: str, rows: pl.DataFrame) -> pl.DataFrame:
    urns = schools_within(user, Permission.FIGURES_SEE, authority=authority)
    return rows if urns is None else rows.filter(pl.col("urn").is_in(list(urns)))


def _school_facts(
    user: Any, authority: str, rows: pl.DataFrame, as_at: date
) -> dict[tuple[str, str, str], dict]:
    wanted = [ATTENDANCE, ABSENCE, *OF_SCHOOLS]
    held = slices.of_authority(authority, holdings(authority)).schools
    mine = held.filter(
        pl.col("indicator").is_in(wanted),
        pl.col("group") == ALL,
        pl.col("place").is_in(rows["urn"].cast(pl.String).implode()),
    )
    now = current.current(mine, as_at)
    # A share of sessions is about no pupil; what counts pupils goes by what the reader may see.
    of_sessions = pl.col("indicator").is_in([ATTENDANCE, ABSENCE])
    told = shown_to(user, now.filter(~of_sessions), authority=authority)
    return by_cell(pl.concat([now.filter(of_sessions), told], how="diagonal"))


def _row(row: dict, facts: dict, period: str, lines: tuple[Line, ...]) -> SchoolRow:
    place, year_before = str(row["urn"]), str(int(period) - 1) if period.isdigit() else ""
    now, before = (_attendance(facts, place, year) for year in (period, year_before))
    line = line_for(lines, ATTENDANCE, row["phase"])
    others = {code: _latest(facts, place, code) for code in OF_SCHOOLS}
    bands = [line.band(cell.value) if line else NO_LINE for cell in (now, before)]
    return SchoolRow(row["urn"], row["name"], row["phase"] or "", now, before, bands[0], bands[1], others)


def _attendance(facts: dict, place: str, period: str) -> Cell:
    """As counted; else what is left of a hundred when overall absence is taken away."""
    found = cell_of(facts, place, ATTENDANCE, period)
    if found.value is not None:
        return found
    absence = cell_of(facts, place, ABSENCE, period)
    if absence.value is None:
        return found if found.status else absence
    return Cell(100 - absence.value, indicator=ABSENCE, place=place, period=period, worked_out=True)


def _latest(facts: dict, place: str, indicator: str) -> Cell:
    """The latest year in which anything was said of it."""
    years = [key[2] for key in facts if key[0] == place and key[1] == indicator]
    return cell_of(facts, place, indicator, max(years)) if years else Cell(None)
