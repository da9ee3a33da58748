"""Every inspection of a school, each told once, with what inspectors judged beside the overall grade."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from fingerpost.archive.queries import inspections
from fingerpost.archive.queries.snapshots import Holdings
from fingerpost.evidence import profiles
from fingerpost.evidence.frameworks import NAMES, grade_name
from fingerpost.evidence.inspections import Held
from fingerpost.monitor.queries.outcomes import Outcome, outcome_of

# Lists differ by a day or two in when an inspection ended; no school is graded twice in a week.
SAME_WITHIN_DAYS = 5


@dataclass(frozen=True)
class Inspection:
    """One inspection, with the list that first stated it."""

    ended_on: date
    kind: str
    outcome: Outcome
    judged: tuple[tuple[str, str], ...]
    framework: str
    known_on: date | None
    file: str
    snapshot: str
    row: int | None
    of_predecessor: int | None


def of_school(holding: Holdings, urn: int, life: list[int], as_at: date) -> list[Inspection]:
    """Every inspection known by the day of the school and of those it took over from, the latest first."""
    held = inspections.held(holding)
    mine = pl.col("urn").is_in([urn, *life]) | pl.col("inspected_urn").is_in([urn, *life])
    known = (pl.col("known_on") <= as_at) & pl.col("ended_on").is_not_null()
    rows = (
        held.inspections.filter(mine & known)
        .sort("known_on", "list_as_at", "ended_on", nulls_last=True)
        .to_dicts()
    )
    names = holding.names()
    told = [_inspection(row, urn, held, names) for row in once(rows)]
    return sorted(told, key=lambda inspection: inspection.ended_on, reverse=True)


def once(rows: list[dict]) -> list[dict]:
    """Each inspection on the day that the newest list gives it, with the first statement of it as its source."""
    newest: list[dict] = []
    for row in sorted(rows, key=lambda row: row["list_as_at"] or date.min, reverse=True):
        if not any(_is_same(row, other) for other in newest):
            newest.append(row)
    first: dict[tuple, dict] = {}
    for row in rows:
        first.setdefault((row["ended_on"], row["kind"], row["overall"]), row)
    return [first[row["ended_on"], row["kind"], row["overall"]] for row in newest]


def _is_same(row: dict, other: dict) -> bool:
    apart = abs((row["ended_on"] - other["ended_on"]).days)
    return apart < SAME_WITHIN_DAYS and (row["kind"], row["overall"]) == (other["kind"], other["overall"])


def _inspection(row: dict, urn: int, held: Held, names: dict[str, str]) -> Inspection:
    inspected = row["inspected_urn"] or row["urn"]
    return Inspection(
        ended_on=row["ended_on"],
        kind=row["kind"] or "",
        outcome=outcome_of({**row, "inherited_from": None}),
        judged=_judged(row, held),
        framework=NAMES.get(row["framework"], row["framework"] or ""),
        known_on=row["known_on"],
        file=names.get(row["snapshot"], ""),
        snapshot=row["snapshot"],
        row=row["row"],
        of_predecessor=inspected if inspected != urn else None,
    )


def _judged(row: dict, held: Held) -> tuple[tuple[str, str], ...]:
    """What was judged beside the overall grade, in the order in which Ofsted prints it."""
    mine = (pl.col("urn") == row["urn"]) & (pl.col("ended_on") == row["ended_on"])
    grades = dict(held.grades.filter(mine).select("aspect", "grade").rows())
    ordered = sorted(grades, key=lambda aspect: (profiles.place_of(aspect), aspect))
    return tuple(
        (profiles.aspect_name(aspect), word) for aspect in ordered if (word := _word(grades[aspect]))
    )


def _word(grade: str | None) -> str:
    """A grade in words; empty for what says nothing."""
    text = (grade or "").strip().removesuffix(".0")
    if text.isdigit():
        return grade_name(int(text)) if 1 <= int(text) <= 4 else ""
    return text if len(text) > 1 else ""
