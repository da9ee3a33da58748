"""How a round goes on, decided without a table."""

from dataclasses import replace
from datetime import date

import pytest

from fingerpost.monitor import rules
from fingerpost.monitor.rules import NotARound

LEVELS = ["green", "amber", "red"]
DAYS = rules.Days(
    as_at=date(2026, 7, 17), judged_since=date(2025, 9, 1), judgements_due_on=date(2026, 9, 18),
    comments_from_on=date(2026, 9, 21), comments_to_on=date(2026, 10, 2), moderation_on=date(2026, 10, 8),
)  # fmt: skip
PLAIN = rules.Case(
    computed="amber", indicative="amber", before="amber", is_fragile=False, assessed=0.9, judged=("amber", "amber"),
    by_data=("amber", "green"), is_argued=False,
)  # fmt: skip


def changed(**told):
    return replace(PLAIN, **told)


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"as_at": date(2026, 9, 8)}, "cut-off day has not come"),
        ({"judged_since": date(2026, 8, 1)}, "before the cut-off"),
        ({"comments_from_on": date(2026, 9, 10)}, "window opens comes before"),
        ({"comments_to_on": date(2026, 9, 20)}, "window closes comes before"),
        ({"moderation_on": date(2026, 10, 1)}, "moderation comes before"),
    ],
)
def test_the_days_of_a_round_are_in_order(told, said):
    with pytest.raises(NotARound, match=said):
        rules.check_days(replace(DAYS, **told), date(2026, 9, 7))


def test_days_in_order_are_taken():
    rules.check_days(DAYS, date(2026, 7, 17))


@pytest.mark.parametrize(
    ("stage", "to"), [("judging", "moderating"), ("telling", "judging"), ("closed", "judging")]
)
def test_a_round_goes_one_stage_at_a_time(stage, to):
    with pytest.raises(NotARound):
        rules.check_next(stage, to)


def test_every_stage_says_what_is_to_be_done():
    assert set(rules.TO_DO) == set(rules.STAGES)


@pytest.mark.parametrize("decided", LEVELS)
def test_a_level_moves_one_from_the_computed(decided):
    rules.check_decision(LEVELS, "amber", "", decided, reason="Seen.", present=["Ada"], may_move_two=False)


def test_a_level_that_the_edition_does_not_have_is_refused():
    with pytest.raises(NotARound, match="no level of this edition"):
        rules.check_decision(LEVELS, "amber", "", "blue", reason="Seen.", present=["Ada"], may_move_two=True)


@pytest.mark.parametrize("may", [True, False])
def test_two_levels_need_leave(may):
    def decide():
        rules.check_decision(LEVELS, "red", "", "green", reason="Seen.", present=["Ada"], may_move_two=may)

    if may:
        decide()
    else:
        with pytest.raises(NotARound, match="head of service"):
            decide()


def test_where_there_is_too_little_evidence_people_depart_from_the_indicative_level():
    decide = {"reason": "Seen.", "present": ["Ada"], "may_move_two": False}

    rules.check_decision(LEVELS, "not_enough_evidence", "amber", "green", **decide)
    with pytest.raises(NotARound, match="Too little is known"):
        rules.check_decision(LEVELS, "not_enough_evidence", "", "green", **decide)


@pytest.mark.parametrize(
    ("case", "codes"),
    [
        (PLAIN, []),
        (changed(before="green", computed="red"), ["moved"]),
        (changed(judged=("green",), by_data=("amber", "red")), ["against"]),
        (changed(is_argued=True), ["argued"]),
        (changed(assessed=0.5), ["thin"]),
        (changed(computed="not_enough_evidence"), ["thin"]),
        (changed(is_fragile=True), ["borderline"]),
        (
            changed(before="red", computed="green", is_fragile=True, is_argued=True),
            ["moved", "argued", "borderline"],
        ),
        (changed(before="", computed="red"), []),
        (changed(judged=()), []),
    ],
)
def test_why_a_school_is_hard_to_decide(case, codes):
    assert rules.hard_because(case, LEVELS) == codes
    assert set(codes) <= set(rules.HARD)


@pytest.mark.parametrize(
    ("before", "now", "worse"),
    [("green", "amber", True), ("amber", "amber", False), ("red", "amber", False), ("", "red", False),
     ("green", "not_enough_evidence", False)],
)  # fmt: skip
def test_a_level_is_worse_only_than_one_that_was_known(before, now, worse):
    assert rules.is_worse(LEVELS, before, now) is worse
