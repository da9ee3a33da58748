"""How fast all England is rated, in columns, against a plain loop over schools.

    python -m bench.rating [--schools N] [--loop N] [--times N] [--edition CODE] [--as-at DAY]

As many schools as England has are invented, with figures for every measure that the edition reads, four years of them,
and rated from those facts. The plain loop (`bench.per_school`) rates some of the same schools in the same run, is held
to the same answers, and its time is multiplied up: time for each school does not depend on how many there are.
"""

from __future__ import annotations

import argparse
from datetime import date, timedelta
from itertools import count
from pathlib import Path

import polars as pl

from bench import measuring, per_school
from bench.measuring import Line, seconds
from fingerpost.evidence.indicators import CATALOGUE
from fingerpost.strategy.calendar import school_year
from fingerpost.strategy.edition import Edition
from fingerpost.strategy.evidence import Evidence
from fingerpost.strategy.loading import load
from fingerpost.strategy.rating import Ratings, rate

ABOUT_A_SECOND, TIMES_FASTER = 1.5, 20
PHASES = ("primary",) * 17 + ("secondary",) * 3 + ("special", "pru", "nursery", "all-through")
SPREADS = {
    "%": (30, 100),
    "points": (20, 35),
    "score": (-3, 3),
    "pupils": (4, 90),
    "grade": (1, 4),
    "per 100": (0, 12),
}
PLACES = (
    "england_p10",
    "england_p25",
    "england",
    "england_median",
    "region",
    "neighbours",
    "england_p75",
    "england_p90",
)
YEARS = 4


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--schools", type=int, default=24_000, help="how many schools; 24,000 if not given")
    parser.add_argument(
        "--loop", type=int, default=500, help="how many of them the loop rates; 500 if not given"
    )
    parser.add_argument("--times", type=int, default=5, help="repetitions; 5 if not given")
    parser.add_argument("--edition", default="cambridgeshire/2014-16", help="a folder under strategies/")
    parser.add_argument(
        "--as-at", type=date.fromisoformat, default=date(2018, 9, 1), help="the day; 2018-09-01"
    )
    asked = parser.parse_args()
    print(measuring.machine())
    measure(asked.edition, asked.as_at, asked.schools, asked.loop, asked.times)


def measure(code: str, as_at: date, schools: int, looped: int, times: int) -> None:
    """Rate in turn: everybody in columns, everybody with their strands and figures, some in the loop."""
    edition = load(measuring.ROOT / "strategies" / Path(code))
    whole = everywhere(edition, as_at, schools)
    few = first(whole, looped)
    check_agree(edition, few, as_at)
    found = measuring.in_turn(
        times,
        columns=lambda: rate(whole, edition, as_at, detail=False),
        detail=lambda: rate(whole, edition, as_at),
        loop=lambda: per_school.rate(few, edition, as_at),
    )
    columns, loop = found["columns"].seconds, found["loop"].seconds * schools / looped
    ratio = loop / columns
    cells = sum(len(strand.cells) for scheme in edition.schemes for strand in scheme.strands) // len(
        edition.schemes
    )
    measuring.show(
        f"{code} as at {as_at}: {schools:,} schools, {whole.facts.height:,} facts, about {cells} cells a scheme",
        [
            Line("levels of all, in columns", seconds(columns), "about 1 s", columns <= ABOUT_A_SECOND),
            Line("    on the processor", seconds(found["columns"].processor)),
            Line("with every strand and figure", seconds(found["detail"].seconds)),
            Line(f"the plain loop, from {looped:,} schools", seconds(loop)),
            Line(
                "columns are faster by", f"{ratio:.0f} times", f"{TIMES_FASTER} times", ratio >= TIMES_FASTER
            ),
        ],
    )


def check_agree(edition: Edition, few: Evidence, as_at: date) -> None:
    """The two must come to the same, or their times say nothing."""
    in_columns, one_by_one = rate(few, edition, as_at, detail=False), per_school.rate(few, edition, as_at)
    if differing := differences(in_columns, one_by_one):
        raise SystemExit(f"Columns and loop differ: {differing[:5]}")


def differences(ratings: Ratings, results: dict[tuple[int, str], per_school.Result]) -> list[tuple]:
    """The schools of which the two say different things."""
    names = ("level", "indicative", "best", "worst", "floor", "applicable", "decided")
    rows = [row for row in ratings.schools.iter_rows(named=True) if row["scheme"]]
    pairs = [(row, results[row["urn"], row["scheme"]]) for row in rows]
    return [
        (row["urn"], row["scheme"])
        for row, result in pairs
        if any(row[name] != getattr(result, name) for name in names) or row["fragile"] != bool(result.fragile)
    ]


def first(evidence: Evidence, schools: int) -> Evidence:
    """The evidence of the first so many schools."""
    kept = evidence.schools.head(schools)
    facts = evidence.facts.join(kept.select("urn"), on="urn", how="semi")
    return Evidence(kept, facts, evidence.comparators, evidence.judgements)


def everywhere(edition: Edition, as_at: date, schools: int) -> Evidence:
    """As many schools as England has, and what the edition reads of each."""
    seeds = count(1)
    urns = pl.int_range(100_000, 100_000 + schools, eager=True).alias("urn")

    def draw(choices: pl.Series) -> pl.Series:
        return choices.sample(schools, with_replacement=True, seed=next(seeds))

    rows = pl.DataFrame({"urn": urns}).with_columns(
        name=pl.format("School {}", "urn"),
        authority=pl.lit("873"),
        phase=draw(pl.Series(PHASES)),
        age_low=pl.lit(4),
        has_sixth_form=draw(pl.Series([True, False])),
    )
    latest = edition.calendar.results_year(as_at)
    facts = [
        _graded(urns, indicator, as_at, draw)
        if CATALOGUE.by_code[indicator].unit == "grade"
        else _measured(urns, indicator, group, latest - back, draw)
        for indicator, group in edition.measures
        for back in range(1 if CATALOGUE.by_code[indicator].unit == "grade" else YEARS)
        if CATALOGUE.by_code[indicator].exists_in(latest - back)
    ]
    return Evidence.of(
        schools=rows, facts=pl.concat(facts, how="diagonal_relaxed"), comparators=_lines(edition, latest)
    )


def _measured(urns: pl.Series, indicator: str, group: str, year: int, draw) -> pl.DataFrame:
    low, high = SPREADS[CATALOGUE.by_code[indicator].unit]
    values = pl.linear_space(low, high, 97, eager=True)
    suppressed = pl.col("lot") == 0
    return (
        pl.DataFrame({"urn": urns})
        .with_columns(
            lot=draw(pl.Series(range(12))),
            value=draw(values),
            indicator=pl.lit(indicator),
            group=pl.lit(group),
            period=pl.lit(str(year)),
            year=pl.lit(year),
            denominator=draw(pl.Series([4.0, 12.0, 28.0, 60.0, 180.0])),
        )
        .filter(pl.col("lot") < 11)
        .select(
            pl.exclude("lot", "value"),
            pl.when(~suppressed).then("value").alias("value"),
            pl.when(suppressed).then(pl.lit("suppressed")).otherwise(pl.lit("reported")).alias("status"),
            (pl.col("value") - 1.1).alias("lower"),
            (pl.col("value") + 1.1).alias("upper"),
        )
    )


def _graded(urns: pl.Series, indicator: str, as_at: date, draw) -> pl.DataFrame:
    days = [as_at - timedelta(days=back) for back in (40, 300, 700, 1300)]
    days_and_years = pl.DataFrame(
        {"period": [d.isoformat() for d in days], "year": [school_year(d) for d in days]}
    )
    drawn = pl.DataFrame({"urn": urns, "place": draw(pl.Series([0, 1, 2, 3], dtype=pl.UInt32))})
    dated = drawn.join(days_and_years.with_row_index("place"), on="place", maintain_order="left").drop(
        "place"
    )
    return dated.with_columns(
        indicator=pl.lit(indicator),
        group=pl.lit("all"),
        value=draw(pl.Series([1.0, 2.0, 2.0, 2.0, 2.0, 3.0, 3.0, 4.0])),
        status=pl.lit("reported"),
    )


def _lines(edition: Edition, latest: int) -> pl.DataFrame:
    """Comparators at even places between the least and the most that a figure can be."""
    rows = []
    for indicator, group, name in edition.comparators:
        low, high = SPREADS[CATALOGUE.by_code[indicator].unit]
        value = low + (high - low) * (PLACES.index(name) + 1) / (len(PLACES) + 1)
        rows += [(indicator, group, str(latest - back), name, value) for back in range(YEARS)]
    return pl.DataFrame(rows, schema=["indicator", "group", "period", "name", "value"], orient="row")


if __name__ == "__main__":
    main()
