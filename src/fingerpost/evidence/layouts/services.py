"""Counts that services of an authority keep of children at risk of missing out: a row a place, a group and a year.

Each kind of file is known by its counts, which are those that the indicators name (`Source`), so that a new count is
one entry among the indicators and one line here. The file is described in docs/service-counts.md.
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from fingerpost.evidence import groups
from fingerpost.evidence.indicators import CATALOGUE, Indicator, Source
from fingerpost.evidence.layouts.base import Context, Layout, Output, rows_have
from fingerpost.evidence.layouts.own import CODES
from fingerpost.evidence.reading.files import Table
from fingerpost.evidence.reading.timing import read_period
from fingerpost.evidence.reading.values import dates, parse
from fingerpost.evidence.schema import ALL, PlaceKind, Release, Status

#: The column that names a place, the kind of place, and what its codes look like.
PLACES = (
    ("urn", PlaceKind.SCHOOL, r"^\d{6}$"),
    ("ward_code", PlaceKind.WARD, r"^[EW]\d{8}$"),
    ("authority", PlaceKind.AUTHORITY, r"^\d{3}$"),
)
#: code -> title, and the counts that make a file of this kind.
KINDS = {
    "neet": ("Not in education, employment or training, by ward", ("young_people", "neet", "not_known")),
    "participation": ("In education or training at 16 to 17", ("young_people", "participating")),
    "apprenticeships": ("Apprenticeships", ("starts", "ended", "achieved")),
    "missing_education": ("Children missing education", ("missing_education", "returned")),
    "alternative_provision": ("Alternative provision", ("in_provision", "quality_assured")),
    "fair_access": ("Moves agreed by fair access panels", ("fair_access_moves",)),
    "cared_for": (
        "Cared-for children's education",
        ("cared_for", "peps_completed", "peps_quality_assured", "placed_outside"),
    ),
    "youth_justice": ("Education of young people known to youth justice", ("young_people", "with_25_hours")),
}


def _reader(code: str) -> Callable[[Table, Context, Output], None]:
    def read(table: Table, context: Context, output: Output) -> None:
        """One fact a row and indicator."""
        rows = _rows(table, context)
        counts = _counts(table, KINDS[code][1], output)
        if counts is None or _refused(rows, output):
            return
        placed = rows.filter(pl.col("place").is_not_null())
        output.aside("rows without a school (URN), a ward or an authority", rows.height - placed.height)
        for indicator, source in CATALOGUE.sources_in(code):
            output.add("facts", _facts(placed.join(counts, on="row"), indicator, source, output))

    return read


def _cell(table: Table, name: str) -> pl.Expr:
    found = table.find(name)
    if found is None:
        return pl.lit(None, dtype=pl.String)
    cell = pl.col(found).str.strip_chars().str.replace(r"\.0$", "")
    return pl.when(cell != "").then(cell)


def _rows(table: Table, context: Context) -> pl.DataFrame:
    """Which place, group and year each row is about, and from which day it was known."""
    said = {name: _cell(table, name) for name, _, _ in PLACES}
    fits = [(kind, said[name], said[name].str.contains(pattern)) for name, kind, pattern in PLACES]
    known = table.find("known_on")
    stated = pl.lit(context.known_on, dtype=pl.Date)
    return table.frame.select(
        "row",
        place_kind=pl.coalesce(pl.when(fit).then(pl.lit(kind.value)) for kind, _, fit in fits),
        place=pl.coalesce(pl.when(fit).then(cell) for _, cell, fit in fits),
        group=_cell(table, "group").map_elements(_group, return_dtype=pl.String, skip_nulls=False),
        said_period=_cell(table, "period"),
        period=_cell(table, "period").map_elements(read_period, return_dtype=pl.String),
        known_on=pl.coalesce(dates(known), stated) if known else stated,
    )


def _group(said: str | None) -> str:
    if said is None:
        return ALL
    parts = said.split("+")
    return groups.conjunction([p if p in groups.BY_CODE else groups.from_word("group", p) for p in parts])


def _refused(rows: pl.DataFrame, output: Output) -> bool:
    """A figure without its year or its day is no evidence."""
    for bad, column, what in (
        (rows.filter(pl.col("period").is_null()), "period", "no school year: write 2026 or 2025/26 under period"),
        (rows.filter(pl.col("known_on").is_null()), "known_on",
         "no day on which the count was known: fill in the column known_on, or give one for the whole file with "
         "--known-on 2026-10-31"),
    ):  # fmt: skip
        if bad.height:
            output.say("refusal", f"{rows_have(bad.height)} {what}.", row=int(bad["row"][0]), column=column)
            return True
    return False


def _counts(table: Table, names: tuple[str, ...], output: Output) -> pl.DataFrame | None:
    """Every count as a number, with the reason where there is none; a fraction of a child or a minus is refused."""
    columns: dict[str, pl.Series] = {"row": table.frame["row"]}
    for name in names:
        column = table.find(name) or name
        parsed = parse(table.frame[column], CODES)
        value = parsed.frame["value"]
        odd = ((value < 0) | (value != value.floor())).fill_null(False)
        if parsed.strangers or odd.any():
            at = odd.arg_true()[0] if parsed.first_stranger is None else parsed.first_stranger
            output.say(
                "refusal",
                f"Column {column} holds {table.frame[column][at]!r}, which is no count of children nor a code for why "
                "there is none: correct it and load again.",
                row=int(table.frame["row"][at]),
                column=column,
            )
            return None
        columns |= {name: value, f"{name} said": parsed.frame["status"]}
    return pl.DataFrame(columns)


def _facts(rows: pl.DataFrame, indicator: Indicator, source: Source, output: Output) -> pl.DataFrame:
    counted = source.numerator or source.value
    parts = counted.split("+")
    number = pl.sum_horizontal(parts, ignore_nulls=False)
    of = pl.col(source.denominator) if source.denominator else pl.lit(None, dtype=pl.Float64)
    made = rows.with_columns(numerator=number, denominator=of)
    over = made.filter((pl.col("numerator") > pl.col("denominator")).fill_null(False))
    if over.height:
        output.aside(f"rows in which {counted} is more than {source.denominator}", over.height)
        output.say(
            "warning",
            f"{rows_have(over.height)} more in {counted} than in {source.denominator}: not used.",
            row=int(over["row"][0]),
            column=counted,
        )
    kept = made.join(over.select("row"), on="row", how="anti")
    share = 100 * pl.col("numerator") / pl.when(pl.col("denominator") > 0).then("denominator")
    said = [pl.when(pl.col(f"{p} said") != Status.REPORTED.value).then(f"{p} said") for p in parts]
    return kept.select(
        "row", "place_kind", "place", "group", "period", "known_on", "denominator",
        numerator=pl.col("numerator") if source.denominator else pl.lit(None, dtype=pl.Float64),
        value=share if source.denominator else pl.col("numerator"),
        status=pl.coalesce(*said, pl.lit(Status.REPORTED.value)),
        indicator=pl.lit(indicator.code),
        column=pl.lit(counted),
        release=pl.lit(Release.FINAL.value),
        known_how=pl.lit("stated"),
    ).with_columns(
        status=pl.when(pl.col("value").is_null() & (pl.col("status") == Status.REPORTED.value))
        .then(pl.lit(Status.NOT_APPLICABLE.value))
        .otherwise("status")
    )  # fmt: skip


LAYOUTS = tuple(
    Layout(
        code=code,
        title=title,
        required=(*counts, "period"),
        one_of=(tuple(name for name, _, _ in PLACES),),
        usual=("group", "known_on", "ward_name"),
        read=_reader(code),
        origin="own",
    )
    for code, (title, counts) in KINDS.items()
)
