"""The cube printed as a query: a warehouse that has the table of pupils counts the very cube."""

import polars as pl
import pytest
from django.db import connection
from polars.testing import assert_frame_equal

from fingerpost.cli.main import main
from fingerpost.evidence.cube import plain, sample
from fingerpost.evidence.cube.definition import BY_HOME, BY_SCHOOL, define

pytestmark = pytest.mark.django_db

TYPES = {pl.String: "text", pl.Boolean: "boolean"}


def query(capsys, *words):
    assert main(["cube", "--sql", *words]) == 0
    return capsys.readouterr().out


@pytest.mark.postgres
@pytest.mark.slow
def test_postgresql_counts_the_cube_that_we_count(capsys, tmp_path):
    pupils = sample.pupils("ks2", 2025, 500)
    pupils.write_parquet(tmp_path / "pupils.parquet")
    asked = query(
        capsys,
        "--table",
        "warehouse_pupils",
        "--places",
        ",".join(kind.value for kind in BY_SCHOOL + BY_HOME),
    )

    with connection.cursor() as cursor:
        columns = ", ".join(
            f"{name} {TYPES.get(kind.base_type(), 'bigint')}" for name, kind in pupils.schema.items()
        )
        cursor.execute(f"CREATE TEMPORARY TABLE warehouse_pupils ({columns})")
        marks = ", ".join(["%s"] * pupils.width)
        cursor.executemany(f"INSERT INTO warehouse_pupils VALUES ({marks})", pupils.rows())
        cursor.execute(asked)
        rows = cursor.fetchall()

    expected = pl.concat(plain.cube([tmp_path / "pupils.parquet"], define("ks2", places=BY_SCHOOL + BY_HOME)))
    assert_frame_equal(
        pl.DataFrame(rows, schema=expected.schema, orient="row"), expected, check_row_order=False
    )


def test_the_query_is_printed_alone_in_the_dialect_asked_for(capsys):
    asked = query(capsys, "--dialect", "spark", "--group", "boys", "--places", "authority")

    assert asked.startswith("WITH by_school AS (")
    assert "explode(array_compact(array(CASE WHEN sex IN ('M') THEN 'boys' END)))" in asked


def test_without_files_the_command_says_what_to_do(capsys):
    assert main(["cube"]) == 2

    assert "Name the files of pupils to count" in capsys.readouterr().err
