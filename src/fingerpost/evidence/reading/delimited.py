"""Comma- and tab-separated texts as they come: any encoding, ragged rows, web pages saved under the name of a table."""

from __future__ import annotations

import csv
import io

import polars as pl

#: The widest of the first rows sets the width of the table: a title may stand above the header.
MEASURED_ROWS = 15
MEASURED_TEXT = 1_000_000


class Unreadable(Exception):
    """The file is not a table that can be trusted; the message is for the person who gave it."""


def read(data: bytes) -> pl.DataFrame:
    """All cells of a text as strings, `c0`, `c1` ..., one row a line; raises Unreadable when it is no whole table."""
    text = decode(data)
    if text.count("\r") > text.count("\r\n"):
        # Lines that end as they did on old machines, in a file that may hold other ends too.
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    _check_table(text)
    separator = _separator(text)
    frame = _cells(text, separator)
    _check_whole(text, frame, separator)
    return frame


def decode(data: bytes) -> str:
    """Text of a file in UTF-8 (with or without a mark) or, failing that, Windows-1252; UTF-16 when marked."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _check_table(text: str) -> None:
    start = text.lstrip()[:200].lower()
    if start.startswith("<"):
        raise Unreadable(
            "This is a web page or XML saved as a table, not a table (often an error page of the site it came from). "
            "Download the file again."
        )
    if start.startswith(("{", "[")):
        raise Unreadable(
            "This is JSON, not a table (often an error message from the site). Download the file again."
        )


def _separator(text: str) -> str:
    first = text.split("\n", 1)[0]
    return "\t" if first.count("\t") > first.count(",") else ","


def _cells(text: str, separator: str) -> pl.DataFrame:
    """Short rows are filled; one column more than the widest heading row is kept, to show rows that are too long."""
    width = _width(text, separator) + 1
    try:
        return pl.read_csv(
            io.BytesIO(text.encode()),
            schema={f"c{i}": pl.String for i in range(width)},
            has_header=False,
            infer_schema=False,
            separator=separator,
            truncate_ragged_lines=True,
            missing_columns="insert",
        )
    except pl.exceptions.PolarsError as error:
        raise Unreadable(_unclosed(text)) from error


def _width(text: str, separator: str) -> int:
    csv.field_size_limit(MEASURED_TEXT + 1)
    rows = csv.reader(io.StringIO(text[:MEASURED_TEXT]), delimiter=separator)
    return max(len(row) for row, _ in zip(rows, range(MEASURED_ROWS), strict=False))


def _unclosed(text: str) -> str:
    """Which row opens a quotation mark that is never closed: the last one at which the count of marks turned odd."""
    is_open, opened = False, 1
    for number, line in enumerate(text.split("\n"), 1):
        if line.count('"') % 2:
            is_open, opened = not is_open, number
    if is_open:
        return (
            f"Row {opened} opens a quotation mark that is never closed, so the rows after it cannot be told apart: "
            "the file is cut off or damaged. Download it again."
        )
    return (
        "The rows of this file cannot be told apart. Open it in a spreadsheet, save it as CSV and load that."
    )


def _check_whole(text: str, frame: pl.DataFrame, separator: str) -> None:
    """A last row without an end of line and with fewer cells than the rows before it was cut off on the way."""
    if text.endswith("\n") or frame.height < 3:
        return
    filled = frame.select(
        pl.sum_horizontal(pl.col(c).is_not_null().cast(pl.Int32) for c in frame.columns).alias("n")
    )["n"]
    last, before = filled[-1], filled[:-1].tail(200).to_list()
    usual = sorted(before)[len(before) // 2]
    cells, width = text.rsplit("\n", 1)[-1].count(separator) + 1, frame.width - 1
    if cells < width and last < usual * 0.75:
        raise Unreadable(
            f"The file is cut off: row {frame.height} ends after {cells} of {width} columns. "
            "Download it again; nothing of it was loaded."
        )
