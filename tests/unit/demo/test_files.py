"""The demonstration's files: recognised by the layouts that read the real ones, and nothing in them is odd."""

import csv
import io
from pathlib import Path

import pytest

from fingerpost.demo.days import YEARS, folder_of
from fingerpost.demo.files import every, pupil_tables
from fingerpost.demo.inventing import invented
from fingerpost.demo.writing import PREFIX
from fingerpost.evidence.reading import load

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def contents():
    return dict(every.contents(invented()))


def rows_of(contents, name, encoding="utf-8-sig"):
    return list(csv.DictReader(io.StringIO(contents[name].decode(encoding))))


def ks2_name(year):
    return f"{folder_of(year)}/001_ks2{'provisional' if year == YEARS[-1] else 'final'}.csv"


def test_the_same_seed_writes_the_same_bytes(contents):
    invented.cache_clear()

    again = dict(every.contents(invented()))

    assert again == contents


def test_every_file_is_recognised_and_read_without_a_warning(contents):
    odd, layouts = [], set()
    for name, content in contents.items():
        if name.endswith(".meta.csv") or name.startswith(f"{pupil_tables.FOLDER}/"):
            continue
        path = Path("demo") / name
        companion = contents.get(name.removesuffix(".csv") + ".meta.csv")
        read = load.read(path.with_name(PREFIX + path.name), content=content, companion=companion)
        odd += [(name, m.text) for m in read.messages if m.level != "note"]
        layouts.add(read.layout.code)

    assert not odd
    expected = {"ks2", "ks4", "ks5", "absence", "census", "gias_schools", "gias_links", "own", "tidy_eyfsp"}
    assert expected | {"ofsted_2019", "ofsted_2025"} <= layouts


@pytest.fixture
def few_files(monkeypatch):
    """As if the demonstration were two small files."""
    made = [("2024-2025/001_abs.csv", b"URN"), ("own/001_early.csv", b"urn")]
    monkeypatch.setattr(every, "contents", lambda county: made)


def test_every_file_says_that_it_is_a_demonstration(tmp_path, few_files):
    every.write(invented(), tmp_path)

    written = list(tmp_path.rglob("*.csv"))

    assert len(written) == 2
    assert all(path.name.startswith(PREFIX) for path in written)
    assert "invented" in (tmp_path / "about.txt").read_text()


def test_files_that_this_program_wrote_are_left_as_they_are(tmp_path, few_files):
    assert every.write(invented(), tmp_path) is True
    assert every.write(invented(), tmp_path) is False


@pytest.mark.parametrize("year", YEARS)
def test_key_stage_2_has_progress_only_where_it_was_published(contents, year):
    heading = contents[ks2_name(year)].decode("utf-8-sig").split("\r\n", 1)[0].split(",")

    assert ("READPROG" in heading) is (year in (2022, 2023))


def test_small_groups_are_suppressed(contents):
    rows = [row for row in rows_of(contents, ks2_name(2025)) if row["RECTYPE"] == "1"]
    small = [row for row in rows if row["TFSM6CLA1A"] in {"1", "2", "3", "4", "5"}]
    smallest = [row for row in rows if row["TELIG"] in {"1", "2", "3", "4", "5"}]

    assert small
    assert {row["PTRWM_EXP_FSM6CLA1A"] for row in small} == {"SUPP"}
    assert {row["PTRWM_EXP_NotFSM6CLA1A"] for row in small} == {"SUPP"}
    assert smallest
    assert {row["PTRWM_EXP"] for row in smallest} == {"SUPP"}


def test_the_county_does_a_little_worse_than_england_and_schools_lie_far_apart(contents):
    for year in YEARS:
        rows = rows_of(contents, ks2_name(year))
        figure = {row["RECTYPE"]: row["PTRWM_EXP"] for row in rows if row["RECTYPE"] in "35"}
        schools = [
            float(row["PTRWM_EXP"][:-1]) for row in rows if row["RECTYPE"] == "1" and "%" in row["PTRWM_EXP"]
        ]

        assert 0 <= float(figure["5"][:-1]) - float(figure["3"][:-1]) <= 4
        assert max(schools) - min(schools) > 50


def test_disadvantage_weighs_on_attainment_and_on_attendance(contents):
    census = {
        row["URN"]: float(row["PNUMFSMEVER"])
        for row in rows_of(contents, f"{folder_of(2025)}/001_census.csv")
    }
    attained = [
        (census[row["URN"]], float(row["PTRWM_EXP"][:-1]))
        for row in rows_of(contents, ks2_name(2025))
        if "%" in row["PTRWM_EXP"] and row["URN"] in census
    ]
    absent = [
        (census[row["URN"]], float(row["PERCTOT"]))
        for row in rows_of(contents, f"{folder_of(2025)}/001_abs.csv")
        if row["URN"] in census and row["PERCTOT"] != "SUPP"
    ]

    assert slope(attained) < -0.15
    assert slope(absent) > 0.02


def slope(pairs):
    """The least-squares slope of the second on the first."""
    middle = [sum(values) / len(pairs) for values in zip(*pairs, strict=True)]
    across = sum((x - middle[0]) * (y - middle[1]) for x, y in pairs)
    return across / sum((x - middle[0]) ** 2 for x, _ in pairs)


def test_a_school_too_new_to_have_results_says_so(contents):
    rows = [row for row in rows_of(contents, ks2_name(2026)) if row["SCHNAME"].startswith("Skylark")]

    assert [row["PTRWM_EXP"] for row in rows] == ["NEW"]
