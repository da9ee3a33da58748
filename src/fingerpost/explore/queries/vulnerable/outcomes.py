"""What cared-for children reached."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from fingerpost.archive.queries import slices
from fingerpost.archive.queries.shown import shown_to
from fingerpost.archive.queries.snapshots import holdings
from fingerpost.core.rules import Permission, check_permission
from fingerpost.evidence import current
from fingerpost.evidence.indicators import CATALOGUE
from fingerpost.evidence.schema import ALL
from fingerpost.explore.queries.vulnerable.cells import Cell, by_cell, cell_of

#: Cared-for children, as the law has it looked after; pupil files and published tables say for how long.
CARED_FOR = "looked_after"
#: What is told of cared-for children: one or two measures of each stage.
OUTCOMES = (
    "eyfs_gld", "phonics_year1", "ks2_rwm_expected", "ks2_rwm_higher", "ks4_attainment8", "ks4_english_maths_4",
    "ks4_english_maths_5", "absence_overall", "absence_persistent",
)  # fmt: skip


@dataclass(frozen=True)
class OutcomeRow:
    """What cared-for children reached beside all pupils of the authority."""

    indicator: str
    name: str
    unit: str
    decimals: int
    period: str
    cared_for: Cell
    everybody: Cell


def cared_for_outcomes(user: Any, authority: str, as_at: date) -> list[OutcomeRow]:
    """The latest year of each measure of which a figure of cared-for children is held."""
    check_permission(user, Permission.FIGURES_SEE, authority=authority)
    areas = slices.of_authority(authority, holdings(authority)).areas
    mine = areas.filter(
        (pl.col("place") == authority)
        & pl.col("group").is_in([ALL, CARED_FOR])
        & pl.col("indicator").is_in(list(OUTCOMES))
    )
    told = mine.filter(pl.col("group") == CARED_FOR)["indicator"].unique()
    now = shown_to(
        user,
        current.current(mine.filter(pl.col("indicator").is_in(told.implode())), as_at),
        authority=authority,
    )
    by_group = {group: by_cell(now.filter(pl.col("group") == group)) for group in (ALL, CARED_FOR)}
    return [row for code in OUTCOMES if code in set(told) and (row := _outcome(code, authority, by_group))]


def _outcome(code: str, authority: str, by_group: dict[str, dict]) -> OutcomeRow | None:
    years = [key[2] for key in by_group[CARED_FOR] if key[1] == code]
    if not years:
        return None
    year, indicator = max(years), CATALOGUE.by_code[code]
    mine, everybody = (cell_of(by_group[group], authority, code, year) for group in (CARED_FOR, ALL))
    return OutcomeRow(code, indicator.name, indicator.unit, indicator.decimals, year, mine, everybody)
