"""The pupil table as the engines read it: the definition's stage, one year at a time, only the columns that count."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

import polars as pl

from fingerpost.evidence.cube.definition import PLACE_COLUMNS, Definition


class NotPupils(ValueError):
    """The files are not a table of pupils that the definition can be counted from."""


def check(files: Sequence[Path], definition: Definition) -> None:
    """Refuse files that are not there, or lack a column that is counted or counted by."""
    for path in files:
        if not path.exists():
            raise NotPupils(f"There is no {path}.")
        if not files_of([path]):
            raise NotPupils(f"There is no Parquet file in {path}.")
    for file in files_of(files):
        try:
            held = pl.scan_parquet(file).collect_schema()
        except (pl.exceptions.PolarsError, OSError) as error:
            raise NotPupils(f"{file} cannot be read as Parquet.") from error
        missing = [name for name in ("year", "stage", *columns(definition)) if name not in held]
        if missing:
            raise NotPupils(
                f"{file} has no {', '.join(missing)}. docs/cube.md lists the columns of a table of pupils."
            )


def years_in(files: Sequence[Path], definition: Definition, only: Collection[int] = ()) -> list[int]:
    """The school years of which there are pupils of the stage, or those of them that are asked for."""
    found = _stage(files, definition).select(pl.col("year").unique()).collect()
    return sorted(year for year in found["year"].to_list() if not only or year in only)


def year_of(files: Sequence[Path], definition: Definition, year: int) -> pl.LazyFrame:
    """One year's pupils of the stage, with the columns that the definition reads."""
    return _stage(files, definition).filter(pl.col("year") == year).select(columns(definition))


def columns(definition: Definition) -> list[str]:
    """The columns that the definition reads."""
    places = [column for kind in definition.places if (column := PLACE_COLUMNS[kind])]
    return [*places, *definition.characteristics, *definition.results]


def files_of(paths: Sequence[Path]) -> list[Path]:
    """The Parquet files that the paths name, themselves or as folders."""
    return [file for path in paths for file in _parquet(path)]


def _stage(files: Sequence[Path], definition: Definition) -> pl.LazyFrame:
    scans = [pl.scan_parquet(file) for file in files_of(files)]
    return pl.concat(scans).filter(pl.col("stage") == definition.stage.value)


def _parquet(path: Path) -> list[Path]:
    return sorted(path.glob("**/*.parquet")) if path.is_dir() else [path]
