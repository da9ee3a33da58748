"""Every graded and ungraded inspection of every school of an authority known by a day, each told once.

Worked out for all schools at once and kept for as long as the snapshots stand: lists of what comes next, predictions
held against what came, and the page of what was known all read it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

import polars as pl

from fingerpost.archive.queries import inspections, places
from fingerpost.archive.queries.snapshots import holdings, holdings_key
from fingerpost.evidence.graded import NO_OVERALL
from fingerpost.monitor.queries.inspected import once
from fingerpost.register import queries as register

_FIELDS = ("urn", "inspected_urn", "started_on", "ended_on", "known_on", "kind", "framework", "overall", "category",
           "list_as_at")  # fmt: skip


@dataclass(frozen=True)
class Past:
    """One inspection: of whom, when, on which scale, what was found."""

    ended_on: date
    started_on: date
    known_on: date
    kind: str
    framework: str
    overall: int | None
    category: str
    grades: Mapping[str, str] = field(hash=False)
    #: The URN that was inspected, where it is not the school's own now.
    of_urn: int | None = None

    @property
    def is_graded(self) -> bool:
        return self.kind != "ungraded"

    @property
    def graded_as(self) -> str:
        """Under which way of grading: from September 2024 without an overall grade, which is another."""
        is_key = self.framework == "eif-2019" and self.ended_on >= NO_OVERALL
        return "eif-2024" if is_key else self.framework

    @property
    def all_grades(self) -> dict[str, str]:
        """The grades, the overall one with them where there is one."""
        return {**({"overall": str(self.overall)} if self.overall else {}), **self.grades}


History = dict[int, tuple[Past, ...]]


def of_authority(code: str, as_at: date) -> History:
    """URN -> its inspections and those of whom it took over from, the earliest first."""
    return _of_authority(code, as_at, holdings_key(code), register.stamp())


@lru_cache(maxsize=8)
def _of_authority(code: str, as_at: date, key: str, stamp: tuple) -> History:
    holding = holdings(code)
    schools = register.schools_of(code, as_at).select("urn", "opened_on")
    owners = _owners(schools, places.lineage(holding))
    held = inspections.held(holding)
    mine = pl.col("urn").is_in(list(owners)) | pl.col("inspected_urn").is_in(list(owners))
    known = (pl.col("known_on") <= as_at) & pl.col("ended_on").is_not_null()
    rows = held.inspections.filter(mine & known).sort("known_on", "list_as_at", "ended_on", nulls_last=True)
    graded = _grades(held.grades.filter(pl.col("urn").is_in(rows["urn"].unique().implode())))
    by_school: dict[int, list[dict]] = defaultdict(list)
    for row in rows.select(_FIELDS).iter_rows(named=True):
        stated = {owner for urn in (row["urn"], row["inspected_urn"]) for owner in owners.get(urn, ())}
        for urn in stated:
            by_school[urn].append(row)
    return {urn: _told(urn, by_school.get(urn, []), graded) for urn in schools["urn"].to_list()}


def owners(code: str, as_at: date) -> dict[int, set[int]]:
    """URN -> the schools of the day whose life it is part of."""
    return _kept_owners(code, as_at, holdings_key(code), register.stamp())


@lru_cache(maxsize=8)
def _kept_owners(code: str, as_at: date, key: str, stamp: tuple) -> dict[int, set[int]]:
    return _owners(register.schools_of(code, as_at).select("urn"), places.lineage(holdings(code)))


def _owners(schools: pl.DataFrame, lineage: pl.DataFrame) -> dict[int, set[int]]:
    """URN -> the schools of today whose life it is part of; a sponsor-led academy begins afresh."""
    owners: dict[int, set[int]] = defaultdict(set)
    for urn in schools["urn"].to_list():
        owners[urn].add(urn)
    before = lineage.filter((pl.col("manner") == "took over") & ~pl.col("is_sponsored"))
    for urn, ancestor in before.join(schools, on="urn").select("urn", "ancestor").iter_rows():
        owners[ancestor].add(urn)
    return owners


def _grades(frame: pl.DataFrame) -> dict[tuple[int, date], dict[str, str]]:
    """(URN, day) -> aspect -> grade, from the first list that has it."""
    found: dict[tuple[int, date], dict[str, str]] = defaultdict(dict)
    ordered = frame.sort("list_as_at", nulls_last=True).select("urn", "ended_on", "aspect", "grade")
    for urn, day, aspect, grade in ordered.iter_rows():
        found[urn, day].setdefault(aspect, str(grade))
    return found


def _told(urn: int, rows: list[dict], graded: dict) -> tuple[Past, ...]:
    told = [_past(urn, row, graded) for row in once(rows)]
    return tuple(sorted(told, key=lambda past: past.ended_on))


def _past(urn: int, row: dict, graded: dict) -> Past:
    of_urn = row["inspected_urn"] or row["urn"]
    return Past(
        ended_on=row["ended_on"],
        started_on=row["started_on"] or row["ended_on"],
        known_on=row["known_on"],
        kind=row["kind"] or "",
        framework=row["framework"] or "",
        overall=row["overall"],
        category=row["category"] or "",
        grades=graded.get((row["urn"], row["ended_on"]), {}),
        of_urn=of_urn if of_urn != urn else None,
    )
