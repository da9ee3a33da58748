"""What a line may say, who owes a stage, when something may be sent or taken back, and how right a prediction was."""

from datetime import UTC, date, datetime

import pytest

from fingerpost.evidence import groups
from fingerpost.evidence.indicators import CATALOGUE
from fingerpost.returns import rules
from fingerpost.returns.rules import Ask, Said

ALL, SOME, OTHERS = (Ask("ks2_rwm_expected", g) for g in ("all", "disadvantaged", "not_disadvantaged"))
SCORE = Ask("ks2_reading_scaled", "all")


def test_every_measure_and_group_that_is_offered_exists():
    assert set(rules.measures()) <= set(CATALOGUE.by_code)
    assert set(rules.GROUPS) <= set(groups.BY_CODE)
    assert set(rules.SCORES) == {
        code for code in rules.measures() if not CATALOGUE.by_code[code].unit.startswith("%")
    }


@pytest.mark.parametrize(
    ("said", "where"),
    [
        ({ALL: Said(30, 20)}, []),
        ({ALL: Said(30, 31)}, [(ALL, "number")]),
        ({ALL: Said(30, 20), SOME: Said(31, 5)}, [(SOME, "cohort")]),
        ({ALL: Said(30, 4), SOME: Said(10, 5)}, [(SOME, "number")]),
        ({ALL: Said(30, 20), SOME: Said(10, 5), OTHERS: Said(20, 15)}, []),
        ({ALL: Said(30, 20), SOME: Said(10, 5), OTHERS: Said(19, 15)}, [(OTHERS, "cohort")]),
        ({ALL: Said(30, 20), SOME: Said(10, 5), OTHERS: Said(20, 14)}, [(OTHERS, "number")]),
        ({SCORE: Said(30, score=104.5)}, []),
        ({SCORE: Said(30, score=60)}, [(SCORE, "number")]),
        ({ALL: Said(4000, 20)}, [(ALL, "cohort")]),
    ],
)
def test_a_wrong_number_is_told_where_it_stands(said, where):
    assert [(fault.ask, fault.field) for fault in rules.faults(said)] == where


def test_a_draft_need_not_be_whole_and_a_return_must():
    half = {ALL: Said(30)}

    rules.check_can_save(half)
    with pytest.raises(rules.NotAReturn) as refused:
        rules.check_can_send([ALL, SOME], half)

    assert [(fault.ask, fault.field) for fault in refused.value.faults] == [(ALL, "number"), (SOME, "cohort")]


def test_a_group_with_nobody_in_it_needs_no_number():
    rules.check_can_send([ALL, SOME], {ALL: Said(30, 20), SOME: Said(0)})

    assert Said(0, 0).value is None


@pytest.mark.parametrize(
    ("predicted", "outcome", "cohort", "pupils", "word"),
    [
        (49.0, 59.0, 100, -10.0, "cautious"),
        (70.0, 60.0, 30, 3.0, "optimistic"),
        (70.0, 66.6666667, 30, 1.0, "right"),
        (66.0, 66.0, 30, 0.0, "right"),
        (68.0, 66.0, None, None, "optimistic"),
    ],
)
def test_a_prediction_is_right_within_one_pupil(predicted, outcome, cohort, pupils, word):
    found = rules.accuracy(ALL, predicted, outcome, cohort)

    assert found.word == word
    assert found.pupils == (None if pupils is None else pytest.approx(pupils, abs=1e-6))


def test_where_low_is_better_expecting_less_is_the_optimist():
    assert rules.accuracy(ALL, 5.0, 9.0, 100, "low").word == "optimistic"


def test_a_score_is_right_within_half_a_point():
    assert rules.accuracy(SCORE, 104.5, 104.0, 30).word == "right"
    assert rules.accuracy(SCORE, 104.6, 104.0, 30).word == "optimistic"


@pytest.mark.parametrize(
    ("indicator", "low", "high", "expected"),
    [
        ("ks2_rwm_expected", 4, 11, True),
        ("ks2_rwm_expected", 4, 7, False),
        ("ks2_rwm_expected", 7, 11, True),
        ("ks2_rwm_expected", 11, 16, False),
        ("on_entry_overall", 5, 11, True),
        ("on_entry_overall", 7, 11, False),
        ("ks4_attainment8", 11, 16, True),
        ("ks4_attainment8", None, None, True),
    ],
)
def test_a_school_owes_what_its_ages_have(indicator, low, high, expected):
    assert rules.is_asked([Ask(indicator, "all")], low, high) is expected


OPENS, DUE, CLOSES = date(2026, 1, 12), date(2026, 1, 30), date(2026, 2, 13)


@pytest.mark.parametrize(
    ("on", "closed_at", "expected"),
    [
        (date(2026, 1, 11), None, False),
        (OPENS, None, True),
        (CLOSES, None, True),
        (date(2026, 2, 14), None, False),
        (DUE, datetime(2026, 1, 20, tzinfo=UTC), False),
    ],
)
def test_a_round_takes_returns_from_its_first_day_to_its_last(on, closed_at, expected):
    assert rules.is_open(OPENS, CLOSES, closed_at, on) is expected


@pytest.mark.parametrize(
    ("sent_by", "is_standing", "on", "expected"),
    [
        (1, True, DUE, True),
        (2, True, DUE, False),
        (1, False, DUE, False),
        (1, True, date(2026, 1, 31), False),
    ],
)
def test_ones_own_sending_is_taken_back_until_it_is_due(sent_by, is_standing, on, expected):
    found = rules.can_undo(sent_by=sent_by, due_on=DUE, is_standing=is_standing, person=1, on=on)

    assert found is expected


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"due_on": date(2026, 3, 1)}, "in that order"),
        ({"phases": []}, "phases"),
        ({"asks": []}, "at least one measure"),
        ({"asks": [Ask("made_up", "all")]}, "made_up/all"),
    ],
)
def test_a_round_that_nobody_could_answer_is_refused(given, told):
    asked = {
        "opens_on": OPENS,
        "due_on": DUE,
        "closes_on": CLOSES,
        "phases": ["primary"],
        "asks": [ALL],
    } | given

    with pytest.raises(rules.NotARound, match=told):
        rules.check_round(**asked)
