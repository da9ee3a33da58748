"""Until when a judgement may be taken back, and by whom."""

from datetime import UTC, datetime

import pytest

from fingerpost.monitor import rules

MORNING = datetime(2026, 7, 1, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "person", "is_undone", "expected"),
    [
        (datetime(2026, 7, 1, 22, 59, tzinfo=UTC), 1, False, True),
        # 23:00 in UTC is the next day in a British summer.
        (datetime(2026, 7, 1, 23, 0, tzinfo=UTC), 1, False, False),
        (MORNING, 2, False, False),
        (MORNING, None, False, False),
        (MORNING, 1, True, False),
    ],
)
def test_ones_own_judgement_is_taken_back_on_the_same_day_here(at, person, is_undone, expected):
    assert rules.can_undo(1, MORNING, is_undone=is_undone, person=person, at=at) is expected


@pytest.mark.parametrize(
    ("is_substantiated", "is_restricted", "was_told", "is_closed", "counts"),
    [
        (False, False, True, False, False),
        (True, False, False, False, False),
        (True, False, True, False, True),
        (True, True, False, False, True),
        (True, False, True, True, False),
    ],
)
def test_a_flag_counts_once_it_is_so_and_the_school_could_answer(
    is_substantiated, is_restricted, was_told, is_closed, counts
):
    found = rules.counts_in_rating(
        is_substantiated=is_substantiated, is_restricted=is_restricted, was_told=was_told, is_closed=is_closed
    )

    assert found is counts
