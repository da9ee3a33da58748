"""Writing tables as the department and Ofsted write them: their headings, their codes, their roundings."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path

from fingerpost.demo.county import DATA

#: Every file of the demonstration says in its name that its figures are invented.
PREFIX = "demonstration_"
SUPPRESSED, NOT_AVAILABLE, NEW, NO_ENTRIES = "SUPP", "NA", "NEW", "NE"
#: Groups of so few pupils are not published.
SMALL = 5

Row = Mapping[str, object]


@cache
def headings(name: str) -> tuple[str, ...]:
    """The published headings of a file, one a line in the package's data."""
    return tuple((DATA / "headings" / f"{name}.txt").read_text(encoding="utf-8").splitlines())


def table(columns: Sequence[str], rows: Iterable[Row], *, encoding: str = "utf-8", empty: str = "") -> bytes:
    """Rows under a heading as comma-separated text; a column that a row does not have is `empty`."""
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, restval=empty, extrasaction="ignore", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def put(path: Path, data: bytes) -> Path:
    """Write a file under its demonstration name."""
    target = path.with_name(PREFIX + path.name)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)
    return target


def percent(number: float, of: float) -> str:
    """A share as the performance tables write it: 62%."""
    return f"{share(number, of):.0f}%"


def share(number: float, of: float) -> float:
    """A share of a hundred."""
    return 100 * number / of


def hidden(value: str, pupils: int) -> str:
    """A figure about a group, or the code that stands for one of too few pupils or of none."""
    if pupils == 0:
        return NOT_AVAILABLE
    return SUPPRESSED if pupils <= SMALL else value


def dashed(day: date | None) -> str:
    """A day as the register writes it: 31-10-2026."""
    return "" if day is None else f"{day:%d-%m-%Y}"


def slashed(day: date | None) -> str:
    """A day as Ofsted writes it: 31/10/2026."""
    return "NULL" if day is None else f"{day:%d/%m/%Y}"
