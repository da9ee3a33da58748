"""What one atom of a condition asks of its figure, in plain words: "at or above England's median"."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fingerpost.evidence import groups
from fingerpost.evidence.frameworks import CATEGORIES, GRADES
from fingerpost.evidence.indicators import CATALOGUE
from fingerpost.strategy import conditions as c

OLD_GRADES = {grade: word.lower() for grade, word in GRADES.items()}
CARD_GRADES = {
    5: "exceptional",
    4: "strong standard",
    3: "expected standard",
    2: "needs attention",
    1: "urgent improvement",
}
#: Where a figure lies that is held against a quantile of the schools in England: below the line, and above it.
_QUANTILES = {
    "england_p10": (
        "in the lowest tenth of schools in England",
        "above the lowest tenth of schools in England",
    ),
    "england_p25": (
        "in the lowest quarter of schools in England",
        "above the lowest quarter of schools in England",
    ),
    "england_p75": (
        "below the highest quarter of schools in England",
        "in the highest quarter of schools in England",
    ),
    "england_p90": (
        "below the highest tenth of schools in England",
        "in the highest tenth of schools in England",
    ),
}
_DOWN = ("below", "at_most")
_BESIDE = {
    "at_least": "at or above",
    "above": "above",
    "at_most": "at or below",
    "below": "below",
    "equals": "equal to",
}
_UNITS = {"%": "%", "points": " points", "pupils": " pupils", "per 100": " for each 100 pupils"}
_SAFEGUARDING = "ofsted_safeguarding"


def predicate(atom: c.Atom) -> str:
    """What an atom asks."""
    return _PREDICATES[type(atom)](atom)


def subject_of(atom: c.Atom) -> str:
    """The figure that an atom asks about; of a gap, the two that it lies between."""
    name = measure_in_words(atom.measure)
    return f"{name}, beside {_peer(atom)}" if isinstance(atom, c.Gap) else name


def measure_in_words(measure: c.Measure) -> str:
    """An indicator and its group."""
    if measure.indicator == _SAFEGUARDING:
        return "Ofsted: safeguarding"
    name = CATALOGUE.by_code[measure.indicator].name
    return name if measure.group == "all" else f"{name}, {_group(measure.group)}"


def _group(code: str) -> str:
    return "all pupils" if code == "all" else groups.name(code).lower()


def _peer(gap: c.Gap) -> str:
    if isinstance(gap.peer, c.Measure):
        return f"{_group(gap.peer.group)} in the school"
    return f"{_group(gap.peer.of(gap.measure))} in {c.COMPARATOR_WORDS.get(gap.peer.name, gap.peer.name)}"


def _compare(atom: c.Compare) -> str:
    if isinstance(atom.right, c.Number):
        return _against_number(atom.measure.indicator, atom.op, atom.right.value)
    if isinstance(atom.right, c.Comparator) and not atom.right.plus and atom.op != "equals":
        quantile = _QUANTILES.get(atom.right.name)
        if quantile:
            return quantile[atom.op not in _DOWN]
    return f"{_BESIDE[atom.op]} {held_against(atom.right, atom.measure)}"


def _against_number(indicator: str, op: c.Op, value: float) -> str:
    unit = CATALOGUE.by_code[indicator].unit
    if indicator == _SAFEGUARDING:
        return "met" if value or op == "above" else "not met"
    if indicator == "ofsted_category":
        return "in one" if value or op == "above" else "in none"
    if unit == "grade":
        return graded(indicator, op, value)
    return f"{c.OP_WORDS[op]} {number(value, unit)}"


def graded(indicator: str, op: c.Op, value: float) -> str:
    """A grade in words. On Ofsted's old scale 1 is the best, on the report card 5; no scale is turned into another."""
    is_card = indicator.startswith("rc_")
    scale = CARD_GRADES if is_card else OLD_GRADES
    word = scale.get(int(value), f"{value:g}")
    if op == "equals":
        return word
    is_better = (op in ("at_least", "above")) == is_card
    way = "better" if is_better else "worse"
    end = max(scale) if is_card == is_better else min(scale)
    if op in ("above", "below"):
        return f"{way} than {word}"
    return word if int(value) == end else f"{word} or {way}"


def number(value: float, unit: str) -> str:
    """A number with its unit and a true minus sign."""
    return f"{value:g}".replace("-", "−") + _UNITS.get(unit, "")


def held_against(right: c.Right, measure: c.Measure) -> str:
    """What a figure is held against."""
    if isinstance(right, c.Number):
        return number(right.value, CATALOGUE.by_code[measure.indicator].unit)
    group = f", {_group(right.group)}" if isinstance(right, c.Comparator) and right.group else ""
    return f"{c.in_words(right)}{group}"


def _significant(atom: c.Significant) -> str:
    return f"significantly {atom.side} {held_against(atom.right, atom.measure)}"


def _words(atom: c.Words) -> str:
    if list(atom.words) == list(CATEGORIES):
        return "in one"
    shown = [CATEGORIES.get(word, word) for word in atom.words]
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} or {shown[-1]}"


_THAN_BEFORE = {
    "above": "higher than",
    "below": "lower than",
    "at_least": "not lower than",
    "at_most": "not higher than",
}


def _change(atom: c.Change) -> str:
    if isinstance(atom.right, c.Number) and not atom.right.value and atom.op in _THAN_BEFORE:
        return f"{_THAN_BEFORE[atom.op]} {_years(atom.over)} before"
    if isinstance(atom.right, c.Number):
        return (
            f"change over {_years(atom.over)} {c.OP_WORDS[atom.op]} {held_against(atom.right, atom.measure)}"
        )
    return f"change over {_years(atom.over)} {_BESIDE[atom.op]} that of {c.in_words(atom.right)}"


#: A gap is the group less its peers: the higher it is, the less far behind the group.
_BEHIND = {
    "above": "less far behind",
    "below": "further behind",
    "at_least": "no further behind",
    "at_most": "no less far behind",
}
_ITSELF = {"above": "ahead", "below": "behind", "at_least": "level or ahead", "at_most": "level or behind"}


def _gap(atom: c.Gap) -> str:
    if atom.op == "equals" or CATALOGUE.by_code[atom.measure.indicator].better != "high":
        over = f" over {_years(atom.over)}" if atom.over else ""
        return f"difference{over} {_BESIDE[atom.op]} {held_against(atom.right, atom.measure)}"
    if atom.over:
        return _gap_moved(atom)
    if isinstance(atom.right, c.Comparator):
        return f"{_BEHIND[atom.op]} than in {c.in_words(atom.right)}"
    if not atom.right.value:
        return _ITSELF[atom.op]
    return f"difference {c.OP_WORDS[atom.op]} {number(atom.right.value, 'points')}"


def _gap_moved(atom: c.Gap) -> str:
    if isinstance(atom.right, c.Comparator):
        gained = {"above": "has", "at_most": "has not"}.get(atom.op)
        if gained:
            return f"{gained} caught up more over {_years(atom.over)} than in {c.in_words(atom.right)}"
        return (
            f"change of the gap over {_years(atom.over)} {_BESIDE[atom.op]} that of {c.in_words(atom.right)}"
        )
    if not atom.right.value:
        return f"{_BEHIND[atom.op]} than {_years(atom.over)} before"
    return f"change of the gap over {_years(atom.over)} {c.OP_WORDS[atom.op]} {number(atom.right.value, 'points')}"


def _event(atom: c.Event) -> str:
    if atom.within == "days":
        return f"judged within the last {atom.count} days"
    if atom.within == "school_years":
        before = "the one before" if atom.count == 1 else f"the {atom.count} before"
        return f"judged in this school year or {before}"
    return "judged in this academic year or the last"


def _replaced(atom: c.Replaced) -> str:
    return "that of a school which a sponsored academy has replaced"


def _years(count: int) -> str:
    return "a year" if count == 1 else f"{count} years"


_PREDICATES: dict[type, Callable[[Any], str]] = {
    c.Compare: _compare,
    c.Significant: _significant,
    c.Words: _words,
    c.Change: _change,
    c.Gap: _gap,
    c.Event: _event,
    c.Replaced: _replaced,
}
