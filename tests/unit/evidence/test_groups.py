"""The words in which files name pupil groups."""

import pytest

from fingerpost.evidence import groups
from fingerpost.evidence.pupils import schema


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("characteristic", "Gender Female", "girls"),
        ("characteristic_gender", "Boys", "boys"),
        ("sex", "Male", "boys"),
        ("characteristic_free_school_meals", "fsm all other", "not_fsm"),
        ("characteristic_fsm_status", "FSM Status Eligable", "fsm"),
        ("characteristic", "FSM eligible in last 6 years", "fsm6"),
        ("characteristic_disadvantage", "disadvantaged_Total_other", "not_disadvantaged"),
        ("breakdown", "Not known to be disadvantaged", "not_disadvantaged"),
        ("characteristic_sen_status", "SenStateEhc", "sen_plan"),
        ("characteristic", "SEN Provision No SEN", "sen_none"),
        ("characteristic_first_language", "Other than English", "eal"),
        ("characteristic_ethnic_major", "ASIAN", "asian"),
        ("characteristic", "Ethnicity Major Black Total", "black"),
        ("school_type", "Special", "phase=special"),
        ("education_phase", "Primary", "phase=primary"),
        ("term", "Autumn term", "term=autumn"),
        ("anything", "Total", "all"),
    ],
)
def test_a_word_of_a_file_names_a_group(column, value, code):
    assert groups.from_word(column, value) == code


@pytest.mark.parametrize(
    ("column", "value", "code"),
    [
        ("risk", "Low", "risk=low"),
        ("colour", "White", "colour=white"),
        ("band", "M", "band=m"),
        ("subject", "English", "subject=english"),
        ("characteristic", "Age 85+", "characteristic=age 85 plus"),
        (
            "characteristic_ethnic_minority",
            "Ethnicity Minor Indian",
            "ethnic minority=ethnicity minor indian",
        ),
    ],
)
def test_a_word_that_only_sounds_like_a_group_stays_itself(column, value, code):
    assert groups.from_word(column, value) == code


def test_groups_are_joined_the_same_in_whatever_order_they_come():
    assert groups.conjunction(["sen_support", "boys", "all"]) == groups.conjunction(["boys", "sen_support"])
    assert groups.conjunction(["all", "all"]) == "all"
    assert groups.conjunction(["boys+fsm", "fsm"]) == "boys+fsm"


def test_a_group_can_be_said_in_words():
    assert groups.name("boys+phase=primary") == "Boys, Primary schools"
    assert groups.name("colour=blue") == "colour: blue"


def test_every_word_and_suffix_names_one_group_only():
    words = [word for group in groups.GROUPS for word in group.words]
    suffixes = [suffix for group in groups.GROUPS for suffix in group.suffixes]

    assert len(set(words)) == len(words)
    assert len(set(suffixes)) == len(suffixes)


def test_a_group_counted_from_pupils_names_a_column_and_words_that_it_may_hold():
    for group in (group for group in groups.GROUPS if group.pupils):
        column, values = group.pupils
        allowed = schema.WORDS.get(column, (True, False, *range(1, 13)))
        assert column in schema.PUPILS, group.code
        assert values, group.code
        assert set(values) <= set(allowed), group.code


def test_white_british_and_minority_ethnic_are_everybody_whose_group_is_known():
    white_british, minority = groups.BY_CODE["white_british"], groups.BY_CODE["minority_ethnic"]

    assert sorted(white_british.pupils[1] + minority.pupils[1]) == sorted(schema.WORDS["ethnicity"])
