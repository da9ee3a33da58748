"""Figures of an authority, a school or England: the value, what it is compared with, and where it came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from fingerpost.archive import store
from fingerpost.archive.queries import places
from fingerpost.archive.queries.snapshots import Holdings, holdings
from fingerpost.evidence import comparison, current
from fingerpost.evidence.comparison import Edition
from fingerpost.evidence.indicators import CATALOGUE, Indicator
from fingerpost.evidence.schema import ENGLAND


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


def _rows(
    asked: Asked, indicator: Indicator, holding: Holdings, mine: pl.DataFrame, everywhere: pl.DataFrame,
    rest: pl.DataFrame, kind: str,
) -> list[dict]:  # fmt: skip
    names = holding.names()
    place = places.authorities()[asked.authority]
    lookup = {
        (r[0], r[1], r[2], r[3]): r[4]
        for r in everywhere.select("place_kind", "place", "group", "period", "value").rows()
    }
    history: dict[str, dict[str, float | None]] = {}
    for row in mine.iter_rows(named=True):
        history.setdefault(row["group"], {})[row["period"]] = row["value"]
    editions = places.neighbour_editions(asked.authority, holding)
    rows = []
    for row in mine.iter_rows(named=True):
        if asked.years and not asked.years[0] <= int(row["period"][:4]) <= asked.years[1]:
            continue
        cell = (row["group"], row["period"])
        moved = comparison.change(indicator, history[row["group"]], row["period"])
        beside = _neighbours(editions, lookup, cell)
        rows.append(
            {
                "place": {"kind": "authority", "code": place.code, "name": place.name},
                "indicator": indicator.code,
                "group": row["group"],
                "period": row["period"],
                "value": row["value"],
                "status": row["status"],
                "numerator": row["numerator"],
                "denominator": row["denominator"],
                "rank": row["rank"],
                "of": row["of"],
                "quartile": row["quartile"],
                "change": moved.value,
                "change_note": moved.reason,
                "england": lookup.get(("england", ENGLAND, *cell)),
                "region": lookup.get(("region", place.region_code, *cell)),
                "neighbours": beside["value"],
                "neighbours_edition": beside["edition"],
                "source": {
                    "kind": kind,
                    "file": names.get(row["snapshot"]),
                    "snapshot": row["snapshot"],
                    "row": row["row"],
                    "known_on": row["known_on"],
                    "schools": row.get("schools"),
                    "schools_without": row.get("without"),
                    "alternatives": _alternatives(rest, cell, names),
                },
            }
        )
    return rows


def _neighbours(editions: list[Edition], lookup: dict, cell: tuple[str, str]) -> dict:
    edition, is_early = comparison.edition_for(editions, comparison.end_of(cell[1]))
    if edition is None:
        return {"value": None, "edition": None}
    values = [lookup.get(("authority", code, *cell)) for code in edition.neighbours]
    note = f"{edition.file}{' (the earliest held serves for years before it)' if is_early else ''}"
    return {"value": comparison.mean(values), "edition": note}


def _alternatives(rest: pl.DataFrame, cell: tuple[str, str], names: dict[str, str]) -> list[dict]:
    if rest.is_empty():
        return []
    found = rest.filter((pl.col("group") == cell[0]) & (pl.col("period") == cell[1])).sort("choice")
    return [
        {
            "value": row["value"],
            "status": row["status"],
            "release": row["release"],
            "origin": row["origin"],
            "file": names.get(row["snapshot"]),
            "row": row["row"],
            "known_on": row["known_on"],
            "stored_as": row["stored_as"],
        }
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
    names = holding.names()
    titles = places.school_names(now["place"].unique().to_list())
    rows = []
    for row in (
        now.filter(pl.col("area") == asked.authority).sort("place", "group", "period").iter_rows(named=True)
    ):
        if asked.years and not asked.years[0] <= int(row["period"][:4]) <= asked.years[1]:
            continue
        rows.append(
            {
                "place": {
                    "kind": "school",
                    "code": row["place"],
                    "name": titles.get(row["place"], row["place"]),
                },
                "indicator": indicator.code,
                **{
                    k: row[k]
                    for k in (
                        "group",
                        "period",
                        "value",
                        "text",
                        "status",
                        "numerator",
                        "denominator",
                        "lower",
                        "upper",
                    )
                },
                "source": {
                    "kind": "published" if row["origin"] != "own" else "own data, not published",
                    "file": names.get(row["snapshot"]),
                    "snapshot": row["snapshot"],
                    "row": row["row"],
                    "column": row["column"],
                    "known_on": row["known_on"],
                },
            }
        )
    return rows
