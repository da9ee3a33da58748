"""When a file speaks of, and from where we know it: a cell, then its name or folder, then what the user says.

None of them, or two that disagree, is a refusal: a figure in the wrong year is worse than none.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from fingerpost.evidence.reading.files import Unreadable, Workbook

_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name} | {
    name.lower(): number for number, name in enumerate(calendar.month_abbr) if name
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))


@dataclass(frozen=True)
class Told:
    """What somebody or something says of the time; either may be missing."""

    period: str | None = None
    as_at: date | None = None
    where: str = ""


@dataclass(frozen=True)
class Time:
    """The settled time of a file, and where it was found."""

    period: str | None
    as_at: date | None
    found: str


def from_path(path: Path) -> Told:
    """Read the file's name, then its folders: `2016-2017` is a period, `20151114` or `31 May 2014` a day."""
    as_at, period = None, None
    for part in (path.stem, *[p.name for p in path.parents][:3]):
        as_at = as_at or _day(part)
        period = period or (None if as_at else _period(part))
    return Told(period, as_at, "the file's name or folder")


def _day(text: str) -> date | None:
    words = text.replace("_", " ").lower()
    if match := re.search(r"(?<!\d)(20\d\d)[-. ]?(0[1-9]|1[0-2])[-. ]?([0-2]\d|3[01])(?!\d)", words):
        return _date(int(match[1]), int(match[2]), int(match[3]))
    if match := re.search(rf"(?<!\d)([0-3]?\d) *({_MONTH}) *(20\d\d)", words):
        return _date(int(match[3]), _MONTHS[match[2]], int(match[1]))
    if match := re.search(rf"\b({_MONTH}) *(20\d\d)\b", words):
        return _date(int(match[2]), _MONTHS[match[1]], 1)
    return None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _period(text: str) -> str | None:
    match = re.search(r"(?<!\d)(20\d\d)[-_/ ](20)?(\d\d)(?!\d)", text)
    if match and int(match[3]) == (int(match[1]) + 1) % 100:
        return str(int(match[1]) + 1)
    return None


def read_period(text: str) -> str | None:
    """The year in which a school year ends, from `201617`, `2016/17`, `2016-2017`, `2017`; else None."""
    cell = text.strip().removesuffix(".0")
    if match := re.fullmatch(r"(20\d\d|19\d\d)[-/]?(?:20|19)?(\d\d)", cell):
        return str(int(match[1]) + 1) if int(match[2]) == (int(match[1]) + 1) % 100 else None
    return cell if re.fullmatch(r"(19|20)\d\d", cell) else None


def read_day(text: str) -> date | None:
    """A day written in words or figures inside a longer text."""
    return _day(text)


def from_sheets(workbook: Workbook) -> Told:
    """The `Dates` sheet of a workbook before its `Cover`: an as-at or end date written there."""
    for name in ("Dates", "Cover"):
        if name not in workbook.names:
            continue
        sheet = workbook.sheet(name)
        for index in range(min(sheet.frame.height, 20)):
            cells = " ".join(sheet.cells(index))
            label = cells.lower()
            if name == "Dates" and ("as at" in label or "end date" in label):
                following = " ".join(sheet.cells(index + 1))
                if day := _day(cells) or _day(following):
                    return Told(None, day, f"sheet {name}, row {index + 1}")
            if name == "Cover" and "period covered" in label and (day := _day(cells)):
                return Told(None, day, f"sheet {name}, row {index + 1}")
    return Told()


def settle(*told: Told) -> Time:
    """One time from several witnesses, the first that speaks; raises Unreadable when two disagree."""
    return Time(
        _agreed([(t.period, t.where) for t in told if t.period], "school year"),
        _agreed([(t.as_at, t.where) for t in told if t.as_at], "day"),
        next((t.where for t in told if t.period or t.as_at), ""),
    )


def _agreed(witnesses: list, what: str):  # type: ignore[no-untyped-def]
    values = {value for value, _ in witnesses}
    if len(values) > 1:
        says = "; ".join(f"{where} says {value}" for value, where in witnesses)
        raise Unreadable(f"The {what} is not certain: {says}. Rename the file or give the right one.")
    return witnesses[0][0] if witnesses else None
