"""Children at risk of missing out, counted by place: attendance by school, wards, localities, services."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from fingerpost.archive.queries import editions, figures, slices
from fingerpost.archive.queries.shown import HIDDEN, shown_to
from fingerpost.archive.queries.snapshots import Holdings, holdings
from fingerpost.core.rules import Permission, check_permission, schools_within
from fingerpost.evidence import comparison, current
from fingerpost.evidence.indicators import CATALOGUE
from fingerpost.evidence.schema import ALL, ENGLAND
from fingerpost.register import queries as register
from fingerpost.strategy.lines import AMBER, CLEAR, NO_LINE, RED, Line, line_for

ATTENDANCE = "attendance_overall"
ABSENCE = "absence_overall"
EAL = "eal"
#: Cared-for children, as the law has it looked after; pupil files and published tables say for how long.
CARED_FOR = "looked_after"
#: What is told of every school beside its attendance.
OF_SCHOOLS = (
    "absence_persistent",
    "absence_severe",
    "suspensions",
    "exclusions_permanent",
    "fair_access_moves",
)
#: What services count, in the order in which the page tells it.
OF_SERVICES = (
    "missing_education", "missing_education_returned", "alternative_provision", "alternative_provision_assured",
    "fair_access_moves", "peps_completed", "peps_quality_assured", "placed_outside", "youth_justice_hours",
    "participation", "neet", "not_known", "neet_not_known", "apprenticeship_starts", "apprenticeship_success",
    "level2_by_19", "level3_by_19",
)  # fmt: skip
WARDS = ("neet", "not_known", "neet_not_known")
#: What is told of cared-for children: one or two measures of each stage.
OUTCOMES = (
    "eyfs_gld", "phonics_year1", "ks2_rwm_expected", "ks2_rwm_higher", "ks4_attainment8", "ks4_english_maths_4",
    "ks4_english_maths_5", "absence_overall", "absence_persistent",
)  # fmt: skip
#: Ours: so many young people at least are in the wards that are hidden together.
_TOGETHER = 10
#: How many years a table of services goes back.
YEARS = 5


@dataclass(frozen=True)
class Cell:
    """A figure or why there is none, and how to ask for where it came from."""

    value: float | None
    status: str = ""
    hidden: str = ""
    indicator: str = ""
    place: str = ""
    period: str = ""
    worked_out: bool = False
    denominator: float | None = None


@dataclass(frozen=True)
class SchoolRow:
    """A school's attendance against its line, the year before, and what else is known of who is away."""

    urn: int
    name: str
    phase: str
    attendance: Cell
    before: Cell
    band: str
    band_before: str
    others: dict[str, Cell]


@dataclass(frozen=True)
class Schools:
    """Every school's attendance in the latest year held, with the lines it is held against."""

    rows: tuple[SchoolRow, ...]
    period: str
    lines: tuple[Line, ...]
    edition: str

    def share_past(self, *, before: bool = False) -> tuple[int, int]:
        """How many schools were past a line, of how many whose side of it is known."""
        bands = [row.band_before if before else row.band for row in self.rows]
        known = [band for band in bands if band in (RED, AMBER, CLEAR)]
        return sum(band != CLEAR for band in known), len(known)


def schools(user: Any, authority: str, as_at: date) -> Schools:
    """The schools that the person may see: past the red line first, then amber, the lowest attendance first in each."""
    check_permission(user, Permission.FIGURES_SEE, authority=authority)
    register_rows = _within(user, authority, register.schools_of(authority, as_at))
    facts = _school_facts(user, authority, register_rows, as_at)
    edition = editions.edition_of(authority)
    lines = edition.lines if edition else ()
    period = max((key[2] for key in facts if key[1] in (ATTENDANCE, ABSENCE)), default="")
    rows = [
        _row(row, facts, period, lines)
        for row in register_rows.select("urn", "name", "phase").iter_rows(named=True)
    ]
    rows.sort(key=_worst_first)
    return Schools(tuple(rows), period, lines, edition.name if edition else "")


def _worst_first(row: SchoolRow) -> tuple:
    order = {RED: 0, AMBER: 1, CLEAR: 2}
    return (order.get(row.band, 3), row.attendance.value is None, row.attendance.value or 0, row.name)


def _within(user: Any, authority: str, rows: pl.DataFrame) -> pl.DataFrame:
    urns = schools_within(user, Permission.FIGURES_SEE, authority=authority)
    return rows if urns is None else rows.filter(pl.col("urn").is_in(list(urns)))


def _school_facts(
    user: Any, authority: str, rows: pl.DataFrame, as_at: date
) -> dict[tuple[str, str, str], dict]:
    wanted = [ATTENDANCE, ABSENCE, *OF_SCHOOLS]
    held = slices.of_authority(authority, holdings(authority)).schools
    mine = held.filter(
        pl.col("indicator").is_in(wanted),
        pl.col("group") == ALL,
        pl.col("place").is_in(rows["urn"].cast(pl.String).implode()),
    )
    now = current.current(mine, as_at)
    # A share of sessions is about no pupil; what counts pupils goes by what the reader may see.
    of_sessions = pl.col("indicator").is_in([ATTENDANCE, ABSENCE])
    told = shown_to(user, now.filter(~of_sessions), authority=authority)
    return _by_cell(pl.concat([now.filter(of_sessions), told], how="diagonal"))


def _by_cell(facts: pl.DataFrame) -> dict[tuple[str, str, str], dict]:
    return {(row["place"], row["indicator"], row["period"]): row for row in facts.iter_rows(named=True)}


def _row(row: dict, facts: dict, period: str, lines: tuple[Line, ...]) -> SchoolRow:
    place, year_before = str(row["urn"]), str(int(period) - 1) if period.isdigit() else ""
    now, before = (_attendance(facts, place, year) for year in (period, year_before))
    line = line_for(lines, ATTENDANCE, row["phase"])
    others = {code: _latest(facts, place, code) for code in OF_SCHOOLS}
    bands = [line.band(cell.value) if line else NO_LINE for cell in (now, before)]
    return SchoolRow(row["urn"], row["name"], row["phase"] or "", now, before, bands[0], bands[1], others)


def _attendance(facts: dict, place: str, period: str) -> Cell:
    """As counted; else what is left of a hundred when overall absence is taken away."""
    found = _cell(facts, place, ATTENDANCE, period)
    if found.value is not None:
        return found
    absence = _cell(facts, place, ABSENCE, period)
    if absence.value is None:
        return found if found.status else absence
    return Cell(100 - absence.value, indicator=ABSENCE, place=place, period=period, worked_out=True)


def _cell(facts: dict, place: str, indicator: str, period: str) -> Cell:
    row = facts.get((place, indicator, period))
    if row is None:
        return Cell(None)
    return Cell(
        row["value"],
        row["status"] or "",
        row["hidden"] or "",
        indicator,
        place,
        period,
        False,
        row["denominator"],
    )


def _latest(facts: dict, place: str, indicator: str) -> Cell:
    """The latest year in which anything was said of it."""
    years = [key[2] for key in facts if key[0] == place and key[1] == indicator]
    return _cell(facts, place, indicator, max(years)) if years else Cell(None)


@dataclass(frozen=True)
class WardRow:
    """A ward's young people who are in no education, employment or training, or of whom nothing is known."""

    code: str
    name: str
    cells: dict[str, Cell]
    band: str


@dataclass(frozen=True)
class Wards:
    """Wards in the latest year held, the worst first."""

    rows: tuple[WardRow, ...]
    period: str
    line: Line | None


def wards(user: Any, authority: str, as_at: date) -> Wards:
    """Every ward of which a count is held."""
    check_permission(user, Permission.FIGURES_SEE, authority=authority)
    found = figures.stated_by("neet", "ward", holdings(authority))
    now = current.current(found.filter(pl.col("group") == ALL), as_at)
    period = max(now["period"].to_list(), default="")
    facts = _by_cell(_guarded(user, now.filter(pl.col("period") == period), authority))
    edition = editions.edition_of(authority)
    line = line_for(edition.lines if edition else (), "neet", None)
    names = register.ward_names(authority)
    rows = [
        _ward(code, names.get(code, code), facts, period, line) for code in sorted({key[0] for key in facts})
    ]
    rows.sort(key=lambda row: (row.cells["neet"].value is None, -(row.cells["neet"].value or 0), row.name))
    return Wards(tuple(rows), period, line)


def _guarded(user: Any, facts: pl.DataFrame, authority: str) -> pl.DataFrame:
    """Wards as the reader may see them: hidden whole or not at all, and never one alone, which the sum would tell."""
    told = shown_to(user, facts, authority=authority)
    hidden = set(told.filter(pl.col("hidden").is_not_null())["place"].to_list())
    both = facts.filter(pl.col("indicator") == "neet_not_known").sort("numerator", "place")
    counts = dict(both.select("place", pl.col("numerator").fill_null(0)).iter_rows())
    for ward in counts:
        if hidden and (len(hidden) < 2 or sum(counts.get(one, 0) for one in hidden) < _TOGETHER):
            hidden.add(ward)
    gone = pl.col("place").is_in(list(hidden))
    emptied = [pl.when(~gone).then(name).alias(name) for name in ("value", "numerator", "denominator")]
    return told.with_columns(*emptied, hidden=pl.when(gone).then(pl.coalesce("hidden", pl.lit(HIDDEN))))


def _ward(code: str, name: str, facts: dict, period: str, line: Line | None) -> WardRow:
    cells = {indicator: _cell(facts, code, indicator, period) for indicator in WARDS}
    return WardRow(code, name, cells, line.band(cells["neet"].value) if line else NO_LINE)


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
        cells = {year: _cell(facts, authority, code, year) for year in years}
        if any(cell.status for cell in cells.values()):
            indicator = CATALOGUE.by_code[code]
            latest = max(year for year, cell in cells.items() if cell.status)
            england = _cell(facts, ENGLAND, code, latest)
            rows.append(ServiceRow(code, indicator.name, indicator.unit, indicator.decimals, cells, england))
    return years, rows


def _area_facts(user: Any, authority: str, holding: Holdings, as_at: date) -> dict:
    areas = slices.of_authority(authority, holding).areas
    mine = areas.filter(
        pl.col("indicator").is_in(list(OF_SERVICES)),
        pl.col("group") == ALL,
        pl.col("place").is_in([authority, ENGLAND]),
    )
    return _by_cell(shown_to(user, current.current(mine, as_at), authority=authority))


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
    by_group = {group: _by_cell(now.filter(pl.col("group") == group)) for group in (ALL, CARED_FOR)}
    return [row for code in OUTCOMES if code in set(told) and (row := _outcome(code, authority, by_group))]


def _outcome(code: str, authority: str, by_group: dict[str, dict]) -> OutcomeRow | None:
    years = [key[2] for key in by_group[CARED_FOR] if key[1] == code]
    if not years:
        return None
    year, indicator = max(years), CATALOGUE.by_code[code]
    mine, everybody = (_cell(by_group[group], authority, code, year) for group in (CARED_FOR, ALL))
    return OutcomeRow(code, indicator.name, indicator.unit, indicator.decimals, year, mine, everybody)
