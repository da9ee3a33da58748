"""Read one file whole, or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import polars as pl

from fingerpost.evidence import national, schema
from fingerpost.evidence.layouts import LAYOUTS
from fingerpost.evidence.layouts.base import Context, Layout, Message, Output, rows_have
from fingerpost.evidence.reading import timing
from fingerpost.evidence.reading.files import Table, Unreadable, open_table
from fingerpost.evidence.reading.recognise import Recognised, recognise


@dataclass(frozen=True)
class Options:
    """What the person who loads says: the period and day of the file, the day it was known, whose data it is."""

    period: str | None = None
    as_at: date | None = None
    known_on: date | None = None


@dataclass(frozen=True)
class Reading:
    """A file understood. `rows` are those under the header that are not blank; kept + set aside = rows."""

    layout: Layout
    period: str | None
    as_at: date | None
    time_from: str
    rows: int
    kept: int
    set_aside: dict[str, int]
    messages: list[Message]
    tables: dict[str, pl.DataFrame] = field(default_factory=dict)


class Refused(Exception):
    """The file cannot be used; `message` says why, where and what to do, `also` what else was odd in it."""

    def __init__(self, message: Message, also: Sequence[Message] = ()) -> None:
        super().__init__(message.text)
        self.message = message
        self.also = tuple(also)


def digest(data: bytes) -> str:
    """The SHA-256 of a file, by which a snapshot is known."""
    return hashlib.sha256(data).hexdigest()


def read(
    path: Path,
    options: Options | None = None,
    *,
    content: bytes | None = None,
    companion: bytes | None = None,
) -> Reading:
    """Read a file with whichever layout fits. `companion` is the file's own metadata, when there is one.

    Raises Refused with one sentence; nothing of a refused file is used.
    """
    options = options or Options()
    try:
        return _read(path, options, content, companion)
    except Unreadable as problem:
        raise Refused(Message("refusal", str(problem))) from problem


def _read(path: Path, options: Options, content: bytes | None, companion: bytes | None) -> Reading:
    workbook = open_table(path, content)
    found = recognise(workbook, LAYOUTS)
    layout = found.layout
    table = found.sheet.under(found.header_row).spelled(layout.required)
    told = timing.Told(options.period, options.as_at, "the option given")
    inside = layout.clock(table, workbook)
    beside = timing.from_path(path) if layout.needs else timing.Told()
    time = _settled(layout, inside, beside, told)
    output = Output()
    beside_it = _companion(path, companion, output)
    context = Context(
        path, time, national.releases(), workbook, found.header_row, beside_it, options.known_on
    )
    twice = [name for name in dict.fromkeys(table.duplicates) if name not in layout.repeated]
    if twice:
        output.say(
            "warning",
            f"Column named twice: {', '.join(twice)}; the first is used.",
            row=found.header_row + 1,
        )
    if table.overlong:
        output.aside("rows with more cells than the heading", len(table.overlong))
        output.say(
            "warning",
            f"{rows_have(len(table.overlong))} more cells than the heading, and which is which is not certain: left "
            "out. Put a name that holds a comma in quotation marks.",
            row=table.overlong[0],
        )
    layout.read(table, context, output)
    return _reading(found, table.frame.height + len(table.overlong), time, output)


def _companion(path: Path, companion: bytes | None, output: Output) -> Table | None:
    """The metadata beside a file as a table; metadata that cannot be read is named and not used."""
    if companion is None:
        return None
    try:
        workbook = open_table(path.with_suffix(".meta.csv"), companion)
    except Unreadable as problem:
        output.say("warning", f"The metadata beside this file is not used. {problem}")
        return None
    return workbook.sheet(workbook.names[0]).under(0)


def _settled(layout: Layout, inside: timing.Told, beside: timing.Told, told: timing.Told) -> timing.Time:
    """The time the layout needs; what it does not need is not asked of the file's name."""
    if layout.needs == "period":
        beside = timing.Told(beside.period, None, beside.where)
        inside, told = (
            timing.Told(inside.period, None, inside.where),
            timing.Told(told.period, None, told.where),
        )
    if layout.needs == "as_at":
        beside = timing.Told(None, beside.as_at, beside.where)
        inside, told = (
            timing.Told(None, inside.as_at, inside.where),
            timing.Told(None, told.as_at, told.where),
        )
    if layout.needs is None:
        told = timing.Told()
    time = timing.settle(inside, beside, told)
    if layout.needs == "period" and not time.period:
        raise Unreadable(
            "Neither the file nor its folder says which school year it is. Give it: --period 2017 for 2016/17."
        )
    if layout.needs == "as_at" and not time.as_at:
        raise Unreadable(
            "Neither the file nor its name says of which day this list is. Give it: --as-at 2014-05-31."
        )
    return time


def _reading(found: Recognised, rows: int, time: timing.Time, output: Output) -> Reading:
    refusals = [m for m in output.messages if m.level == "refusal"]
    if refusals:
        raise Refused(refusals[0], [m for m in output.messages if m is not refusals[0]])
    tables = {name: pl.concat(frames) for name, frames in output.tables.items()}
    if not tables and found.layout.origin != "metadata":
        raise Refused(Message("refusal", _nothing(output)), output.messages)
    aside = sum(output.set_aside.values())
    return Reading(
        layout=found.layout,
        period=time.period or _only_period(tables),
        as_at=time.as_at,
        time_from=time.found,
        rows=rows,
        kept=max(rows - aside, 0),
        set_aside=dict(output.set_aside),
        messages=output.messages,
        tables={name: _sorted(name, frame) for name, frame in tables.items()},
    )


def _nothing(output: Output) -> str:
    reasons = ", ".join(f"{count} {reason}" for reason, count in output.set_aside.items()) or "no rows"
    return f"Nothing in the file could be used: {reasons}."


def _only_period(tables: dict[str, pl.DataFrame]) -> str | None:
    """The period all facts share, or the span of them."""
    if "facts" not in tables:
        return None
    periods = tables["facts"]["period"].unique().drop_nulls().sort().to_list()
    return None if not periods else periods[0] if len(periods) == 1 else f"{periods[0]}-{periods[-1]}"


def _sorted(name: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Facts lie by place, so that reading one authority touches few pages; within it as the layout gave them."""
    keys = ("place_kind", "place") if name == "facts" else ("urn", "row")
    return frame.sort([key for key in keys if key in schema.TABLES[name]], maintain_order=True)
