"""How fast all England is rated, in columns, against a plain loop over schools.

    python -m bench.rating [--homes FOLDER] [--schools N] [--loop N] [--times N] [--edition CODE] [--as-at DAY]

First as many schools as England has are invented, with figures for every measure that the edition reads, four years of
them. Then, when the published files lie beside the checkout, England's own schools are rated by them as at the first
day of the strategy of 2014, and the command line does the whole of it, from the files kept to the printed answer.

The plain loop (`bench.per_school`) rates some of the same schools in the same run, is held to the same answers, and its
time is multiplied up: time for each school does not depend on how many there are.
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

ABOUT_A_SECOND, TIMES_FASTER = 1.2, 20
EDITION, FIRST_DAY = "cambridgeshire/2014-16", date(2014, 9, 1)
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
    parser.add_argument(
        "--homes", type=Path, help="a folder to work in and to keep; else one that is removed"
    )
    parser.add_argument("--schools", type=int, default=24_000, help="how many schools; 24,000 if not given")
    parser.add_argument(
        "--loop", type=int, default=500, help="how many of them the loop rates; 500 if not given"
    )
    parser.add_argument("--times", type=int, default=5, help="repetitions; 5 if not given")
    parser.add_argument("--edition", default=EDITION, help="a folder under strategies/")
    parser.add_argument(
        "--as-at", type=date.fromisoformat, default=date(2018, 9, 1), help="the day; 2018-09-01"
    )
    asked = parser.parse_args()
    print(measuring.machine())
    edition = load(measuring.ROOT / "strategies" / Path(asked.edition))
    invented = everywhere(edition, asked.as_at, asked.schools)
    measure("invented", edition, asked.as_at, invented, asked.loop, asked.times)
    if not measuring.has_published_data():
        print(
            "\nThe published files do not lie beside the checkout, so England's own schools were not rated."
        )
        return
    with measuring.homes(asked.homes) as folder:
        home = measuring.with_published_data(folder)
        edition = load(measuring.ROOT / "strategies" / Path(EDITION))
        measure("as published", edition, FIRST_DAY, published(home, edition), asked.loop, asked.times)
        whole_command(home)


def measure(what: str, edition: Edition, as_at: date, whole: Evidence, looped: int, times: int) -> None:
    """Rate in turn: everybody in columns, everybody with their strands and figures, some in the loop."""
    schools = whole.schools.height
    few = some(whole, looped)
    check_agree(rate(whole, edition, as_at, detail=False), per_school.rate(few, edition, as_at))
    found = measuring.in_turn(
        times,
        columns=lambda: rate(whole, edition, as_at, detail=False),
        detail=lambda: rate(whole, edition, as_at),
        loop=lambda: per_school.rate(few, edition, as_at),
    )
    columns, loop = found["columns"].seconds, found["loop"].seconds * schools / few.schools.height
    ratio = loop / columns
    cells = sum(len(strand.cells) for scheme in edition.schemes for strand in scheme.strands) // len(
        edition.schemes
    )
    measuring.show(
        f"{edition.code} as at {as_at}: {schools:,} schools {what}, {whole.facts.height:,} facts, "
        f"about {cells} cells a scheme, median of {times}",
        [
            Line("levels of all, in columns", seconds(columns), "about 1 s", columns <= ABOUT_A_SECOND),
            Line("    on the processors", seconds(found["columns"].processor)),
            Line("with every strand and figure", seconds(found["detail"].seconds)),
            Line(f"the plain loop, from {few.schools.height:,} of the schools", seconds(loop)),
            Line(
                "columns are faster by", f"{ratio:.0f} times", f"{TIMES_FASTER} times", ratio >= TIMES_FASTER
            ),
            Line("most memory of all this", f"{measuring.peak_memory():.0f} MB"),
        ],
    )


def whole_command(home: Path) -> None:
    """From the files kept to the printed answer."""
    words = ["rate", "--everywhere", "--edition", EDITION, "--as-at", str(FIRST_DAY), "--json"]
    first, done = (measuring.run([measuring.FINGERPOST, *words], home) for _ in range(2))
    if done.code != 0:
        raise SystemExit(f"fingerpost rate: exit {done.code}")
    measuring.show(
        f"fingerpost {' '.join(words)}",
        [
            Line("the first time", f"{first.seconds:.1f} s"),
            Line("again", f"{done.seconds:.1f} s"),
            Line("most memory", f"{done.memory:.0f} MB"),
            Line("schools", f"{len(done.document['schools']):,}"),
        ],
    )


def published(home: Path, edition: Edition) -> Evidence:
    """What is known of England's own schools on the day."""
    measuring.enter(home)
    from fingerpost.archive.queries.evidence import evidence_for, scope

    return evidence_for(scope(None, FIRST_DAY), edition)


def check_agree(in_columns: Ratings, one_by_one: dict[tuple[int, str], per_school.Result]) -> None:
    """The two must come to the same, or their times say nothing."""
    if differing := differences(in_columns, one_by_one):
        raise SystemExit(f"Columns and loop differ: {differing[:5]}")


def differences(ratings: Ratings, results: dict[tuple[int, str], per_school.Result]) -> list[tuple]:
    """The schools of which the two say different things."""
    names = ("level", "indicative", "best", "worst", "floor", "applicable", "decided")
    rows = {(row["urn"], row["scheme"]): row for row in ratings.schools.iter_rows(named=True)}
    return [
        key
        for key, result in results.items()
        if any(rows[key][name] != getattr(result, name) for name in names)
        or rows[key]["fragile"] != bool(result.fragile)
    ]


def some(evidence: Evidence, schools: int) -> Evidence:
    """The evidence of so many of the schools, taken evenly."""
    kept = evidence.schools.gather_every(max(1, evidence.schools.height // schools)).head(schools)
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
