"""A table as a file to take away."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import count
from typing import Any

from fingerpost.present.tables import NUMBER, Column, Table

CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A spreadsheet would take text that begins with one of these for a formula.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")
LONGEST_SHEET_NAME = 31


def to_csv(table: Table) -> bytes:
    """CSV that a spreadsheet opens as it is: UTF-8 with its mark, values unrounded."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(table.headings)
    for row in table.rows:
        writer.writerow([_plain(row.get(column.key)) for column in table.columns])
    return out.getvalue().encode("utf-8-sig")


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, str) and value.startswith(FORMULA_SIGNS):
        return "'" + value
    return "" if value is None else value


def to_xlsx(table: Table) -> bytes:
    """An Excel workbook: numbers are numbers, the heading stays in sight, notes on a sheet of their own."""
    return to_workbook([table])


def to_workbook(tables: Sequence[Table]) -> bytes:
    """An Excel workbook of several tables, a sheet each, all their notes on a last one."""
    import xlsxwriter

    out = io.BytesIO()
    # Text is only ever text: no formula and no link is made of it.
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(out, options) as book:
        names: list[str] = []
        for table in tables:
            names.append(_sheet_name(table.title, names))
            _write(book, book.add_worksheet(names[-1]), table)
        if any(table.notes for table in tables):
            _write_notes(book, [table for table in tables if table.notes])
    return out.getvalue()


def _write(book, sheet, table: Table) -> None:
    heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
    for place, column in enumerate(table.columns):
        style = book.add_format(_style(column))
        sheet.set_column(place, place, column.width, style)
        sheet.write_string(0, place, column.heading, heading)
        for line, row in enumerate(table.rows, 1):
            _write_cell(sheet, line, place, row.get(column.key), style)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.set_paper(8)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    if table.rows:
        sheet.autofilter(0, 0, len(table.rows), len(table.columns) - 1)


def _write_cell(sheet, line: int, place: int, value: Any, style) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_string(line, place, "yes" if value else "no", style)
    elif isinstance(value, int | float):
        sheet.write_number(line, place, value, style)
    elif isinstance(value, datetime | date):
        sheet.write_datetime(
            line, place, value.replace(tzinfo=None) if isinstance(value, datetime) else value, style
        )
    else:
        sheet.write_string(line, place, str(value), style)


def _style(column: Column) -> dict:
    style: dict[str, Any] = {"valign": "top"}
    if column.kind == NUMBER:
        style["num_format"] = "#,##0" + ("." + "0" * column.decimals if column.decimals else "")
    elif column.kind == "day":
        style["num_format"] = "d mmm yyyy"
    else:
        style["text_wrap"] = column.width > 30
    return style


def _write_notes(book, tables: Iterable[Table]) -> None:
    sheet = book.add_worksheet("Notes")
    sheet.set_column(0, 0, 110, book.add_format({"text_wrap": True}))
    for line, note in enumerate(note for table in tables for note in (table.title, *table.notes)):
        sheet.write_string(line, 0, note)


def _sheet_name(title: str, taken: Sequence[str] = ()) -> str:
    """A title as Excel takes it for a sheet: short, without its marks, and not one that another sheet has."""
    whole = "".join(letter for letter in title if letter not in "[]:*?/\\'") or "Table"
    used = {"notes", *(name.lower() for name in taken)}
    for number in count(1):
        tail = f" {number}" if number > 1 else ""
        name = whole[: LONGEST_SHEET_NAME - len(tail)] + tail
        if name.lower() not in used:
            return name
    raise AssertionError("numbers do not end")
