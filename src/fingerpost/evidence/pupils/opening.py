"""Open a pupil file: a table in CSV or Excel, or a transfer file in XML; never more than can safely be held."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from fingerpost.evidence.pupils import columns, subjects, transfer, upn
from fingerpost.evidence.pupils.reading import RefusedPupils
from fingerpost.evidence.reading.files import SEARCHED_ROWS, Sheet, Table, Unreadable, open_table

#: A file larger than this is no authority's year: all pupils of England in one stage are under it.
LARGEST = 512 * 1024 * 1024
UNPACKED = 4 * LARGEST


@dataclass(frozen=True)
class Opened:
    """The rows of a file under their headings, what is to be said of them, and the school year it states."""

    table: Table
    notes: tuple[str, ...] = ()
    year: int | None = None


def opened(path: Path, content: bytes, stage: str, *, companion: bytes | None = None) -> Opened:
    """Open a file; raises RefusedPupils.

    `companion` is the second file of two: one of pupils and one of their results by subject.
    """
    if len(content) > LARGEST:
        raise RefusedPupils(f"The file is larger than {LARGEST // 1024**2} megabytes. Load it in parts.")
    if transfer.is_xml(content):
        table = transfer.table(content)
        return Opened(table, transfer.notes(table), transfer.stated_year(content))
    table = _table(path, content, stage)
    if companion is not None:
        other = _table(path, companion, stage)
        return Opened(subjects.joined(table, other, stage), subjects.notes(table, other))
    if subjects.is_of_subjects(table):
        raise RefusedPupils(
            "The file has one row for a pupil and a subject. Load it together with the file that has one row a pupil."
        )
    return Opened(table)


def _table(path: Path, content: bytes, stage: str) -> Table:
    _refuse_packed(content)
    try:
        workbook = open_table(path, content)
        sheets = [workbook.sheet(name) for name in workbook.names]
    except Unreadable as problem:
        # What the reader of tables says of cells is not repeated: they are a pupil's here.
        raise RefusedPupils(_safe(str(problem))) from None
    tried = [
        (_known(sheet, i, stage), -n, i, sheet)
        for n, sheet in enumerate(sheets)
        for i in range(min(SEARCHED_ROWS, sheet.frame.height))
    ]
    found = max(tried, key=lambda one: one[:2], default=None)
    if found is None or found[0] < 2:
        raise RefusedPupils(
            "No row of headings was found among the first rows. Put the names of the columns in the first row: at "
            "least the UPN, the school and one result."
        )
    return found[3].under(found[2])


def _refuse_packed(content: bytes) -> None:
    """A workbook is a packed folder: what it says that it unpacks to is bounded before it is opened."""
    if content[:4] != b"PK\x03\x04":
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            size = sum(part.file_size for part in packed.infolist())
    except zipfile.BadZipFile:
        return
    if size > UNPACKED:
        raise RefusedPupils(
            f"The workbook unpacks to more than {UNPACKED // 1024**2:,} megabytes, as no year of pupils does. Save "
            "it as CSV; nothing of it was kept."
        )


def _known(sheet: Sheet, index: int, stage: str) -> int:
    """How many of a row's cells are names of columns; lists of corrections may name pupils by row."""
    cells = [cell for cell in sheet.cells(index) if cell]
    return sum(bool(columns.candidates(cell, stage)) or columns.plain(cell) == "row" for cell in cells)


def _safe(problem: str) -> str:
    """The reader's own sentence when it speaks of form alone."""
    if "cut off" in problem:
        row = problem.split("row ")[1].split(" ")[0] if "row " in problem else "?"
        return f"The file is cut off in row {row}. Export it again; nothing of it was kept."
    if "workbook" in problem.lower():
        return "The workbook cannot be opened. Save it again as .xlsx; nothing of it was kept."
    if "empty" in problem:
        return "The file is empty. Export it again."
    return "The file is not a table that can be read: save it as CSV or .xlsx. Nothing of it was kept."


def holds_pupils(path: Path) -> bool:
    """Whether a file that was sent as something else is one of pupils: it holds UPNs, or is a transfer file."""
    with path.open("rb") as file:
        start = file.read(_LOOKED_AT)
    if start[:4] == b"PK\x03\x04":
        start = _first_cells(path)
    if transfer.is_xml(start):
        return b"<Pupil>" in start
    numbers = set(re.findall(r"\b[A-Z]\d{11}[\dA-Z]\b", start.decode("utf-8", errors="replace")))
    return sum(upn.state(number).value in upn.USABLE for number in numbers) >= 3


_LOOKED_AT = 256 * 1024


def _first_cells(path: Path) -> bytes:
    try:
        workbook = open_table(path)
        sheets = [workbook.sheet(name) for name in workbook.names[:3]]
    except Unreadable:
        return b""
    return "\n".join(" ".join(sheet.cells(n)) for sheet in sheets for n in range(60)).encode()
