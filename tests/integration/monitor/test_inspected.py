"""Each inspection of a school is told once, though lists differ by a day."""

from datetime import date

import pytest

from fingerpost.monitor.queries import inspected


def row(day, listed, known=1, kind="graded", overall=2):
    return {
        "ended_on": date(2024, 7, day), "list_as_at": listed and date(2024, listed, 28), "kind": kind,
        "overall": overall, "known_on": date(2024, 8, known),
    }  # fmt: skip


def days(*rows):
    return [found["ended_on"].day for found in inspected.once(list(rows))]


def test_the_newest_list_says_on_which_day_and_the_first_that_says_so_is_the_source():
    early, late, again = row(3, 8), row(2, 10), row(2, 11, known=9)

    assert days(early, late, again) == [2]
    assert inspected.once([early, late, again])[0] is late


def test_inspections_more_than_a_week_apart_are_two():
    assert days(row(3, 8), row(12, 10)) == [12, 3]


def test_an_ungraded_visit_in_the_same_week_is_another_inspection():
    assert days(row(3, 8), row(2, 10, kind="ungraded", overall=None)) == [2, 3]


def test_an_event_without_a_list_gives_way_to_a_list():
    assert days(row(3, None), row(2, 10)) == [2]


@pytest.mark.parametrize(
    ("grade", "word"),
    [
        ("2", "Good"),
        ("4.0", "Inadequate"),
        ("Strong standard", "Strong standard"),
        ("-", ""),
        ("9", ""),
        (None, ""),
    ],
)
def test_a_sub_judgement_is_said_in_words_or_not_at_all(grade, word):
    assert inspected._word(grade) == word
