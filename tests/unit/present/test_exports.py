"""A table as a file to take away."""

import io
from datetime import date

import openpyxl

from fingerpost.present import exports
from fingerpost.present.tables import DAY, NUMBER, Column, table

SCHOOLS = table(
    "Schools: all [A/B]",
    [
        Column("name", "School", width=40),
        Column("roll", "Roll", NUMBER),
        Column("value", "Expected", NUMBER, 1, "%"),
        Column("on", "Inspected", DAY),
    ],
    [
        {"name": "=HYPERLINK(1)", "roll": 210, "value": 66.66, "on": date(2024, 5, 12)},
        {"name": "Mill Road", "roll": None, "value": "hidden: few pupils", "on": None},
    ],
    ["As at 31 October 2026", ""],
)


def workbook():
    return openpyxl.load_workbook(io.BytesIO(exports.to_xlsx(SCHOOLS)))


def test_csv_keeps_values_unrounded_and_disarms_formulas():
    lines = exports.to_csv(SCHOOLS).decode("utf-8-sig").splitlines()

    assert lines == [
        "School,Roll,Expected,Inspected",
        "'=HYPERLINK(1),210,66.66,2024-05-12",
        "Mill Road,,hidden: few pupils,",
    ]


def test_in_excel_numbers_are_numbers_and_text_is_text():
    rows = list(workbook().worksheets[0].iter_rows(values_only=True))

    assert rows[1][:3] == ("=HYPERLINK(1)", 210, 66.66)
    assert workbook().worksheets[0]["A2"].data_type == "s"
    assert rows[1][3].date() == date(2024, 5, 12)
    assert rows[2] == ("Mill Road", None, "hidden: few pupils", None)


def test_notes_have_a_sheet_of_their_own():
    assert [cell.value for cell in workbook()["Notes"]["A"]] == [
        "Schools: all [A/B]",
        "As at 31 October 2026",
    ]


def test_a_table_is_written_as_a_person_reads_it():
    assert next(iter(SCHOOLS.cells())) == ["=HYPERLINK(1)", "210", "66.7%", "12 May 2024"]
    assert list(SCHOOLS.cells())[1] == ["Mill Road", "", "hidden: few pupils", ""]


def test_an_empty_table_is_still_a_file():
    empty = table("", [Column("name", "School")], [])

    assert exports.to_csv(empty).decode("utf-8-sig") == "School\r\n"
    assert openpyxl.load_workbook(io.BytesIO(exports.to_xlsx(empty))).sheetnames == ["Table"]
