"""What may be said of a disputed figure, and what it may become."""

from datetime import date

import pytest

from fingerpost.explore import rules
from fingerpost.explore.rules import State


@pytest.mark.parametrize(
    ("state", "to", "is_allowed"),
    [
        ("open", State.CORRECTED, True),
        ("open", State.ASKED, True),
        ("with the Department", State.STANDS, True),
        ("with the Department", State.ASKED, False),
        ("stands", State.CORRECTED, False),
        ("withdrawn", State.STANDS, False),
        ("open", State.OPEN, False),
    ],
)
def test_what_is_settled_stays_settled(state, to, is_allowed):
    if is_allowed:
        rules.check_can_move(state, to)
    else:
        with pytest.raises(rules.CannotMove):
            rules.check_can_move(state, to)


@pytest.mark.parametrize("words", ["", "  \n", "Pupil A123456789012 is ours", "x b12345678901c y"])
def test_words_must_be_there_and_name_no_pupil(words):
    with pytest.raises(rules.NotADispute):
        rules.check_words(words, "why")


def test_figures_in_words_are_no_pupils_number():
    assert rules.check_words(" 18 of 28, not 17; see row 123456789012. ", "why").startswith("18 of 28")


@pytest.mark.parametrize(
    ("state", "person", "expected"),
    [("open", 1, True), ("with the Department", 1, True), ("open", 2, False), ("open", None, False),
     ("stands", 1, False)],
)  # fmt: skip
def test_a_dispute_is_withdrawn_by_whoever_raised_it_until_it_is_settled(state, person, expected):
    assert rules.can_withdraw(state, raised_by=1, person=person) is expected


def test_a_dispute_is_old_after_two_weeks():
    assert not rules.is_old(date(2026, 9, 1), date(2026, 9, 15))
    assert rules.is_old(date(2026, 9, 1), date(2026, 9, 16))
