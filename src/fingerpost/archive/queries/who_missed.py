"""Who did not reach a measure, counted here so that no pupil leaves the archive; hidden by audience."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from fingerpost.archive import pupil_standing
from fingerpost.archive.queries.compared import Question, compared
from fingerpost.archive.queries.pupils import stages_loaded
from fingerpost.core.rules import Permission, audience_of, check_permission
from fingerpost.evidence.disclosure.policy import policy_for
from fingerpost.evidence.indicators import CATALOGUE, Indicator
from fingerpost.evidence.missed import counting
from fingerpost.evidence.missed.hiding import Least, joined
from fingerpost.evidence.missed.model import Missed, expected
from fingerpost.evidence.pupils import schema
from fingerpost.evidence.schema import ALL


@dataclass(frozen=True)
class Measure:
    """A share of pupils that can be missed: its indicator, the stage and column it is counted from, the years held."""

    indicator: Indicator
    stage: str
    column: str
    years: tuple[int, ...]


def measures(authority: str) -> dict[str, Measure]:
    """Every share of the stages of which pupils are held, by the code of its indicator."""
    return {
        measure.indicator: Measure(CATALOGUE.by_code[measure.indicator], stage, measure.name, tuple(years))
        for stage, years in stages_loaded(authority).items()
        for measure in schema.measures(stage)
        if measure.kind is schema.Kind.SHARE and CATALOGUE.by_code[measure.indicator].better == "high"
    }


def who_missed(
    user: Any, authority: str, *, measure: Measure, year: int, chosen: tuple[str, ...], urn: int | None = None
) -> Missed:
    """Every combination of the chosen characteristics, of the authority or of a school, as the person may see it."""
    check_permission(user, Permission.FIGURES_SEE, authority=authority, urn=urn)
    counting.check(chosen)
    pupils = pupil_standing.standing(authority, measure.stage, year)
    if urn is not None:
        pupils = pupils.filter(pl.col("urn") == urn)
    england = _england(authority, measure.indicator.code, year, chosen)
    title = f"{measure.indicator.name}, {year}: who missed it"
    found = counting.counted(pupils, chosen, measure.column, title=title, england=england.get)
    policy = policy_for(audience_of(user, authority=authority, urn=urn))
    if not policy.hides:
        return found
    least = Least(policy.minimum_cohort, policy.minimum_reached, policy.minimum_missed, policy.base)
    return joined(found, least)


def _england(authority: str, indicator: str, year: int, chosen: tuple[str, ...]) -> dict[str, float]:
    """Group -> the percentage of England's pupils that reached it, where it is held."""
    groups = {counting.group_of(name, chosen) for name in expected(chosen)} - {""}
    rows = compared(Question(authority, indicator, (ALL, *sorted(groups)), ("england",), (year,)))
    known = rows.filter(pl.col("value").is_not_null())
    return dict(known.select("group", "value").iter_rows())
