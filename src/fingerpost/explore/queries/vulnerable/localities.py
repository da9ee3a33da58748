"""Pupils whose first language is other than English, by locality."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from fingerpost.archive.queries import slices
from fingerpost.archive.queries.shown import shown_to
from fingerpost.archive.queries.snapshots import holdings
from fingerpost.core.rules import Permission, check_permission
from fingerpost.evidence import comparison, current
from fingerpost.evidence.indicators import CATALOGUE
from fingerpost.evidence.schema import ALL
from fingerpost.explore.queries.vulnerable.cells import Cell
from fingerpost.register import queries as register

EAL = "eal"


@dataclass(frozen=True)
class LocalityRow:
    """Pupils whose first language is other than English in the schools of a locality."""

    name: str
    schools: int
    without: int
    cell: Cell


def eal_by_locality(user: Any, authority: str, as_at: date) -> tuple[str, list[LocalityRow]]:
    """The latest census year, and each locality with the share of its schools' pupils, the highest first."""
    check_permission(user, Permission.FIGURES_SEE, authority=authority)
    local = {str(urn): named["locality"] for urn, named in register.areas_of(authority, as_at).items()
             if named.get("locality")}  # fmt: skip
    held = slices.of_authority(authority, holdings(authority)).schools
    mine = held.filter(
        (pl.col("indicator") == EAL) & (pl.col("group") == ALL) & pl.col("place").is_in(list(local))
    )
    now = current.current(mine, as_at)
    if now.is_empty():
        return "", []
    latest = now.filter(pl.col("period") == now["period"].max())
    placed = latest.with_columns(area=pl.col("place").replace_strict(local, return_dtype=pl.String))
    sums = comparison.summed(placed, CATALOGUE.by_code[EAL]).with_columns(
        place_kind=pl.lit("locality"), indicator=pl.lit(EAL)
    )
    rows = [
        LocalityRow(
            row["place"], row["schools"], row["without"],
            Cell(row["value"], "", row["hidden"] or "", EAL, row["place"], row["period"], False, row["denominator"]),
        )
        for row in shown_to(user, sums, authority=authority).iter_rows(named=True)
    ]  # fmt: skip
    return str(latest["period"][0]), sorted(rows, key=lambda row: -(row.cell.value or 0))
