"""Inspections of the demonstration keep to the three ways of inspecting, each in its time."""

from datetime import date

import pytest

from fingerpost.demo import inspecting
from fingerpost.demo.days import OLD_LIST, TODAY
from fingerpost.demo.inspecting import CARD, GRADED, UNGRADED
from fingerpost.demo.inventing import invented

LIVES = invented().lives


def every_inspection():
    return [found for life in LIVES for found in inspecting.history(life)]


def test_no_school_has_a_report_card_before_there_were_any():
    assert all(
        (i.kind == CARD) == (i.ended_on >= inspecting.REPORT_CARDS)
        for i in every_inspection()
        if i.kind != UNGRADED
    )


def test_no_overall_grade_is_given_from_september_2024():
    graded = [i for i in every_inspection() if i.kind == GRADED]

    assert all((i.overall is None) == (i.ended_on >= inspecting.NO_OVERALL) for i in graded)


@pytest.mark.parametrize(("first", "last"), inspecting.PAUSES)
def test_nothing_was_inspected_while_inspection_stood_still(first, last):
    assert not [i for i in every_inspection() if first <= i.ended_on < last]


def test_a_school_taken_over_by_a_sponsor_is_new_to_ofsted():
    life = next(life for life in LIVES if life.key == "Washland Academy")

    assert inspecting.latest(life, date(2025, 8, 1)).category == "SM"
    assert inspecting.latest(life, date(2025, 9, 2)) is None


def test_a_converter_carries_its_inspections_on():
    life = next(life for life in LIVES if life.key == "Linnetcombe")
    before, after = life.spells

    assert "converter" in after.type
    assert inspecting.latest(life, after.opened_on).spell is before


def test_a_report_is_known_weeks_after_the_visit():
    assert all(30 <= (i.published_on - i.ended_on).days <= 44 for i in every_inspection())


@pytest.mark.parametrize("day", [OLD_LIST, TODAY])
def test_most_schools_are_good_and_few_are_in_a_category(day):
    latest = [inspecting.latest(life, day, GRADED, CARD) for life, _ in invented().open_on(day)]
    known = [found for found in latest if found is not None]

    assert len(latest) - len(known) < 10
    assert sum(found.overall == 2 for found in known) > len(known) / 2
    assert 1 <= sum(bool(found.category) for found in known) <= 0.04 * len(known)
