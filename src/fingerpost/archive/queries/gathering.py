"""The figures that a comparison rests on, place by place: of schools, of what schools belong to, of areas above them.

Every frame here has the columns ROW. `note` says in words how a figure came about where no file states it.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import polars as pl

from fingerpost.archive import store
from fingerpost.archive.queries import figures, membership, places
from fingerpost.archive.queries.membership import Membership
from fingerpost.archive.queries.slices import Slice
from fingerpost.archive.queries.snapshots import Holdings
from fingerpost.evidence import comparison, current
from fingerpost.evidence.indicators import Indicator
from fingerpost.evidence.schema import ENGLAND

ROW = {
    "place_kind": pl.String, "place": pl.String, "place_name": pl.String, "group": pl.String, "period": pl.String,
    "value": pl.Float64, "numerator": pl.Float64, "denominator": pl.Float64, "lower": pl.Float64,
    "upper": pl.Float64, "text": pl.String, "status": pl.String, "release": pl.String, "known_on": pl.Date,
    "snapshot": pl.String, "row": pl.UInt32, "column": pl.String, "origin": pl.String, "note": pl.String,
    "inherited_from": pl.String, "among": pl.String,
}  # fmt: skip
SUMMED, NEIGHBOURS = "summed", "neighbours"
#: A sum stands for a place where at least this share of its schools has a figure (ours).
HALF = 0.5
_HAS_NONE = ("not applicable", "no entries", "not required")
_CELL = ["group", "period"]
_HOLDINGS: dict[str, Holdings] = {}


def conform(frame: pl.DataFrame) -> pl.DataFrame:
    """Bring a frame to the columns ROW; what it lacks is empty."""
    missing = [
        pl.lit(None, dtype=kind).alias(name) for name, kind in ROW.items() if name not in frame.columns
    ]
    return frame.with_columns(missing).select(pl.col(name).cast(kind) for name, kind in ROW.items())


def cells(groups: list[str], periods: list[str]) -> pl.Expr:
    """The rows of these groups and periods; without periods of all."""
    wanted = pl.col("group").is_in(groups) if groups else pl.lit(True)
    return wanted & pl.col("period").is_in(periods) if periods else wanted


def of_schools(
    of: Slice, members: Membership, indicator: str, wanted: pl.Expr, as_at: date | None
) -> pl.DataFrame:
    """Each school's figures where it was the authority's, its own before those of the school that it took over from."""
    return _of_schools(of, members.lasting or members, indicator, as_at).filter(wanted)


@lru_cache(maxsize=64)
def _of_schools(of: Slice, members: Membership, indicator: str, as_at: date | None) -> pl.DataFrame:
    found = of.current(as_at).filter(pl.col("indicator") == indicator)
    stated = membership.stood_in(found.rename({"place": "stated"}), members.spells)
    now = stated.join(members.lines, on="stated").sort("place", *_CELL, "step")
    mine = now.unique(["place", *_CELL], keep="first", maintain_order=True)
    named = mine.join(members.schools.select("place", "name", "among"), on="place", how="left")
    return conform(
        named.with_columns(
            place_kind=pl.lit("school"),
            place_name=pl.col("name"),
            inherited_from=pl.when(pl.col("step") > 0).then("stated"),
        )
    )


def within(
    schools: pl.DataFrame, members: Membership, kind: str, held: pl.DataFrame, indicator: Indicator
) -> pl.DataFrame:
    """Figures of every district, trust, area, cluster or locality: as a file states them, else summed from schools."""
    lay = members.schools.select("place", _in=pl.col(kind)).drop_nulls()
    sums = summed(schools.join(lay, on="place").with_columns(area="_in"), indicator, kind)
    stated = _stated_within(members, kind, held)
    return _first_known(stated, sums)


def _stated_within(members: Membership, kind: str, held: pl.DataFrame) -> pl.DataFrame:
    """What files state of such places, under the name that the register gives them."""
    code = {"district": "district_code", "trust": "trust_uid"}.get(kind)
    found = held.filter(pl.col("place_kind") == kind)
    if code is None or found.is_empty():
        return conform(pl.DataFrame(schema=ROW))
    names = (
        members.schools.select(pl.col(code).alias("_code"), _name=pl.col(kind)).drop_nulls().unique("_code")
    )
    known = dict(names.iter_rows())
    name = pl.col("place").replace(known)
    return conform(
        found.with_columns(place=name, place_name=name).filter(pl.col("place").is_in([*known.values()]))
    )


def of_authorities(
    schools: pl.DataFrame, held: pl.DataFrame, authority: str, names: dict[str, str], indicator: Indicator
) -> pl.DataFrame:
    """The authority's own figures and every other authority's; ours summed from its schools where no file states it."""
    is_real = pl.col("place").str.contains(r"^\d{3}$") | (pl.col("place") == authority)
    stated = conform(held.filter((pl.col("place_kind") == "authority") & is_real))
    sums = summed(schools.with_columns(area=pl.lit(authority)), indicator, "authority")
    return _first_known(stated, sums).with_columns(place_name=pl.col("place").replace(names))


def above(held: pl.DataFrame, region: tuple[str, str]) -> pl.DataFrame:
    """What files state of the region and of England."""
    is_region = (pl.col("place_kind") == "region") & (pl.col("place") == region[0])
    found = held.filter(is_region | (pl.col("place_kind") == "england"))
    name = pl.when(pl.col("place_kind") == "england").then(pl.lit("England")).otherwise(pl.lit(region[1]))
    return conform(found.with_columns(place_name=name))


def _first_known(stated: pl.DataFrame, summed: pl.DataFrame) -> pl.DataFrame:
    """A stated figure before a sum; a sum before a statement that there is none."""
    order = pl.when(pl.col("value").is_null()).then(2).when(pl.col("origin") == SUMMED).then(1).otherwise(0)
    both = pl.concat([stated, summed]).with_columns(_order=order)
    keys = ["place_kind", "place", *_CELL]
    return both.sort(*keys, "_order").unique(keys, keep="first", maintain_order=True).drop("_order")


def summed(schools: pl.DataFrame, indicator: Indicator, kind: str) -> pl.DataFrame:
    """Sums of schools by `area`, with the file most of them are from and a note of how many schools are in them.

    Where most schools have no figure (few pupils, hidden) the sum of the others says nothing of the place, and is none.
    """
    # Who has no such pupils is not missing from a sum.
    schools = schools.filter(~pl.col("status").is_in(_HAS_NONE).fill_null(False))
    if schools.is_empty() or not can_be_summed(indicator):
        return conform(pl.DataFrame(schema=ROW))
    sums = comparison.summed(schools, indicator)
    used = schools.filter(pl.col("value").is_not_null()).group_by("area", *_CELL)
    about = used.agg(pl.col("snapshot", "release").mode().sort().first(), known_on=pl.col("known_on").max())
    lay = sums.join(about.rename({"area": "place"}), on=["place", *_CELL], how="left")
    return conform(
        _noted(lay).with_columns(place_kind=pl.lit(kind), place_name=pl.col("place"), origin=pl.lit(SUMMED))
    )


def _noted(sums: pl.DataFrame) -> pl.DataFrame:
    enough = pl.col("schools") >= HALF * (pl.col("schools") + pl.col("without"))
    without = pl.when(pl.col("without") > 0).then(pl.format("; {} without a figure", "without"))
    summed = pl.concat_str(
        pl.format("summed from {} of the authority's schools", "schools"), without.fill_null("")
    )
    refused = pl.format(
        "no sum: {} of {} schools have no figure", "without", pl.col("schools") + pl.col("without")
    )
    numbers = [pl.when(enough).then(name).alias(name) for name in ("value", "numerator", "denominator")]
    return sums.with_columns(
        *numbers,
        status=pl.when(enough).then(pl.lit("reported")).otherwise(pl.lit("low coverage")),
        note=pl.when(enough).then(summed).otherwise(refused),
    )


def can_be_summed(indicator: Indicator) -> bool:
    """Grades of inspectors, pay and ratios are nothing that adds up."""
    return (
        indicator.school_level
        and indicator.unit not in ("grade", "£")
        and indicator.code != "pupils_per_teacher"
    )


def of_areas(holding: Holdings, indicator: str, as_at: date | None) -> pl.DataFrame:
    """Current facts of an indicator for every area, whatever its kind, kept in memory."""
    _HOLDINGS[holding.key] = holding
    return _areas(holding.key, indicator, as_at)


@lru_cache(maxsize=64)
def _areas(key: str, indicator: str, as_at: date | None) -> pl.DataFrame:
    codes = current.with_aliases(indicator)
    found = figures.facts(codes, _HOLDINGS[key], part=store.AREAS)
    return current.current(found, as_at)


def summed_above(
    holding: Holdings,
    indicator: Indicator,
    groups: tuple[str, ...],
    periods: tuple[str, ...],
    as_at: date | None,
) -> pl.DataFrame:
    """England and the regions from their schools, where those of nearly every authority are held; kept in memory."""
    _HOLDINGS[holding.key] = holding
    return _summed_above(holding.key, indicator.code, groups, periods, as_at)


@lru_cache(maxsize=16)
def _summed_above(
    key: str, code: str, groups: tuple[str, ...], periods: tuple[str, ...], as_at: date | None
) -> pl.DataFrame:
    holding = _HOLDINGS[key]
    indicator = figures.indicator_of(code, holding)
    wanted = cells(list(groups), list(periods))
    found = figures.facts([(code, None)], holding, wanted, part=store.SCHOOLS)
    if found.is_empty() or not can_be_summed(indicator):
        return conform(pl.DataFrame(schema=ROW))
    placed = places.in_authorities(current.current(places.resolved(found), as_at))
    return _named_above(summed(places.in_areas_above(placed), indicator, "region"))


def _named_above(sums: pl.DataFrame) -> pl.DataFrame:
    regions = {place.region_code: place.region_name for place in places.authorities().values()}
    is_england = pl.col("place") == ENGLAND
    return sums.with_columns(
        place_kind=pl.when(is_england).then(pl.lit("england")).otherwise(pl.lit("region")),
        place_name=pl.when(is_england).then(pl.lit("England")).otherwise(pl.col("place").replace(regions)),
        note=pl.col("note").str.replace("the authority's", "all", literal=True),
    )


def of_kind(held: pl.DataFrame, kind: str, members: Membership) -> pl.DataFrame:
    """Every place of another kind that files state, under its code, with its name where the register has it."""
    found = held.filter(pl.col("place_kind") == kind)
    names = members.names.filter(pl.col("kind") == kind.removeprefix("home_")).select("code", "called")
    named = found.join(names, left_on="place", right_on="code", how="left", maintain_order="left")
    return conform(named.with_columns(place_name=pl.coalesce("called", "place")))
