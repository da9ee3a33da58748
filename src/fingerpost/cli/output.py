"""How commands speak: one JSON document, or tables for people; all else on standard error."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from rich.console import Console
from rich.table import Table

from fingerpost.core.actions import people
from fingerpost.register import queries as register


class Wrong(Exception):
    """The call cannot be carried out as asked: code 2 for a wrong call, 1 for a refusal."""

    def __init__(self, message: str, code: int = 2) -> None:
        super().__init__(message)
        self.code = code


def operator() -> Any:
    """The named user as whom the command line acts."""
    return people.operator()


def say(text: str) -> None:
    """Tell the person something that is not the answer."""
    print(text, file=sys.stderr)


def plain(text: str) -> None:
    """A line of the answer."""
    print(text)


def emit(document: Any) -> None:
    """Print the answer as one JSON document; days as 2014-09-01."""
    json.dump(document, sys.stdout, default=_plain, ensure_ascii=False, indent=1, allow_nan=False)
    sys.stdout.write("\n")


def _plain(value: Any) -> Any:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} cannot be written as JSON")


def table(
    title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]], *, right: Sequence[int] = ()
) -> None:
    """Print rows for a person."""
    shown = Table(title=title, title_justify="left", show_edge=False, header_style="bold")
    for position, column in enumerate(columns):
        shown.add_column(column, justify="right" if position in right else "left")
    for row in rows:
        shown.add_row(*("" if cell is None else str(cell) for cell in row))
    # A file or a pipe has no width of its own; a person's window has.
    Console(width=None if sys.stdout.isatty() else 180).print(shown)


def day(text: str) -> date:
    """A day as the options take it."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is not a day like 2014-09-01") from error


def in_words(on: date | None) -> str:
    """12 May 2026."""
    return "" if on is None else f"{on.day} {on:%B %Y}"


def authority(code: str) -> Any:
    """The authority asked for; a code that nobody has is a wrong call."""
    try:
        return register.authority(code)
    except register.NoSuchAuthority as missing:
        raise Wrong(str(missing)) from missing


def with_json(parser: argparse.ArgumentParser) -> None:
    """Give a command the --json option."""
    parser.add_argument("--json", action="store_true", help="print one JSON document and nothing else")
