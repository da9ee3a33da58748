"""The cube on Spark: the definition's query counts school and group once there, and places are added up here.

Without further words Spark runs inside this machine. `SPARK_REMOTE` names a Spark Connect server, `MASTER` or a
`spark-defaults.conf` another master, as for any Spark program; the pupils' files must lie where its workers read them.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl
from pyspark.sql import SparkSession

from fingerpost.evidence.cube import java, sql
from fingerpost.evidence.cube.definition import KEYS, PLACE_COLUMNS, Definition
from fingerpost.evidence.cube.engines import NoSuchEngine
from fingerpost.evidence.cube.reading import files_of, years_in
from fingerpost.evidence.schema import ENGLAND, PlaceKind

#: Any of these says that somebody has set Spark up; what it then is, is theirs to say.
SET_UP = ("SPARK_REMOTE", "MASTER", "SPARK_HOME", "SPARK_CONF_DIR", "PYSPARK_SUBMIT_ARGS")
#: Inside this machine: all its processors, no page of its own, no name that other machines see.
INSIDE: dict[str, Any] = {
    "spark.master": "local[*]",
    "spark.driver.memory": "4g",
    "spark.driver.host": "localhost",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.log.level": "ERROR",
    "spark.sql.shuffle.partitions": str(2 * (os.cpu_count() or 1)),
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
}


def cube(files: Sequence[Path], definition: Definition, only: Collection[int] = ()) -> Iterator[pl.DataFrame]:
    """One frame a year."""
    years = years_in(files, definition, only)
    with _session() as session:
        session.read.parquet(*(str(file.resolve()) for file in files_of(files))).createOrReplaceTempView(
            "pupils"
        )
        for year in years:
            yield pl.concat(
                places
                for base in definition.bases()
                for places in _places(_cells(session, definition, base, year), definition, base)
            )


def _cells(session: Any, definition: Definition, base: tuple[PlaceKind, ...], year: int) -> pl.DataFrame:
    """Every school and group of a year, counted by Spark."""
    table = f"(SELECT * FROM pupils WHERE year = {year})"
    with _quiet():
        counted = session.sql(sql.cells(definition, base, sql.DIALECTS["spark"], table)).toArrow()
    return pl.DataFrame(counted)


def _places(
    cells: pl.DataFrame, definition: Definition, base: tuple[PlaceKind, ...]
) -> Iterator[pl.DataFrame]:
    """Each kind of place, as the sums of its schools; a school that names no such place is in none."""
    for kind in base:
        column = PLACE_COLUMNS[kind]
        place = pl.lit(ENGLAND) if column is None else pl.col(column).cast(pl.String)
        placed = cells.lazy().with_columns(place=place, place_kind=pl.lit(kind.value)).drop_nulls("place")
        added = placed.group_by(KEYS).agg(pl.col(definition.statistics).sum())
        yield added.select(pl.col("year").cast(pl.Int16), *KEYS[1:], *definition.statistics).collect()


@contextmanager
def _session() -> Iterator[Any]:
    """Spark as it is set up, or inside this machine."""
    if not os.environ.get("SPARK_REMOTE", "").startswith("sc:"):
        try:
            os.environ["JAVA_HOME"] = str(java.home())
        except java.NoJava as missing:
            raise NoSuchEngine(str(missing)) from missing
    builder = SparkSession.builder.appName("fingerpost cube")
    if not any(os.environ.get(name) for name in SET_UP):
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        builder = builder.config(map=INSIDE)
    with _quiet():
        session = builder.getOrCreate()
    try:
        yield session
    finally:
        session.stop()


@contextmanager
def _quiet() -> Iterator[None]:
    """Without what Spark has to say of the versions of packages that the cube does not use."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
