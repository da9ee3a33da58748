"""Figures of one school over the years beside England and the authority, for its page, its charts and its pack."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

import polars as pl

from fingerpost.archive import store
from fingerpost.archive.queries import figures, places
from fingerpost.archive.queries.snapshots import Holdings, holdings
from fingerpost.evidence import comparison, current
from fingerpost.evidence.indicators import CATALOGUE, Indicator
from fingerpost.evidence.schema import ENGLAND
from fingerpost.register import queries as register


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

    @property
    def has_values(self) -> bool:
        """Whether any year has a figure."""
        return any(point.value is not None for point in self.points)


def of_school(urn: int, authority: str, as_at: date, *, groups: tuple[str, ...] = ("all",)) -> list[Series]:
    """Every series that a school has, in the order of the catalogue; years without a value say why."""
    holding = holdings(authority)
    lives = _lives(urn)
    found = _school_facts(holding, lives, as_at).filter(pl.col("group").is_in(list(groups)))
    chosen = _nearest(found, lives)
    beside = _beside(holding.key, authority, as_at, holding)
    names = holding.names()
    return [
        _series(CATALOGUE.by_code[code], group, part, beside, names)
        for (code, group), part in _parts(chosen)
        if code in CATALOGUE.by_code
    ]


def _parts(chosen: pl.DataFrame) -> list[tuple[tuple[str, str], pl.DataFrame]]:
    order = {code: number for number, code in enumerate(CATALOGUE.by_code)}
    parts = [
        ((str(k[0]), str(k[1])), part)
        for k, part in chosen.group_by("indicator", "group", maintain_order=True)
    ]
    return sorted(parts, key=lambda p: (order.get(p[0][0], 10_000), p[0][1]))


def _lives(urn: int) -> dict[int, int]:
    """The URN itself and those it took over from, with how many steps back each is."""
    before = register.lineage().filter((pl.col("urn") == urn) & (pl.col("manner") == "took over"))
    return {urn: 0} | dict(before.select("ancestor", "generation").rows())


def _school_facts(holding: Holdings, lives: dict[int, int], as_at: date) -> pl.DataFrame:
    estabs = register.estabs().filter(pl.col("urn").is_in(list(lives)))["laestab"].to_list()
    wanted = [str(urn) for urn in lives] + estabs
    filters = [pl.col("place").is_in(wanted), pl.col("place_kind").is_in(["school", "estab"])]
    found = store.scan("facts", holding.having("facts"), filters=filters).collect()
    return current.current(places.resolved(found), as_at)


def _nearest(found: pl.DataFrame, lives: dict[int, int]) -> pl.DataFrame:
    """The school's own fact, else its nearest predecessor's."""
    steps = {str(urn): step for urn, step in lives.items()}
    return (
        found.filter(pl.col("place").is_in(list(steps)))
        .with_columns(step=pl.col("place").replace_strict(steps, return_dtype=pl.Int8))
        .sort("indicator", "group", "period", "step")
        .unique(["indicator", "group", "period"], keep="first", maintain_order=True)
    )


_KEPT: dict[str, Holdings] = {}


def _beside(key: str, authority: str, as_at: date, holding: Holdings) -> dict[tuple, float]:
    _KEPT[key] = holding
    return _areas(key, authority, as_at)


@lru_cache(maxsize=8)
def _areas(key: str, authority: str, as_at: date) -> dict[tuple, float]:
    """Published figures of England and the authority: the slice that every school's page reads, kept in memory."""
    holding = _KEPT[key]
    codes = {stored: code for code in CATALOGUE.by_code for stored, _ in current.with_aliases(code)}
    filters = [pl.col("indicator").is_in(list(codes)), pl.col("place").is_in([ENGLAND, authority])]
    found = store.scan("facts", holding.having("facts"), filters=filters).collect()
    found = found.with_columns(indicator=pl.col("indicator").replace_strict(codes, return_dtype=pl.String))
    now = current.current(found, as_at).filter(pl.col("value").is_not_null())
    return {
        (row[0], row[1], row[2], row[3]): row[4]
        for row in now.select("place_kind", "indicator", "group", "period", "value").rows()
    }


def _series(
    indicator: Indicator, group: str, part: pl.DataFrame, beside: dict, names: dict[str, str]
) -> Series:
    values = dict(part.select("period", "value").rows())
    points = [
        _point(row, indicator, values, beside, names) for row in part.sort("period").iter_rows(named=True)
    ]
    return Series(indicator, group, points)


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
        change=comparison.change(indicator, values, row["period"]),
        file=names.get(row["snapshot"]),
        snapshot=row["snapshot"],
        row=row["row"],
        column=row["column"],
        known_on=row["known_on"],
        origin=row["origin"],
        inherited_from=int(row["place"]) if row["step"] else None,
    )


def alternatives(urn: int, authority: str, indicator: str, group: str, period: str) -> list[dict]:
    """Every fact held for one figure, the current one first: what the page of a figure's evidence shows."""
    holding = holdings(authority)
    filters = [pl.col("period") == period, pl.col("group") == group]
    codes = current.with_aliases(indicator)
    found = places.resolved(
        figures.facts(codes, holding, pl.col("place_kind").is_in(["school", "estab"]), *filters)
    )
    mine = found.filter(pl.col("place") == str(urn))
    names = holding.names()
    rows = current.ordered(mine, None).sort("choice").collect()
    return [row | {"file": names.get(row["snapshot"])} for row in rows.iter_rows(named=True)]
