"""A table declared once: shown on a page, and written as CSV, as Excel and into documents."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from fingerpost.present import formats

TEXT, NUMBER, DAY = "text", "number", "day"


@dataclass(frozen=True)
class Column:
    """A column: the key of its values in a row, its heading, and how they are written."""

    key: str
    heading: str
    kind: str = TEXT
    decimals: int = 0
    unit: str = ""
    width: int = 14

    def written(self, value: Any) -> str:
        """A value as a person reads it; a text in a column of numbers says why there is no number."""
        if value is None:
            return ""
        if self.kind == NUMBER and isinstance(value, int | float) and not isinstance(value, bool):
            return formats.with_unit(value, self.unit, self.decimals)
        if isinstance(value, date):
            return formats.day(value)
        return str(value)


@dataclass(frozen=True)
class Table:
    """A titled table with notes that go wherever it goes."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Mapping[str, Any], ...]
    notes: tuple[str, ...] = ()

    @property
    def headings(self) -> list[str]:
        return [column.heading for column in self.columns]

    def cells(self) -> Iterable[list[str]]:
        """Each row as a person reads it."""
        for row in self.rows:
            yield [column.written(row.get(column.key)) for column in self.columns]


def table(
    title: str, columns: Iterable[Column], rows: Iterable[Mapping[str, Any]], notes: Iterable[str] = ()
) -> Table:
    """A table from any iterables."""
    return Table(title, tuple(columns), tuple(rows), tuple(note for note in notes if note))
