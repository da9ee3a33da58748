"""Whether a comparison makes sense in the unit of its indicator: a share of 140 does not, nor the trend of a grade."""

from __future__ import annotations

from fingerpost.evidence.indicators import CATALOGUE
from fingerpost.strategy import conditions as c

#: What a number may be, by unit; a unit that is not here may be any.
_RANGES = {"%": (0.0, 100.0), "grade": (0.0, 5.0), "pupils": (0.0, 10000.0)}


def nonsense(atom: c.Atom) -> str | None:
    """What is wrong with an atom, or nothing."""
    unit = CATALOGUE.by_code[atom.measure.indicator].unit
    if isinstance(atom, c.Event) and unit != "grade":
        return "a figure of a year is no event; only inspections have a day"
    if isinstance(atom, c.Replaced) and unit != "grade":
        return "only an inspection is inherited from the school before"
    if isinstance(atom, c.Change | c.Gap) and unit == "grade":
        return "grades are not a scale of points, so they have no change and no gap"
    if isinstance(atom, c.Significant) and unit in ("grade", "pupils", "points"):
        return f"{unit} have no interval, so nothing can be significant"
    if isinstance(atom, c.Compare | c.Significant):
        return _out_of_range(atom, unit)
    if isinstance(atom, c.Change | c.Gap) and unit == "%" and isinstance(atom.right, c.Number):
        return None if abs(atom.right.value) <= 100 else "a share cannot move by more than 100 points"
    return None


def _out_of_range(atom: c.Compare | c.Significant, unit: str) -> str | None:
    if isinstance(atom.right, c.Comparator) and unit == "grade":
        return "grades have no comparator"
    if isinstance(atom.right, c.OwnMean) and unit == "grade":
        return "grades have no mean"
    low, high = _RANGES.get(unit, (float("-inf"), float("inf")))
    if isinstance(atom.right, c.Number) and not low <= atom.right.value <= high:
        return f"{atom.right.value:g} is outside {low:g} to {high:g}, which is all that {unit} can be"
    return None
