"""Lines across one figure: which side a value is on, and what an edition may not say of them."""

import pytest

from fingerpost.strategy import lines
from fingerpost.strategy.keys import Keys
from fingerpost.strategy.lined import Mapping
from fingerpost.strategy.lines import Line, line_for
from fingerpost.strategy.problems import Found

ATTENDANCE = Line("attendance_overall", amber=95, red=94)
NEET = Line("neet", amber=7, red=10)


@pytest.mark.parametrize(
    ("line", "value", "band"),
    [
        (ATTENDANCE, 95.0, "clear"),
        (ATTENDANCE, 94.99, "amber"),
        (ATTENDANCE, 94.0, "amber"),
        (ATTENDANCE, 93.9, "red"),
        (ATTENDANCE, None, "not known"),
        (NEET, 7.0, "clear"),
        (NEET, 9.9, "amber"),
        (NEET, 10.1, "red"),
    ],
)
def test_a_value_on_a_line_is_on_its_better_side(line, value, band):
    assert line.band(value) == band


def test_a_line_for_the_phase_goes_before_a_line_for_all():
    all_phases, primary = Line("neet", 5, 6), Line("neet", 7, 8, ("primary",))

    assert line_for([all_phases, primary], "neet", "primary") is primary
    assert line_for([all_phases, primary], "neet", "secondary") is all_phases
    assert line_for([primary], "neet", "secondary") is None


def _mapping(values: dict) -> Mapping:
    made = Mapping(values)
    made.file, made.line, made.lines, made.doubled = "strategy.yaml", 1, {}, []
    return made


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ({"indicator": "nothing", "amber": 1, "red": 2, "ours": "x"}, "one way is better"),
        ({"indicator": "neet", "amber": 10, "red": 7, "ours": "x"}, "red line is better"),
        ({"indicator": "attendance_overall", "amber": 94, "red": 95, "ours": "x"}, "red line is better"),
        ({"indicator": "neet", "amber": 7, "ours": "x"}, "has no red"),
        ({"indicator": "neet", "amber": 7, "red": 10}, "neither its page nor why it is ours"),
        ({"indicator": "neet", "amber": 7, "red": 10, "ours": "x", "green": 1}, "knows no `green`"),
    ],
)
def test_a_mistaken_line_is_named(said, problem):
    found = Found()

    lines.read(Keys(_mapping({"lines": [_mapping(said)]}), found, "strategy.yaml"))

    assert any(problem in each.what for each in found.problems), found.problems
