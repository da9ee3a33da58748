"""What a layout is: the shape of one kind of published file, and how its rows become tables."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

import polars as pl

from fingerpost.evidence import schema
from fingerpost.evidence.national import Releases
from fingerpost.evidence.reading.files import Table, Workbook, normalise
from fingerpost.evidence.reading.timing import Time, Told


@dataclass(frozen=True)
class Message:
    """One sentence about a file: `note`, `warning` or `refusal`, with row and column where there is one."""

    level: str
    text: str
    row: int | None = None
    column: str | None = None


@dataclass
class Output:
    """What a layout makes of a file: tables, rows set aside by reason, and what it has to say."""

    tables: dict[str, list[pl.DataFrame]] = field(default_factory=dict)
    set_aside: dict[str, int] = field(default_factory=dict)
    messages: list[Message] = field(default_factory=list)
    kept_rows: int = 0

    def add(self, table: str, frame: pl.DataFrame) -> None:
        """Add rows to a table; empty frames leave no trace."""
        if frame.height:
            self.tables.setdefault(table, []).append(schema.conform(table, frame))

    def aside(self, reason: str, count: int) -> None:
        """Count rows that could not be used."""
        if count:
            self.set_aside[reason] = self.set_aside.get(reason, 0) + count

    def say(self, level: str, text: str, *, row: int | None = None, column: str | None = None) -> None:
        """Say something about the file."""
        self.messages.append(Message(level, text, row, column))


@dataclass(frozen=True)
class Context:
    """What a layout may know beside the table itself; `companion` is the table of the metadata beside the file."""

    path: Path
    time: Time
    releases: Releases
    workbook: Workbook
    header_row: int
    companion: Table | None = None
    known_on: date | None = None


Reader = Callable[[Table, Context, Output], None]
Clock = Callable[[Table, Workbook], Told]


def rows_have(count: int, kind: str = "") -> str:
    """ "1 row has", "3 school rows have": the subject of many a message."""
    kind = f"{kind} " if kind else ""
    return f"1 {kind}row has" if count == 1 else f"{count:,} {kind}rows have"


def no_clock(table: Table, workbook: Workbook) -> Told:
    """The time stands in no cell."""
    return Told()


@dataclass(frozen=True)
class Layout:
    """One kind of file. `required` are the columns by which it is known; `clock` reads the time from its cells.

    `origin`: published, reconstruction, scraped, compilation, own or metadata. `whole` says that absence from the
    list means closed. `needs` is `period`, `as_at` or nothing when each row holds its own time. `repeated` are
    headings that the published file itself has more than once, `usual` columns that it mostly has: they tell which
    layout is nearest when none fits. Of each tuple in `one_of` the file has at least one column. A
    layout that stands `alone` has no other columns: many a data file holds those of a look-up and figures beside them.
    """

    code: str
    title: str
    required: tuple[str, ...]
    read: Reader
    origin: str = "published"
    needs: str | None = None
    clock: Clock = no_clock
    sheets: str = ""
    whole: bool = False
    known: Mapping[str, str] = field(default_factory=dict)
    one_of: tuple[tuple[str, ...], ...] = ()
    repeated: tuple[str, ...] = ()
    usual: tuple[str, ...] = ()
    alone: bool = False

    @cached_property
    def keys(self) -> frozenset[str]:
        """Required columns as compared."""
        return frozenset(normalise(name) for name in self.required)

    def fits(self, header: frozenset[str]) -> bool:
        """Whether a header has all that the layout asks for."""
        if not self.keys <= header:
            return False
        if self.alone and header - self.keys - {normalise(name) for name in self.usual}:
            return False
        return all(any(normalise(name) in header for name in names) for names in self.one_of)

    @property
    def strength(self) -> int:
        """How much of a header the layout asks for: of several that fit, the one that asks most is it."""
        return len(self.keys) + len(self.one_of)
