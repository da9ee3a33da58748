"""What is asked of a school, and where a round stands, without a database."""

from dataclasses import dataclass
from datetime import date

import pytest

from fingerpost.monitor.rules import telling_schools as telling
from fingerpost.portal import rules
from fingerpost.portal.rules import Asked


def test_what_is_needed_comes_before_what_is_offered_and_the_first_due_first():
    offered = Asked("Ask again", "x", by_on=date(2026, 9, 1), is_needed=False)
    late, soon = Asked("Answer", "x", by_on=date(2026, 10, 1)), Asked("Send", "x", by_on=date(2026, 9, 20))
    undated = Asked("Read", "x")

    assert rules.in_order([offered, undated, late, soon]) == [soon, late, undated, offered]


@dataclass
class Held:
    stage: str
    judgements_due_on: date = date(2026, 9, 4)
    comments_to_on: date = date(2026, 9, 18)
    moderation_on: date = date(2026, 9, 22)


@pytest.mark.parametrize(
    ("stage", "states"),
    [
        ("judging", ["now", "to come", "to come", "to come", "to come"]),
        ("moderating", ["done", "done", "now", "to come", "to come"]),
        ("closed", ["done"] * 5),
    ],
)
def test_a_round_is_told_in_steps(stage, states):
    assert [step.state for step in rules.steps_of(Held(stage))] == states


@pytest.mark.parametrize(
    ("told", "since"),
    [
        ([("amber", date(2026, 9, 1))], date(2026, 9, 1)),
        (
            [("amber", date(2026, 9, 1)), ("amber", date(2026, 2, 1)), ("red", date(2025, 9, 1))],
            date(2026, 2, 1),
        ),
        (
            [("green", date(2026, 9, 1)), ("amber", date(2026, 2, 1)), ("green", date(2025, 9, 1))],
            date(2026, 9, 1),
        ),
    ],
)
def test_a_level_is_held_since_the_first_of_the_same_in_a_row(told, since):
    assert telling.held_since(told) == since


@pytest.mark.parametrize(
    ("stage", "is_told", "settled"),
    [
        ("telling", True, True),
        ("telling", False, False),
        ("closed", False, True),
        ("moderating", True, False),
    ],
)
def test_a_reopened_round_is_under_way_again(stage, is_told, settled):
    assert telling.is_settled(stage, is_told=is_told) is settled


@dataclass
class Floor:
    id: str = "at_risk"
    name: str = "At risk"
    sentence: str = "It is expected."
    page: str = "3"
    level: str = "red"
    judged: bool = True
    restricted: bool = False
    until: object = None


@dataclass
class Scheme:
    floors: tuple


@pytest.mark.parametrize(
    ("floor", "named"),
    [(Floor(), True), (Floor(restricted=True), False), (Floor(until="rc_leadership"), False),
     (Floor(until="rc_leadership", judged=False), True)],
)  # fmt: skip
def test_a_floor_in_confidence_or_a_prediction_is_not_named(floor, named):
    said = telling.said_floor(Scheme((floor,)), "at_risk")

    assert bool(said.name) is named
    assert (said.sentence == telling.IN_CONFIDENCE) is not named


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("", ""),
        (telling.ADVISER, telling.NO_JUDGEMENT),
        (
            "Missing: Reading (nothing loaded). See the data page for what is loaded.",
            "Missing: Reading (nothing loaded).",
        ),
    ],
)
def test_what_is_missing_gives_a_school_no_officers_work(words, told):
    assert telling.missing_for_school(words) == told
