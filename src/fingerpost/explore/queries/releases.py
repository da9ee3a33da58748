"""What changed between releases, as this person may see it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import polars as pl

from fingerpost.archive.queries import releases as archive
from fingerpost.archive.queries.releases import Measure
from fingerpost.core.rules import Audience, Permission, audience_of, check_permission
from fingerpost.evidence.indicators import CATALOGUE, Indicator


@dataclass(frozen=True, eq=False)
class Found:
    """A year's measures and, where one is chosen, its chain place by place."""

    years: dict[str, int]
    year: str
    measures: tuple[Measure, ...] = ()
    indicator: Indicator | None = None
    group: str = "all"
    groups: list[str] = field(default_factory=list)
    chain: pl.DataFrame = field(default_factory=pl.DataFrame)
    with_ours: bool = False

    @property
    def measure(self) -> Measure | None:
        """What is known of the measure that is chosen."""
        code = self.indicator.code if self.indicator else ""
        return next((one for one in self.measures if one.code == code), None)


def found(user: Any, authority: str, *, year: str = "", measure: str = "", group: str = "all") -> Found:
    """The year of which most is held in several releases, unless another is asked for."""
    check_permission(user, Permission.FIGURES_SEE, authority=authority)
    # What the authority itself holds is for its officers: a published figure is shown as it was published.
    with_ours = audience_of(user, authority=authority) is Audience.OFFICER
    on = archive.ground(authority)
    years = archive.years(on, with_ours=with_ours)
    first = max(years, key=lambda one: (years[one], one), default="")
    chosen = year if year in years else first
    if not chosen:
        return Found(years, "")
    measures = archive.of_year(on, chosen, with_ours=with_ours)
    if measure not in {one.code for one in measures}:
        return Found(years, chosen, measures, with_ours=with_ours)
    groups = archive.groups(on, measure, chosen, with_ours=with_ours)
    asked = group if group in groups else "all"
    chain = archive.of_measure(on, measure, chosen, asked, with_ours=with_ours)
    return Found(years, chosen, measures, CATALOGUE.by_code[measure], asked, groups, chain, with_ours)
