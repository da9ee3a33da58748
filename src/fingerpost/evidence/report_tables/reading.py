"""Report tables from a file of figures: one row a table and group. The columns are told in docs/report-tables.md."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path

from fingerpost.evidence.groups import name as group_name
from fingerpost.evidence.report_tables.making import CHANGE, FROM_ALL, FROM_ENGLAND, FROM_ENGLAND_ALL
from fingerpost.evidence.report_tables.model import PERCENT, Cell, Figures, Line

NEEDED = ("table", "group")
YEAR = re.compile(r"\d{4}")
ENGLAND = re.compile(r".*England.* \d{4}")
#: Columns that hold what was once printed, and which of ours each claims to be.
PRINTED = {
    "printed change": CHANGE,
    "printed difference from all pupils": FROM_ALL,
    "printed difference from England's all pupils": FROM_ENGLAND_ALL,
    "printed difference from England": FROM_ENGLAND,
}
NUMBER = re.compile(r"-?\d{1,9}(\.\d{1,9})?", re.ASCII)
LARGEST_FILE = 5_000_000


class Unreadable(Exception):
    """The file is not one of figures for report tables; the words say what to do."""


def read(path: Path) -> list[Figures]:
    """Every table of a file, in its order."""
    if not path.is_file():
        raise Unreadable(f"There is no file {path}.")
    if path.stat().st_size > LARGEST_FILE:
        raise Unreadable(f"{path.name} is larger than a file of report figures can be.")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as wrong:
        raise Unreadable(f"{path.name} is not text in UTF-8. Save it as CSV (UTF-8).") from wrong
    return read_text(text, path.name)


def read_text(text: str, name: str = "the file") -> list[Figures]:
    """Every table of a text, in its order."""
    reader = csv.DictReader(text.splitlines())
    missing = [column for column in NEEDED if column not in (reader.fieldnames or ())]
    if missing:
        raise Unreadable(f"{name} has no column {' and no '.join(missing)}. See docs/report-tables.md.")
    tables: dict[str, list[dict[str, str]]] = {}
    for number, row in enumerate(reader, 2):
        cells = {key: (value or "").strip() for key, value in row.items() if isinstance(key, str)}
        if any(cells.values()):
            tables.setdefault(cells["table"], []).append(cells | {"": f"{name}, line {number}"})
    if not tables:
        raise Unreadable(f"{name} has no rows.")
    return [_figures(key, rows) for key, rows in tables.items()]


def _figures(key: str, rows: list[dict[str, str]]) -> Figures:
    held = [column for column in rows[0] if any(row.get(column) for row in rows)]
    years = tuple(sorted(column for column in held if YEAR.fullmatch(column)))
    england = [column for column in held if ENGLAND.fullmatch(column)]
    if not years or len(years) > 2 or len(england) > 1:
        raise Unreadable(
            f"Table {key} needs one or two columns named by a year, like 2017, and at most one of England."
        )
    _each_once(key, rows)
    return Figures(
        key=key,
        title=_said(rows, "title") or key,
        unit=_said(rows, "unit") or PERCENT,
        years=years,
        lines=tuple(_line(row, (*years, *england)) for row in rows),
        place=_said(rows, "place"),
        england=england[0] if england else "",
        highest=_number(_said(rows, "highest") or "100", rows[0]),
        source=_said(rows, "source"),
    )


def _each_once(key: str, rows: Iterable[Mapping[str, str]]) -> None:
    seen: set[str] = set()
    for row in rows:
        if row["group"] in seen:
            raise Unreadable(f"Table {key} has the group {row['group']} twice ({row['']}).")
        seen.add(row["group"])


def _said(rows: Iterable[Mapping[str, str]], column: str) -> str:
    return next((row[column] for row in rows if row.get(column)), "")


def _line(row: Mapping[str, str], columns: Iterable[str]) -> Line:
    cohort = row.get("cohort", "")
    return Line(
        group=row["group"],
        name=row.get("name") or group_name(row["group"]),
        cohort=_cohort(cohort, row) if cohort else None,
        is_about=cohort.lower().startswith("c"),
        values={column: _cell(row[column], row) for column in columns if row.get(column)},
        printed={ours: row[theirs] for theirs, ours in PRINTED.items() if row.get(theirs)},
    )


def _cohort(text: str, row: Mapping[str, str]) -> int:
    digits = re.sub(r"^c(irca)?\.?|[\s,]", "", text, flags=re.IGNORECASE)
    if not NUMBER.fullmatch(digits) or not digits.isdecimal():
        raise Unreadable(
            f"{row['']}: {text} is no number of pupils. Write 5707, or c. 7320 for about so many."
        )
    return int(digits)


def _cell(text: str, row: Mapping[str, str]) -> Cell:
    """A number; what is no number and has no digit says why there is none."""
    return _number(text, row) if re.search(r"\d", text) else text


def _number(text: str, row: Mapping[str, str]) -> Decimal:
    bare = text.replace(",", "").rstrip("%")
    if not NUMBER.fullmatch(bare):
        raise Unreadable(f"{row['']}: {text} is no number.")
    return Decimal(bare)
