"""From files to a cube, its digest and its facts."""

import hashlib
from datetime import date

import polars as pl
import pytest

from fingerpost.evidence import schema as evidence
from fingerpost.evidence.comparison.deviations import Deviation, Deviations
from fingerpost.evidence.cube import running, sample
from fingerpost.evidence.cube.definition import define
from fingerpost.evidence.cube.digest import digest
from fingerpost.evidence.cube.facts import facts_of
from fingerpost.evidence.cube.reading import NotPupils
from fingerpost.evidence.pupils import schema

KS2 = define("ks2")
HOMES = ("home_authority", "home_district", "home_ward")


@pytest.fixture(scope="module")
def pupils(tmp_path_factory):
    """Three years of invented pupils in one file."""
    path = tmp_path_factory.mktemp("sample") / "pupils.parquet"
    sample.write(path, "ks2", [2023, 2024, 2025], 400)
    return path


def test_a_sample_is_the_same_whenever_it_is_made():
    assert sample.pupils("ks2", 2025, 300).equals(sample.pupils("ks2", 2025, 300))
    assert not sample.pupils("ks2", 2025, 300).equals(sample.pupils("ks2", 2024, 300))


@pytest.mark.parametrize("stage", list(schema.Stage))
def test_a_sample_has_the_columns_and_the_words_of_its_stage(stage):
    found = sample.pupils(stage, 2025, 500)

    assert dict(found.schema) == schema.columns(stage)
    for column, words in schema.WORDS.items():
        assert set(found[column].drop_nulls()) <= set(words), column
    assert found["pupil"].n_unique() == 500


def test_in_a_sample_characteristics_go_together():
    found = sample.pupils("ks2", 2025, 3000)

    assert found.filter(pl.col("fsm"), ~pl.col("fsm6")).is_empty()
    assert found.filter(pl.col("fsm6"), ~pl.col("disadvantaged")).is_empty()
    assert found.filter(first_language="english").filter(pl.col("language_group") != "english").is_empty()


def test_a_year_alone_is_counted_as_it_is_among_others(pupils, tmp_path):
    whole, one = tmp_path / "whole.parquet", tmp_path / "one.parquet"

    running.count([pupils], KS2, out=whole)
    alone = running.count([pupils], KS2, out=one, only=[2024])

    assert pl.read_parquet(one).equals(pl.read_parquet(whole).filter(pl.col("year") == 2024))
    assert alone.rows == pl.read_parquet(one).height


def test_one_file_or_a_folder_of_many_makes_the_same_cube(pupils, tmp_path):
    table = pl.read_parquet(pupils)
    for number, part in enumerate(table.iter_slices(350)):
        part.write_parquet(tmp_path / f"{number}.parquet")

    assert running.count([tmp_path], KS2).digest == running.count([pupils], KS2).digest


def test_every_engine_in_process_has_the_same_digest(pupils):
    assert running.count([pupils], KS2, by="plain").digest == running.count([pupils], KS2).digest


def test_another_program_can_make_the_digest_from_the_document(pupils, tmp_path):
    """As docs/cube.md has it, in plain Python."""
    out = tmp_path / "cube.parquet"
    said = running.count([pupils], KS2, out=out).digest
    keys, statistics = ["year", "place_kind", "place", "group"], list(KS2.statistics)
    rows = sorted(pl.read_parquet(out).select(keys + statistics).rows())

    whole = hashlib.sha256(f"fingerpost cube 1\nks2\n{' '.join(keys + statistics)}\n".encode())
    for year in (2023, 2024, 2025):
        cells = [row for row in rows if row[0] == year]
        whole.update("".join("\t".join(map(str, row[:4])) + "\n" for row in cells).encode())
        for column in range(4, len(keys + statistics)):
            whole.update(b"".join(row[column].to_bytes(8, "little", signed=True) for row in cells))

    assert whole.hexdigest() == said


def test_a_single_number_that_differs_is_another_digest(pupils, tmp_path):
    out = tmp_path / "cube.parquet"
    running.count([pupils], KS2, out=out)
    cube = pl.read_parquet(out)
    odd = cube.with_columns(maths_score_sum=pl.col("maths_score_sum") + (pl.int_range(pl.len()) == 7))

    assert digest(cube, KS2) == digest(cube.reverse(), KS2)
    assert digest(odd, KS2) != digest(cube, KS2)


@pytest.mark.parametrize("file", ["nothing.parquet", "empty", "words.parquet", "short.parquet"])
def test_files_that_are_no_table_of_pupils_are_refused(file, tmp_path):
    (tmp_path / "empty").mkdir()
    (tmp_path / "words.parquet").write_text("urn,year\n")
    pl.DataFrame({"urn": [1], "year": [2025]}).write_parquet(tmp_path / "short.parquet")

    with pytest.raises(NotPupils, match=r"There is no|cannot be read|has no stage"):
        running.count([tmp_path / file], KS2)


def test_facts_have_value_counts_and_the_published_interval():
    spread = Deviations({("ks2_maths_progress", "2019", "final"): Deviation(5.39, "final", "test")}, {})
    cube = pl.DataFrame(
        {"year": [2019], "place_kind": ["school"], "place": ["100001"], "group": ["boys"], "pupils": [25]}
        | {name: [0] for name in KS2.statistics if name != "pupils"}
        | {"rwm_expected_n": [20], "rwm_expected_sum": [13]}
        | {"maths_progress_n": [25], "maths_progress_sum": [-5000], "maths_progress_sq": [9_000_000]}
    )

    facts = facts_of(cube, KS2, release="final", known_on=date(2019, 12, 13), spread=spread)

    assert dict(facts.schema) == evidence.FACTS
    share, progress = facts.sort("indicator", descending=True).rows(named=True)
    assert (share["indicator"], share["value"], share["numerator"], share["denominator"]) == (
        "ks2_rwm_expected", 65.0, 13.0, 20.0
    )  # fmt: skip
    assert (share["lower"], share["upper"]) == (pytest.approx(43.3, abs=0.1), pytest.approx(81.9, abs=0.1))
    assert (progress["value"], progress["numerator"]) == (pytest.approx(-2.0), pytest.approx(-50.0))
    assert progress["lower"] == pytest.approx(-2 - 1.96 * 5.39 / 5)
    assert (progress["period"], progress["group"], progress["column"]) == ("2019", "boys", "maths_progress")


def test_a_rate_is_of_all_sessions_together():
    definition = define("absence", codes=["all"])
    two = schema.empty("absence").clear(2).with_columns(
        year=pl.lit(2025), stage=pl.lit("absence"), urn=pl.lit(100001),
        sessions_missed=pl.Series([10, 30]), sessions_possible=pl.Series([100, 300]),
    )  # fmt: skip

    from fingerpost.evidence.cube import packed

    cube = packed.of_year(two, definition, 2025)
    facts = facts_of(cube, definition, release="final", known_on=date(2026, 3, 1))
    missed = facts.filter(indicator="absence_overall", place_kind="school").row(0, named=True)

    assert (missed["value"], missed["numerator"], missed["denominator"]) == (10.0, 40.0, 400.0)
