"""Every shipped edition is sound: each cell can be reached, each has an example met and one not met, and all hold."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from tests.strategies.test_columns_equal_loop import EDITIONS, ROOT

from fingerpost.strategy import checking, examples
from fingerpost.strategy.evidence import Evidence
from fingerpost.strategy.rating import rate


@pytest.mark.slow
@pytest.mark.parametrize("code", EDITIONS)
def test_an_edition_has_no_problem(code: str) -> None:
    assert [str(problem) for problem in checking.check(ROOT / code)] == []


def test_every_sentence_of_the_criteria_is_there_once_for_each_scheme() -> None:
    edition = EDITIONS["cambridgeshire/2014-16"]
    schools, eyfs = edition.scheme("secondary"), edition.scheme("eyfs")

    count = {
        level: sum(strand.cell(level) is not None for strand in schools.strands)
        for level in edition.level_ids
    }
    floors = {floor.id: floor for floor in schools.floors}

    assert count == {"green": 16, "amber": 15, "red": 15}
    assert floors["at_risk_of_requiring_improvement"].sentence.startswith(
        "The school is at risk of being judged"
    )
    assert floors["at_risk_of_inadequate"].sentence.startswith(
        "The school is at risk of being judged inadequate"
    )
    assert len(eyfs.strands) == 14
    assert all(len(strand.cells) == 3 for strand in eyfs.strands)


def test_sentences_of_the_three_kinds_of_school_are_the_same() -> None:
    edition = EDITIONS["cambridgeshire/2014-16"]

    for strand in edition.scheme("special").strands:
        printed = [(cell.level, cell.sentence, cell.page) for cell in strand.cells]
        for scheme in ("primary", "secondary"):
            same = edition.scheme(scheme).strand(strand.id)
            assert [(cell.level, cell.sentence, cell.page) for cell in same.cells] == printed


@pytest.mark.parametrize("code", EDITIONS)
def test_whatever_draws_a_line_says_whose_line_it_is(code: str) -> None:
    for scheme in EDITIONS[code].schemes:
        for strand in scheme.strands:
            assert all(cell.ours for cell in strand.cells if cell.when is not None), strand.id
            assert all(cell.page and cell.sentence for cell in strand.cells), strand.id


def test_example_judgements_are_marked_invented_and_made_by_posts() -> None:
    rows = examples.judgements(EDITIONS["cambridgeshire/2014-16"])

    assert rows["urn"].n_unique() >= 20
    assert rows["reason"].str.starts_with("Invented: ").all()
    assert rows["by"].str.contains("adviser").all()


def test_with_the_example_judgements_schools_have_levels() -> None:
    edition = EDITIONS["cambridgeshire/2014-16"]
    judgements = examples.judgements(edition)
    urns = judgements["urn"].unique().sort()
    schools = pl.DataFrame({"urn": urns}).with_columns(phase=pl.lit("primary"), age_low=pl.lit(7))
    facts = pl.DataFrame(
        [
            {
                "urn": urn,
                "indicator": code,
                "group": "all",
                "period": "2013",
                "year": 2013,
                "value": value,
                "status": "reported",
            }
            for urn in urns
            for code, value in (("ks2_pupils", 30.0), ("ks2_points", 29.0))
        ]
    )
    lines = pl.DataFrame(
        [
            {"indicator": "ks2_points", "group": "all", "period": "2013", "name": name, "value": value}
            for name, value in (("england_median", 28.6), ("england_p10", 26.5))
        ]
    )
    evidence = Evidence.of(schools=schools, facts=facts, comparators=lines, judgements=judgements)
    with_progress = judgements.with_columns(strand=pl.lit("trend"), level=pl.lit("green")).unique("urn")
    full = Evidence(
        evidence.schools, evidence.facts, evidence.comparators, pl.concat([judgements, with_progress])
    )

    levels = set(rate(full, edition, date(2014, 9, 1)).schools["level"])

    assert {"green", "amber"} <= levels


def test_no_authority_stands_in_the_code() -> None:
    code = Path(__file__).resolve().parents[2] / "src" / "fingerpost" / "strategy"

    assert [
        p.name for p in code.rglob("*.py") if "cambridgeshire" in p.read_text(encoding="utf-8").lower()
    ] == []
