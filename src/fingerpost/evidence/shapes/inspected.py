"""Blocks of columns about one inspection, as Ofsted's lists from 2015 on have them: latest, previous, a visit.

A row of a list can hold several blocks. Each becomes an inspection with its grades; a grade that is no judgement (9,
NULL, Not judged) becomes nothing, and a text that is no grade at all is named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

import polars as pl

from fingerpost.evidence import frameworks
from fingerpost.evidence.layouts.base import Output, rows_have
from fingerpost.evidence.reading.files import Table
from fingerpost.evidence.reading.values import dates, integers, text

MISSING = ("", "NULL", "-", "N/A", "Not applicable")
#: What a cell of grades holds when there is no judgement in it.
NO_JUDGEMENT = (*MISSING, "0", "8", "9", "Not judged", "Not Judged")
NUMBERS = ("1", "2", "3", "4")
YES_NO = ("Yes", "No")
#: An inspection whose day of publication is not stated is taken to be known this long after its last day (ours).
ESTIMATE = timedelta(days=28)


@dataclass(frozen=True)
class Block:
    """The columns of one inspection; of each tuple the first that the file has is read.

    `aspects` maps an aspect to its columns and the grades it may hold, `dated` an aspect to its own day's column.
    """

    role: str
    kind: str = "graded"
    number: tuple[str, ...] = ()
    started: tuple[str, ...] = ()
    ended: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    urn: tuple[str, ...] = ()
    overall: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    outcome: tuple[str, ...] = ()
    aspects: Mapping[str, tuple[tuple[str, ...], Sequence[str]]] = field(default_factory=dict)
    dated: Mapping[str, str] = field(default_factory=dict)


def first(table: Table, names: Sequence[str]) -> str | None:
    """The first of several columns that the file has."""
    return next((found for name in names if (found := table.find(name))), None)


def words(table: Table, names: Sequence[str]) -> pl.Expr:
    """A column's text, its words for nothing as null."""
    column = first(table, names)
    return text(column, MISSING) if column else pl.lit(None, dtype=pl.String)


def day(table: Table, names: Sequence[str]) -> pl.Expr:
    """A column's day."""
    column = first(table, names)
    return dates(column) if column else pl.lit(None, dtype=pl.Date)


def whole(table: Table, names: Sequence[str]) -> pl.Expr:
    """A column's whole number."""
    column = first(table, names)
    return integers(column) if column else pl.lit(None, dtype=pl.Int64)


def grade(table: Table, names: Sequence[str], allowed: Sequence[str]) -> pl.Expr:
    """A column's grade, as the file writes it: `1` to `4`, the words of a report card, or yes and no."""
    column = first(table, names)
    if column is None:
        return pl.lit(None, dtype=pl.String)
    cell = pl.col(column).str.replace(r"\.0$", "")
    same = {word.lower(): word for word in allowed}
    return cell.str.to_lowercase().replace_strict(same, default=None, return_dtype=pl.String)


def read(table: Table, block: Block, output: Output, as_at: date | None = None) -> pl.DataFrame:
    """One row an inspection that the block states: the columns of the table `inspections`, and one for each aspect."""
    _name_strangers(table, block, output)
    frame = table.frame.select(
        "row",
        urn=whole(table, ("URN",)),
        inspected_urn=whole(table, block.urn),
        number=words(table, block.number),
        started_on=day(table, block.started),
        ended_on=day(table, block.ended),
        published_on=day(table, block.published),
        overall=grade(table, block.overall, NUMBERS).cast(pl.Int8),
        category=words(table, block.category),
        outcome=words(table, block.outcome),
        **{aspect: grade(table, names, allowed) for aspect, (names, allowed) in block.aspects.items()},
        **{f"{aspect}_on": day(table, (column,)) for aspect, column in block.dated.items()},
    )
    frame = frame.with_columns(ended_on=pl.coalesce("ended_on", _graded_on(block), "started_on"))
    found = frame.filter(pl.col("urn").is_not_null() & pl.col("ended_on").is_not_null())
    estimate = pl.col("ended_on") + ESTIMATE
    if as_at is not None:
        estimate = pl.min_horizontal(estimate, pl.lit(as_at))
    return found.with_columns(
        role=pl.lit(block.role),
        kind=pl.lit(block.kind),
        framework=frameworks.of("ended_on"),
        known_on=pl.coalesce("published_on", estimate),
        known_how=pl.when(pl.col("published_on").is_not_null())
        .then(pl.lit("row"))
        .otherwise(pl.lit("inspection + 28 days")),
    )


def _graded_on(block: Block) -> pl.Expr:
    """The day of the grades given in the inspection itself: the first from its start on. Later ones came since."""
    days = [pl.col(f"{aspect}_on") for aspect in block.dated]
    if not days:
        return pl.lit(None, dtype=pl.Date)
    return pl.min_horizontal(pl.when(day >= pl.col("started_on")).then(day) for day in days)


def add(found: pl.DataFrame, block: Block, output: Output) -> None:
    """Add a block's inspections and its grades, each aspect with its own day where it has one."""
    extra = [*block.aspects, *(f"{aspect}_on" for aspect in block.dated)]
    output.add("inspections", found.drop(extra))
    for aspect in block.aspects:
        own_day = pl.col(f"{aspect}_on") if aspect in block.dated else pl.lit(None, dtype=pl.Date)
        grades = found.filter(pl.col(aspect).is_not_null()).select(
            "row", "urn", "role", "ended_on", aspect=pl.lit(aspect), grade=pl.col(aspect), graded_on=own_day
        )
        output.add("grades", grades)


def _name_strangers(table: Table, block: Block, output: Output) -> None:
    graded = {"overall": (block.overall, NUMBERS), **block.aspects}
    for names, allowed in graded.values():
        column = first(table, names)
        if column is None:
            continue
        cell = pl.col(column).fill_null("").str.replace(r"\.0$", "")
        known = {word.lower() for word in (*allowed, *NO_JUDGEMENT)}
        odd = table.frame.filter(~cell.str.to_lowercase().is_in(list(known)))
        if odd.height:
            shown = ", ".join(
                repr(value) for value in odd[column].unique(maintain_order=True).head(3).to_list()
            )
            output.say(
                "warning",
                f"{rows_have(odd.height)} {shown} in {column}, which is no grade of this list: read as not judged.",
                row=int(odd["row"][0]),
                column=column,
            )


def listing(table: Table) -> pl.DataFrame:
    """One row for each school of a list."""
    laestab = words(table, ("LAESTAB",)).str.replace(r"\.0$", "")
    return table.frame.select(
        "row",
        urn=whole(table, ("URN",)),
        laestab=laestab,
        name=words(table, ("School name",)),
        authority=pl.when(laestab.str.contains(r"^\d{7}$")).then(laestab.str.slice(0, 3)),
        authority_name=words(table, ("Local authority",)),
        phase=words(table, ("Ofsted phase",)),
        type=words(table, ("Type of education",)),
        pupils=whole(table, ("Total number of pupils",)),
    ).filter(pl.col("urn").is_not_null())
