"""Why a school has its level, in words that a head could read."""

from datetime import date
from pathlib import Path

import pytest
from tests.unit.strategy.making import (
    SCHEME,
    SEPTEMBER_2014,
    beside,
    evidence,
    fact,
    inspected,
    judged,
    school,
    small_edition,
)

from fingerpost.strategy.explaining import as_text, explain, in_words, period_in_words, shown
from fingerpost.strategy.moving import what_it_takes
from fingerpost.strategy.rating import rate
from fingerpost.strategy.simulation import simulate

READING = "ks2_reading_expected_progress"
LINES = (beside(READING, "england_median", 91), beside(READING, "england_p10", 78))


def _known(value: float = 84):
    source = {"file": "england_ks2final.csv", "row": 40, "known_on": date(2013, 12, 12)}
    facts = [
        fact("ks2_pupils", 30),
        fact(READING, value, **source),
        inspected("ofsted_overall", 2, "2013-11-20"),
    ]
    return evidence(facts, LINES, [judged("capacity", "amber")])


def test_an_explanation_says_level_sentence_page_figure_source_and_day(tmp_path: Path) -> None:
    edition = small_edition(tmp_path)

    text = as_text(explain(rate(_known(), edition, SEPTEMBER_2014), edition, 110001, "primary"))

    assert text.startswith("School 110001 (110001), Primary schools\n  Not enough evidence.")
    assert "“Attainment is below average.” (page 2)" in text
    assert (
        "At least two levels of progress in reading, 2013: 84% - below England's median (91%): yes "
        "[england_ks2final.csv, row 40, known on 12 December 2013]"
    ) in text
    assert "Decided by Primary adviser, 12 May 2014. Seen on a visit." in text
    assert "Behaviour: unknown\n    An adviser's judgement is missing" in text


def test_it_says_how_many_pupils_would_move_it(tmp_path: Path) -> None:
    edition = small_edition(tmp_path)

    explained = explain(rate(_known(), edition, SEPTEMBER_2014), edition, 110001, "primary")

    attainment = next(strand for strand in explained.strands if strand.id == "attainment")
    assert [move.sentence for move in attainment.takes] == [
        "At least two levels of progress in reading is 7.0 percentage points from England's median: 3 more pupils."
    ]


@pytest.mark.parametrize(("value", "pupils"), [(90, 1), (85, 2), (84, 3)])
def test_part_of_a_pupil_is_a_whole_one(value: float, pupils: int, tmp_path: Path) -> None:
    uses = rate(_known(value), small_edition(tmp_path), SEPTEMBER_2014).uses

    assert [move.pupils for move in what_it_takes(uses.filter(strand="attainment"))] == [pupils]


def test_a_school_with_no_scheme_is_explained_too(tmp_path: Path) -> None:
    edition = small_edition(tmp_path)
    ratings = rate(evidence(schools=[school(phase="nursery")]), edition, SEPTEMBER_2014)

    assert "No scheme" in as_text(explain(ratings, edition, 110001, None))


@pytest.mark.parametrize(
    ("indicator", "value", "words"),
    [
        (READING, 95.4, "95%"),
        ("ks2_points", 28.64, "28.6 points"),
        ("ks4_progress8", -0.126, "-0.13"),
        ("ks2_pupils", 30, "30 pupils"),
    ],
)
def test_numbers_are_rounded_as_their_indicator_is_shown(indicator: str, value: float, words: str) -> None:
    assert shown(indicator, value) == words


def test_days_are_written_out_and_years_stand() -> None:
    assert in_words(date(2026, 5, 12)) == "12 May 2026"
    assert period_in_words("2014-03-12") == "12 March 2014"
    assert period_in_words("2013") == "2013"


def test_a_simulation_lists_the_schools_that_move_and_no_others(tmp_path: Path) -> None:
    now = small_edition(tmp_path / "now")
    stricter = small_edition(tmp_path / "next", scheme=SCHEME.replace("below: england_p10", "below: 85"))
    facts = [fact("ks2_pupils", 30), fact(READING, 84)]
    others = [row | {"urn": 110002} for row in (facts[0], fact(READING, 95))]
    judgements = [judged("progress", "red"), judged("progress", "green", urn=110002)]
    known = evidence([*facts, *others], LINES, judgements, [school(), school(110002)])

    moved = simulate(known, now, stricter, SEPTEMBER_2014)

    assert moved.select("urn", "indicative_before", "indicative_after").rows() == []
    softer = [judged("progress", "amber"), judged("progress", "green", urn=110002)]
    moved = simulate(
        evidence([*facts, *others], LINES, softer, [school(), school(110002)]), now, stricter, SEPTEMBER_2014
    )
    assert moved.select("urn", "indicative_before", "indicative_after").rows() == [(110001, "amber", "red")]
