"""Combinations from a small file of counts, as a document printed them (docs/report-tables.md)."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

from fingerpost.evidence.missed.model import NONE, Combination, Missed, in_order
from fingerpost.evidence.report_tables.reading import NUMBER, Unreadable

ALL = "all"
NEEDED = ("combination", "cohort", "missed")
PRINTED, ENGLAND = "printed percent missed", "England percent missed"
LARGEST_FILE = 1_000_000


def read(path: Path) -> Missed:
    """The combinations of a file, in its order."""
    if not path.is_file():
        raise Unreadable(f"There is no file {path}.")
    if path.stat().st_size > LARGEST_FILE:
        raise Unreadable(f"{path.name} is larger than a file of combinations can be.")
    return read_text(path.read_text(encoding="utf-8-sig"), path.name)


def read_text(text: str, name: str = "the file") -> Missed:
    """The combinations of a text. `none` follows from all who missed it where it is not given itself."""
    reader = csv.DictReader(text.splitlines())
    missing = [column for column in NEEDED if column not in (reader.fieldnames or ())]
    if missing:
        raise Unreadable(f"{name} has no column {' and no '.join(missing)}. See docs/report-tables.md.")
    rows = [
        {key: (value or "").strip() for key, value in row.items() if isinstance(key, str)} for row in reader
    ]
    if not rows:
        raise Unreadable(f"{name} has no rows.")
    return _made(rows, name)


def _made(rows: list[dict[str, str]], name: str) -> Missed:
    codes = [row["combination"].split("+") for row in rows if row["combination"] not in (ALL, NONE)]
    chosen = tuple(dict.fromkeys(code for parts in codes for code in parts))
    whole = next((row for row in rows if row["combination"] == ALL), {})
    made = [_combination(row, chosen, name) for row in rows if row["combination"] != ALL]
    if len({one.name for one in made}) < len(made):
        raise Unreadable(f"{name} has a combination twice.")
    missed = _count(whole.get("missed", ""), name)
    if missed is not None and not any(one.name == NONE for one in made):
        made.append(_the_others(made, missed, _count(whole.get("cohort", ""), name)))
    words = tuple(
        (row["combination"], row["name"]) for row in rows if row.get("name") and "+" not in row["combination"]
    )
    return Missed(
        title=whole.get("title") or rows[0].get("title", "") or "Who missed it",
        chosen=chosen,
        combinations=tuple(made),
        cohort=_count(whole.get("cohort", ""), name),
        missed=missed,
        england=_share(whole.get(ENGLAND, ""), name),
        source=next((row["source"] for row in rows if row.get("source")), ""),
        names=words,
    )


def _the_others(made: list[Combination], missed: int, cohort: int | None) -> Combination:
    """Those who have none of the characteristics: all others."""
    without = missed - sum(one.missed or 0 for one in made)
    rest = None if cohort is None else cohort - sum(one.cohort or 0 for one in made)
    return Combination(NONE, rest, without)


def _combination(row: Mapping[str, str], chosen: tuple[str, ...], name: str) -> Combination:
    code = row["combination"]
    return Combination(
        name=NONE if code == NONE else in_order(chosen, code.split("+")),
        cohort=_count(row["cohort"], name),
        missed=_count(row["missed"], name),
        england=_share(row.get(ENGLAND, ""), name),
        printed=row.get(PRINTED, ""),
    )


def _count(text: str, name: str) -> int | None:
    if not text:
        return None
    if not NUMBER.fullmatch(text.replace(",", "")) or "." in text or text.startswith("-"):
        raise Unreadable(f"{name}: {text} is no number of pupils.")
    return int(text.replace(",", ""))


def _share(text: str, name: str) -> float | None:
    if not text:
        return None
    if not NUMBER.fullmatch(text.rstrip("%")):
        raise Unreadable(f"{name}: {text} is no percentage.")
    return float(Decimal(text.rstrip("%")))
