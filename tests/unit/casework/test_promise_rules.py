"""What is a promise, how it stands on a day, and who may take what back."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest

from fingerpost.casework import rules
from fingerpost.casework.rules import CannotTakeBack, NotAPromise, State

NOW = datetime(2026, 10, 31, 9, tzinfo=UTC)
TODAY = date(2026, 10, 31)


@dataclass
class Promised:
    due_on: date
    kept_at: datetime | None = None
    dropped_at: datetime | None = None


@pytest.mark.parametrize(
    ("promise", "state", "words"),
    [
        (Promised(date(2026, 10, 30)), State.OVERDUE, "overdue by 1 day"),
        (Promised(date(2026, 9, 1)), State.OVERDUE, "overdue by 60 days"),
        (Promised(TODAY), State.SOON, "due today"),
        (Promised(date(2026, 11, 14)), State.SOON, "due in 14 days"),
        (Promised(date(2026, 11, 15)), State.OPEN, "due in 15 days"),
        (Promised(TODAY, kept_at=NOW), State.KEPT, "kept in time"),
        (Promised(date(2026, 10, 28), kept_at=NOW), State.LATE, "kept, 3 days late"),
        (Promised(date(2026, 9, 1), dropped_at=NOW), State.DROPPED, "let go"),
    ],
)
def test_how_a_promise_stands_is_said_in_words(promise, state, words):
    standing = rules.standing(promise, TODAY)

    assert (standing.state, standing.words) == (state, words)
    assert standing.state in rules.STATES


def test_a_promise_kept_late_in_the_evening_was_kept_on_that_day_here():
    kept = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)

    assert rules.standing(Promised(date(2026, 6, 30), kept_at=kept), TODAY).words == "kept, 1 day late"


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"side": "nobody"}, "who promised"),
        ({"words": " "}, "what was promised"),
        ({"owner_name": ""}, "whose it is to do"),
        ({"agreed_on": date(2026, 11, 1)}, "has not come"),
        ({"due_on": date(2026, 10, 30)}, "before the day on which it was agreed"),
        ({"due_on": date(2036, 10, 31)}, "check the year"),
    ],
)
def test_a_promise_that_cannot_be_is_refused_with_a_sentence(more, says):
    said = {"side": "school", "words": "Send the plan.", "owner_name": "Headteacher", "agreed_on": TODAY,
            "due_on": TODAY, "at": NOW}  # fmt: skip

    rules.check_promise(**said)
    with pytest.raises(NotAPromise, match=says):
        rules.check_promise(**(said | more))


def test_nothing_is_agreed_with_a_school_before_it_opens():
    rules.check_after_opening(TODAY, None)
    rules.check_after_opening(TODAY, TODAY)

    with pytest.raises(NotAPromise, match="opened on 1 November 2026"):
        rules.check_after_opening(TODAY, date(2026, 11, 1))


@pytest.mark.parametrize(
    ("new", "reason", "says"),
    [
        (TODAY, "Half term.", "the day it has"),
        (date(2026, 11, 9), " ", "why the day changes"),
        (date(2026, 9, 1), "Sooner.", "before the day on which it was agreed"),
    ],
)
def test_a_new_day_needs_to_be_another_and_a_reason(new, reason, says):
    with pytest.raises(NotAPromise, match=says):
        rules.check_moves(TODAY, new, date(2026, 10, 1), reason)


@pytest.mark.parametrize(("by", "at"), [(2, NOW), (1, NOW + timedelta(days=1)), (None, NOW)])
def test_only_ones_own_doing_of_today_is_taken_back(by, at):
    rules.check_may_take_back(1, NOW, person=1, at=NOW)

    with pytest.raises(CannotTakeBack):
        rules.check_may_take_back(1, NOW, person=by, at=at)
