"""Advisers' judgements: recorded with reasons, superseded, taken back on the day, never deleted."""

from datetime import UTC, date, datetime, timedelta

import pytest

from fingerpost.core.rules import NotAllowed
from fingerpost.monitor import actions, rules
from fingerpost.monitor.models import Judgement
from fingerpost.monitor.queries import judgements
from fingerpost.register.models import School

NOW = datetime(2026, 9, 1, 9, tzinfo=UTC)
TODAY = date(2026, 9, 1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def record(adviser, edition):
    def make(**options):
        options = {
            "authority": "001", "urn": 100_001, "edition": edition, "scheme": "primary", "strand": "leadership",
            "level": "amber", "reason": "Two visits this term.", "by": adviser, "at": NOW,
        } | options  # fmt: skip
        return actions.record_judgement(**options)

    return make


def standing(as_at=TODAY):
    return [(row[2], row[3]) for row in judgements.frame("001", as_at).rows()]


def test_a_judgement_stands_from_the_day_it_was_made(record):
    record(made_on=date(2026, 6, 1))

    assert standing(date(2026, 6, 1)) == [("leadership", "amber")]
    assert standing(date(2026, 5, 31)) == []


def test_a_later_judgement_comes_after_the_earlier_and_both_are_kept(record):
    record(made_on=date(2026, 6, 1))
    record(level="green", made_on=date(2026, 8, 1))

    assert standing() == [("leadership", "amber"), ("leadership", "green")]


def test_of_two_on_one_day_the_one_recorded_later_comes_last(record):
    record()
    record(level="red", at=NOW + timedelta(hours=1))

    assert standing()[-1] == ("leadership", "red")


def test_ones_own_judgement_is_taken_back_on_the_day(record, adviser):
    judgement = record()

    actions.undo_judgement(judgement=judgement, by=adviser, at=NOW + timedelta(hours=2))

    assert standing() == []
    assert Judgement.objects.count() == 1


@pytest.mark.parametrize("wait", [timedelta(days=1), timedelta(hours=16)])
def test_after_the_day_a_judgement_is_not_taken_back(record, adviser, wait):
    judgement = record()

    with pytest.raises(rules.CannotUndo):
        actions.undo_judgement(judgement=judgement, by=adviser, at=NOW + wait)


def test_nobody_takes_back_anothers_judgement(record, holding):
    judgement = record()

    with pytest.raises(rules.CannotUndo):
        actions.undo_judgement(judgement=judgement, by=holding("head-of-service"), at=NOW)


def test_a_floor_that_an_adviser_decides_can_be_judged(record):
    record(strand="unsafe", level="red")

    assert standing() == [("unsafe", "red")]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"strand": "attainment"}, "not a strand that an adviser decides"),
        ({"scheme": "secondary"}, "has no scheme"),
        ({"level": "blue"}, "green, amber, red"),
        ({"reason": "  "}, "Say why"),
        ({"made_on": date(2026, 9, 2)}, "not come"),
    ],
)
def test_what_is_no_judgement_is_refused_in_words(record, wrong, said):
    with pytest.raises(rules.NotAJudgement, match=said):
        record(**wrong)


def test_a_post_that_does_not_judge_cannot(record, holding):
    with pytest.raises(NotAllowed):
        record(by=holding("data"))


def test_an_adviser_of_named_schools_judges_no_other(record, holding):
    associate = holding("associate", urns=[100_001], sees_all=False)

    record(by=associate)
    with pytest.raises(NotAllowed):
        record(by=associate, urn=100_002)


def test_a_head_sees_no_judgement(record, holding):
    record()
    head = holding("head", urns=[100_001], sees_all=False)

    with pytest.raises(NotAllowed):
        judgements.of_school(head, "001", 100_001)


def test_a_judgement_is_not_older_than_its_school(record):
    School.objects.create(urn=100_001, name="New School", phase="primary", opened_on=date(2026, 6, 1))

    with pytest.raises(rules.NotAJudgement, match="opened on 1 June 2026"):
        record(made_on=date(2026, 5, 31))
    assert record(made_on=date(2026, 6, 1)).pk
