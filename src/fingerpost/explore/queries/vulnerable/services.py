"""What services count, year by year, with England's where that is published."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from fingerpost.archive.queries import slices
from fingerpost.archive.queries.shown import shown_to
from fingerpost.archive.queries.snapshots import Holdings, holdings
from fingerpost.core.rules import Permission, check_permission
from fingerpost.evidence import current
from fingerpost.evidence.indicators import CATALOGUE
from fingerpost.evidence.schema import ALL, ENGLAND
from fingerpost.explore.queries.vulnerable.cells import Cell, by_cell, cell_of

#: What services count, in the order in which the page tells it.
OF_SERVICES = (
    "missing_education", "missing_education_returned", "alternative_provision", "alternative_provision_assured",
    "fair_access_moves", "peps_completed", "peps_quality_assured", "placed_outside", "youth_justice_hours",
    "participation", "neet", "not_known", "neet_not_known", "apprenticeship_starts", "apprenticeship_success",
    "level2_by_19", "level3_by_19",
)  # fmt: skip
#: How many years a table of services goes back.
YEARS = 5


@dataclass(frozen=True)
class ServiceRow:
    """One count of a service, year by year, with England's where that is published."""

    indicator: str
    name: str
    unit: str
    decimals: int
    cells: dict[str, Cell]
    england: Cell


def services(user: Any, authority: str, as_at: date) -> tuple[list[str], list[ServiceRow]]:
    """The years held, latest last, and a row for each count of which anything is held."""
    check_permission(user, Permission.FIGURES_SEE, authority=authority)
    facts = _area_facts(user, authority, holdings(authority), as_at)
    years = sorted({key[2] for key in facts if key[0] == authority and key[1] in OF_SERVICES})[-YEARS:]
    rows = []
    for code in OF_SERVICES:
        cells = {year: cell_of(facts, authority, code, year) for year in years}
        if any(cell.status for cell in cells.values()):
            indicator = CATALOGUE.by_code[code]
            latest = max(year for year, cell in cells.items() if cell.status)
            england = cell_of(facts, ENGLAND, code, latest)
            rows.append(ServiceRow(code, indicator.name, indicator.unit, indicator.decimals, cells, england))
    return years, rows


def _area_facts(user: Any, authority: str, holding: Holdings, as_at: date) -> dict:
    areas = slices.of_authority(authority, holding).areas
    mine = areas.filter(
        pl.col("indicator").is_in(list(OF_SERVICES)),
        pl.col("group") == ALL,
        pl.col("place").is_in([authority, ENGLAND]),
    )
    return by_cell(shown_to(user, current.current(mine, as_at), authority=authority))
