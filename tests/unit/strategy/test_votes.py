"""One school's votes are the rating's own arithmetic."""

import pytest

from fingerpost.strategy.edition import Cell, Family, Scheme, Strand
from fingerpost.strategy.votes import votes

LEVELS = ["green", "amber", "red"]


def _strand(name, family):
    return Strand(name, name.title(), family, tuple(Cell(level, level, "1", judged=True) for level in LEVELS))


SCHEME = Scheme(
    "primary", "Primary", ("primary",),
    (Family("results", "Results", needs=2), Family("leading", "Leading", needs=1), Family("place", "Place", needs=1)),
    (_strand("maths", "results"), _strand("reading", "results"), _strand("governance", "leading"),
     _strand("site", "place")),
)  # fmt: skip
ALL = {"maths", "reading", "governance", "site"}


@pytest.mark.parametrize(
    ("decided", "families", "mean", "fit"),
    [
        (dict.fromkeys(ALL, "green"), ["green"] * 3, "green", "green"),
        ({"maths": "green", "reading": "amber", "governance": "green", "site": "green"},
         ["amber", "green", "green"], "green", "green"),
        ({"maths": "red", "reading": "red", "governance": "green", "site": "green"},
         ["red", "green", "green"], "amber", "amber"),
        ({"maths": "green", "governance": "red", "site": "green", "reading": "green"},
         ["green", "red", "green"], "amber", "amber"),
        ({"maths": "green", "governance": "amber"}, [None, "amber", None], "amber", "amber"),
    ],
)  # fmt: skip
def test_families_vote_once_each_and_a_tie_goes_to_the_worse(decided, families, mean, fit):
    found = votes(SCHEME, LEVELS, decided, ALL)

    assert [one.level for one in found.families] == families
    assert (found.mean, found.fit) == (mean, fit)


def test_no_level_is_more_than_one_better_than_the_worst_family():
    four = Scheme("p", "P", ("primary",), tuple(Family(f"f{n}", f"F{n}", needs=1) for n in range(5)),
                  tuple(_strand(f"s{n}", f"f{n}") for n in range(5)))  # fmt: skip
    decided = {f"s{n}": "green" for n in range(4)} | {"s4": "red"}

    found = votes(four, LEVELS, decided, set(decided))

    assert (found.mean, found.fit, found.worst.family.name) == ("green", "amber", "F4")
