"""How fast the cube is, against queries written by hand, an analyst's loop, and the least that reading costs.

    python -m bench.cube [--rows N] [--times N] [--years N] [--pupils FILE] [--without NAME...]

Invented pupils of key stage 2, as `fingerpost sample pupils` makes them. Every way of counting runs in a process of its
own, several times and in turn; the least time of each is told, on the clock and on the processors, as other work on the
machine can only add to it. A way whose cells differ in any number from ours stops the run.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.util
import json
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bench import cube_by_hand, measuring
from bench.measuring import Line
from fingerpost.evidence.cube import running, sample
from fingerpost.evidence.cube.definition import Definition, define
from fingerpost.evidence.cube.digest import digest
from fingerpost.evidence.cube.engines import engine

BEST, LOOP, MEMORY = 1.2, 8, 1500
BY_HAND = ("polars_packed", "duckdb_unnest", "duckdb_sets")
SCANS = ("scan_duckdb", "scan_polars")
WORDS = {
    "polars": "ours, in process",
    "spark": "ours, on Spark inside this machine",
    "polars_packed": "Polars by hand: packed counters, a group-by for each set of characteristics",
    "duckdb_unnest": "DuckDB by hand: pupils unfolded into groups",
    "duckdb_sets": "DuckDB by hand: grouping sets",
    "pandas_loop": "pandas: a loop over places and groups",
    "scan_duckdb": "only reading and adding up the columns, DuckDB",
    "scan_polars": "only reading the columns, Polars",
}


@dataclass
class Way:
    """What one way of counting took, each time that it ran."""

    seconds: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    memory: list[float] = field(default_factory=list)
    digests: set[str] = field(default_factory=set)

    @property
    def least(self) -> float:
        """The least time."""
        return min(self.seconds)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=650_000, help="pupils a year; 650,000 if not given")
    parser.add_argument("--times", type=int, default=5, help="repetitions; 5 if not given")
    parser.add_argument(
        "--years", type=int, default=10, help="years of the long run; 10 if not given, 1 for none"
    )
    parser.add_argument(
        "--pupils", type=Path, help="a file that `fingerpost sample pupils` made; else one is made"
    )
    parser.add_argument("--without", nargs="*", default=[], help=f"leave out some of: {', '.join(WORDS)}")
    parser.add_argument("--one", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        print(json.dumps(one(asked.one, asked.pupils)))
        return
    print(measuring.machine())
    with tempfile.TemporaryDirectory(prefix="fingerpost-bench-") as folder:
        pupils = asked.pupils or _made(Path(folder) / "pupils.parquet", asked.rows, 1)
        compare(pupils, asked.times, [name for name in _ways() if name not in asked.without])
        if asked.years > 1:
            long_run(_made(Path(folder) / "years.parquet", asked.rows, asked.years), asked.years)


def _made(path: Path, rows: int, years: int) -> Path:
    sample.write(path, "ks2", list(range(2026 - years, 2026)), rows)
    return path


def _ways() -> list[str]:
    spark = ["spark"] if importlib.util.find_spec("pyspark") else []
    return ["polars", *spark, *BY_HAND, "pandas_loop", *SCANS]


def one(name: str, pupils: Path) -> dict[str, object]:
    """Count one way in this process. What is imported is imported before the clock starts."""
    definition = define("ks2")
    count = _counting(name)
    began, on_processor = time.perf_counter(), time.process_time()
    made = count(pupils, definition)
    seconds, processor = time.perf_counter() - began, time.process_time() - on_processor
    memory = running.peak_memory()
    if callable(made):
        made = made()
    found = "" if made is None else digest(made, definition)
    rows = 0 if made is None else made.height
    return {"seconds": seconds, "processor": processor, "memory": memory, "digest": found, "rows": rows}


def _counting(name: str) -> Callable[[Path, Definition], Any]:
    """The function that counts; that of a database gives the function that fetches what it holds."""
    if name in ("polars", "spark"):
        counted = engine(name)
        return lambda pupils, definition: next(counted([pupils], definition, [2025]))
    if name.startswith("pandas"):
        importlib.import_module("pandas")
    return getattr(cube_by_hand, name)


def compare(pupils: Path, times: int, names: list[str]) -> None:
    """Every way in turn, so that what disturbs one disturbs all; the slow ones once or twice."""
    ways = {name: Way() for name in names}
    rows = 0
    for turn in range(times):
        for name, way in ways.items():
            if turn and name in ("spark", "pandas_loop"):
                continue
            words = [measuring.PYTHON, "-m", "bench.cube", "--one", name, "--pupils", str(pupils.resolve())]
            done = measuring.run(words, measuring.ROOT / "var")
            if done.code != 0:
                raise SystemExit(f"{name}: exit {done.code}")
            found = done.document
            way.seconds.append(found["seconds"])
            way.processor.append(found["processor"])
            way.memory.append(found["memory"])
            way.digests |= {found["digest"]} - {""}
            rows = max(rows, found["rows"])
    _check(ways)
    definition = define("ks2")
    measuring.show(
        f"The cube of one year: {len(definition.groups)} groups, {len(definition.places)} kinds of place, "
        f"{len(definition.measures)} measures, {rows:,} cells; least of {times}",
        [*_lines(ways), *_marks(ways)],
    )


def _check(ways: dict[str, Way]) -> None:
    ours = ways["polars"].digests
    if odd := [name for name, way in ways.items() if way.digests and way.digests != ours]:
        raise SystemExit(f"Not the same cells as ours: {', '.join(odd)}")


def _lines(ways: dict[str, Way]) -> list[Line]:
    ours = ways["polars"].least
    return [
        Line(
            WORDS[name],
            f"{way.least:6.2f} s  {min(way.processor):6.2f} s on the processors  {way.least / ours:6.2f} of ours  "
            f"{min(way.memory):6.0f} MB",
        )
        for name, way in ways.items()
    ]


def _marks(ways: dict[str, Way]) -> list[Line]:
    ours = ways["polars"]
    by_hand = [ways[name].least for name in BY_HAND if name in ways]
    lines = []
    if by_hand:
        ratio = ours.least / min(by_hand)
        lines.append(
            Line("ours, of the best by hand", f"{ratio:.2f} times", f"at most {BEST} times", ratio <= BEST)
        )
    if "pandas_loop" in ways:
        ratio = ways["pandas_loop"].least / ours.least
        lines.append(Line("faster than the loop by", f"{ratio:.0f} times", f"{LOOP} times", ratio >= LOOP))
    most = max(ours.memory)
    return [*lines, Line("most memory of ours", f"{most:.0f} MB", f"{MEMORY} MB", most <= MEMORY)]


def long_run(pupils: Path, years: int) -> None:
    """Many years in one run of the command: time by year and memory."""
    with tempfile.TemporaryDirectory() as home:
        words = [measuring.FINGERPOST, "cube", str(pupils), "--json"]
        done = [measuring.run(words, Path(home)).document for _ in range(2)]
        single = [measuring.run([*words, "--year", "2025"], Path(home)).document for _ in range(2)]
    least, year = min(d["seconds"] for d in done), min(d["seconds"] for d in single)
    linear = least / (years * year)
    memory = max(d["peak_mb"] for d in done)
    measuring.show(
        f"{years} years, {done[0]['rows']:,} cells, by the command",
        [
            Line("counting", f"{least:.1f} s"),
            Line("one of the years alone", f"{year:.2f} s"),
            Line("time for each year, of one alone", f"{linear:.2f} times", "linear", linear <= 1.2),
            Line("most memory", f"{memory:.0f} MB", f"{MEMORY} MB", memory <= MEMORY),
        ],
    )


if __name__ == "__main__":
    main()
