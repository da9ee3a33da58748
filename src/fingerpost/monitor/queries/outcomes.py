"""Ofsted's outcome of every school of an authority on a day, kept for as long as the snapshots stand."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import polars as pl

from fingerpost.archive.queries import inspections
from fingerpost.archive.queries.snapshots import holdings, holdings_key
from fingerpost.core.home import home
from fingerpost.evidence.frameworks import CATEGORIES, grade_name
from fingerpost.evidence.inspections import Held, grades_of
from fingerpost.evidence.profiles import CARD_GRADES
from fingerpost.register import queries as register

VERSION = 3


@dataclass(frozen=True)
class Outcome:
    """The latest graded inspection of a school: on whichever scale it was, in words."""

    word: str
    grade: int | None
    category: str
    ended_on: str
    framework: str
    inherited_from: int | None

    @property
    def on(self) -> date | None:
        """The last day of the inspection."""
        return date.fromisoformat(self.ended_on) if self.ended_on else None

    @property
    def in_words(self) -> str:
        """The outcome and the category of concern, if any."""
        return f"{self.word} ({CATEGORIES.get(self.category, self.category)})" if self.category else self.word


def of_authority(code: str, on: date, key: str | None = None) -> dict[int, Outcome]:
    """URN -> outcome, for the schools that belong to the authority on the day. `key`: of the holdings, when known."""
    return _of_authority(code, on, key or holdings_key(code))


@lru_cache(maxsize=16)
def _of_authority(code: str, on: date, key: str) -> dict[int, Outcome]:
    kept = home() / "cache" / f"outcomes-{VERSION}-{code}-{on}-{key}.json"
    if kept.is_file():
        return {int(urn): Outcome(**row) for urn, row in json.loads(kept.read_text(encoding="utf-8")).items()}
    found = _computed(code, on)
    _keep(kept, {urn: asdict(outcome) for urn, outcome in found.items()})
    return found


def _keep(path: Path, rows: dict) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    working = path.with_suffix(".working")
    working.write_text(json.dumps(rows), encoding="utf-8")
    working.replace(path)


def _computed(code: str, on: date) -> dict[int, Outcome]:
    schools, holding = register.schools_of(code, on), holdings(code)
    states = inspections.of_schools(schools, on, holding)
    lowest = _lowest(inspections.held(holding), states)
    return {
        row["urn"]: outcome_of(row, lowest.get((row["inherited_from"] or row["urn"], row["ended_on"]), ""))
        for row in states.iter_rows(named=True)
        if row["ended_on"]
    }


def _lowest(held: Held, states: pl.DataFrame) -> dict[tuple[int, date], str]:
    """(URN, day) -> the lowest grade given, in words, for inspections that gave no overall grade."""
    asked = states.filter(pl.col("overall").is_null() & pl.col("ended_on").is_not_null())
    rows = grades_of(held, asked.with_columns(urn=pl.coalesce("inherited_from", "urn"))).iter_rows(named=True)
    worst: dict[tuple[int, date], tuple[int, str]] = {}
    for row in rows:
        grade = _grade(str(row["grade"]))
        if grade is not None and not row["aspect"].endswith("safeguarding"):
            place = (row["urn"], row["ended_on"])
            worst[place] = max(worst.get(place, grade), grade)
    return {place: word for place, (_, word) in worst.items()}


def _grade(text: str) -> tuple[int, str] | None:
    """How low a grade is on its own scale, and its word."""
    word = text.strip()
    if word.isdigit():
        return (int(word), grade_name(int(word)).lower()) if 1 <= int(word) <= 4 else None
    known = [name.lower() for name in CARD_GRADES]
    return (known.index(word.lower()), word.lower()) if word.lower() in known else None


def outcome_of(row: dict, lowest: str = "") -> Outcome:
    """A state of inspection as an outcome in words; no scale is mapped onto another."""
    category = row["category"] if row["category"] in CATEGORIES else ""
    graded = grade_name(row["overall"], row["ended_on"]) if row["overall"] else None
    word = graded or row["outcome"] or _without_overall(row["framework"])
    if lowest and not graded:
        word = f"{word}, lowest: {lowest}"
    return Outcome(
        word,
        row["overall"],
        category,
        str(row["ended_on"] or ""),
        row["framework"] or "",
        row["inherited_from"],
    )


def _without_overall(framework: str | None) -> str:
    return "Report card" if framework and "card" in framework.lower() else "No overall grade"
