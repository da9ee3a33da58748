"""What is hidden of an authority's own figures, decided once for every school, area, group and year; kept in memory.

Published figures are known to everybody, whatever we hide; figures counted from pupils and the authority's own are
guarded. Which cohorts are hidden is settled for all measures of a stage together, so that no two measures differ.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

import polars as pl

from fingerpost.archive.queries import gathering, membership, slices
from fingerpost.archive.queries.figures import NoSuchIndicator, indicator_of
from fingerpost.archive.queries.membership import KINDS, Membership
from fingerpost.archive.queries.snapshots import Holdings, holdings
from fingerpost.core.rules import Audience
from fingerpost.evidence.disclosure.county import CELLS, Place, county_of
from fingerpost.evidence.disclosure.deciding import Decision, decide
from fingerpost.evidence.disclosure.policy import policy_for
from fingerpost.evidence.indicators import CATALOGUE, Indicator
from fingerpost.evidence.pupils import schema
from fingerpost.evidence.schema import ALL
from fingerpost.register import queries as register

#: Origins of figures that are not published: what they say of few pupils is ours to guard.
OURS = ("pupils", "own")
DECISIONS = {
    "place_kind": pl.String, "place": pl.String, "group": pl.String, "period": pl.String,
    "reason": pl.String,
}  # fmt: skip
_CELL = ["place_kind", "place", "group", "period"]
_HOLDINGS: dict[str, Holdings] = {}


@dataclass(frozen=True, eq=False)
class Hidden:
    """What an audience is not shown of a measure: `cells` (DECISIONS), and the decision for each year."""

    cells: pl.DataFrame
    by_period: dict[str, Decision]


def groups_of(authority: str, indicator: str) -> tuple[str, ...]:
    """The pupil groups of which an authority's schools have figures of a measure."""
    of = slices.of_authority(authority, holdings(authority))
    found = of.schools.filter(pl.col("indicator") == indicator)["group"].unique().sort()
    return tuple(found.to_list())


def hidden_of(authority: str, indicator: str, audience: Audience, *, as_if_ours: bool = False) -> Hidden:
    """The decisions for a measure of an authority and an audience, the same on every page and in every file.

    With `as_if_ours` published figures are guarded too, as if nobody knew them: to try the policy on a real year.
    """
    holding = holdings(authority)
    _HOLDINGS[holding.key] = holding
    return _hidden(
        authority, indicator, audience, (holding.key, *register.stamp(), _drawn(authority)), as_if_ours
    )


def _drawn(authority: str) -> tuple:
    """The authority's areas as they are drawn now: schools that change areas change what is told by sums."""
    areas = register.areas_of(authority, date(9999, 12, 31))
    return tuple(sorted((urn, *sorted(names.items())) for urn, names in areas.items()))


@lru_cache(maxsize=128)
def _hidden(authority: str, indicator: str, audience: Audience, key: tuple, as_if_ours: bool) -> Hidden:
    holding = _HOLDINGS[key[0]]
    try:
        declared = indicator_of(indicator, holding)
    except NoSuchIndicator:
        return Hidden(pl.DataFrame(schema=DECISIONS), {})
    of = slices.of_authority(authority, holding)
    members = membership.of_authority(authority, of, holding, None)
    made = {
        period: decide(
            county_of(cells, _within(members, cells), ("authority", authority)), policy_for(audience)
        )
        for period, cells in _years(of, members, declared, as_if_ours)
    }
    frames = [_as_cells(decision, period) for period, decision in made.items()]
    return Hidden(pl.concat(frames) if frames else pl.DataFrame(schema=DECISIONS), made)


def _years(
    of: slices.Slice, members: Membership, indicator: Indicator, as_if_ours: bool
) -> Iterator[tuple[str, pl.DataFrame]]:
    """For each year that has figures of ours the cells of the measure."""
    every = gathering.of_schools(of, members, indicator.code, pl.lit(True), None)
    if as_if_ours:
        every = every.with_columns(origin=pl.lit(OURS[1]))
    ours = every.filter(pl.col("origin").is_in(OURS))
    if ours.is_empty():
        return
    own = gathering.of_schools(_ours(of), members, indicator.code, pl.lit(True), None)
    every = _unhidden(every, own)
    earlier = _added(of, members, indicator)
    cohorts = _stage_cohorts(of, members, indicator)
    for period in ours["period"].unique().sort().to_list():
        in_year = pl.col("period") == period
        cells = _cells(every.filter(in_year), indicator, cohorts.filter(in_year), earlier)
        if not cells.is_empty():
            yield period, cells


@lru_cache(maxsize=slices.KEPT)
def _ours(of: slices.Slice) -> slices.Slice:
    """The slice without what is published."""
    return replace(of, schools=of.schools.filter(pl.col("origin").is_in(OURS)))


def _unhidden(every: pl.DataFrame, own: pl.DataFrame) -> pl.DataFrame:
    """Where the Department hides a figure that we hold ourselves, ours: it is what our sums are made of."""
    hidden = every.filter(pl.col("value").is_null() & ~pl.col("origin").is_in(OURS)).select(_CELL)
    instead = own.join(hidden, on=_CELL, how="semi")
    return pl.concat([every.join(instead.select(_CELL), on=_CELL, how="anti"), instead])


def _kind(indicator: Indicator) -> schema.Kind:
    for source in indicator.sources:
        if source.layout == schema.LAYOUT:
            if source.numerator:
                return schema.Kind.RATE
            return schema.Kind.SCORE if source.mean else schema.Kind.SHARE
    return schema.Kind.SHARE if indicator.unit == "%" else schema.Kind.SCORE


def _stage(indicator: Indicator) -> tuple[tuple[str, str], ...] | None:
    return next((s.where for s in indicator.sources if s.layout == schema.LAYOUT), None)


def _stage_cohorts(of: slices.Slice, members: Membership, indicator: Indicator) -> pl.DataFrame:
    """The smallest and the largest cohort that any measure of the stage has in a cell: one stage, one decision."""
    stage = _stage(indicator)
    same = [
        other.code
        for other in CATALOGUE.by_code.values()
        if other.code == indicator.code or (stage is not None and _stage(other) == stage)
        if _kind(other) is not schema.Kind.RATE
    ]
    frames = [gathering.of_schools(_ours(of), members, code, pl.lit(True), None) for code in same]
    counted = pl.concat(frames).filter(pl.col("denominator") > 0)
    cohort = pl.col("denominator").round().cast(pl.Int64)
    return counted.group_by(*_CELL).agg(least=cohort.min(), most=cohort.max())


def _added(of: slices.Slice, members: Membership, indicator: Indicator) -> pl.DataFrame:
    """Cells of which an earlier figure of ours counts a pupil or two more or fewer than the current one."""
    found = of.schools.filter(
        (pl.col("indicator") == indicator.code) & pl.col("origin").is_in(OURS) & (pl.col("group") != "all")
    ).rename({"place": "stated"})
    lines = members.lines.filter(pl.col("step") == 0).select("stated", "place")
    now = gathering.of_schools(of, members, indicator.code, pl.lit(True), None)
    both = found.join(lines, on="stated").join(
        now.select("place", "group", "period", _d="denominator", _n="numerator"),
        on=["place", "group", "period"],
    )
    apart = [
        (pl.col(mine) - pl.col(theirs)).abs() for mine, theirs in (("denominator", "_d"), ("numerator", "_n"))
    ]
    nearest = pl.max_horizontal(*apart)
    changed = both.filter((nearest > 0) & (nearest < policy_for(Audience.PUBLIC).minimum_added))
    return changed.select("place", "group", "period").unique()


def _cells(
    rows: pl.DataFrame, indicator: Indicator, cohorts: pl.DataFrame, earlier: pl.DataFrame
) -> pl.DataFrame:
    """One row a school and group of the stage (CELLS of the county), those without anybody in this measure too."""
    kind = _kind(indicator)
    cohort = pl.col("most") if kind is schema.Kind.RATE else pl.col("denominator").round().cast(pl.Int64)
    number = pl.coalesce("numerator", (pl.col("value") * pl.col("denominator") / 100).round()).cast(pl.Int64)
    joined = rows.join(cohorts, on=_CELL, how="full", coalesce=True).filter(pl.col("place_kind") == "school")
    marked = earlier.with_columns(added=pl.lit(True))
    return (
        joined.join(marked, on=["place", "group", "period"], how="left")
        .with_columns(cohort=cohort.fill_null(0))
        .with_columns(
            least=pl.coalesce("least", "cohort"),
            most=pl.max_horizontal("most", "cohort"),
            reached=number if kind is schema.Kind.SHARE else pl.lit(None, dtype=pl.Int64),
            # What the Department hides is not known to anybody.
            published=(~pl.col("origin").is_in(OURS) & pl.col("value").is_not_null()).fill_null(False),
        )
        .with_columns(_counted() if kind is schema.Kind.SHARE else [])
        .select(*CELLS)
    )


def _counted() -> list[pl.Expr]:
    """What the Department hides from us too is in no sum of ours; all pupils are the boys and girls then."""
    is_all = pl.col("group") == ALL
    both = pl.col("reached").filter(pl.col("group").is_in(["boys", "girls"])).sum().over("place")
    reached = pl.when(is_all).then(pl.coalesce("reached", both)).otherwise(pl.col("reached"))
    is_counted = is_all | pl.col("reached").is_not_null()
    return [reached.fill_null(0), pl.when(is_counted).then("cohort").otherwise(0).alias("cohort")]


def _within(members: Membership, cells: pl.DataFrame) -> dict[Place, list[Place]]:
    """What the schools make up: districts, trusts, areas, clusters, localities."""
    schools = members.schools.filter(pl.col("place").is_in(cells["place"].unique().to_list()))
    within: dict[Place, list[Place]] = {}
    for row in schools.iter_rows(named=True):
        for kind in KINDS:
            if row[kind]:
                within.setdefault((kind, row[kind]), []).append(("school", row["place"]))
    return within


def _as_cells(decision: Decision, period: str) -> pl.DataFrame:
    """The cells that are hidden, those without pupils too, with the true reason."""
    rows = [(kind, place, group, period, reason) for kind, place, group, reason in decision.cells()]
    return pl.DataFrame(rows, schema=DECISIONS, orient="row")
