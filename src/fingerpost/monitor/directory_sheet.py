"""The people of a spreadsheet, read for the directory: every row an entry, or a sentence that says why not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from fingerpost.evidence.reading.files import Table, Unreadable, open_table
from fingerpost.evidence.reading.values import dates
from fingerpost.register.actions.in_post import Entry
from fingerpost.register.rules import KINDS_IN_POST

COLUMNS = ("urn", "about", "post", "name", "email", "telephone", "appointed by", "from", "term ends")
NEEDED = ("post", "name", "from")
#: Ours: more rows than every governor of the largest authority.
MOST_ROWS = 20_000


@dataclass(frozen=True)
class Sheet:
    """What was read: entries in the file's order, and what is wrong with it, each with its row."""

    entries: tuple[Entry, ...]
    problems: tuple[str, ...]


def read(name: str, content: bytes) -> Sheet:
    """Read a CSV or Excel file. Any problem is named with its row, and then nothing of the file should be entered."""
    try:
        book = open_table(Path(name), content)
        tables = [book.sheet(each).under(0) for each in book.names]
    except Unreadable as problem:
        return Sheet((), (str(problem),))
    table = next((table for table in tables if all(table.find(column) for column in NEEDED)), None)
    if table is None:
        wanted = ", ".join(COLUMNS)
        return Sheet((), (f"{name} has no sheet with the columns post, name and from. Use these: {wanted}.",))
    if table.frame.height > MOST_ROWS:
        return Sheet(
            (), (f"{name} has {table.frame.height:,} rows, which is more than {MOST_ROWS:,}: part it.",)
        )
    return _read(table)


def _read(table: Table) -> Sheet:
    rows = _cells(table)
    made = [
        (_entry(row), _problem(row)) for row in rows if any(row[column] for column in ("name", "post", "urn"))
    ]
    problems = tuple(
        f"Row {row['row']}: {problem}" for row in rows if (problem := _problem(row)) and row["name"]
    )
    return Sheet(tuple(entry for entry, problem in made if entry and not problem), problems)


def _cells(table: Table) -> list[dict]:
    texts = {column: _text(table, column) for column in COLUMNS}
    days = {f"{column} day": _day(table, column) for column in ("from", "term ends")}
    return table.frame.select("row", **texts, **days).to_dicts()


def _text(table: Table, column: str) -> pl.Expr:
    found = table.find(column)
    return pl.col(found).fill_null("").str.strip_chars() if found else pl.lit("")


def _day(table: Table, column: str) -> pl.Expr:
    found = table.find(column)
    return dates(found) if found else pl.lit(None, dtype=pl.Date)


def _kind(said: str) -> str | None:
    """A post by its code or its name."""
    word = said.lower()
    return next((code for code, kind in KINDS_IN_POST.items() if word in (code, kind.name.lower())), None)


def _problem(row: dict) -> str:
    if _kind(row["post"]) is None:
        names = ", ".join(kind.name for kind in KINDS_IN_POST.values())
        return f"no post is called “{row['post']}”. Use one of: {names}."
    if row["urn"] and not row["urn"].removesuffix(".0").isdigit():
        return f"a URN is six digits, and “{row['urn']}” is not one."
    if not row["from day"]:
        return "the column from holds no day. Write it as 2026-09-01 or 01/09/2026."
    if row["term ends"] and not row["term ends day"]:
        return "the column term ends holds no day. Write it as 2026-09-01, or leave it empty."
    return ""


def _entry(row: dict) -> Entry | None:
    kind, from_on = _kind(row["post"]), row["from day"]
    if kind is None or not isinstance(from_on, date):
        return None
    urn = row["urn"].removesuffix(".0")
    return Entry(
        kind=kind, name=row["name"], from_on=from_on, urn=int(urn) if urn.isdigit() else None,
        about="" if urn else row["about"],
        email=row["email"], telephone=row["telephone"], appointed_by=row["appointed by"],
        term_ends_on=row["term ends day"],
    )  # fmt: skip
