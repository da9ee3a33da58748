"""Invented pupils and their cube, from the command line."""

import polars as pl
import pytest


@pytest.fixture
def pupils(place, command):
    """Two years of invented pupils."""
    path = place / "pupils.parquet"
    code, _, beside = command("sample", "pupils", "--rows", 300, "--year", 2025, "--years", 2, path)
    assert code == 0, beside
    return path


def test_a_sample_has_so_many_pupils_of_each_year(pupils):
    found = pl.read_parquet(pupils)

    assert found.group_by("year").len().sort("year").rows() == [(2024, 300), (2025, 300)]


def test_the_cube_tells_its_cells_seconds_memory_and_digest(pupils, place, answer):
    told = answer("cube", pupils, "--engine", "polars", "--out", place / "cube.parquet")

    assert list(told) == ["engine", "rows", "seconds", "peak_mb", "digest"]
    assert told["engine"] == "polars"
    assert told["rows"] == pl.read_parquet(place / "cube.parquet").height
    assert told["seconds"] > 0
    assert told["peak_mb"] > 0
    assert len(told["digest"]) == 64


def test_two_engines_tell_one_digest(pupils, answer):
    packed, plain = (answer("cube", pupils, "--engine", engine) for engine in ("polars", "plain"))

    assert packed["digest"] == plain["digest"]


def test_groups_places_and_years_can_be_chosen(pupils, place, answer):
    out = place / "cube.parquet"

    answer(
        "cube",
        pupils,
        "--year",
        2024,
        "--group",
        "sen_any+fsm",
        "--places",
        "home_ward,england",
        "--out",
        out,
    )

    cube = pl.read_parquet(out)
    assert set(cube["year"]) == {2024}
    assert set(cube["group"]) == {"fsm+sen_any"}
    assert set(cube["place_kind"]) == {"england", "home_ward"}


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("--engine", "abacus"), "There is no engine abacus"),
        (("--group", "left_handed"), "left_handed is not a group that pupils can be counted in"),
        (("--places", "planet"), "--places takes some of: school, district"),
        (("--stage", "ks4"), "has no attainment8"),
    ],
)
def test_a_cube_that_cannot_be_counted_is_a_wrong_call(pupils, command, words, complaint):
    code, _, beside = command("cube", pupils, *words)

    assert code == 2
    assert complaint in beside


def test_a_file_that_is_not_there_is_named(place, command):
    code, _, beside = command("cube", place / "nobody.parquet")

    assert code == 2
    assert "There is no" in beside
    assert "nobody.parquet" in beside


def test_a_sample_of_nobody_is_a_wrong_call(place, command):
    code, _, beside = command("sample", "pupils", "--rows", 0, place / "none.parquet")

    assert code == 2
    assert "one row and one year at least" in beside
