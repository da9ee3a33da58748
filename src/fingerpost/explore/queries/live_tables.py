"""Report tables of what is held: a measure and a year by group, as the person may see it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from fingerpost.archive.queries import held
from fingerpost.archive.queries.compared import Question, compared
from fingerpost.archive.queries.shown import shown_to
from fingerpost.core.rules import Permission, check_permission, schools_within
from fingerpost.evidence.groups import name as group_name
from fingerpost.evidence.indicators import CATALOGUE, Indicator
from fingerpost.evidence.report_tables.model import PERCENT, Cell, Figures, Line
from fingerpost.evidence.schema import ALL
from fingerpost.present import formats
from fingerpost.register import queries as register

#: The groups of a report, in its order; those of which nothing is held are left out.
GROUPS = (
    ALL, "boys", "girls", "fsm", "not_fsm", "fsm6", "not_fsm6", "disadvantaged", "not_disadvantaged", "sen_any",
    "sen_support", "sen_plan", "sen_none", "english", "central_eastern_european", "eal", "low_prior", "middle_prior",
    "high_prior", "looked_after", "fsm+sen_any", "not_fsm+sen_none",
)  # fmt: skip
#: How figures came about that were counted from pupils.
COUNTED = "pupils"
#: The measures that a page opens on, where they are held.
FIRST = ("ks2_rwm_expected", "attainment8")


@dataclass(frozen=True)
class Choice:
    """What can be asked for: measures, years of the measure, and the schools that a person may choose."""

    measures: dict[str, Indicator]
    years: tuple[str, ...]
    schools: dict[int, str]


@dataclass(frozen=True)
class Asked:
    """A table: of which measure, which year, and of which school (none: the authority)."""

    measure: str = ""
    year: str = ""
    urn: int | None = None

    @property
    def place(self) -> str:
        """The place as a comparison names it."""
        return f"school:{self.urn}" if self.urn else "authority"


@dataclass(frozen=True)
class Found:
    """A table with what stands behind each cell: (group, column) -> the row of the comparison."""

    figures: Figures
    rows: dict[tuple[str, str], dict]
    place: str
    because: tuple[str, ...]


def choice(user: Any, authority: str, measure: str, day: Any) -> Choice:
    """What can be chosen; a measure that is not held has no years."""
    _, cells = held.cells(authority)
    grouped = cells.filter(pl.col("group").is_in(GROUPS) & (pl.col("group") != ALL))
    known = {
        code: CATALOGUE.by_code[code] for code in grouped["indicator"].unique() if code in CATALOGUE.by_code
    }
    measures = {code: known[code] for code in CATALOGUE.by_code if code in known and _is_result(known[code])}
    years = grouped.filter(pl.col("indicator") == measure)["period"].unique().sort(descending=True).to_list()
    return Choice(measures, tuple(years), _schools(user, authority, day))


def _is_result(indicator: Indicator) -> bool:
    return indicator.better != "neither" and indicator.unit not in ("pupils", "staff")


def first_measure(measures: dict[str, Indicator]) -> str:
    """The measure that a page opens on."""
    return next((code for code in (*FIRST, *measures) if code in measures), "")


def _schools(user: Any, authority: str, day: Any) -> dict[int, str]:
    within = schools_within(user, Permission.FIGURES_SEE, authority=authority)
    rows = register.schools_of(authority, day).sort("name")
    return {
        urn: name for urn, name in rows.select("urn", "name").iter_rows() if within is None or urn in within
    }


def table(user: Any, authority: Any, asked: Asked) -> Found:
    """The table asked for, small numbers hidden as the person's post requires."""
    check_permission(user, Permission.FIGURES_SEE, authority=authority.code, urn=asked.urn)
    indicator = CATALOGUE.by_code[asked.measure]
    year = int(asked.year)
    question = Question(authority.code, asked.measure, GROUPS, (asked.place, "england"), (year - 1, year))
    frame = shown_to(user, compared(question), authority=authority.code)
    return _found(frame, indicator, asked, authority.name)


def _found(frame: pl.DataFrame, indicator: Indicator, asked: Asked, name: str) -> Found:
    before = str(int(asked.year) - 1)
    england = f"England {asked.year}"
    rows: dict[tuple[str, str], dict] = {}
    for row in frame.iter_rows(named=True):
        if row["place_kind"] != "england":
            rows[row["group"], row["period"]] = row
        elif row["period"] == asked.year:
            rows[row["group"], england] = row
    here = [row for (_, column), row in rows.items() if column != england]
    place = next((row["place_name"] for row in here), "") or name
    years = tuple(year for year in (before, asked.year) if year == asked.year or _is_held(rows, year))
    has_england = any(row["value"] is not None for (_, column), row in rows.items() if column == england)
    lines = [_line(group, rows, (*years, england)) for group in GROUPS if (group, asked.year) in rows]
    figures = Figures(
        key=indicator.code,
        title=indicator.name,
        unit=PERCENT if indicator.unit.startswith(PERCENT) else "points",
        years=years,
        lines=tuple(lines),
        place=place,
        england=england if has_england else "",
        refused=_refused(rows, asked.year) if len(years) > 1 else "",
        places=_places(rows.values(), indicator),
    )
    return Found(figures, rows, place, tuple(_why(here, asked.year)))


def _places(rows: Iterable[dict], indicator: Indicator) -> int:
    """Whole numbers as they were published; what was counted, to one place at least."""
    are_whole = all(row["value"] is None or float(row["value"]).is_integer() for row in rows)
    return indicator.decimals if are_whole else max(indicator.decimals, 1)


def _is_held(rows: dict[tuple[str, str], dict], year: str) -> bool:
    return any(row["value"] is not None for (_, column), row in rows.items() if column == year)


def _refused(rows: dict[tuple[str, str], dict], year: str) -> str:
    """Why the two years may not be compared, where the measure changed."""
    told = (row["change_because"] or "" for (_, column), row in rows.items() if column == year)
    reason = next((words for words in told if words.startswith("not comparable")), "")
    return f"No direction of travel: {reason}." if reason else ""


def _line(group: str, rows: dict[tuple[str, str], dict], columns: tuple[str, ...]) -> Line:
    cohort = rows[group, columns[-2]]["denominator"]
    values = {column: _cell(rows[group, column]) for column in columns if (group, column) in rows}
    return Line(group, group_name(group), None if cohort is None else round(cohort), values=values)


def _cell(row: dict) -> Cell:
    if row["value"] is not None:
        return Decimal(repr(row["value"]))
    return "hidden" if row["hidden"] else formats.missing(row["status"])


def _why(rows: list[dict], year: str) -> list[str]:
    """What a reader should know of the figures: how they came about, what is hidden, how small they are."""
    now = [row for row in rows if row["period"] == year]
    notes = sorted({row["note"] for row in now if row["note"]})
    hidden = sorted({row["hidden"] for row in rows if row["hidden"]})
    few = [group_name(row["group"]) for row in now if row["one_pupil"] is not None]
    counted = [group_name(row["group"]) for row in now if row["origin"] == COUNTED]
    if counted and len(counted) < len(now):
        notes.append(
            f"Counted from the results of pupils, where the other rows are published: {formats.listed(counted)}. "
            "Their differences are between two sources."
        )
    if few:
        notes.append(
            f"Fewer than 11 pupils, so one pupil is worth more than 9 points: {formats.listed(few)}."
        )
    return [*notes, *hidden]
