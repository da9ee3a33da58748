"""What a rating reads, gathered from the archive: schools, current facts, comparators, as known by a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from fingerpost.archive import store
from fingerpost.archive.queries import inspections, places
from fingerpost.archive.queries.snapshots import Holdings, holdings
from fingerpost.core.home import home
from fingerpost.evidence import comparison, current
from fingerpost.evidence.indicators import CATALOGUE
from fingerpost.evidence.schema import ENGLAND, OF_ONE_AUTHORITY, Status
from fingerpost.register import queries as register
from fingerpost.strategy.edition import Edition
from fingerpost.strategy.evidence import COMPARATORS, FACTS, FLAGS, JUDGEMENTS, SCHOOLS, Evidence

#: Quantiles of all England's schools of a phase, under the names by which editions ask for them.
QUANTILES = {
    "england_p10": 0.1,
    "england_p25": 0.25,
    "england_median": 0.5,
    "england_p75": 0.75,
    "england_p90": 0.9,
}
_KEEP = [
    "place", "indicator", "group", "period", "value", "text", "status", "numerator", "denominator", "lower",
    "upper", "release", "known_on", "snapshot", "row", "column", "origin",
]  # fmt: skip


@dataclass(frozen=True)
class Scope:
    """Whose schools are rated, on which day, from which snapshots."""

    authority: str | None
    as_at: date
    holding: Holdings


def scope(authority: str | None, as_at: date, *, leave_out: tuple[str, ...] = ()) -> Scope:
    """The schools of an authority (None: all England) with what it may use."""
    return Scope(authority, as_at, holdings(authority, leave_out=leave_out))


def evidence_for(
    where: Scope,
    edition: Edition,
    judgements: pl.DataFrame | None = None,
    flags: pl.DataFrame | None = None,
) -> Evidence:
    """Everything that a rating of these schools under this edition may know on the day."""
    schools = register.schools_of(where.authority, where.as_at)
    indicators = [i for i in edition.indicators if not i.startswith(("ofsted_", "rc_"))]
    everywhere = _school_facts(where, indicators)
    comparators = _comparators(where, indicators, everywhere)
    lives = _of_lives(everywhere, schools, places.lineage(where.holding))
    mine = _comparable(lives, comparators, edition)
    inspected = _inspected(where, schools)
    names = where.holding.names()
    facts = pl.concat([mine, inspected], how="diagonal_relaxed").with_columns(
        file=pl.col("snapshot").replace_strict(names, default=None, return_dtype=pl.String)
    )
    return Evidence(
        schools=_shaped(schools, SCHOOLS),
        facts=_shaped(facts, FACTS),
        comparators=_shaped(comparators, COMPARATORS),
        judgements=_shaped(
            judgements if judgements is not None else pl.DataFrame(schema=JUDGEMENTS), JUDGEMENTS
        ),
        flags=_shaped(flags if flags is not None else pl.DataFrame(schema=FLAGS), FLAGS),
    )


def _shaped(frame: pl.DataFrame, schema: dict) -> pl.DataFrame:
    missing = [
        pl.lit(None, dtype=kind).alias(name) for name, kind in schema.items() if name not in frame.columns
    ]
    return frame.with_columns(missing).select(pl.col(name).cast(kind) for name, kind in schema.items())


def _school_facts(where: Scope, indicators: list[str]) -> pl.DataFrame:
    """Current facts of all England's schools: comparators need them all, and one reading serves both."""
    filters = [
        pl.col("indicator").is_in(indicators),
        pl.col("place_kind").is_in(["school", "estab"]),
        pl.col("known_on") <= where.as_at,
    ]
    found = store.scan(store.SCHOOLS, where.holding.having("facts"), filters=filters).collect()
    now = _of_its_years(current.current(places.resolved(found), where.as_at))
    return now.select(_KEEP).with_columns(urn=pl.col("place").cast(pl.Int64, strict=False)).drop("place")


def _of_its_years(facts: pl.DataFrame) -> pl.DataFrame:
    """Facts of years in which their measure was published: the empty column of another year is no later year of it."""
    pairs = facts.select("indicator", "period").unique()
    known = [
        (code, period)
        for code, period in pairs.iter_rows()
        if code not in CATALOGUE.by_code
        or not period[:4].isdigit()
        or CATALOGUE.by_code[code].exists_in(int(period[:4]))
    ]
    return facts.join(
        pl.DataFrame(known, schema=pairs.schema, orient="row"), on=["indicator", "period"], how="semi"
    )


def _comparable(facts: pl.DataFrame, comparators: pl.DataFrame, edition: Edition) -> pl.DataFrame:
    """Without an authority's own figures of a year for which nobody's are published yet to hold them against.

    At the end of a summer its pupils' results are in and England's are not: where the edition compares, the year before
    counts until England's are known, and the strand is not open for want of them.
    """
    compared = {indicator for indicator, _, _ in edition.comparators} & set(comparators["indicator"])
    waits = pl.col("origin").is_in(list(OF_ONE_AUTHORITY)) & pl.col("indicator").is_in(list(compared))
    held = comparators.select("indicator", "period").unique()
    ready = facts.filter(waits).join(held, on=["indicator", "period"], how="semi")
    return pl.concat([facts.filter(~waits.fill_null(False)), ready])


def _of_lives(facts: pl.DataFrame, schools: pl.DataFrame, lineage: pl.DataFrame) -> pl.DataFrame:
    """Each school's own facts, and its predecessors' where it has none of its own for the year."""
    wanted = schools.select("urn")
    own = facts.join(wanted, on="urn", how="semi").with_columns(inherited_from=pl.lit(None, dtype=pl.Int64))
    before = _single_line(lineage).join(wanted, on="urn", how="semi")
    cells = ["urn", "indicator", "group", "period"]
    handed = (
        facts.join(before, left_on="urn", right_on="ancestor", how="inner", coalesce=False)
        .with_columns(inherited_from="urn")
        .drop("urn")
        .rename({"urn_right": "urn"})
        .sort("generation")
        .unique(cells, keep="first", maintain_order=True)
        .join(own.select(cells), on=cells, how="anti")
        .select(own.columns)
    )
    both = pl.concat([own, handed])
    return both.with_columns(year=pl.col("period").str.slice(0, 4).cast(pl.Int16, strict=False))


def _single_line(lineage: pl.DataFrame) -> pl.DataFrame:
    """Predecessors from whom facts are handed on: one school that became one. Merged schools' results do not add."""
    took_over = lineage.filter(pl.col("manner") == "took over")
    return took_over.filter(pl.len().over("urn", "generation") == 1).select("urn", "ancestor", "generation")


def _inspected(where: Scope, schools: pl.DataFrame) -> pl.DataFrame:
    found = inspections.facts_of(schools, where.as_at, where.holding)
    if found.is_empty():
        return pl.DataFrame(schema=FACTS)
    # `previous_overall` is placed at the day of the latest inspection; its own day stands in `text`.
    return found.with_columns(
        group=pl.lit("all"),
        status=pl.lit(Status.REPORTED.value),
        release=pl.lit("final"),
        year=pl.col("year").cast(pl.Int16),
    )


def _comparators(where: Scope, indicators: list[str], schools: pl.DataFrame) -> pl.DataFrame:
    """England, region and neighbours as published, and the quantiles of England's schools, phase by phase."""
    return pl.concat(
        [_quantiles(where, indicators, schools), _published(where, indicators)], how="diagonal_relaxed"
    )


def _quantiles(where: Scope, indicators: list[str], schools: pl.DataFrame) -> pl.DataFrame:
    """Quantiles over mainstream schools of a phase, kept on disk for as long as the snapshots stand."""
    key = store.key_of([where.holding.key, *indicators, where.as_at.isoformat()])
    path = home() / "cache" / f"quantiles-{key}.parquet"
    if path.is_file():
        return pl.read_parquet(path)
    phases = register.phases()
    # What one authority alone holds is no figure of England.
    published = schools.filter(
        pl.col("value").is_not_null() & ~pl.col("origin").is_in(list(OF_ONE_AUTHORITY))
    )
    valued = published.join(phases, on="urn", how="inner")
    long = (
        valued.group_by("indicator", "group", "period", "phase")
        .agg(
            *(pl.col("value").quantile(q, interpolation="linear").alias(n) for n, q in QUANTILES.items()),
            england_schools=pl.len().cast(pl.Float64),
            file=pl.lit("computed from every school of the phase in England"),
        )
        .unpivot(
            [*QUANTILES, "england_schools"],
            index=["indicator", "group", "period", "phase", "file"],
            variable_name="name",
        )
    )
    path.parent.mkdir(parents=True, exist_ok=True)
    working = path.with_suffix(".working")
    long.write_parquet(working)
    working.rename(path)
    return long


def _published(where: Scope, indicators: list[str]) -> pl.DataFrame:
    """Published figures of England, the regions and authorities, under the names `england`, `region`, `neighbours`."""
    codes = {stored: code for code in indicators for stored, _ in current.with_aliases(code)}
    filters = [
        pl.col("indicator").is_in(list(codes)),
        pl.col("place_kind").is_in(["england", "region", "authority"]),
        pl.col("known_on") <= where.as_at,
    ]
    found = store.scan(store.AREAS, where.holding.having("facts"), filters=filters).collect()
    found = found.with_columns(indicator=pl.col("indicator").replace_strict(codes, return_dtype=pl.String))
    now = current.current(found, where.as_at).filter(pl.col("value").is_not_null())
    names = where.holding.names()
    now = now.with_columns(
        file=pl.col("snapshot").replace_strict(names, default=None, return_dtype=pl.String)
    )
    return pl.concat([_england(now), _regional(now), _neighbouring(where, now)], how="diagonal_relaxed")


_CELL = ["indicator", "group", "period", "value", "file"]


def _england(now: pl.DataFrame) -> pl.DataFrame:
    """England; a national row of one phase serves schools of that phase."""
    england = now.filter(pl.col("place") == ENGLAND).select(_CELL).with_columns(name=pl.lit("england"))
    phase = pl.col("group").str.extract(r"^phase=(.+)$")
    return england.with_columns(
        phase=phase, group=pl.when(phase.is_not_null()).then(pl.lit("all")).otherwise("group")
    )


def _regional(now: pl.DataFrame) -> pl.DataFrame:
    regions = {code: place.region_code for code, place in places.authorities().items() if place.region_code}
    columns = {"authority": list(regions), "place": list(regions.values())}
    lookup = pl.DataFrame(columns, schema={"authority": pl.String, "place": pl.String})
    regional = now.filter(pl.col("place_kind") == "region").join(lookup, on="place")
    return regional.select("authority", *_CELL).with_columns(name=pl.lit("region"))


def _neighbouring(where: Scope, now: pl.DataFrame) -> pl.DataFrame:
    if where.authority is None:
        return pl.DataFrame()
    editions = places.neighbour_editions(where.authority, where.holding)
    edition, _ = comparison.edition_for(editions, where.as_at)
    if edition is None:
        return pl.DataFrame()
    theirs = now.filter((pl.col("place_kind") == "authority") & pl.col("place").is_in(edition.neighbours))
    return theirs.group_by("indicator", "group", "period").agg(
        pl.col("value").mean(),
        authority=pl.lit(where.authority),
        name=pl.lit("neighbours"),
        file=pl.lit(edition.file),
    )
