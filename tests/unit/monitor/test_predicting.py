"""Predictions of inspections: what may be predicted, when it counts, and how right it was."""

from datetime import UTC, date, datetime

import pytest

from fingerpost.evidence.graded import KEY_JUDGEMENTS, by_code, framework_on, graded_under
from fingerpost.monitor.rules import predicting
from fingerpost.monitor.rules.predicting import NotAPrediction

AT = datetime(2026, 10, 1, 9, tzinfo=UTC)
TODAY = date(2026, 10, 1)
CARD = "report-card-2025"
ALL_WELL = {one.code: one.scale[2][0] if len(one.scale) > 2 else "Met" for one in graded_under(CARD)}


def check(**more):
    said = {"framework": CARD, "grades": ALL_WELL, "confidence": 80, "reason": "Seen in lessons.",
            "made_on": TODAY, "at": AT}  # fmt: skip
    predicting.check_prediction(**(said | more))


def test_a_framework_grades_overall_until_september_2024_and_areas_from_november_2025():
    assert framework_on(date(2024, 8, 31)) == "eif-2019"
    assert framework_on(date(2024, 9, 1)) == KEY_JUDGEMENTS
    assert framework_on(date(2025, 11, 10)) == CARD
    assert graded_under("oeif-2012")[0].code == "overall"
    assert "overall" not in by_code(KEY_JUDGEMENTS)
    assert len(graded_under(CARD)) == 9


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"framework": "ouija"}, "no way of grading"),
        ({"grades": ALL_WELL | {"rc_inclusion": "Good"}}, "not on the scale"),
        ({"grades": ALL_WELL | {"rc_inclusion": ""}}, "not on the scale"),
        ({"grades": {k: v for k, v in ALL_WELL.items() if k != "rc_inclusion"}}, "Inclusion is missing"),
        ({"confidence": 99}, "how sure"),
        ({"reason": " "}, "Say why"),
        ({"made_on": date(2026, 10, 2)}, "has not come"),
    ],
)
def test_a_prediction_that_cannot_be_is_refused(more, says):
    with pytest.raises(NotAPrediction, match=says):
        check(**more)


def test_early_years_and_post_16_may_be_left_out():
    check(grades={k: v for k, v in ALL_WELL.items() if k not in ("rc_early_years", "rc_post16")})


def test_what_a_prediction_comes_to_is_told_the_worst_first():
    assert predicting.ends_in(ALL_WELL) == []
    assert predicting.ends_in(ALL_WELL | {"rc_safeguarding": "Not met"}) == ["urgent_improvement"]
    assert predicting.ends_in({"overall": "3", "leadership": "4"}) == ["inadequate", "requires_improvement"]


def test_a_prediction_is_late_from_the_call_or_the_day_before_inspectors_came():
    assert not predicting.is_late(date(2026, 10, 5), predicting.notice_on(date(2026, 10, 7)))
    assert predicting.is_late(date(2026, 10, 6), predicting.notice_on(date(2026, 10, 7)))
    assert predicting.is_late(date(2026, 10, 5), predicting.notice_on(date(2026, 10, 7), date(2026, 10, 5)))
    assert not predicting.is_late(date(2026, 10, 5), None)


def test_grades_are_held_against_those_that_came_on_their_own_scale():
    held = predicting.held_against(
        CARD,
        ALL_WELL,
        {"rc_inclusion": "Needs attention", "rc_leadership": "strong standard", "rc_achievement": "Expected standard",
         "overall": "2"},
    )  # fmt: skip

    assert {one.code: one.way for one in held} == {
        "rc_inclusion": "optimistic", "rc_achievement": "right", "rc_leadership": "cautious",
    }  # fmt: skip
    assert predicting.counted(one.way for one in held).percent == pytest.approx(100 / 3)
    assert predicting.counted([]).percent is None


def test_being_surer_than_one_should_be_is_told_only_where_chance_does_not_explain_it():
    sure = [(95, "right")] * 12 + [(95, "optimistic")] * 8 + [(50, "right")] * 2 + [(50, "cautious")]

    half, nearly = predicting.calibration(sure)

    assert (half.confidence, half.total, half.reading) == (50, 3, "in line")
    assert (nearly.percent, nearly.reading) == (60, "too sure")
    assert predicting.wilson(0, 5)[0] == 0
    assert predicting.wilson(5, 5)[1] == pytest.approx(100)
