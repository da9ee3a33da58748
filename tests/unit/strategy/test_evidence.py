"""What a rating will not read."""

import polars as pl
import pytest
from tests.unit.strategy.making import evidence, fact, school

from fingerpost.strategy.evidence import Evidence, NotEvidence


def test_no_evidence_is_evidence_of_no_school() -> None:
    Evidence.empty().check()

    assert Evidence.empty().schools.is_empty()


def test_two_current_facts_for_one_question_are_refused() -> None:
    with pytest.raises(NotEvidence, match="School 110001 has two current facts for ks2_points, all, 2013"):
        evidence([fact("ks2_points", 28), fact("ks2_points", 29)])


def test_a_school_stands_once() -> None:
    with pytest.raises(NotEvidence, match="A school stands twice"):
        evidence(schools=[school(), school()])


def test_a_column_that_a_frame_does_not_have_is_refused() -> None:
    with pytest.raises(NotEvidence, match="`schools` has no column colour"):
        Evidence.of(schools=pl.DataFrame({"urn": [1], "colour": ["red"]}))


def test_a_frame_of_another_type_is_refused() -> None:
    known = evidence()
    wrong = Evidence(
        known.schools.with_columns(pl.col("urn").cast(pl.String)),
        known.facts,
        known.comparators,
        known.judgements,
    )

    with pytest.raises(NotEvidence, match=r"`schools.urn` is String; it should be Int64"):
        wrong.check()
