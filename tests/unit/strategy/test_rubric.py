"""An edition to be read: rubrics, floors, how a level comes about, and worked examples in words."""

from datetime import date

import polars as pl
import pytest

from fingerpost.strategy import conditions as c
from fingerpost.strategy import example_words
from fingerpost.strategy.atom_columns import Cohort
from fingerpost.strategy.calendar import Calendar
from fingerpost.strategy.edition import (
    Applies,
    Cell,
    Edition,
    Enough,
    Family,
    Floor,
    Level,
    Scheme,
    Strand,
    SubGrade,
)
from fingerpost.strategy.evidence import Evidence
from fingerpost.strategy.examples import Example
from fingerpost.strategy.rubric import ADVISER, BOTH, DATA, REST, rubric

EXPECTED = c.Measure("ks2_rwm_expected")
LEVELS = (Level("green", "Green"), Level("amber", "Amber"), Level("red", "Red"))


def below(value):
    return c.Compare(EXPECTED, "below", c.Number(value))


ATTAINMENT = Strand(
    "attainment",
    "Attainment",
    "outcomes",
    (
        Cell("green", "Good.", "26", otherwise=True),
        Cell("amber", "Fair.", "27", when=below(65), judged=True),
        Cell("red", "Low.", "28", when=below(50), ours="Fifty is half."),
    ),
    applies=Applies(
        when=c.Compare(c.Measure("ks2_pupils"), "at_least", c.Number(6)), ours="Fewer are hidden."
    ),
    cohort=Cohort(c.Measure("ks2_pupils"), ours="One pupil is worth ten points."),
)
GOVERNANCE = Strand(
    "governance",
    "Governance",
    "leadership",
    (Cell("green", "Governors challenge.", "26", judged=True),),
    inspections=(SubGrade(c.Measure("ofsted_leadership"), {1: "green", 3: "amber"}, "Inspectors saw it."),),
)
FLOORS = (
    Floor(
        "category",
        "In a category",
        "red",
        "In a category.",
        "28",
        when=c.Words(c.Measure("ofsted_category"), ("SM",)),
    ),
    Floor(
        "unsafe",
        "Pupils unsafe",
        "red",
        "Not safe.",
        "",
        judged=True,
        lasts_days=365,
        ours="So it is.",
        restricted=True,
    ),
)


def edition_of(**more):
    scheme = Scheme(
        "primary",
        "Primary schools",
        ("primary",),
        (Family("outcomes", "Outcomes"), Family("leadership", "Leadership", needs=1)),
        (ATTAINMENT, GOVERNANCE),
        FLOORS,
        enough=Enough(ours="Half at least."),
        evidence_age=2,
        judgement_age=4,
        ours={"evidence_age": "Cohorts leave."},
        **more,
    )
    return Edition("shire/2026", "Shire", "hash", "", LEVELS, (scheme,), Calendar())


@pytest.fixture
def primary():
    edition = edition_of()
    return rubric(edition, edition.scheme("primary"))


def test_a_cell_says_who_decides_it_and_why(primary):
    cells = primary.strands[0].cells

    assert [cell.decider for cell in cells] == [REST, BOTH, DATA]
    assert cells[2].said.plain == "Key stage 2 reading, writing and maths: expected standard: below 50%"
    assert (cells[2].sentence, cells[2].page, cells[2].ours) == ("Low.", "28", "Fifty is half.")


def test_strands_stand_under_their_families_with_a_gap_where_nothing_is_published(primary):
    assert [(family, [s.id for s in strands]) for family, strands in primary.families] == [
        ("Outcomes", ["attainment"]),
        ("Leadership", ["governance"]),
    ]
    assert primary.strands[1].cells[1:] == (None, None)
    assert primary.strands[1].cells[0].decider == ADVISER


def test_a_strand_says_of_whom_it_is_asked_and_how_few_pupils_count(primary):
    words, line, reason = primary.strands[0].asked[0]
    note, ours = primary.strands[0].notes[0]

    assert (words, line.text, reason) == (
        "Asked only where this holds:",
        "at least 6 pupils",
        "Fewer are hidden.",
    )
    assert note.startswith("Never red on one cohort of fewer than 11")
    assert ours == "One pupil is worth ten points."


def test_an_inspectors_grade_is_told_with_the_levels_it_gives(primary):
    note, reason = primary.strands[1].notes[0]

    assert "(outstanding: green, requires improvement: amber)" in note
    assert reason == "Inspectors saw it."


def test_what_counts_for_a_school_only_says_so(primary):
    assert primary.strands[1].asked[0][0].startswith("It counts for a school and never against it")


def test_floors_say_how_long_they_last_and_who_sees_them(primary):
    category, unsafe = primary.floors

    assert category.said.plain == "Ofsted: category of concern: special measures"
    assert (unsafe.decider, unsafe.lasts, unsafe.is_restricted) == (ADVISER, "It lasts 365 days.", True)


def test_how_a_level_comes_about_begins_with_floors_and_ends_with_people(primary):
    words = [said for said, _ in primary.how]

    assert words[0].startswith("Floors come first, whatever else is known: in a category; pupils unsafe.")
    assert "never more than one level better than its worst family" in words[2]
    assert "once at least 2 are decided (leadership: 1)" in words[2]
    assert "outcomes, 2 more families and 50% of the strands" in words[3]
    assert "no level is told before" in words[-1]
    assert dict(primary.how)[words[3]] == "Half at least."


@pytest.mark.parametrize(
    ("rule", "settings", "words"),
    [
        ("share", {"share": 0.4}, "40% of its decided strands"),
        ("worst", {}, "worst decided strand"),
        ("points", {}, "scores points"),
        ("matrix", {"rows": "outcomes", "columns": "leadership"}, "outcomes and leadership"),
    ],
)
def test_every_rule_has_its_words(rule, settings, words):
    edition = edition_of(rule=rule, settings=settings)

    assert any(words in said for said, _ in rubric(edition, edition.scheme("primary")).how)


def test_an_example_says_what_is_given():
    fact = {"urn": 100000, "period": "2013", "year": 2013, "status": "reported", "known_on": None}
    facts = pl.DataFrame(
        [
            fact | {"indicator": "ks2_rwm_expected", "group": "all", "value": 62.0},
            fact
            | {"indicator": "ks2_maths_progress", "group": "boys", "value": None, "status": "suppressed"},
            fact
            | {"indicator": "ks2_maths_progress", "group": "girls", "value": None, "status": "suppressed"},
            fact | {"indicator": "ofsted_overall", "group": "all", "value": 3.0, "period": "2013-03-14"},
        ]
    )
    beside = pl.DataFrame(
        {
            "indicator": ["ks2_rwm_expected"],
            "group": ["all"],
            "period": ["2013"],
            "name": ["england_median"],
            "value": [70.0],
        }
    )
    school = pl.DataFrame([{"urn": 100000, "name": "X", "authority": "001", "has_sixth_form": True}])
    example = Example(
        "Half", "attainment", ("primary",), date(2014, 9, 1),
        Evidence.of(schools=school, facts=facts, comparators=beside), "amber",
    )  # fmt: skip

    given = list(example_words.given_in_words(example, {}))

    assert given == [
        "The school: with a sixth form",
        "Key stage 2 reading, writing and maths: expected standard, 2013: 62% (England's median 70%)",
        "Ofsted: overall effectiveness, 14 March 2013: requires improvement",
        "Key stage 2 progress in maths, boys and girls, 2013: suppressed",
    ]
