"""`fingerpost sample pupils` and `fingerpost cube`."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from fingerpost.cli import output
from fingerpost.evidence.cube import running, sample, sql
from fingerpost.evidence.cube.definition import BY_SCHOOL, PLACE_COLUMNS, UnknownGroup, define
from fingerpost.evidence.cube.engines import ENGINES, NoSuchEngine
from fingerpost.evidence.cube.reading import NotPupils
from fingerpost.evidence.pupils.schema import Stage
from fingerpost.evidence.schema import PlaceKind


def add(commands: Any) -> None:
    """Declare the words."""
    _add_sample(commands)
    asked = commands.add_parser(
        "cube",
        help="count every group in every place from a table of pupils",
        description="Counts pupils, n, sum and squares of each measure for every group and place: docs/cube.md.",
    )
    asked.add_argument(
        "files", nargs="*", type=Path, metavar="PUPILS.parquet", help="files, or folders of them"
    )
    asked.add_argument("--engine", default="polars", help=f"{', '.join(ENGINES)}; polars if not given")
    asked.add_argument(
        "--stage", default="ks2", choices=[stage.value for stage in Stage], help="ks2 if not given"
    )
    asked.add_argument(
        "--year", type=int, action="append", default=[], help="only this year; may be repeated"
    )
    asked.add_argument("--group", action="append", help="only this group, like fsm+sen_any; may be repeated")
    asked.add_argument(
        "--places",
        default=",".join(BY_SCHOOL),
        help=f"kinds of place, of: {', '.join(PLACE_COLUMNS)}; if not given the five of school",
    )
    asked.add_argument("--out", type=Path, metavar="CUBE.parquet", help="write the cube there")
    asked.add_argument(
        "--sql", action="store_true", help="print the cube as one query for a warehouse instead"
    )
    asked.add_argument(
        "--dialect", default="postgres", choices=list(sql.DIALECTS), help="the query's; postgres if not given"
    )
    asked.add_argument(
        "--table", default="pupils", help="the warehouse's table of pupils; pupils if not given"
    )
    output.with_json(asked)
    asked.set_defaults(run=run_cube)


def _add_sample(commands: Any) -> None:
    made = commands.add_parser("sample", help="invented data to try things with")
    inner = made.add_subparsers(metavar="WHAT", required=True)
    pupils = inner.add_parser(
        "pupils",
        help="a table of invented pupils",
        description="The same words make the same pupils. The columns are in docs/cube.md.",
    )
    pupils.add_argument("--rows", type=int, default=650_000, help="pupils a year; 650,000 if not given")
    pupils.add_argument("--year", type=int, default=2025, help="the last school year, by the year it ends in")
    pupils.add_argument("--years", type=int, default=1, help="how many years; 1 if not given")
    pupils.add_argument(
        "--stage", default="ks2", choices=[stage.value for stage in Stage], help="ks2 if not given"
    )
    pupils.add_argument("out", type=Path, metavar="OUT.parquet", help="the file to write")
    output.with_json(pupils)
    pupils.set_defaults(run=run_sample)


def run_sample(arguments: argparse.Namespace) -> int:
    """Write invented pupils."""
    if arguments.rows < 1 or arguments.years < 1:
        raise output.Wrong("There must be one row and one year at least.")
    years = list(range(arguments.year - arguments.years + 1, arguments.year + 1))
    sample.write(arguments.out, arguments.stage, years, arguments.rows)
    told = {"file": str(arguments.out), "rows": arguments.rows * len(years), "years": years}
    if arguments.json:
        output.emit(told)
    else:
        output.say(f"{told['rows']:,} invented pupils of {years[0]} to {years[-1]} are in {arguments.out}.")
    return 0


def run_cube(arguments: argparse.Namespace) -> int:
    """Count the cube; say how long it took, what it needed, and its digest."""
    try:
        definition = define(arguments.stage, codes=arguments.group, places=_places(arguments.places))
        if arguments.sql:
            print(sql.query(definition, arguments.dialect, arguments.table), end="")
            return 0
        if not arguments.files:
            raise output.Wrong("Name the files of pupils to count, or ask for the query with --sql.")
        counted = running.count(
            arguments.files, definition, by=arguments.engine, out=arguments.out, only=arguments.year
        )
    except (UnknownGroup, NoSuchEngine, NotPupils) as refusal:
        raise output.Wrong(str(refusal)) from refusal
    if arguments.json:
        output.emit(asdict(counted))
    else:
        output.table("The cube", ("", ""), [(name, value) for name, value in asdict(counted).items()])
    return 0


def _places(listed: str) -> list[PlaceKind]:
    """The kinds of place asked for."""
    words = [word.strip() for word in listed.split(",") if word.strip()]
    odd = [word for word in words if word not in PLACE_COLUMNS]
    if odd or not words:
        raise output.Wrong(f"--places takes some of: {', '.join(PLACE_COLUMNS)}.")
    return [PlaceKind(word) for word in words]
