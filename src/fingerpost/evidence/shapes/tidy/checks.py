"""What is odd in the figures of a tidy file: rows twice, blank cells, old symbols, labels that do not fit."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace

import polars as pl

from fingerpost.evidence.layouts.base import Output, rows_have
from fingerpost.evidence.reading.files import Table
from fingerpost.evidence.reading.values import Codes
from fingerpost.evidence.schema import Status
from fingerpost.evidence.shapes.tidy.filters import Shape
from fingerpost.evidence.shapes.tidy.indicators import Columns
from fingerpost.evidence.shapes.tidy.meta import Column, Meta

#: Symbols of the standard of today; the others are of older files and are named when they are met.
STANDARD = {"z", "c", "x", "k", "low", "u"}
#: What two rows have alike that speak of the same thing.
SAME = ("place_kind", "place", "period", "group", "release")
#: Words that name a group of pupils inside the name of an indicator.
_GROUP_WORDS = {
    "male",
    "female",
    "boys",
    "girls",
    "white",
    "asian",
    "black",
    "mixed",
    "sex",
    "gender",
    "other",
}
#: So many labels that do not fit mean that the metadata has slipped against the data.
SLIPPED = 3


def once_each(table: Table, keys: pl.DataFrame, output: Output) -> pl.DataFrame:
    """The rows that say one thing about a place, time and group; of rows wholly alike the first.

    `keys` has row, place_kind, place, period, group, release. Rows that contradict each other are all set aside: which
    of them is meant is not in the file.
    """
    same = list(SAME)
    if not keys.select(pl.struct(same).is_duplicated().any()).item():
        return keys
    cells = [name for name in table.frame.columns if name != "row"]
    hashed = table.frame.select("row", content=pl.struct(cells).hash())
    rows = keys.join(hashed, on="row", maintain_order="left")
    unlike = rows.unique([*same, "content"], keep="first", maintain_order=True)
    _name_doubles(rows, unlike, output)
    contradicts = unlike.select(pl.struct(same).is_duplicated()).to_series()
    _name_contradictions(unlike.filter(contradicts), output)
    return unlike.filter(~contradicts).drop("content")


def _name_doubles(rows: pl.DataFrame, unlike: pl.DataFrame, output: Output) -> None:
    doubles = rows.join(unlike.select("row"), on="row", how="anti", maintain_order="left")
    if doubles.height:
        output.aside("rows that say again what another row says", doubles.height)
        output.say(
            "warning",
            f"Rows that are duplicates of another, cell for cell: {doubles.height}. Each is used once.",
            row=int(doubles["row"][0]),
        )


def _name_contradictions(rows: pl.DataFrame, output: Output) -> None:
    if not rows.height:
        return
    first = rows.filter(pl.all_horizontal(pl.col(c) == rows[c][0] for c in SAME))["row"].to_list()
    output.aside("rows that contradict another row with the same labels", rows.height)
    output.say(
        "warning",
        f"{rows_have(rows.height)} the same place, time and groups as another row and different figures (rows "
        f"{', '.join(str(row) for row in first[:4])} for one): duplicates that contradict each other are set "
        "aside, for which is meant is not in the file.",
        row=int(first[0]),
    )


def name_alike(table: Table, output: Output) -> None:
    """Say how many rows of a file that will not be used are the same as another, cell for cell."""
    cells = table.frame.drop("row")
    alike = cells.height - cells.unique().height
    if alike:
        output.say("warning", f"Rows that are duplicates of another, cell for cell: {alike}.")


def name_headings(table: Table, output: Output) -> None:
    """Say which column names have spaces or marks in them."""
    odd = [name for name in table.frame.columns if re.search(r"[^A-Za-z0-9_]", name) and name != "row"]
    if odd:
        shown = ", ".join(repr(name) for name in odd[:4])
        output.say(
            "note",
            f"The column name {shown} has spaces or marks in it: letters, figures and underscores are the standard.",
            column=odd[0],
        )


def name_blanks(columns: Columns, output: Output) -> None:
    """Say how many figures are blank: the reason is lost."""
    is_blank = {name: columns.table.frame[name].fill_null("") == "" for name in columns.parsed}
    counts = {name: int(blank.sum()) for name, blank in is_blank.items() if blank.any()}
    if not counts:
        return
    name = next(iter(counts))
    row = columns.table.frame["row"].filter(is_blank[name])[0]
    shown = ", ".join(list(counts)[:4]) + (f" and {len(counts) - 4} more columns" if len(counts) > 4 else "")
    output.say(
        "warning",
        f"Blank figures: {sum(counts.values())} (in {shown}). No value, and the reason is lost: write z, c, x or low.",
        row=int(row),
        column=name,
    )


def name_symbols(columns: Columns, codes: Codes, output: Output) -> None:
    """Say which symbols of older standards the figures hold, and how each was read."""
    found: dict[str, int] = defaultdict(int)
    where: dict[str, tuple[int, str]] = {}
    old = [code for code in codes if code not in STANDARD]
    for name, parsed in columns.parsed.items():
        unread = parsed.frame["status"] != Status.REPORTED.value
        if not unread.any():
            continue
        cells = columns.table.frame.filter(unread).select("row", cell=pl.col(name))
        for symbol, count, row in (
            cells.filter(pl.col("cell").is_in(old)).group_by("cell").agg(pl.len(), pl.col("row").min()).rows()
        ):
            found[symbol] += count
            where.setdefault(symbol, (row, name))
    for symbol, count in sorted(found.items()):
        row, name = where[symbol]
        output.say(
            "note",
            f"Figures given as {symbol!r}, no symbol of today's standard: {count}, read as {codes[symbol].value}.",
            row=row,
            column=name,
        )


def name_smushed(shape: Shape, output: Output) -> None:
    """Say which columns look like one measure for several groups of pupils."""
    stems: dict[str, set[str]] = defaultdict(set)
    for name in shape.indicators:
        words = re.split(r"[_\s]+", name.lower())
        inside = [word for word in words if word in _GROUP_WORDS]
        if inside:
            stems["_".join(word for word in words if word not in _GROUP_WORDS)].add(name)
    for stem, names in stems.items():
        if len(names) > 1:
            shown = ", ".join(sorted(names)[:4])
            output.say(
                "note",
                f"Columns {shown} look like one measure{f' ({stem})' if stem else ''} for several groups of pupils: "
                "each is kept as a measure of its own; a filter column would tell the groups.",
                column=sorted(names)[0],
            )


def trusted(meta: Meta, columns: Columns, output: Output) -> Meta:
    """The metadata without the labels that the figures contradict: a percentage in the thousands is a count."""
    wrong = [name for name in columns.parsed if _contradicts(meta, name, columns.value(name))]
    if not wrong:
        return meta
    slipped = len(wrong) >= SLIPPED
    output.say(
        "warning",
        f"The metadata calls {', '.join(wrong[:3])}{f' and {len(wrong) - 3} more' if len(wrong) > 3 else ''} "
        f"a percentage and the figures are in the hundreds or thousands: "
        + (
            "its labels have slipped against the columns, and none is used."
            if slipped
            else "that label is not used."
        ),
        column=wrong[0],
    )
    doubted = set(columns.parsed) if slipped else set(wrong)
    return Meta(_without_labels(meta, doubted))


def _contradicts(meta: Meta, name: str, values: pl.Series) -> bool:
    said = meta.of(name)
    middle = values.median()
    return said is not None and said.unit == "%" and isinstance(middle, float) and middle > 100


def _without_labels(meta: Meta, names: set[str]) -> dict[str, Column]:
    return {
        key: replace(column, label=column.name, unit="", decimals=None) if column.name in names else column
        for key, column in meta.columns.items()
    }
