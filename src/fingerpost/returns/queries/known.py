"""Results that are held: of schools, of the authority and of England, for the measures and groups that a round asks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from types import MappingProxyType

import polars as pl

from fingerpost.archive.queries import slices
from fingerpost.archive.queries.snapshots import Holdings, holdings
from fingerpost.evidence import current
from fingerpost.returns.rules import Ask

Key = tuple[int, Ask, str]


@dataclass(frozen=True)
class Known:
    """A result: its value, how many pupils it is of, and how final it is."""

    value: float
    cohort: float | None
    release: str = ""

    @property
    def is_provisional(self) -> bool:
        """Whether it may still change."""
        return self.release == "provisional"


_HOLDINGS: dict[str, Holdings] = {}


def of_schools(
    authority: str, asks: Iterable[Ask], periods: Sequence[str], as_at: date
) -> Mapping[Key, Known]:
    """(URN, what is asked, year) -> the result known by the day; a school has those of the one it took over from.

    Worked out for all schools at once and kept in memory for as long as the snapshots stand.
    """
    holding = holdings(authority)
    _HOLDINGS[holding.key] = holding
    return _of_schools(holding.key, authority, frozenset(asks), tuple(periods), as_at)


@lru_cache(maxsize=16)
def _of_schools(
    key: str, authority: str, asked: frozenset[Ask], periods: tuple[str, ...], as_at: date
) -> Mapping[Key, Known]:
    held = slices.of_authority(authority, _HOLDINGS[key])
    wanted = held.schools.filter(
        pl.col("indicator").is_in(list({a.indicator for a in asked})),
        pl.col("group").is_in(list({a.group for a in asked})),
        pl.col("period").is_in(list(periods)),
    )
    by_place = _by_place(current.current(wanted, as_at), asked)
    found: dict[Key, Known] = {}
    for urn, steps in held.lives.items():
        for place in sorted(steps, key=lambda one: -steps[one]):
            found |= {(urn, *cell): value for cell, value in by_place.get(place, {}).items()}
    return MappingProxyType(found)


def _by_place(facts: pl.DataFrame, asked: frozenset[Ask]) -> dict[int, dict[tuple[Ask, str], Known]]:
    found: dict[int, dict[tuple[Ask, str], Known]] = {}
    columns = ("place", "indicator", "group", "period", "value", "denominator", "release")
    for place, indicator, group, period, value, cohort, release in facts.select(columns).iter_rows():
        ask = Ask(indicator, group)
        if value is not None and ask in asked and place.isdigit():
            found.setdefault(int(place), {})[ask, period] = Known(value, cohort, release or "")
    return found


def beside(authority: str, asks: Iterable[Ask], as_at: date) -> dict[tuple[str, Ask, str], float]:
    """(england, authority or neighbours; what is asked; year) -> the published value."""
    asked = set(asks)
    held = slices.of_authority(authority, holdings(authority)).beside(as_at)
    return {
        (place, Ask(indicator, group), period): value
        for (place, indicator, group, period), value in held.items()
        if Ask(indicator, group) in asked
    }
