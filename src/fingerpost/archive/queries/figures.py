"""Figures of an authority, a school or England: the value, what it is compared with, and where it came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from fingerpost.archive import store
from fingerpost.archive.queries import places
from fingerpost.archive.queries.snapshots import Holdings, holdings
from fingerpost.evidence import comparison, current
from fingerpost.evidence.comparison import Edition
from fingerpost.evidence.indicators import CATALOGUE, Indicator
from fingerpost.evidence.schema import ENGLAND, FROM_PUPILS


class NoSuchIndicator(Exception):
    """A code that neither the catalogue nor any loaded file has."""


@dataclass(frozen=True)
class Asked:
    """What is asked: whose figures, of what, for whom and when."""

    authority: str
    indicator: str
    groups: tuple[str, ...] = ()
    years: tuple[int, int] | None = None
    as_at: date | None = None


def indicator_of(code: str, holding: Holdings) -> Indicator:
    """The indicator with a code: ours, or as a loaded dictionary declares it."""
    found = CATALOGUE.by_code.get(code)
    if found:
        return found
    for measure in dictionary(holding):
        if measure.code == code:
            return measure
    raise NoSuchIndicator(f"No indicator has the code {code}. See them all with: fingerpost indicators")


def dictionary(holding: Holdings) -> list[Indicator]:
    """Indicators that loaded dictionaries declare (`lait:` codes)."""
    rows = store.scan("measures", holding.having("measures")).collect()
    latest = rows.sort("snapshot").unique("code", keep="last", maintain_order=True).sort("code")
    return [
        Indicator(
            code=row["code"],
            name=row["name"] or row["code"],
            phase=row["topic"] or "all",
            unit=row["unit"] or "",
            decimals=row["decimals"] if row["decimals"] is not None else 1,
            better=row["better"] or "neither",
            reference=row["methodology"] or "Local Authority Interactive Tool, dictionary",
            description=row["description"] or "",
            school_level=False,
        )
        for row in latest.iter_rows(named=True)
    ]


def facts(
    codes: list[tuple[str, str | None]], holding: Holdings, *filters: pl.Expr, part: str = "facts"
) -> pl.DataFrame:
    """Facts stored under any of the codes, under the first one's name; an alias stands for its reviewed group."""
    wanted = [code for code, _ in codes]
    frame = store.scan(
        part, holding.having("facts"), filters=[pl.col("indicator").is_in(wanted), *filters]
    ).collect()
    groups = {code: group for code, group in codes if group is not None}
    return frame.with_columns(
        group=pl.when(pl.col("indicator").is_in(list(groups)))
        .then(pl.col("indicator").replace_strict(groups, default=None, return_dtype=pl.String))
        .otherwise("group"),
        stored_as="indicator",
        indicator=pl.lit(codes[0][0]),
    )


def stated_by(layout: str, kind: str, holding: Holdings) -> pl.DataFrame:
    """Every fact that files of one layout state of places of a kind above the school."""
    held = [snapshot for snapshot in holding.having("facts") if snapshot.layout == layout]
    return store.scan(store.AREAS, held, filters=[pl.col("place_kind") == kind]).collect()


def of_authority(asked: Asked, *, kind: str | None = None) -> list[dict]:
    """One row for each group and year of an authority. `kind` keeps to published or computed; else published first."""
    holding = holdings(asked.authority)
    indicator = indicator_of(asked.indicator, holding)
    published = _published(asked, indicator, holding) if kind != "computed" else []
    computed = _computed(asked, indicator, holding) if kind != "published" and indicator.school_level else []
    have = {(row["group"], row["period"]): row for row in published if row["value"] is not None}
    by_cell = {(row["group"], row["period"]): row for row in computed}
    rows = [*published, *(row for cell, row in by_cell.items() if cell not in have)]
    rows = [
        row
        for row in rows
        if (row["group"], row["period"]) not in by_cell or row in computed or row["value"] is not None
    ]
    for row in rows:
        other = by_cell.get((row["group"], row["period"]))
        row["computed"] = other["value"] if other is not None else None
    return sorted(rows, key=lambda row: (row["group"], row["period"]))


def _window(asked: Asked) -> list[pl.Expr]:
    filters: list[pl.Expr] = []
    if asked.years:
        # The year before comes along for the change.
        wanted = [str(year) for year in range(asked.years[0] - 1, asked.years[1] + 1)]
        filters.append(pl.col("period").is_in(wanted))
    return filters


def _published(asked: Asked, indicator: Indicator, holding: Holdings) -> list[dict]:
    codes = current.with_aliases(indicator.code)
    found = facts(codes, holding, *_window(asked), part=store.AREAS)
    if asked.groups:
        found = found.filter(pl.col("group").is_in(list(asked.groups)))
    chosen = current.ordered(found, asked.as_at).collect()
    now = chosen.filter(pl.col("choice") == 0)
    areas = now.filter((pl.col("place_kind") == "authority") & _is_real(asked))
    mine = comparison.ranked(areas, indicator.better).filter(pl.col("place") == asked.authority)
    rest = chosen.filter((pl.col("choice") > 0) & (pl.col("place") == asked.authority))
    return _rows(asked, indicator, holding, mine, now, rest, "published")


def _is_real(asked: Asked) -> pl.Expr:
    """Authorities are ranked with those that stood in the year; our own is always among them."""
    return pl.col("place").str.contains(r"^\d{3}$") | (pl.col("place") == asked.authority)


def _computed(asked: Asked, indicator: Indicator, holding: Holdings) -> list[dict]:
    if not indicator.sources and not indicator.school_level:
        return []
    found = facts([(indicator.code, None)], holding, *_window(asked), part=store.SCHOOLS)
    if asked.groups:
        found = found.filter(pl.col("group").is_in(list(asked.groups)))
    if found.is_empty():
        return []
    schools = places.in_authorities(current.current(places.resolved(found), asked.as_at))
    sums = comparison.summed(schools, indicator)
    above = comparison.summed(places.in_areas_above(schools), indicator)
    mine = comparison.ranked(sums, indicator.better).filter(pl.col("place") == asked.authority)
    used = schools.filter((pl.col("area") == asked.authority) & pl.col("value").is_not_null())
    source = used.group_by("group", "period").agg(
        snapshot=pl.col("snapshot").mode().sort().first(), known_on=pl.col("known_on").max()
    )
    is_england = pl.col("place") == ENGLAND
    everywhere = pl.concat(
        [
            sums.with_columns(place_kind=pl.lit("authority")),
            above.with_columns(
                place_kind=pl.when(is_england).then(pl.lit("england")).otherwise(pl.lit("region"))
            ),
        ]
    )
    mine = mine.join(source, on=["group", "period"], how="left").with_columns(
        row=pl.lit(None, dtype=pl.UInt32),
        status=pl.when(pl.col("value").is_null()).then(pl.lit("not available")).otherwise(pl.lit("reported")),
    )
    return _rows(asked, indicator, holding, mine, everywhere, pl.DataFrame(), "computed")


@dataclass(frozen=True)
class _Beside:
    """What stands beside the figures of a place: every area's value, neighbours, other statements, files' names."""

    place: Any
    kind: str
    names: dict[str, str]
    values: dict[tuple[str, str, str, str], float | None]
    editions: list[Edition]
    rest: pl.DataFrame


def _rows(
    asked: Asked, indicator: Indicator, holding: Holdings, mine: pl.DataFrame, everywhere: pl.DataFrame,
    rest: pl.DataFrame, kind: str,
) -> list[dict]:  # fmt: skip
    cells = everywhere.select("place_kind", "place", "group", "period", "value")
    beside = _Beside(
        place=places.authorities()[asked.authority],
        kind=kind,
        names=holding.names(),
        values={row[:4]: row[4] for row in cells.rows()},
        editions=places.neighbour_editions(asked.authority, holding),
        rest=rest,
    )
    history: dict[str, dict[str, float | None]] = {}
    for row in mine.iter_rows(named=True):
        history.setdefault(row["group"], {})[row["period"]] = row["value"]
    return [
        _row(row, indicator, history[row["group"]], beside)
        for row in mine.iter_rows(named=True)
        if _is_asked(asked, row["period"])
    ]


def _is_asked(asked: Asked, period: str) -> bool:
    return asked.years is None or asked.years[0] <= int(period[:4]) <= asked.years[1]


_STATED = ("group", "period", "value", "status", "numerator", "denominator")
#: What a figure is where nobody published it.
_KINDS = {"own": "own data, not published", FROM_PUPILS: "counted from pupils, not published"}


def _row(row: dict, indicator: Indicator, history: dict[str, float | None], beside: _Beside) -> dict:
    cell = (row["group"], row["period"])
    moved = comparison.change(indicator, history, row["period"])
    neighbours, edition = _neighbours(beside, cell)
    return {
        "place": {"kind": "authority", "code": beside.place.code, "name": beside.place.name},
        "indicator": indicator.code,
        **{name: row[name] for name in (*_STATED, "rank", "of", "quartile")},
        "change": moved.value,
        "change_note": moved.reason,
        "england": beside.values.get(("england", ENGLAND, *cell)),
        "region": beside.values.get(("region", beside.place.region_code, *cell)),
        "neighbours": neighbours,
        "neighbours_edition": edition,
        "source": {
            "kind": _KINDS.get(row.get("origin"), beside.kind),
            "file": beside.names.get(row["snapshot"]),
            "snapshot": row["snapshot"],
            "row": row["row"],
            "known_on": row["known_on"],
            "schools": row.get("schools"),
            "schools_without": row.get("without"),
            "alternatives": _alternatives(beside, cell),
        },
    }


def _neighbours(beside: _Beside, cell: tuple[str, str]) -> tuple[float | None, str | None]:
    edition, is_early = comparison.edition_for(beside.editions, comparison.end_of(cell[1]))
    if edition is None:
        return None, None
    values = [beside.values.get(("authority", code, *cell)) for code in edition.neighbours]
    note = " (the earliest held serves for years before it)" if is_early else ""
    return comparison.mean(values), f"{edition.file}{note}"


def _alternatives(beside: _Beside, cell: tuple[str, str]) -> list[dict]:
    if beside.rest.is_empty():
        return []
    found = beside.rest.filter((pl.col("group") == cell[0]) & (pl.col("period") == cell[1])).sort("choice")
    told = ("value", "status", "release", "origin", "row", "known_on", "stored_as")
    return [
        {name: row[name] for name in told} | {"file": beside.names.get(row["snapshot"])}
        for row in found.iter_rows(named=True)
    ]


def of_schools(asked: Asked) -> list[dict]:
    """One row for each school, group and year: the school's own figure with its source."""
    holding = holdings(asked.authority)
    indicator = indicator_of(asked.indicator, holding)
    found = facts([(indicator.code, None)], holding, *_window(asked), part=store.SCHOOLS)
    if asked.groups:
        found = found.filter(pl.col("group").is_in(list(asked.groups)))
    now = places.in_authorities(current.current(places.resolved(found), asked.as_at))
    mine = now.filter(pl.col("area") == asked.authority).sort("place", "group", "period")
    titles = places.school_names(mine["place"].unique().to_list())
    names = holding.names()
    return [
        _school_row(row, indicator, titles, names)
        for row in mine.iter_rows(named=True)
        if _is_asked(asked, row["period"])
    ]


def _school_row(row: dict, indicator: Indicator, titles: dict[str, str], names: dict[str, str]) -> dict:
    code = row["place"]
    return {
        "place": {"kind": "school", "code": code, "name": titles.get(code, code)},
        "indicator": indicator.code,
        **{name: row[name] for name in (*_STATED, "text", "lower", "upper")},
        "source": {
            "kind": _KINDS.get(row["origin"], "published"),
            "file": names.get(row["snapshot"]),
            **{name: row[name] for name in ("snapshot", "row", "column", "known_on")},
        },
    }
