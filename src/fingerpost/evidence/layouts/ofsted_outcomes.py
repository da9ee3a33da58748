"""Ofsted outcomes as handed to the performance tables (31 July 2018), and the scraped history of inspections."""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from fingerpost.evidence import frameworks
from fingerpost.evidence.layouts.base import Context, Layout, Output
from fingerpost.evidence.reading import timing
from fingerpost.evidence.reading.files import Table, Workbook
from fingerpost.evidence.reading.values import dates, integers, text

_WORDS = {"outstanding": 1, "good": 2, "satisfactory": 3, "requires improvement": 3, "inadequate": 4}


def read_outcomes(table: Table, context: Context, output: Output) -> None:
    """One row a school: its latest graded inspection with the day of publication."""
    frame = table.frame.select(
        "row",
        urn=integers("URN"),
        name=text(name) if (name := table.find("School name")) else pl.lit(None, dtype=pl.String),
        phase=text("Ofsted phase"),
        ended_on=dates("Inspection date"),
        published_on=dates("Publication date"),
        overall=integers("Overall effectiveness"),
    )
    placed = frame.filter(pl.col("urn").is_not_null())
    output.aside("rows without a URN", frame.height - placed.height)
    output.add("listing", placed.select("row", "urn", "name", "phase"))
    output.add(
        "inspections",
        placed.filter(pl.col("ended_on").is_not_null()).select(
            "row", "urn", "ended_on", "published_on",
            overall=pl.when(pl.col("overall").is_between(1, 4)).then(pl.col("overall")),
            role=pl.lit("latest"), kind=pl.lit("graded"), framework=frameworks.of("ended_on"),
            known_on=pl.coalesce("published_on", pl.lit(context.time.as_at)), known_how=pl.lit("row"),
        ),
    )  # fmt: skip


def read_events(table: Table, context: Context, output: Output) -> None:
    """One row an inspection, scraped: grades in words, no publication day."""
    word = pl.col("Rating").str.to_lowercase()
    frame = table.frame.select(
        "row",
        urn=integers("URN"),
        ended_on=dates("Inspection Date"),
        overall=word.replace_strict(_WORDS, default=None, return_dtype=pl.Int8),
    )
    usable = frame.filter(pl.all_horizontal(pl.col("urn", "ended_on", "overall").is_not_null()))
    output.aside("rows without a URN, a day or a grade", frame.height - usable.height)
    output.add(
        "inspections",
        usable.with_columns(
            role=pl.lit("event"), kind=pl.lit("graded"), framework=frameworks.of("ended_on"),
            known_on=pl.col("ended_on") + timedelta(days=28), known_how=pl.lit("inspection + 28 days"),
        ),
    )  # fmt: skip


def clock(table: Table, workbook: Workbook) -> timing.Told:
    """The day stands in the sheet's name: `DFE_data_31_July_2018_SON`."""
    return timing.Told(None, timing.read_day(table.sheet), f"the name of sheet {table.sheet}")


LAYOUTS = (
    Layout(
        code="ofsted_outcomes",
        title="Ofsted outcomes for the performance tables, 2018",
        required=(
            "URN",
            "Ofsted phase",
            "Inspection date",
            "Publication date",
            "Overall effectiveness",
            "REPORURL",
        ),
        read=read_outcomes,
        needs="as_at",
        clock=clock,
    ),
    Layout(
        code="ofsted_events",
        title="Inspection events 2004 to 2019 (scraped)",
        required=("URN", "Rating", "Inspection Date"),
        read=read_events,
        origin="scraped",
    ),
)
