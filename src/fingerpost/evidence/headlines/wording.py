"""How numbers, years, groups and places are written in a headline, and every sentence that there is."""

from __future__ import annotations

from decimal import Decimal

from fingerpost.evidence.headlines.model import Kind
from fingerpost.evidence.indicators import Indicator
from fingerpost.evidence.report_tables.model import rounded

MINUS = "−"

#: (kind, direction, sure or None where it cannot be said) -> the sentence.
# fmt: off
WORDS: dict[tuple[Kind, int, bool | None], str] = {
    (Kind.CHANGE, 1, True): "Up {points} on {year} ({before}), more than chance would bring{england}.",
    (Kind.CHANGE, -1, True): "Down {points} on {year} ({before}), more than chance would bring{england}.",
    (Kind.CHANGE, 1, False): "{Points} higher than in {year} ({before}), which chance alone could bring{england}.",
    (Kind.CHANGE, -1, False): "{Points} lower than in {year} ({before}), which chance alone could bring{england}.",
    (Kind.CHANGE, 1, None): "{Points} higher than in {year} ({before}); how sure that is cannot be said{england}.",
    (Kind.CHANGE, -1, None): "{Points} lower than in {year} ({before}); how sure that is cannot be said{england}.",
    (Kind.NATIONAL, 1, True): "{Points} above England ({england}), more than chance would bring{pupils}.",
    (Kind.NATIONAL, -1, True): "{Points} below England ({england}), more than chance would bring{pupils}.",
    (Kind.NATIONAL, 1, None): "{Points} above England ({england}); how sure that is cannot be said: {because}.",
    (Kind.NATIONAL, -1, None): "{Points} below England ({england}); how sure that is cannot be said: {because}.",
    (Kind.GAP, 1, False): "{Points} above England's other pupils ({others}: {england}){gap}.",
    (Kind.GAP, -1, False): "{Points} below England's other pupils ({others}: {england}){gap}.",
    (Kind.GAP, 1, True): "{Points} above England's other pupils ({others}: {england}){gap}.",
    (Kind.GAP, -1, True): "{Points} below England's other pupils ({others}: {england}){gap}.",
    (Kind.RANK, 1, True): "{rank}, a better place than in {year} ({before}), more than chance would bring.",
    (Kind.RANK, -1, True): "{rank}, a worse place than in {year} ({before}), more than chance would bring.",
    (Kind.RANK, 1, False): "{rank}; {before} in {year}, a difference that chance could bring.",
    (Kind.RANK, -1, False): "{rank}; {before} in {year}, a difference that chance could bring.",
}
# fmt: on
#: Where a difference was tested and is no more than chance would bring.
SAME: dict[Kind, str] = {
    Kind.NATIONAL: "Not different from England ({england}), as far as {number} can tell.",
    Kind.GAP: "Not different from England's other pupils ({others}: {england}), as far as {number} can tell.",
}
#: Where it is nothing, or too small to speak of.
ABOUT: dict[Kind, str] = {
    Kind.CHANGE: "About the same as in {year} ({before}){england}.",
    Kind.NATIONAL: "About the same as England ({england}).",
    Kind.GAP: "About the same as England's other pupils ({others}: {england}).",
    Kind.RANK: "{rank}, the same place as in {year}.",
}
#: England's own change in the same time.
ENGLAND = {
    1: "; England rose by {points}",
    -1: "; England fell by {points}",
    0: "; England stayed about the same",
}
#: What became of a gap on the year before; only where both lie on the same side and it is more than chance.
GAPS = {
    1: "; {points} wider than in {year}, more than chance would bring",
    -1: "; {points} narrower than in {year}, more than chance would bring",
}


def value(indicator: Indicator, number: float) -> str:
    """A figure as it is said: 61.3%, 46.2; as 61% where it is known to whole points alone."""
    return f"{_number(number, _places(indicator, number))}{'%' if indicator.unit == '%' else ''}"


def points(indicator: Indicator, difference: float) -> str:
    """The size of a difference: 3.2 points, 1 point; 0.21 of a score."""
    size = _number(abs(difference), _places(indicator, difference))
    return (
        f"{size} {'point' if size in ('1', '1.0') else 'points'}"
        if indicator.unit in ("%", "points")
        else size
    )


def _places(indicator: Indicator, number: float) -> int:
    """No places that were not published: a whole number is shown as the measure is, any other to one at least."""
    return indicator.decimals if float(number).is_integer() else max(indicator.decimals, 1)


def _number(number: float, places: int) -> str:
    return f"{rounded(Decimal(repr(number)), places):,}".replace("-", MINUS)


def pupils(number: float) -> str:
    """1 pupil, 7,320 pupils."""
    return f"{round(number):,} {'pupil' if round(number) == 1 else 'pupils'}"


def place(number: int) -> str:
    """1st, 2nd, 11th, 56th."""
    last = 0 if 10 < number % 100 < 14 else number % 10
    return f"{number:,}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(last, 'th') }"
