"""How sure a difference is, by the intervals of the figures themselves."""

from __future__ import annotations

from math import sqrt

from fingerpost.evidence.comparison.significance import ABOVE, BELOW, SAME, SMALL_DIFFERENCE
from fingerpost.evidence.headlines.model import Row

#: A score is about the same within this much (ours: a twentieth of a grade, a tenth of a point).
SMALL_SCORE = 0.05
SIDES = {ABOVE: 1, BELOW: -1, SAME: 0}


def sign(number: float) -> int:
    """1 above nothing, -1 below, 0 for nothing."""
    return (number > 0) - (number < 0)


def is_small(difference: float, unit: str) -> bool:
    """Whether a difference is so small that it is called the same."""
    return abs(difference) <= (SMALL_DIFFERENCE if unit in ("%", "points") else SMALL_SCORE)


def is_sure_change(now: Row, before: Row, difference: float) -> bool | None:
    """Whether a change between two years is more than chance; none where a year has no interval.

    Newcombe's interval of a difference, from the intervals of the two figures.
    """
    ends = [row.get(name) for row in (now, before) for name in ("lower", "upper")]
    if any(end is None for end in ends):
        return None
    value, earlier = now["value"], before["value"]
    low, high, low_before, high_before = (float(end) for end in ends if end is not None)
    below = sqrt(max(value - low, 0) ** 2 + max(high_before - earlier, 0) ** 2)
    above = sqrt(max(high - value, 0) ** 2 + max(earlier - low_before, 0) ** 2)
    return difference - below > 0 or difference + above < 0
