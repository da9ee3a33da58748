"""A new head: judgements of capacity and self-evaluation begin anew, others stand."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from fingerpost.strategy.evidence import Evidence
from fingerpost.strategy.loading import load
from fingerpost.strategy.new_head import NewHead, of_this_head
from fingerpost.strategy.rating import rate

EDITION = load(Path(__file__).resolve().parents[3] / "strategies/example/2026")
BEGAN, TODAY = date(2026, 9, 1), date(2026, 10, 31)


def _evidence(made_on, head_since):
    schools = pl.DataFrame(
        {
            "urn": [1],
            "name": ["Hill"],
            "phase": ["primary"],
            "head_since": pl.Series([head_since], dtype=pl.Date),
        }
    )
    judged = [
        {
            "urn": 1,
            "scheme": "primary",
            "strand": strand,
            "level": "amber",
            "made_on": made_on,
            "by": "A",
            "reason": "R",
        }
        for strand in ("leadership", "self_evaluation", "governance")
    ]
    return Evidence.of(schools=schools, judgements=pl.DataFrame(judged))


def _states(evidence, edition=EDITION):
    found = rate(evidence, edition, TODAY, schemes=["primary"]).strands
    return {row["strand"]: row["state"] for row in found.iter_rows(named=True)}


@pytest.mark.parametrize(
    ("made_on", "head_since", "leadership"),
    [
        (date(2026, 7, 1), BEGAN, "unknown"),
        (BEGAN, BEGAN, "decided"),
        (date(2026, 9, 20), BEGAN, "decided"),
        (date(2026, 7, 1), None, "decided"),
        (date(2026, 7, 1), date(2020, 9, 1), "decided"),
    ],
)
def test_a_new_head_restarts_what_was_judged_of_the_head_before(made_on, head_since, leadership):
    states = _states(_evidence(made_on, head_since))

    assert (states["leadership"], states["self_evaluation"]) == (leadership, leadership)
    assert states["governance"] == "decided"


def test_an_edition_that_says_nothing_of_new_heads_restarts_nothing():
    silent = replace(EDITION, new_head=NewHead())

    assert _states(_evidence(date(2026, 7, 1), BEGAN), silent)["leadership"] == "decided"


def test_a_judgement_of_the_predecessor_does_not_stand_again_when_there_is_no_later_one():
    evidence = _evidence(date(2026, 7, 1), BEGAN)

    kept = of_this_head(evidence.judgements, evidence.schools, EDITION.new_head)

    assert kept["strand"].to_list() == ["governance"]


def test_the_rubric_says_it_with_its_reason():
    from fingerpost.strategy.rubric import how

    said = dict(how(EDITION, EDITION.scheme("primary")))

    line = next(sentence for sentence in said if "new head" in sentence)
    assert "Self-evaluation" in line
    assert said[line]
