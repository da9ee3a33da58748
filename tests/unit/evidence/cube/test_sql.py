"""The definition as SQL: one query gives a warehouse the very cube of our engines."""

import duckdb
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from fingerpost.evidence.cube import plain, sample, sql
from fingerpost.evidence.cube.definition import BY_HOME, BY_SCHOOL, PupilGroup, define
from fingerpost.evidence.schema import PlaceKind

#: An authority's own group, with a mark in its values that SQL must not trip over.
OWN = PupilGroup("o'hara", "Winter births in care", (("birth_month", (12, 1, 2)), ("looked_after", (True,))))


def with_holes(pupils: pl.DataFrame) -> pl.DataFrame:
    """Every so many rows without a school, a district, a ward, a mark or a characteristic, each by itself."""
    row = pl.int_range(pl.len())
    holes = {"urn": 13, "district": 17, "home_ward": 19, "sex": 23, "sen": 29}
    return pupils.with_columns(
        pl.when(row % every == 0).then(None).otherwise(pl.col(column)).alias(column)
        for column, every in holes.items()
    )


@pytest.fixture(scope="module")
def pupils(tmp_path_factory):
    def of(stage):
        path = tmp_path_factory.mktemp(stage) / "pupils.parquet"
        pl.concat(with_holes(sample.pupils(stage, year, 600)) for year in (2024, 2025)).write_parquet(path)
        return path

    return of


@pytest.mark.slow
@pytest.mark.parametrize(("stage", "places"), [("ks2", BY_SCHOOL + BY_HOME), ("ks5", (PlaceKind.AUTHORITY,))])
def test_the_query_gives_the_cube_on_an_engine_that_only_knows_sql(pupils, stage, places):
    path = pupils(stage)
    definition = define(stage, own=[OWN], places=places)

    with duckdb.connect() as engine:
        table = f"read_parquet('{path}')"
        rows = engine.execute(sql.query(definition, "duckdb", table)).fetchall()

    expected = pl.concat(plain.cube([path], definition))
    counted = pl.DataFrame(rows, schema=expected.schema, orient="row")
    assert_frame_equal(counted, expected, check_row_order=False)


@pytest.mark.parametrize("dialect", sql.DIALECTS)
def test_a_query_speaks_of_the_table_and_of_every_kind_of_place(dialect):
    definition = define("ks2", places=BY_SCHOOL + BY_HOME)

    text = sql.query(definition, dialect, "warehouse.results")

    assert text.count("FROM warehouse.results WHERE stage = 'ks2'") == 2
    assert [f"'{kind.value}' AS place_kind" in text for kind in definition.places] == [True] * 8
