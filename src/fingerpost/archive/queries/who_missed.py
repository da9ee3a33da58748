"""Who did not reach a measure, counted here so that no pupil leaves the archive; hidden by audience."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl

from fingerpost.archive import pupil_standing
from fingerpost.archive.queries.compared import Question, compared
from fingerpost.archive.queries.pupils import stages_loaded
from fingerpost.core.rules import Audience, Permission, audience_of, check_permission, schools_within
from fingerpost.evidence.cube.definition import STAGE_GROUPS
from fingerpost.evidence.disclosure.policy import policy_for
from fingerpost.evidence.indicators import CATALOGUE, Indicator
from fingerpost.evidence.missed import counting
from fingerpost.evidence.missed.hiding import Least, joined
from fingerpost.evidence.missed.model import Missed, expected
from fingerpost.evidence.pupils import schema
from fingerpost.evidence.pupils.schema import Stage
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


#: What is combined for those from whom small numbers are hidden: tables of several choices would together tell all.
USUAL = ("sen_any", "minority_ethnic", "fsm")


def may_choose(user: Any, authority: str, urn: int | None = None) -> bool:
    """Whether a person may choose which characteristics are combined."""
    return _sees_all(user, authority, urn)


def _sees_all(user: Any, authority: str, urn: int | None) -> bool:
    """Officers, and a school's own head of that school."""
    audience = audience_of(user, authority=authority, urn=urn)
    return not policy_for(audience).hides or (urn is not None and audience is Audience.OWN_SCHOOL)


def who_missed(
    user: Any, authority: str, *, measure: Measure, year: int, chosen: tuple[str, ...], urn: int | None = None
) -> Missed:
    """Every combination of the chosen characteristics, of the authority or of a school, as the person may see it."""
    check_permission(user, Permission.FIGURES_SEE, authority=authority, urn=urn)
    sees_all = _sees_all(user, authority, urn)
    chosen = tuple(dict.fromkeys(chosen)) if sees_all else USUAL
    counting.check(chosen)
    pupils = pupil_standing.standing(authority, measure.stage, year)
    if urn is not None:
        pupils = pupils.filter(pl.col("urn") == urn)
    england = _england(authority, measure.indicator.code, year, chosen)
    title = f"{measure.indicator.name}, {year}: who missed it"
    found = counting.counted(pupils, chosen, measure.column, title=title, england=england.get)
    return found if sees_all else _hidden(user, authority, found, pupils, measure)


def _hidden(user: Any, authority: str, found: Missed, pupils: pl.DataFrame, measure: Measure) -> Missed:
    """What the person's audience may see of it; who knows a school's numbers could take them from the authority's."""
    policy = policy_for(audience_of(user, authority=authority))
    least = Least(policy.minimum_cohort, policy.minimum_reached, policy.minimum_missed, policy.base)
    own = schools_within(user, Permission.FIGURES_SEE, authority=authority) if policy.insider else None
    others = pupils.filter(~pl.col("urn").is_in(list(own))) if own else pupils
    without = counting.counted(others, found.chosen, measure.column)
    return joined(found, least, _shown_elsewhere(measure.stage, found.chosen), without)


def _shown_elsewhere(stage: str, chosen: tuple[str, ...]) -> list[dict[str, bool]]:
    """The groups of the cube that are made of the chosen characteristics and of their opposites."""
    has = {code: (code, True) for code in chosen}
    has |= {other: (code, False) for code in chosen if (other := counting.opposite(code))}
    codes = (code.split("+") for code in STAGE_GROUPS[Stage(stage)])
    return [dict(has[part] for part in parts) for parts in codes if all(part in has for part in parts)]


def _england(authority: str, indicator: str, year: int, chosen: tuple[str, ...]) -> dict[str, float]:
    """Group -> the percentage of England's pupils that reached it, where it is held."""
    groups = {counting.group_of(name, chosen) for name in expected(chosen)} - {""}
    rows = compared(Question(authority, indicator, (ALL, *sorted(groups)), ("england",), (year,)))
    known = rows.filter(pl.col("value").is_not_null())
    return dict(known.select("group", "value").iter_rows())
