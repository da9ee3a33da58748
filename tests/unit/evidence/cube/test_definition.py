"""What is counted, and how it is said."""

from pathlib import Path

import pytest

from fingerpost.evidence.cube.definition import STAGE_GROUPS, UnknownGroup, define, group
from fingerpost.evidence.cube.engines import ENGINES, NoSuchEngine, engine
from fingerpost.evidence.cube.own import own_group
from fingerpost.evidence.indicators import CATALOGUE
from fingerpost.evidence.pupils import schema
from fingerpost.evidence.pupils.schema import Stage
from fingerpost.evidence.schema import PlaceKind

SIXTEEN = {
    *(
        f"{subject}_{level}"
        for subject in ("rwm", "reading", "writing", "maths")
        for level in ("expected", "high")
    ),
    *("gps_expected", "science_expected", "reading_score", "maths_score", "gps_score"),
    *("reading_progress", "writing_progress", "maths_progress"),
}


def test_key_stage_2_has_its_sixteen_measures():
    assert {measure.name for measure in define("ks2").measures} == SIXTEEN


@pytest.mark.parametrize("stage", list(Stage))
def test_every_stage_has_measures_with_names_of_their_own(stage):
    names = [measure.name for measure in schema.measures(stage)]

    assert names
    assert len(set(names)) == len(names)
    assert not set(schema.results(stage)) & set(schema.PUPILS)


@pytest.mark.parametrize("stage", list(Stage))
def test_the_groups_of_a_stage_can_all_be_counted(stage):
    assert len(define(stage).groups) == len(STAGE_GROUPS[stage])


def test_what_is_counted_from_pupils_names_a_stage_that_there_is():
    sources = CATALOGUE.sources_in(schema.LAYOUT)

    assert sources
    assert {dict(source.where)["stage"] for _, source in sources} == set(Stage)


def test_a_group_of_several_characteristics_needs_them_all():
    found = group("sen_any+fsm")

    assert found.code == "fsm+sen_any"
    assert found.sql == "fsm IN (TRUE) AND sen IN ('support', 'plan')"


def test_parts_about_one_characteristic_leave_what_both_allow():
    assert group("sen_any+sen_plan").all_of == (("sen", ("plan",)),)


@pytest.mark.parametrize(
    ("code", "complaint"),
    [
        ("phase=primary", "is not a group that pupils can be counted in"),
        ("left_handed", "is not a group that pupils can be counted in"),
        ("boys+girls", "Nobody can belong to boys\\+girls"),
    ],
)
def test_a_group_that_cannot_be_counted_is_refused(code, complaint):
    with pytest.raises(UnknownGroup, match=complaint):
        group(code)


def test_an_authority_adds_groups_and_may_join_them_to_others():
    villages = own_group("fen_villages", "Fen villages", {"home_ward": ["W1", "W2"]})

    definition = define("ks2", codes=["all", "boys+fen_villages"], own=[villages])

    assert [one.code for one in definition.groups] == ["all", "boys+fen_villages", "fen_villages"]
    assert definition.groups[1].name == "Boys, Fen villages"


def test_school_and_home_are_two_bases():
    definition = define("ks2", places=[PlaceKind.HOME_WARD, PlaceKind.SCHOOL, PlaceKind.ENGLAND])

    assert definition.bases() == ((PlaceKind.SCHOOL, PlaceKind.ENGLAND), (PlaceKind.HOME_WARD,))


def test_an_engine_that_there_is_not_is_refused_with_those_there_are():
    with pytest.raises(NoSuchEngine, match="There are: polars"):
        engine("abacus")


def test_an_engine_whose_library_is_missing_says_how_to_have_it(monkeypatch):
    monkeypatch.setitem(ENGINES, "abacus", "fingerpost_has_no_such_module")

    with pytest.raises(NoSuchEngine, match="which is not installed"):
        engine("abacus")


def test_the_document_has_every_column_measure_and_group():
    text = (Path(__file__).parents[4] / "docs" / "cube.md").read_text(encoding="utf-8")

    assert not [column for column in schema.PUPILS if f"`{column}`" not in text]
    for stage in Stage:
        missing = [
            measure.name
            for measure in schema.measures(stage)
            if f"| {stage} | `{measure.name}` |" not in text
        ]
        assert not missing
    assert not [one.code for one in define("ks2").groups if f"| `{one.code}` | `{one.sql}` |" not in text]
