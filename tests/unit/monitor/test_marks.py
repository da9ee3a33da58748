"""Marks for levels: shape, letter and title say what colour says."""

import re

import pytest

from fingerpost.monitor import marks
from fingerpost.monitor.marks import Scale, scale_of, shape

COLOURS = Scale(
    [{"id": "green", "name": "Green"}, {"id": "amber", "name": "Amber"}, {"id": "red", "name": "Red"}]
)
SUPPORT = Scale(
    [
        {"id": "universal", "name": "Universal"},
        {"id": "targeted", "name": "Targeted"},
        {"id": "plus", "name": "Targeted plus"},
        {"id": "intensive", "name": "Intensive"},
    ]
)


def strand(state, level=None, best="green", worst="red"):
    return {"name": "Trend", "state": state, "level": level, "best": best, "worst": worst}


@pytest.mark.parametrize(
    ("number", "of", "expected"),
    [(0, 3, "best"), (1, 3, "middle"), (2, 3, "worst"), (1, 4, "good"), (2, 4, "middle"), (3, 4, "worst")],
)
def test_each_place_on_a_scale_has_a_shape_of_its_own(number, of, expected):
    assert shape(number, of) == expected


def test_no_two_levels_of_a_scale_share_a_letter():
    for scale in (COLOURS, SUPPORT):
        assert len(set(scale.letters.values())) == len(scale.letters)
    assert list(SUPPORT.letters.values()) == ["U", "T", "T+", "I"]


@pytest.mark.parametrize(
    ("held", "title", "kind"),
    [
        (strand("decided", "amber"), "Trend: amber", "middle"),
        (strand("open", best="amber"), "Trend: open, Amber to red", "open"),
        (strand("unknown"), "Trend: not known", "unknown"),
        (strand("not_applicable"), "Trend: does not apply", "none"),
    ],
)
def test_a_strand_says_its_state_in_its_title(held, title, kind):
    mark = COLOURS.strand(held)

    assert f'title="{title}"' in mark
    assert f"fp-mark--{kind}" in mark


def test_what_is_not_a_level_is_never_a_colour():
    shown = COLOURS.level("not_enough_evidence")

    assert "fp-mark" not in shown
    assert "Not enough evidence" in shown


def test_names_are_escaped():
    mark = COLOURS.mark("green", '"><script>')

    assert "<script>" not in mark
    assert re.search(r'title="[^"]*"', mark)


def test_the_same_levels_are_the_same_scale():
    levels = [{"id": "a", "name": "A", "meaning": "x"}]

    assert scale_of(levels) is scale_of(list(levels))


@pytest.mark.parametrize(
    ("word", "said"),
    [("improving", "Improving"), ("declining", "Declining"), ("", "Not known"), ("not known", "Not known")],
)
def test_a_direction_has_its_word(word, said):
    assert said in marks.direction(word)
