"""Read a filled-in template: all of it, or for each wrong cell where it is, what is wrong and what to do."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from pathlib import Path

from fingerpost.evidence.reading.files import Sheet, Unreadable, open_table
from fingerpost.returns import rules, template
from fingerpost.returns.models import Round
from fingerpost.returns.queries.rounds import asks_of
from fingerpost.returns.rules import Ask, Said

LARGEST_FILE = 2_000_000
#: What a workbook may come to when it is unpacked: the template is a hundredth of it.
LARGEST_INSIDE = 20_000_000
MOST_ROWS = 500
#: Columns by the field that they hold, as a spreadsheet names them.
LETTERS = {"cohort": "E", "number": "F", "code": "H"}


class NotATemplate(ValueError):
    """A file that is not the template of this school and round; the words say what to send instead."""


@dataclass(frozen=True)
class Wrong:
    """A cell that cannot stand."""

    row: int
    column: str
    text: str

    def __str__(self) -> str:
        where = f"Row {self.row}, column {self.column}" if self.row else f"Column {self.column}"
        return f"{where}: {self.text}"


@dataclass
class Filled:
    """What a template says, and what of it is wrong."""

    said: dict[Ask, Said] = field(default_factory=dict)
    rows: dict[Ask, int] = field(default_factory=dict)
    wrong: list[Wrong] = field(default_factory=list)


def read(content: bytes, *, asked: Round, urn: int) -> Filled:
    """The lines of a filled-in template; raises NotATemplate when it is something else."""
    sheet = _sheet(content)
    _check_identity(sheet, asked, urn)
    filled = Filled()
    by_code = {ask.code: ask for ask in asks_of(asked)}
    for place in range(template.HEADING_ROW, sheet.frame.height):
        cells = [*sheet.cells(place), *[""] * len(template.HEADINGS)]
        if any(cells):
            _read_row(place + 1, cells, by_code, filled)
    if not filled.wrong:
        filled.wrong = [_placed(fault, filled) for fault in rules.faults(filled.said)]
    return filled


def _sheet(content: bytes) -> Sheet:
    _check_size(content)
    try:
        book = open_table(Path("return.xlsx"), content)
        if template.SHEET not in book.names:
            raise NotATemplate(
                f"The workbook has no sheet “{template.SHEET}”. Download the template and fill that in."
            )
        sheet = book.sheet(template.SHEET)
    except Unreadable as error:
        raise NotATemplate(str(error)) from error
    if sheet.frame.height > MOST_ROWS:
        raise NotATemplate(
            f"The sheet has more than {MOST_ROWS} rows. Download the template and fill that in."
        )
    headings = sheet.cells(template.HEADING_ROW - 1)[: len(template.HEADINGS)]
    if tuple(headings) != template.HEADINGS:
        raise NotATemplate(
            f"The headings in row {template.HEADING_ROW} are not those of the template. Download it again, "
            "and write into its shaded cells alone."
        )
    return sheet


def _check_size(content: bytes) -> None:
    """Refuse what is no workbook, and one that would unpack to more than any template holds."""
    if len(content) > LARGEST_FILE:
        raise NotATemplate(
            "The file is larger than 2 MB, which no template is. Download the template and fill that in."
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as inside:
            size = sum(part.file_size for part in inside.infolist())
    except (zipfile.BadZipFile, ValueError) as error:
        raise NotATemplate(
            "The file is no Excel workbook. Save the template as .xlsx and send that."
        ) from error
    if size > LARGEST_INSIDE:
        raise NotATemplate(
            "The workbook holds far more than a template. Download the template and fill that in."
        )


def _check_identity(sheet: Sheet, asked: Round, urn: int) -> None:
    said = next(iter(sheet.cells(2)), "")
    if said != template.identity(asked, urn):
        raise NotATemplate(
            f"Cell A3 says “{said or 'nothing'}”, and this page is for “{template.identity(asked, urn)}”: the file is "
            "of another school or another round. Download the template here."
        )


def _read_row(row: int, cells: list[str], by_code: dict[str, Ask], filled: Filled) -> None:
    ask = by_code.get(cells[7])
    if ask is None or ask in filled.rows:
        what = "stands in a row above too" if ask else "is nothing that this round asks"
        filled.wrong.append(
            Wrong(row, "H", f"“{cells[7]}” {what}. Download the template again: leave its last column.")
        )
        return
    filled.rows[ask] = row
    cohort = _whole(row, "cohort", cells[4], filled)
    number = _score(row, cells[5], filled) if ask.is_score else _whole(row, "number", cells[5], filled)
    if cohort is None:
        if number is not None and not any(wrong.row == row for wrong in filled.wrong):
            filled.wrong.append(Wrong(row, "E", "Say how many pupils there are, beside the number expected."))
        return
    filled.said[ask] = Said(cohort, score=number) if ask.is_score else Said(cohort, number)  # type: ignore[arg-type]


def _whole(row: int, name: str, text: str, filled: Filled) -> int | None:
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 <= value <= 1e6 or value != int(value):
        told = "Write how many pupils, as a whole number such as 24; not a percentage and no words."
        filled.wrong.append(Wrong(row, LETTERS[name], f"“{text[:40]}” is not a whole number. {told}"))
        return None
    return int(value)


def _score(row: int, text: str, filled: Filled) -> float | None:
    if not text:
        return None
    try:
        value = float(text)
    except ValueError:
        value = float("nan")
    if value != value or value in (float("inf"), float("-inf")):
        filled.wrong.append(Wrong(row, "F", f"“{text[:40]}” is not a score. Write a number such as 104.5."))
        return None
    return value


def _placed(fault: rules.Fault, filled: Filled) -> Wrong:
    return Wrong(filled.rows.get(fault.ask, 0), LETTERS[fault.field], fault.text)
