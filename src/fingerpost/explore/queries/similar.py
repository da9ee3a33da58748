"""A school among the schools most like it: who they are, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from fingerpost.archive.queries import similar as archive
from fingerpost.archive.queries import slices
from fingerpost.archive.queries.shown import shown_to
from fingerpost.archive.queries.similar import Alike
from fingerpost.archive.queries.snapshots import Holdings, holdings
from fingerpost.core.rules import Permission, check_permission
from fingerpost.evidence import comparison
from fingerpost.evidence.comparison import significance
from fingerpost.evidence.comparison.deviations import deviations
from fingerpost.evidence.comparison.similar import MOST, USUAL
from fingerpost.evidence.indicators import CATALOGUE, Indicator
from fingerpost.register import queries as register

#: What a phase is first asked about.
_FIRST = {"primary": "ks2_rwm_expected", "secondary": "ks4_attainment8", "all-through": "ks4_attainment8"}
#: No measure of these is held against others': grades are inspectors', and pay is nobody's attainment.
_LEFT_OUT = ("grade", "£")


@dataclass(frozen=True, eq=False)
class Found:
    """The set with each school's figure: a row a school, the one asked about among them with `is_this`."""

    school: Any
    alike: Alike
    measures: list[Indicator]
    indicator: Indicator | None = None
    years: list[str] = field(default_factory=list)
    year: str = ""
    rows: pl.DataFrame = field(default_factory=pl.DataFrame)
    together: dict | None = None

    @property
    def this(self) -> dict | None:
        """The school's own row."""
        mine = self.rows.filter("is_this") if self.rows.height else self.rows
        return mine.row(0, named=True) if mine.height else None


def found(
    user: Any, authority: str, urn: int, *, measure: str = "", year: str = "", count: int = USUAL,
    today: date | None = None,
) -> Found | None:  # fmt: skip
    """The school's set, and how it does in one measure and year; None for a school that there is not."""
    check_permission(user, Permission.FIGURES_SEE, authority=authority, urn=urn)
    school = register.school(urn)
    holding = holdings(authority)
    if school is None or urn not in slices.of_authority(authority, holding).lives:
        return None
    alike = archive.of_school(urn, holding, today, count=min(count, MOST))
    measures = _measures(authority, urn, holding, today)
    if alike.refused or not measures:
        return Found(school, alike, measures)
    known = {one.code: one for one in measures}
    indicator = known.get(measure) or known.get(_FIRST.get(school.phase, "")) or measures[0]
    held = archive.results(alike, indicator, holding, pl.col("group") == "all", today)
    years = _years(held)
    chosen = year if year in years else (years[0] if years else "")
    rows = _rows(user, authority, alike, held.filter(pl.col("period") == chosen), indicator)
    summed = archive.together(
        alike, indicator, holding, (pl.col("group") == "all") & (pl.col("period") == chosen), today
    )
    whole = shown_to(user, summed, authority=authority).row(0, named=True) if summed.height else None
    return Found(school, alike, measures, indicator, years, chosen, rows, whole)


def _measures(authority: str, urn: int, holding: Holdings, today: date | None) -> list[Indicator]:
    """The measures that the school has a figure of, in the order of the catalogue."""
    own = slices.of_authority(authority, holding).of_school(urn, today)
    codes = set(own.filter((pl.col("group") == "all") & pl.col("value").is_not_null())["indicator"].to_list())
    return [
        one
        for code, one in CATALOGUE.by_code.items()
        if code in codes and one.unit not in _LEFT_OUT and one.better != "neither"
    ]


def _years(held: pl.DataFrame) -> list[str]:
    """The years in which any school of the set has a figure, the latest of which half have one first."""
    whole = held.filter(pl.col("value").is_not_null() & pl.col("period").str.contains(r"^\d{4}$"))
    counts = dict(whole.group_by("period").len().rows())
    most = max(counts.values(), default=0)
    years = sorted(counts, reverse=True)
    return sorted(years, key=lambda period: counts[period] * 2 < most)


def _rows(user: Any, authority: str, alike: Alike, held: pl.DataFrame, indicator: Indicator) -> pl.DataFrame:
    own = {"place": str(alike.urn), "name": alike.name, "distance": 0.0} | {
        f"is_{trait}": value for trait, value in alike.traits.items()
    }
    mine = pl.DataFrame([own], schema_overrides={f"is_{trait}": pl.Float64 for trait in alike.traits})
    everyone = pl.concat([mine, alike.schools], how="diagonal_relaxed")
    facts = held.select(
        "place_kind", "place", "indicator", "group", "period", "value", "numerator", "denominator", "lower",
        "upper", "status", "release", "known_on", "snapshot", "row", "column", "origin",
    )  # fmt: skip
    seen = shown_to(user, facts, authority=authority).drop("place_kind")
    rows = everyone.join(seen, on="place", how="left", maintain_order="left")
    marked = rows.with_columns(is_this=pl.col("place") == str(alike.urn), _among=pl.lit("set"))
    timed = significance.with_intervals(marked, indicator, deviations())
    ranked = comparison.ranked(timed, indicator.better, ["_among"])
    return comparison.with_range(ranked, indicator.better, ["_among"]).drop("_among")
