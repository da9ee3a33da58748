"""Pupil groups that an edition adds."""

import pytest
import yaml

from fingerpost.strategy import own_groups
from fingerpost.strategy.keys import Keys
from fingerpost.strategy.lined import read
from fingerpost.strategy.problems import Found

SUMMER_BOYS = {
    "code": "summer_boys",
    "name": "Summer-born boys",
    "is": {"sex": ["M"], "birth_month": [5, 6, 7, 8]},
}


def reading(folder, *groups):
    """The groups that a strategy.yaml with these declares, and what is wrong with it."""
    file = folder / "strategy.yaml"
    file.write_text(yaml.safe_dump({"groups": list(groups)}), encoding="utf-8")
    found = Found()
    made = own_groups.read(Keys(read(file, "strategy.yaml"), found, "strategy.yaml"))
    return made, " ".join(str(problem) for problem in found.in_order())


def test_an_edition_adds_a_group_of_its_own(tmp_path):
    made, problems = reading(tmp_path, SUMMER_BOYS)

    assert problems == ""
    assert made[0].sql == "birth_month IN (5, 6, 7, 8) AND sex IN ('M')"


def test_one_value_need_not_be_a_list(tmp_path):
    made, problems = reading(tmp_path, SUMMER_BOYS | {"is": {"fsm": True}})

    assert problems == ""
    assert made[0].all_of == (("fsm", (True,)),)


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ({"code": "boys"}, "There is a group boys already"),
        ({"code": "Summer boys"}, "cannot be the code of a group"),
        ({"is": {"shoe_size": [7]}}, "asks for shoe_size, which no pupil has"),
        ({"is": {"sex": ["boy"]}}, "asks for sex 'boy', which is not one of: F, M"),
        ({"is": {"birth_month": [13]}}, "which is not one of: 1 to 12"),
        ({"is": {"fsm": ["yes"]}}, "which is not one of: true, false"),
        ({"is": {"sex": []}}, "names no value of sex"),
        ({"is": None}, "does not say who belongs to it"),
        ({"who": "boys"}, "A group knows no `who`"),
    ],
)
def test_a_mistake_in_a_group_is_named(tmp_path, said, complaint):
    _, problems = reading(tmp_path, SUMMER_BOYS | said)

    assert complaint in problems


def test_two_groups_cannot_have_one_code(tmp_path):
    _, problems = reading(tmp_path, SUMMER_BOYS, SUMMER_BOYS)

    assert "declared twice" in problems
