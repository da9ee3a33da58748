"""The indicators as a whole."""

from fingerpost.evidence import groups
from fingerpost.evidence.indicators import CATALOGUE, equals

INDICATORS = list(CATALOGUE.by_code.values())


def test_every_indicator_has_a_unit_and_a_reference():
    assert not [i.code for i in INDICATORS if not i.unit or not i.reference or not i.name]


def test_a_measure_of_the_interactive_tool_equals_one_indicator_at_most():
    measures = [
        m for table in (equals.BY_VALUE, equals.BY_DEFINITION) for pairs in table.values() for m, _ in pairs
    ]

    assert len(set(measures)) == len(measures)
    assert CATALOGUE.lait_equals()["FSP_NEW_GOODDEV"] == ("eyfs_gld", "all")


def test_the_measures_called_equal_are_of_indicators_and_groups_that_exist():
    for table in (equals.BY_VALUE, equals.BY_DEFINITION):
        assert set(table) <= set(CATALOGUE.by_code)
        assert {group for pairs in table.values() for _, group in pairs} <= set(groups.BY_CODE)


def test_an_indicator_has_one_measure_of_the_tool_for_each_group():
    for indicator in INDICATORS:
        named = [group for _, group in indicator.lait]
        assert len(set(named)) == len(named), indicator.code


def test_a_year_in_which_a_measure_was_not_published_is_known():
    progress = CATALOGUE.by_code["ks2_reading_progress"]

    assert progress.exists_in(2023)
    assert not progress.exists_in(2024)
    assert progress.break_between(2019, 2022) is not None
    assert progress.break_between(2016, 2019) is None
