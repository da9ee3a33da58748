"""Figures of one school over the years beside England and the authority, for its page, its charts and its pack."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

import polars as pl

from fingerpost.archive.queries import slices
from fingerpost.archive.queries.snapshots import holdings
from fingerpost.core.rules import Audience, audience_of
from fingerpost.evidence import comparison
from fingerpost.evidence.indicators import CATALOGUE, Indicator
from fingerpost.evidence.schema import FROM_PUPILS

#: Below this many pupils a percentage says how many points one of them is worth.
SMALL = 11


@dataclass(frozen=True)
class Point:
    """One year of one group: the school's figure and what stands beside it."""

    period: str
    value: float | None
    status: str
    text: str | None
    denominator: float | None
    lower: float | None
    upper: float | None
    england: float | None
    authority: float | None
    neighbours: float | None
    change: comparison.Change
    file: str | None
    snapshot: str
    row: int | None
    column: str | None
    known_on: date | None
    origin: str
    inherited_from: int | None


@dataclass(frozen=True)
class Series:
    """An indicator of a school for one pupil group, year by year."""

    indicator: Indicator
    group: str
    points: list[Point] = field(default_factory=list)

    def one_pupil(self, point: Point) -> float | None:
        """How many points one pupil is worth in a percentage of fewer than eleven; None where that says little."""
        if self.indicator.unit != "%" or not point.denominator or point.denominator >= SMALL:
            return None
        return 100 / point.denominator

    @property
    def has_values(self) -> bool:
        """Whether any year has a figure."""
        return any(point.value is not None for point in self.points)


def of_school(urn: int, authority: str, as_at: date, *, groups: tuple[str, ...] = ("all",)) -> list[Series]:
    """Every series that a school has, in the order of the catalogue; years without a value say why."""
    holding = holdings(authority)
    held = slices.of_authority(authority, holding)
    chosen = held.of_school(urn, as_at).filter(pl.col("group").is_in(list(groups)))
    beside, names = held.beside(as_at), holding.names()
    return [
        _series(CATALOGUE.by_code[code], group, rows, beside, names)
        for (code, group), rows in _parts(chosen)
        if code in CATALOGUE.by_code
    ]


def for_reader(found: list[Series], user: Any, authority: str, urn: int) -> list[Series]:
    """The series as a person sees them on a school's page: what was counted from pupils is for officers and the school.

    Everybody else finds such figures where small numbers are hidden, on the pages of figures.
    """
    if audience_of(user, authority=authority, urn=urn) in (Audience.OFFICER, Audience.OWN_SCHOOL):
        return found
    kept = [replace(one, points=[p for p in one.points if p.origin != FROM_PUPILS]) for one in found]
    return [one for one in kept if one.has_values]


def _parts(chosen: pl.DataFrame) -> list[tuple[tuple[str, str], list[dict]]]:
    """The rows of each indicator and group, year by year. They are hundreds: as plain rows they are parted quickest."""
    order = {code: number for number, code in enumerate(CATALOGUE.by_code)}
    parts: dict[tuple[str, str], list[dict]] = {}
    for row in chosen.sort("period", maintain_order=True).iter_rows(named=True):
        parts.setdefault((row["indicator"], row["group"]), []).append(row)
    return sorted(parts.items(), key=lambda p: (order.get(p[0][0], 10_000), p[0][1]))


def _series(
    indicator: Indicator, group: str, rows: list[dict], beside: dict, names: dict[str, str]
) -> Series:
    values = {row["period"]: row["value"] for row in rows}
    return Series(indicator, group, [_point(row, indicator, values, beside, names) for row in rows])


def _point(
    row: dict[str, Any], indicator: Indicator, values: dict, beside: dict, names: dict[str, str]
) -> Point:
    cell = (indicator.code, row["group"], row["period"])
    return Point(
        period=row["period"],
        value=row["value"],
        status=row["status"],
        text=row["text"],
        denominator=row["denominator"],
        lower=row["lower"],
        upper=row["upper"],
        england=beside.get(("england", *cell)),
        authority=beside.get(("authority", *cell)),
        neighbours=beside.get(("neighbours", *cell)),
        change=comparison.change(indicator, values, row["period"]),
        file=names.get(row["snapshot"]),
        snapshot=row["snapshot"],
        row=row["row"],
        column=row["column"],
        known_on=row["known_on"],
        origin=row["origin"],
        inherited_from=int(row["place"]) if row["step"] else None,
    )
