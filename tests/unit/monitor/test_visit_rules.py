"""When a visit is late, what makes two texts differ, and when a deed comes too early or too late."""

from datetime import date

import pytest

from fingerpost.monitor.rules import visits as rules
from fingerpost.strategy.visits import Entitled

FREE = Entitled("kit", 1, "free")
ON = date(2026, 10, 31)


@pytest.mark.parametrize(
    ("entitled", "by_invitation", "due_on", "planned_on", "says"),
    [
        (FREE, False, date(2026, 10, 2), None, "late"),
        (FREE, False, date(2026, 10, 3), None, "due"),
        (FREE, False, date(2026, 10, 2), date(2026, 11, 9), "late"),
        (FREE, False, date(2026, 10, 3), date(2026, 11, 9), "planned"),
        (FREE, False, date(2026, 11, 1), None, "in-time"),
        (FREE, True, date(2020, 1, 1), None, "invitation"),
        (Entitled("kit", 1, "traded"), False, date(2020, 1, 1), None, "may-buy"),
        (Entitled("kit", 1, "free", on_request=True), False, date(2020, 1, 1), None, "request"),
    ],
)
def test_how_an_entitlement_stands(entitled, by_invitation, due_on, planned_on, says):
    assert (
        rules.standing(entitled, by_invitation=by_invitation, due_on=due_on, planned_on=planned_on, on=ON)
        == says
    )


def test_the_next_visit_is_due_an_interval_after_the_last_or_after_the_beginning():
    assert rules.due_next(date(2026, 1, 1), 3, since=date(2020, 1, 1)) == date(2026, 5, 3)
    assert rules.due_next(None, 1, since=date(2026, 1, 1)) == date(2027, 1, 1)


def test_a_school_year_begins_in_september():
    assert rules.school_year(date(2026, 8, 31)) == (date(2025, 9, 1), date(2026, 8, 31))
    assert rules.school_year(date(2026, 9, 1))[0] == date(2026, 9, 1)


def test_only_the_parts_in_which_two_texts_differ_are_shown_twice():
    mine = {"sections": {"focus": "Reading. ", "seen": "Books."}, "statements": [], "actions": []}
    theirs = {
        "sections": {"focus": "Reading.", "strengths": "Calm."},
        "statements": [{"level": "red"}],
        "actions": [],
    }

    assert rules.changed_sections(mine, theirs) == ["strengths", "seen", "statements"]


@pytest.mark.parametrize("deed", [deed for deed in rules.DEEDS if deed != "unsettle"])
def test_a_final_note_can_no_longer_be_changed(deed):
    with pytest.raises(rules.NotAVisit):
        rules.check_deed(deed, "final")
