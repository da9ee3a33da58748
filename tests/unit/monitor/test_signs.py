"""What counts as a sign, as acting on it, as an alarm and as a fall."""

from datetime import date

import pytest

from fingerpost.monitor.rules import signs
from fingerpost.monitor.rules.signs import Act, Found, Sign

INSPECTED = date(2026, 3, 3)
CARD = "report-card-2025"


def old(overall=None, category="", **grades):
    return Found(INSPECTED, "eif-2019", overall, category, grades)


def card(category="", **grades):
    return Found(INSPECTED, CARD, None, category, grades)


@pytest.mark.parametrize(
    ("now", "before", "how"),
    [
        (old(3), old(2), "worse"),
        (old(2), old(2), ""),
        (old(1), old(2), ""),
        (old(2), None, ""),
        (old(4, "SM"), old(4, "SM"), "category"),
        (old(leadership="3"), old(2, leadership="2"), "worse"),
        (old(behaviour="2"), old(1, behaviour="1"), ""),
        (card(rc_leadership="Needs attention"), old(1, leadership="1"), "below"),
        (card(rc_leadership="Expected standard"), old(1, leadership="1"), ""),
        (card(rc_safeguarding="Not met"), None, "below"),
        (card(rc_leadership="Needs attention"), card(rc_leadership="Strong standard"), "worse"),
        (card("RSI", rc_leadership="Urgent improvement"), None, "category"),
    ],
)
def test_a_fall_is_told_on_one_scale_and_never_across_two(now, before, how):
    assert signs.fell(now, before) == how


def sign(month, kind="figure", year=2025):
    return Sign(date(year, month, 1), kind, "In words.")


def test_only_what_was_known_between_the_inspections_counts():
    held = signs.held(
        [sign(9), sign(3, year=2022), Sign(INSPECTED, "level", "On the day itself.")],
        [Act(date(2025, 8, 1), "contact", ""), Act(date(2025, 10, 1), "visit", "")],
        INSPECTED,
        date(2024, 5, 1),
    )

    assert [s.known_on for s in held.signs] == [date(2025, 9, 1)]
    assert (held.days_to_act, held.days_of_warning) == (30, 183)
    assert held.first_act.kind == "visit"


def test_an_act_before_the_first_sign_is_no_answer_to_it():
    held = signs.held([sign(9)], [Act(date(2025, 8, 1), "contact", "")], INSPECTED, None)

    assert held.first_act is None
    assert held.days_to_act is None


def test_one_warning_or_three_notes_are_an_alarm():
    assert not signs.held([sign(9), sign(10)], [], INSPECTED, None).is_alarm
    assert signs.held([sign(9), sign(10), sign(11)], [], INSPECTED, None).is_alarm
    assert signs.held([sign(9, "level")], [], INSPECTED, None).is_alarm


def test_falls_without_alarm_and_false_alarms_are_counted_beside_the_rest():
    tally = signs.tally([(True, True), (False, True), (True, False), (True, False), (False, False)])

    assert (tally.fell, tally.warned, tally.false_alarms, tally.fell_unwarned) == (2, 3, 2, 1)
    assert signs.middle([30, None, 10, 20]) == 20
    assert signs.middle([None]) is None


def test_every_figure_that_may_be_a_sign_is_an_indicator_with_a_better_side():
    from fingerpost.evidence.indicators import CATALOGUE

    assert all(CATALOGUE.by_code[code].better in ("high", "low") for code in signs.FIGURES)
