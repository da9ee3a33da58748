"""Open what people upload: sheets of text with the file's own row numbers, or a sentence that says why not.

Nothing here guesses a type: every cell stays text until a layout says what it means.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import fastexcel
import polars as pl

#: Header rows are looked for among the first rows of a sheet only.
SEARCHED_ROWS = 15


class Unreadable(Exception):
    """The file is not a table that can be trusted; the message is for the person who gave it."""


@dataclass(frozen=True)
class Sheet:
    """One sheet as text, without a header. `frame` has `row` (1 is the file's first row) and `c0`, `c1` ..."""

    name: str
    frame: pl.DataFrame

    @cached_property
    def width(self) -> int:
        """Number of columns beside `row`."""
        return self.frame.width - 1

    def cells(self, index: int) -> list[str]:
        """The texts of one row by position (0 is the first), blanks as empty strings."""
        if index >= self.frame.height:
            return []
        return [(cell or "").strip() for cell in self.frame.row(index)[1:]]

    def under(self, index: int) -> Table:
        """The rows below a header row, with that row's names."""
        return Table.of(self, index)


@dataclass(frozen=True)
class Table:
    """Rows under a header: `frame` has `row` and one text column a name; duplicates got ` (2)` and are listed."""

    sheet: str
    frame: pl.DataFrame
    duplicates: tuple[str, ...] = ()
    blank_rows: int = 0

    @classmethod
    def of(cls, sheet: Sheet, index: int) -> Table:
        """Name the columns from row `index`; rows that are wholly blank are dropped and counted."""
        names, duplicates = _names(sheet.cells(index))
        body = sheet.frame.slice(index + 1).rename(
            {f"c{i}": name for i, name in enumerate(names) if f"c{i}" in sheet.frame.columns}
        )
        texts = [pl.col(name).str.strip_chars() for name in names]
        body = body.with_columns(texts)
        filled = body.filter(pl.any_horizontal((pl.col(name) != "").fill_null(False) for name in names))
        return cls(sheet.name, filled, tuple(duplicates), body.height - filled.height)

    @cached_property
    def columns(self) -> dict[str, str]:
        """Normalised name -> name as in the file."""
        return {normalise(name): name for name in reversed(self.frame.columns) if name != "row"}

    def find(self, name: str) -> str | None:
        """The file's own name of a column, whatever its case and spacing."""
        return self.columns.get(normalise(name))


def _names(cells: list[str]) -> tuple[list[str], list[str]]:
    seen: dict[str, int] = {}
    names, duplicates = [], []
    for position, cell in enumerate(cells):
        name = cell or f"(column {position + 1})"
        seen[name] = seen.get(name, 0) + 1
        if seen[name] > 1:
            duplicates.append(name)
            name = f"{name} ({seen[name]})"
        names.append("row (2)" if name == "row" else name)
    return names, duplicates


def normalise(name: str) -> str:
    """A column name as compared: lower case, no spacing, underscores or full stops."""
    return re.sub(r"[\s_.]+", "", name).lower()


@dataclass(frozen=True)
class Workbook:
    """A file opened: the names of its sheets, each read when asked for and kept."""

    path: Path
    names: tuple[str, ...]
    load: Callable[[str], Sheet]
    kind: str

    def sheet(self, name: str) -> Sheet:
        """Read one sheet."""
        return self.load(name)


def open_table(path: Path, content: bytes | None = None) -> Workbook:
    """Open a CSV, tab-separated, Excel or Parquet file by what it holds, not by what it is called.

    Raises Unreadable for web pages, JSON, empty files, and lists cut off in the middle of a row.
    """
    data = path.read_bytes() if content is None else content
    if not data.strip():
        raise Unreadable("The file is empty. Download it again.")
    if data[:4] == b"PK\x03\x04":
        return _excel(path, data)
    if data[:4] == b"PAR1":
        return _parquet(path, data)
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return _excel(path, data)
    return _text(path, data)


def _excel(path: Path, data: bytes) -> Workbook:
    try:
        reader = fastexcel.read_excel(data)
    except Exception as error:  # the library raises many kinds for a damaged workbook
        raise Unreadable(f"The workbook cannot be opened ({error}). Save it again as .xlsx.") from error
    kept: dict[str, Sheet] = {}

    def load(name: str) -> Sheet:
        if name not in kept:
            frame = reader.load_sheet(name, header_row=None, dtypes="string").to_polars()
            kept[name] = _sheet(name, frame)
        return kept[name]

    return Workbook(path, tuple(reader.sheet_names), load, "excel")


def _sheet(name: str, frame: pl.DataFrame) -> Sheet:
    frame = frame.rename({column: f"c{i}" for i, column in enumerate(frame.columns)})
    return Sheet(name, frame.with_row_index("row", offset=1))


def _parquet(path: Path, data: bytes) -> Workbook:
    frame = pl.read_parquet(io.BytesIO(data)).with_columns(pl.all().cast(pl.String))
    header = pl.DataFrame([frame.columns], schema=frame.columns, orient="row")
    sheet = _sheet(path.stem, pl.concat([header, frame]))
    return Workbook(path, (path.stem,), lambda _: sheet, "parquet")


def _text(path: Path, data: bytes) -> Workbook:
    text = decode(data)
    start = text.lstrip()[:200].lower()
    if start.startswith(("<!doctype", "<html", "<?xml", "<")):
        raise Unreadable(
            "This is a web page or XML saved as a table, not a table (often an error page of the site it came from). "
            "Download the file again."
        )
    if start.startswith(("{", "[")):
        raise Unreadable(
            "This is JSON, not a table (often an error message from the site). Download the file again."
        )
    frame = read_delimited(text)
    _check_whole(text, frame)
    sheet = _sheet(path.stem, frame)
    return Workbook(path, (path.stem,), lambda _: sheet, "text")


def decode(data: bytes) -> str:
    """Text of a file in UTF-8 (with or without a mark) or, failing that, Windows-1252; UTF-16 when marked."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def read_delimited(text: str) -> pl.DataFrame:
    """All cells of a comma- or tab-separated text as strings; short rows are filled, longer ones keep every cell."""
    first = text.split("\n", 1)[0]
    separator = "\t" if first.count("\t") > first.count(",") else ","
    width = max(first.count(separator) + 1, 1)
    options = {
        "has_header": False,
        "infer_schema": False,
        "separator": separator,
        "truncate_ragged_lines": True,
    }
    schema = {f"c{i}": pl.String for i in range(width)}
    try:
        return pl.read_csv(io.BytesIO(text.encode()), schema=schema, **options)  # type: ignore[arg-type]
    except pl.exceptions.PolarsError:
        return pl.read_csv(io.BytesIO(text.encode()), quote_char=None, schema=schema, **options)  # type: ignore[arg-type]


def _check_whole(text: str, frame: pl.DataFrame) -> None:
    """A last row without an end of line and with fewer cells than the rows before it was cut off on the way."""
    if text.endswith(("\n", "\r")) or frame.height < 3:
        return
    filled = frame.select(
        pl.sum_horizontal(pl.col(c).is_not_null().cast(pl.Int32) for c in frame.columns).alias("n")
    )["n"]
    last, usual = filled[-1], filled[:-1].tail(200).median()
    separators = text.rsplit("\n", 1)[-1].count(",")
    if usual is not None and separators + 1 < frame.width and last < usual * 0.75:
        raise Unreadable(
            f"The file is cut off: row {frame.height} ends after {separators + 1} of {frame.width} columns. "
            "Download it again; nothing of it was loaded."
        )
