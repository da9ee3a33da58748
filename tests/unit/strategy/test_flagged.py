"""What services heard, in a rating: enough flags make a cell true and a floor hold; too few leave both as they were."""

from datetime import date, timedelta
from pathlib import Path

import polars as pl
import pytest

from fingerpost.strategy.evidence import FLAGS, Evidence
from fingerpost.strategy.flagged import FlagsAsked, answers, in_words
from fingerpost.strategy.loading import load
from fingerpost.strategy.rating import rate
from fingerpost.strategy.rubric import rubric

DAY = date(2026, 10, 31)
ROOT = Path(__file__).resolve().parents[3] / "strategies"
HILL = 990001


def _flag(kind="complaint", severity="concern", ago=60, counts_ago=None, closed_on=None):
    raised = DAY - timedelta(days=ago)
    counts = DAY - timedelta(days=ago if counts_ago is None else counts_ago)
    return (HILL, kind, severity, raised, counts, closed_on, False)


def _flags(*rows):
    return pl.DataFrame(list(rows), schema=FLAGS, orient="row")


@pytest.mark.parametrize(
    ("rows", "enough"),
    [
        ([], False),
        ([_flag()], False),
        ([_flag(), _flag(severity="serious")], True),
        ([_flag(), _flag(severity="note")], False),
        ([_flag(), _flag(kind="press")], False),
        ([_flag(), _flag(ago=365)], False),
        ([_flag(), _flag(ago=364)], True),
        ([_flag(), _flag(counts_ago=-1)], False),
        ([_flag(), _flag(closed_on=DAY)], False),
        ([_flag(), _flag(closed_on=DAY + timedelta(days=1))], True),
    ],
)
def test_only_open_flags_of_the_kind_that_count_by_the_day_are_counted(rows, enough):
    asked = FlagsAsked(("complaint",), "concern", 2, 365)

    found = answers(pl.DataFrame({"urn": [HILL, 990002]}), _flags(*rows), [asked], DAY)

    assert found[0][asked.column].to_list() == [enough, False]


def _rated(edition, flags):
    schools = pl.DataFrame([{"urn": HILL, "phase": "primary", "kind": "Community school", "age_low": 7}])
    return rate(Evidence.of(schools=schools, flags=flags), edition, DAY)


@pytest.mark.parametrize("code", ["cambridgeshire/2014-16", "example/2026"])
def test_a_serious_matter_of_safeguarding_that_was_found_to_be_so_settles_the_level(code):
    edition = load(ROOT / code)

    held = _rated(edition, _flags(_flag("safeguarding", "serious"))).schools.row(0, named=True)
    free = _rated(edition, _flags(_flag("safeguarding", "concern"))).schools.row(0, named=True)

    assert (held["level"], free["level"]) == ("red", "not_enough_evidence")
    assert "safe" in held["because"][0].lower()


def test_a_strand_says_that_it_was_decided_by_what_services_heard():
    edition = load(ROOT / "cambridgeshire/2014-16")

    strands = _rated(edition, _flags(_flag(), _flag(ago=10))).strands
    parents = strands.filter(pl.col("strand") == "parents").row(0, named=True)

    assert (parents["level"], parents["by"]) == ("red", "flags")


def test_the_published_page_says_how_many_flags_decide_and_what_had_to_come_before():
    edition = load(ROOT / "cambridgeshire/2014-16")
    parents = next(s for s in rubric(edition, edition.scheme("primary")).strands if s.id == "parents")

    assert "2 flags or more about complaint" in parents.cells[-1].said.plain
    assert "could answer" in in_words(FlagsAsked(("finance",)))
