"""The order in which a meeting looks at schools says what it is made of, and what is not known never reads as fine."""

import pytest

from fingerpost.monitor.rules.risk_order import SIGNS, Signs, risk

CALM = Signs(place=0.0, level="Green", days_unseen=10)


def test_a_good_school_that_was_seen_lately_is_at_the_end():
    assert risk(CALM).points == 0
    assert risk(CALM).because == ()


def test_the_order_says_what_it_is_made_of_the_heaviest_first():
    found = risk(Signs(place=1.0, level="Red", floor="in_category", days_unseen=130))

    assert found.points == 61
    assert found.in_words == "red 40, a floor holds 15, not seen for 130 days 6"


def test_a_school_without_a_level_stands_above_one_that_is_good():
    unknown = risk(Signs(place=None, days_unseen=10))

    assert unknown.points > risk(CALM).points
    assert unknown.in_words == "no level 20"


@pytest.mark.parametrize(
    ("signs", "points"),
    [
        (Signs(place=0.0, days_unseen=59), 0),
        (Signs(place=0.0, days_unseen=60), 3),
        (Signs(place=0.0, days_unseen=None), 8),
        (Signs(place=0.0, days_unseen=1, strands_worse=7), 9),
        (Signs(place=0.0, days_unseen=1, flags_serious=1, flags_concern=5), 12),
        (Signs(place=0.5, level="Amber", days_unseen=1, level_fell="Green"), 35),
        (Signs(place=0.0, days_unseen=1, has_late_visit=True, overdue=2), 8),
    ],
)
def test_each_sign_counts_as_the_page_says(signs, points):
    assert risk(signs).points == points


def test_every_sign_is_explained():
    assert all(sign.what and sign.points for sign in SIGNS)
