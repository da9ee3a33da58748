"""Open what people upload: sheets of text with the file's own row numbers, or a sentence that says why not.

Nothing here guesses a type: every cell stays text until a layout says what it means.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

import fastexcel
import polars as pl

from fingerpost.evidence.reading import delimited
from fingerpost.evidence.reading.delimited import Unreadable

__all__ = ["SEARCHED_ROWS", "Sheet", "Table", "Unreadable", "Workbook", "normalise", "open_table"]

#: Header rows are looked for among the first rows of a sheet only.
SEARCHED_ROWS = 15


@dataclass(frozen=True)
class Sheet:
    """One sheet as text, without a header. `frame` has `row` (1 is the file's first row) and `c0`, `c1` ...

    In a `delimited` text a comma too many shifts all that follows it; in a workbook nothing shifts.
    """

    name: str
    frame: pl.DataFrame
    delimited: bool = False

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
    """Rows under a header: `frame` has `row` and one text column a name; duplicates got ` (2)` and are listed.

    `overlong` are the file's rows with more cells than the header: which cell is which is not certain, so they are
    left out.
    """

    sheet: str
    frame: pl.DataFrame
    duplicates: tuple[str, ...] = ()
    blank_rows: int = 0
    overlong: tuple[int, ...] = ()

    @classmethod
    def of(cls, sheet: Sheet, index: int) -> Table:
        """Name the columns from row `index`; rows that are wholly blank are dropped and counted."""
        names, duplicates = _names(sheet.cells(index))
        body, overlong = _shifted_out(sheet, index)
        body = body.select(
            "row",
            **{name: pl.col(f"c{i}").str.strip_chars() for i, name in enumerate(names) if f"c{i}" in body},
        )
        filled = body.filter(_is_filled(body.columns[1:]))
        return cls(sheet.name, filled, tuple(duplicates), body.height - filled.height, overlong)

    @cached_property
    def columns(self) -> dict[str, str]:
        """Normalised name -> name as in the file."""
        return {normalise(name): name for name in reversed(self.frame.columns) if name != "row"}

    def find(self, name: str) -> str | None:
        """The file's own name of a column, whatever its case and spacing; the very name before one that is like it."""
        if name in self.frame.columns and name != "row":
            return name
        return self.columns.get(normalise(name))

    def spelled(self, names: Iterable[str]) -> Table:
        """The same table with these columns, where it has them, under exactly these names."""
        wanted = {
            found: name for name in names if (found := self.find(name)) and name not in self.frame.columns
        }
        return replace(self, frame=self.frame.rename(wanted)) if wanted else self

    def having(self, names: Iterable[str]) -> Table:
        """The same table with all of these columns under exactly these names, empty where the file has none."""
        spelled = self.spelled(names)
        absent = [pl.lit(None, dtype=pl.String).alias(n) for n in names if n not in spelled.frame.columns]
        return replace(spelled, frame=spelled.frame.with_columns(absent)) if absent else spelled


def _shifted_out(sheet: Sheet, index: int) -> tuple[pl.DataFrame, tuple[int, ...]]:
    """The rows below the header without those that go on beyond its last name, when these are the exception."""
    body = sheet.frame.slice(index + 1)
    named = max((i + 1 for i, cell in enumerate(sheet.cells(index)) if cell), default=0)
    beyond = [f"c{i}" for i in range(named, sheet.width)]
    if not beyond or not sheet.delimited:
        return body, ()
    is_long = _is_filled(beyond)
    overlong = tuple(body.filter(is_long)["row"].to_list())
    if len(overlong) * 2 > body.height:
        return body, ()
    return body.filter(~is_long).drop(beyond) if overlong else body.drop(beyond), overlong


def _is_filled(columns: list[str]) -> pl.Expr:
    """Whether a row has something in any of the columns."""
    return pl.any_horizontal((pl.col(name).str.strip_chars() != "").fill_null(False) for name in columns)


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

    Raises Unreadable for web pages, JSON, empty files, damaged workbooks, and lists cut off in the middle of a row.
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
            try:
                frame = reader.load_sheet(name, header_row=None, dtypes="string").to_polars()
            except Exception as error:  # as above
                raise Unreadable(
                    f"Sheet {name} cannot be read ({error}). Save the workbook again as .xlsx."
                ) from error
            kept[name] = _sheet(name, frame)
        return kept[name]

    return Workbook(path, tuple(reader.sheet_names), load, "excel")


def _sheet(name: str, frame: pl.DataFrame, *, is_delimited: bool = False) -> Sheet:
    frame = frame.rename({column: f"c{i}" for i, column in enumerate(frame.columns)})
    return Sheet(name, frame.with_row_index("row", offset=1), is_delimited)


def _parquet(path: Path, data: bytes) -> Workbook:
    try:
        frame = pl.read_parquet(io.BytesIO(data)).with_columns(pl.all().cast(pl.String))
    except pl.exceptions.PolarsError as error:
        raise Unreadable(
            "The Parquet file cannot be opened: it is damaged or cut off. Download it again."
        ) from error
    header = pl.DataFrame([frame.columns], schema=frame.columns, orient="row")
    sheet = _sheet(path.stem, pl.concat([header, frame]))
    return Workbook(path, (path.stem,), lambda _: sheet, "parquet")


def _text(path: Path, data: bytes) -> Workbook:
    sheet = _sheet(path.stem, delimited.read(data), is_delimited=True)
    return Workbook(path, (path.stem,), lambda _: sheet, "text")
