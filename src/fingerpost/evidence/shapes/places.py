"""Which place a row of a school file is about: URN, LAESTAB, authority, England - or nobody knows.

A row whose place stands in no cell is set aside and counted; it is never inferred from the order of rows.
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from fingerpost.evidence.layouts.base import Output, rows_have
from fingerpost.evidence.reading.files import Table
from fingerpost.evidence.reading.values import code3
from fingerpost.evidence.schema import ALL, ENGLAND, PlaceKind

#: Record types of performance tables. Codes 4 and 5 differ between key stages, so each layout names its own.
SCHOOL, AUTHORITY, NATION = "school", "authority", "england"


def of_schools(
    table: Table,
    output: Output,
    *,
    urn: str = "URN",
    authority: str = "LEA",
    estab: str = "ESTAB",
    record: str | None = "RECTYPE",
    kinds: Mapping[str, str | None] | None = None,
) -> pl.DataFrame:
    """row, place_kind, place and group for every row that can be placed.

    `kinds` maps a record type to what it is; None leaves it out. The group is `all` but for national rows by phase.
    """
    frame = table.frame.select(
        "row",
        **{
            name: _cell(table, column)
            for name, column in {"urn": urn, "la": authority, "estab": estab, "record": record}.items()
        },
    )
    frame = frame.with_columns(
        kind=_kind(kinds), la3=code3("la"), urn6=pl.col("urn").str.replace(r"\.0$", ""), group=_phase()
    )
    frame = frame.with_columns(**_place())
    known = frame.filter(pl.col("place").is_not_null())
    unknown = frame.filter(pl.col("place").is_null())
    left_out = unknown.filter(pl.col("kind") == "left out").height
    output.aside("rows about another set of schools (all schools, independent included)", left_out)
    output.aside("rows whose place stands in no cell", unknown.height - left_out)
    if unknown.height - left_out:
        first = unknown.filter(pl.col("kind") != "left out")["row"][0]
        output.say(
            "note",
            f"{rows_have(unknown.height - left_out)} no place in any cell: set aside, never guessed.",
            row=int(first),
        )
    return known.select("row", "place_kind", "place", "group")


def _cell(table: Table, column: str | None) -> pl.Expr:
    name = table.find(column) if column else None
    return pl.col(name).fill_null("") if name else pl.lit("")


#: The national rows of school files that have no record type: a phase in whichever column was free.
_PHASES = {"PRI": "phase=primary", "SEC": "phase=secondary", "SPE": "phase=special"}


def _says(what: list[str]) -> pl.Expr:
    return pl.any_horizontal(pl.col(name).str.to_uppercase().is_in(what) for name in ("urn", "la", "estab"))


def _phase() -> pl.Expr:
    """The phase that a national row is about; all for every other row."""
    group: pl.Expr = pl.lit(ALL)
    for code, phase in _PHASES.items():
        group = pl.when(_says(["NAT"]) & _says([code])).then(pl.lit(phase)).otherwise(group)
    return group


def _kind(kinds: Mapping[str, str | None] | None) -> pl.Expr:
    """What the row says it is; where the layout has no record types, a school unless it says NAT."""
    if kinds is None:
        by_phase = _says(["NAT"]) & _says(list(_PHASES))
        kind = pl.when(by_phase).then(pl.lit(NATION)).when(_says(["NAT"])).then(pl.lit("unknown"))
        return kind.otherwise(pl.lit(SCHOOL))
    words = {code: (kind or "left out") for code, kind in kinds.items()}
    return pl.col("record").replace_strict(words, default="unknown", return_dtype=pl.String)


def _place() -> dict[str, pl.Expr]:
    is_school = pl.col("kind") == SCHOOL
    has_urn = pl.col("urn6").str.contains(r"^\d{6,7}$")
    number = pl.col("estab").str.replace(r"\.0$", "").str.zfill(4)
    laestab = pl.col("la3") + number
    has_estab = pl.col("la3").is_not_null() & number.str.contains(r"^\d{4}$") & (number != "0000")
    kind = (
        pl.when(is_school & has_urn)
        .then(pl.lit(PlaceKind.SCHOOL.value))
        .when(is_school & has_estab)
        .then(pl.lit(PlaceKind.ESTAB.value))
        .when((pl.col("kind") == AUTHORITY) & pl.col("la3").is_not_null())
        .then(pl.lit(PlaceKind.AUTHORITY.value))
        .when(pl.col("kind") == NATION)
        .then(pl.lit(PlaceKind.ENGLAND.value))
    )
    place = (
        pl.when(is_school & has_urn)
        .then(pl.col("urn6"))
        .when(is_school & has_estab)
        .then(laestab)
        .when((pl.col("kind") == AUTHORITY) & pl.col("la3").is_not_null())
        .then(pl.col("la3"))
        .when(pl.col("kind") == NATION)
        .then(pl.lit(ENGLAND))
    )
    return {"place_kind": kind, "place": place}
