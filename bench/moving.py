"""How fast directions, road maps and evidence twins of many schools are found, beside a plain loop.

    python -m bench.moving [--schools N] [--times N] [--edition CODE] [--as-at DAY]

Schools are invented as in `bench.rating`. The loop does what the columns do, school by school in Python alone, and is
held to the same answers in the same run.
"""

from __future__ import annotations

import argparse
import json
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from bench import measuring
from bench.measuring import Line, seconds
from bench.rating import everywhere
from fingerpost.evidence.indicators import CATALOGUE
from fingerpost.strategy import conditions as c
from fingerpost.strategy import direction, leading, road_map, twins
from fingerpost.strategy.direction import (
    DECLINING,
    FEWEST_STRANDS,
    IMPROVING,
    NOT_KNOWN,
    STEADY,
    VOICES,
    Seen,
)
from fingerpost.strategy.edition import Edition
from fingerpost.strategy.evidence import Evidence
from fingerpost.strategy.explaining import read_in_words
from fingerpost.strategy.loading import load
from fingerpost.strategy.rating import Ratings, rate

TENTH = 0.1
#: Of so many schools below the best level the road map is made one by one.
SINGLES = 20


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--schools", type=int, default=700, help="how many schools; 700 if not given")
    parser.add_argument("--times", type=int, default=5, help="repetitions; 5 if not given")
    parser.add_argument("--edition", default="example/2026", help="a folder under strategies/")
    parser.add_argument(
        "--as-at", type=date.fromisoformat, default=date(2026, 10, 31), help="the day; 2026-10-31"
    )
    asked = parser.parse_args()
    print(measuring.machine())
    edition = load(measuring.ROOT / "strategies" / Path(asked.edition))
    evidence = everywhere(edition, asked.as_at, asked.schools)
    ratings = rate(evidence, edition, asked.as_at)
    rows = as_stored(ratings)
    days = [asked.as_at.replace(year=asked.as_at.year - 1), asked.as_at]
    before, now = (_seen(evidence, edition, day) for day in days)
    check(before, now, edition)
    tables = twins.tables(rows, edition.level_ids)
    names = {level.id: level.name for level in edition.levels}
    every = [(row["scheme"], row["urn"]) for row in rows]
    below = [row for row in rows if row["level"] in edition.level_ids[1:]][:SINGLES]
    found = measuring.in_turn(
        asked.times,
        columns=lambda: direction.travel(before, now, edition),
        loop=lambda: directions(before, now, edition),
        tables=lambda: twins.tables(rows, edition.level_ids),
        twins=lambda: [twins.nearest(tables[scheme], urn, names) for scheme, urn in every[:50]],
        loops=lambda: [nearest(tables[scheme], urn) for scheme, urn in every[:5]],
        maps=lambda: road_map.of_ratings(rows, edition, asked.as_at),
        one=lambda: [road_map.of_ratings([row], edition, asked.as_at) for row in below],
    )
    _show(found, asked, len(rows))


def _show(found: dict, asked: Any, ratings: int) -> None:
    one, by_loop = found["twins"].seconds / 50, found["loops"].seconds / 5
    faster, road = found["loop"].seconds / found["columns"].seconds, found["one"].seconds / SINGLES
    measuring.show(
        f"{asked.edition} as at {asked.as_at}: {asked.schools:,} schools, {ratings:,} ratings, median of {asked.times}",
        [
            Line("directions of all, with reasons", seconds(found["columns"].seconds)),
            Line("    the plain loop, without reasons", seconds(found["loop"].seconds)),
            Line("    columns are faster by", f"{faster:.1f} times"),
            Line("evidence laid out, once a run", seconds(found["tables"].seconds)),
            Line("twins of one school", f"{one * 1000:.1f} ms", "100 ms", one <= TENTH),
            Line("    the plain loop", f"{by_loop * 1000:.1f} ms"),
            Line("road maps of all", seconds(found["maps"].seconds)),
            Line("road map of one school", f"{road * 1000:.0f} ms", "100 ms", road <= TENTH),
        ],
    )  # fmt: skip


def _seen(evidence: Evidence, edition: Edition, day: date) -> Seen:
    """What was known on a day: of the years that had come by then."""
    latest = edition.calendar.results_year(day)
    facts = evidence.facts.filter(pl.col("year") <= latest)
    known = Evidence(evidence.schools, facts, evidence.comparators, evidence.judgements)
    ratings = rate(known, edition, day, figures=False)
    return Seen.of(ratings, leading.figures(facts, evidence.schools, edition.leading))


def as_stored(ratings: Ratings) -> list[dict[str, Any]]:
    """The rows that a run keeps, strands and figures inside."""
    uses: dict[tuple, list[dict]] = {}
    for use in ratings.uses.iter_rows(named=True):
        beside = {"name": use["comparator"], "value": use["comparator_value"]} if use["comparator"] else None
        fact = use | {"cell": use["level"], "comparator": beside, "read": read_in_words(use)}
        uses.setdefault((use["urn"], use["scheme"], use["strand"]), []).append(fact)
    strands: dict[tuple, list[dict]] = {}
    for row in ratings.strands.iter_rows(named=True):
        key = (row["urn"], row["scheme"])
        facts = uses.get((*key, row["strand"]), [])
        strands.setdefault(key, []).append(row | {"id": row["strand"], "facts": facts})
    rows = [
        row | {"strands": strands.get((row["urn"], row["scheme"]), [])}
        for row in ratings.schools.iter_rows(named=True)
        if row["scheme"]
    ]
    return json.loads(json.dumps(rows, default=str))


def check(before: Seen, now: Seen, edition: Edition) -> None:
    """The two must come to the same, or their times say nothing."""
    plain = directions(before, now, edition)
    rows = direction.travel(before, now, edition).iter_rows()
    if differing := [(urn, scheme, way) for urn, scheme, way, _ in rows if plain[urn, scheme] != way]:
        raise SystemExit(f"Columns and loop differ: {differing[:5]}")


def directions(before: Seen, now: Seen, edition: Edition) -> dict[tuple[int, str], str]:
    """Every direction, one school at a time."""
    rank = {level: number for number, level in enumerate(edition.level_ids)}
    then = {(r["urn"], r["scheme"]): r for r in before.schools.iter_rows(named=True)}
    strands = [_decided(seen.strands, rank) for seen in (before, now)]
    figures = [_figures(seen.figures) for seen in (before, now)]
    reads = _reads(edition)
    found = {}
    for row in now.schools.iter_rows(named=True):
        key = (row["urn"], row["scheme"])
        gains = {
            name: strands[0][key][name] - level
            for name, level in strands[1].get(key, {}).items()
            if name in strands[0].get(key, {})
        }
        voices = _voices(row, figures, gains, reads, edition)
        found[key] = _direction(then.get(key), row, rank, list(gains.values()), voices)
    return found


def _decided(frame: pl.DataFrame, rank: dict[str, int]) -> dict[tuple, dict[str, int]]:
    found: dict[tuple, dict[str, int]] = {}
    for row in frame.iter_rows(named=True):
        if row["state"] == "decided":
            found.setdefault((row["urn"], row["scheme"]), {})[row["strand"]] = rank[row["level"]]
    return found


def _figures(frame: pl.DataFrame) -> dict[tuple, dict]:
    return {(row["urn"], row["indicator"]): row for row in frame.iter_rows(named=True)}


def _reads(edition: Edition) -> dict[tuple[str, str], set[str]]:
    return {
        (scheme.id, strand.id): {
            m.indicator for q in strand.conditions() for a in c.atoms(q) for m in c.measures(a)
        }
        for scheme in edition.schemes
        for strand in scheme.strands
    }


def _voices(row: dict, figures: list[dict], gains: dict[str, int], reads: dict, edition: Edition) -> int:
    """Leading indicators better less worse, without what a strand that moved has said already."""
    if row["scheme"] is None or edition.scheme(row["scheme"]).beside:
        return 0
    said = {code for strand, gain in gains.items() if gain for code in reads[row["scheme"], strand]}
    heard = [line for line in edition.leading if line.indicator not in said]
    return sum(_moved(figures[0].get((row["urn"], line.indicator)), figures[1].get((row["urn"], line.indicator)), line)
               for line in heard)  # fmt: skip


def _moved(then: dict | None, now: dict | None, line: leading.Leading) -> int:
    if then is None or now is None or then["year"] == now["year"]:
        return 0
    if line.phases and now["phase"] not in line.phases:
        return 0
    pupils = [p for p in (then["denominator"], now["denominator"]) if p is not None]
    if pupils and min(pupils) < line.fewest:
        return 0
    indicator = CATALOGUE.by_code[line.indicator]
    early, late = sorted((then["year"], now["year"]))
    if any(early < b.year <= late for b in indicator.breaks):
        return 0
    gain = (now["value"] - then["value"]) * (-1 if indicator.better == "low" else 1)
    return 1 if gain >= line.by - 1e-9 else -1 if gain <= -line.by + 1e-9 else 0


def _direction(then: dict | None, now: dict, rank: dict[str, int], gains: list[int], voices: int) -> str:
    old, new = (_standing(row, rank) for row in (then, now))
    moved = None if old is None or new is None else old - new
    if moved:
        return IMPROVING if moved > 0 else DECLINING
    if moved is None and len(gains) < FEWEST_STRANDS:
        return NOT_KNOWN
    strands = sum(gain > 0 for gain in gains) - sum(gain < 0 for gain in gains)
    if strands * voices < 0 or abs(strands + voices) < VOICES:
        return STEADY
    return IMPROVING if strands + voices > 0 else DECLINING


def _standing(row: dict | None, rank: dict[str, int]) -> int | None:
    return None if row is None else rank.get(row["level"], rank.get(row["indicative"] or ""))


def nearest(table: twins.Table, urn: int) -> list[float]:
    """The distances of one school, thing by thing."""
    mine = table.scaled[table.place[urn]]
    found = []
    for theirs in table.scaled:
        both = [(f.kind, min(abs(a - b), 1.0)) for f, a, b in zip(table.features, mine, theirs, strict=True)
                if a == a and b == b]  # fmt: skip
        parts = [[d for kind, d in both if kind == which] for which in ("strand", "figure")]
        means = [sum(part) / len(part) for part in parts if part]
        found.append(sum(means) / len(means) if means else float("nan"))
    return found


if __name__ == "__main__":
    main()
