"""Performance of multi-academy trusts. A trust is named by its number in the register of groups (UID).

The list of schools in a row is of those that the measure counts, and not of all that are in the trust: it makes no
membership.
"""

from __future__ import annotations

import polars as pl

from fingerpost.evidence.layouts.base import Context, Layout, Output, Reader
from fingerpost.evidence.reading.files import Table
from fingerpost.evidence.reading.values import TABLE_CODES
from fingerpost.evidence.schema import ALL, PlaceKind
from fingerpost.evidence.shapes import wide
from fingerpost.evidence.shapes.performance import release_of

#: The group stands in the middle of a column's name: MAT-PROG8-SCORE, MAT-DIS-PROG8-SCORE.
GROUPS = {"": ALL, "-DIS": "disadvantaged"}


def _trusts(table: Table, output: Output) -> pl.DataFrame:
    uid = pl.col(table.find("UID") or "UID").str.replace(r"\.0$", "")
    rows = table.frame.select("row", place=pl.when(uid.str.contains(r"^\d+$")).then(uid))
    named = rows.filter(pl.col("place").is_not_null())
    output.aside("rows without a group's number (UID)", rows.height - named.height)
    return named.with_columns(place_kind=pl.lit(PlaceKind.TRUST.value), group=pl.lit(ALL))


def _reader(source: str) -> Reader:
    def read(table: Table, context: Context, output: Output) -> None:
        period, release = context.time.period or "", release_of(context.path)
        cells = wide.Cells(
            source=source,
            places=_trusts(table, output),
            period=period,
            known_on=context.releases.known_on("mat", period, release.value).on,
            known_how="release",
            codes=TABLE_CODES,
            release=release.value,
            suffixes=GROUPS,
        )
        wide.facts(table, cells, output)

    return read


LAYOUTS = (
    Layout(
        code="mats_ks2",
        title="Multi-academy trusts, key stage 2",
        required=("GROUP-ID", "UID", "GROUP-NAME", "MAT-PROG-READ-SCORE", "MAT-PROG-MATH-SCORE"),
        read=_reader("mats_ks2"),
        needs="period",
    ),
    Layout(
        code="mats_ks4",
        title="Multi-academy trusts, key stage 4",
        required=("GROUP-ID", "UID", "GROUP-NAME", "MAT-PROG8-SCORE"),
        read=_reader("mats_ks4"),
        needs="period",
    ),
)
