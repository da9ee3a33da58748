"""The workbook in which a school fills in its return: one row a measure and group, and a sheet that says how."""

from __future__ import annotations

import io
from typing import Any

from fingerpost.present import formats
from fingerpost.returns import rules
from fingerpost.returns.models import Round
from fingerpost.returns.queries.one_school import SchoolReturn
from fingerpost.returns.queries.rounds import asks_of, in_words
from fingerpost.returns.rules import Ask

SHEET, HELP = "Return", "How to fill it in"
MEASURE, GROUP, WAS_OF, WAS, COHORT, NUMBER, SHARE, CODE = (
    "Measure", "Pupils", "Pupils last year", "Last year", "Pupils this year",
    "Expected to reach it (a number), or score expected", "Per cent (worked out)", "Code (leave as it is)",
)  # fmt: skip
HEADINGS = (MEASURE, GROUP, WAS_OF, WAS, COHORT, NUMBER, SHARE, CODE)
WIDTHS = (58, 24, 11, 11, 11, 24, 14, 34)
#: The row of the headings, as a spreadsheet counts.
HEADING_ROW = 4


def identity(one: Round, urn: int) -> str:
    """What the template says of itself, so that it is not sent for another school or another round."""
    return f"Round {one.pk}, URN {urn}"


def made(one: Round, school: SchoolReturn) -> bytes:
    """The workbook for one school, with last year's figures and what it has written so far."""
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(SHEET)
        looks = _looks(book)
        _write_head(sheet, one, school, looks)
        said = school.said()
        for place, ask in enumerate(asks_of(one)):
            _write_line(sheet, HEADING_ROW + place, ask, school, said.get(ask), looks)
        sheet.freeze_panes(HEADING_ROW, 2)
        # Without a password: it keeps a hand from slipping, and nobody out.
        sheet.protect("", {"format_columns": True, "select_locked_cells": True})
        _write_help(book, one)
    return out.getvalue()


def _looks(book: Any) -> dict[str, Any]:
    return {
        "title": book.add_format({"bold": True, "font_size": 14}),
        "heading": book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1}),
        "fill": book.add_format({"locked": False, "bg_color": "#FFF8E1", "border": 1}),
        "one": book.add_format({"num_format": "0.0"}),
        "quiet": book.add_format({"font_color": "#505A5F"}),
        "plain": book.add_format({}),
    }


def _write_head(sheet: Any, one: Round, school: SchoolReturn, looks: dict[str, Any]) -> None:
    sheet.write_string(0, 0, f"{one.name}: {school.name}", looks["title"])
    sheet.write_string(1, 0, f"Fill in the shaded cells. Due on {formats.day(one.due_on)}.")
    sheet.write_string(2, 0, identity(one, school.urn), looks["quiet"])
    for place, (heading, width) in enumerate(zip(HEADINGS, WIDTHS, strict=True)):
        sheet.set_column(place, place, width)
        sheet.write_string(HEADING_ROW - 1, place, heading, looks["heading"])


def _write_line(
    sheet: Any, row: int, ask: Ask, school: SchoolReturn, said: Any, looks: dict[str, Any]
) -> None:
    for place, words in enumerate(in_words(ask)):
        sheet.write_string(row, place, words)
    was = school.last_year.get(ask)
    for place, value in ((2, was.cohort if was else None), (3, was.value if was else None)):
        if value is not None:
            sheet.write_number(row, place, value, looks["one"] if place == 3 else looks["plain"])
    given = (said.cohort, said.score if ask.is_score else said.number) if said else (None, None)
    for place, value in enumerate(given, 4):
        if value is None:
            sheet.write_blank(row, place, None, looks["fill"])
        else:
            sheet.write_number(row, place, value, looks["fill"])
    if not ask.is_score:
        line = row + 1
        sheet.write_formula(
            row, 6, f'=IF(AND(ISNUMBER(F{line}),N(E{line})>0),100*F{line}/E{line},"")', looks["one"], ""
        )
    sheet.write_string(row, 7, ask.code, looks["quiet"])
    _validate(sheet, row, ask)


def _validate(sheet: Any, row: int, ask: Ask) -> None:
    """What Excel itself refuses, in the same words as the page would."""
    sheet.data_validation(row, 4, row, 4, {
        "validate": "integer", "criteria": "between", "minimum": 0, "maximum": rules.LARGEST_COHORT,
        "error_title": "Pupils", "error_message": "Write how many pupils there are, as a whole number such as 28.",
    })  # fmt: skip
    if ask.is_score:
        low, high = rules.SCORES[ask.indicator]
        sheet.data_validation(row, 5, row, 5, {
            "validate": "decimal", "criteria": "between", "minimum": low, "maximum": high,
            "error_title": "Score", "error_message": f"Write a score from {low:g} to {high:g}.",
        })  # fmt: skip
        return
    sheet.data_validation(row, 5, row, 5, {
        "validate": "integer", "criteria": "between", "minimum": 0, "maximum": f"=$E${row + 1}",
        "error_title": "Number of pupils",
        "error_message": "Write how many pupils, as a whole number, at most the pupils this year. Not a percentage.",
    })  # fmt: skip


def _write_help(book: Any, one: Round) -> None:
    sheet = book.add_worksheet(HELP)
    sheet.set_column(0, 0, 100, book.add_format({"text_wrap": True, "valign": "top"}))
    lines = (
        f"{one.name}, {formats.school_year(one.year)}",
        "1. On the sheet “Return”, write into the shaded cells alone: how many pupils are in the cohort or group this "
        "year, and how many of them you expect to reach the measure. The percentage is worked out.",
        "2. Where a score is asked, write the average score that you expect, such as 104.5.",
        "3. A group with nobody in it has 0 pupils; leave its other cell empty.",
        "4. Write no names of pupils anywhere.",
        "5. Save the file as .xlsx and send it on the page from which you took it. It is checked as a whole: when "
        "something is wrong, nothing of it is kept and each cell is named. What is right is kept as a draft, which you "
        "look over and send.",
        f"It is due on {formats.day(one.due_on)}. Until {formats.day(one.closes_on)} you can send a correction.",
        one.note,
    )
    for place, line in enumerate(line for line in lines if line):
        sheet.write_string(place, 0, line)
