"""Our figure beside the published one: how far apart they are, and the likely reason (the reasons are ours).

A reason is likely and never certain: it is what the two numbers allow. What they do not allow is said to need a look.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from math import isclose

from fingerpost.evidence.indicators import Indicator


class Kind(StrEnum):
    """How two figures of the same thing stand to each other."""

    SAME = "the same"
    ROUNDING = "the same but for rounding"
    HIDDEN = "hidden in the published"
    NOT_PUBLISHED = "not in the published"
    NOT_OURS = "not in our file"
    COHORT = "other pupils counted"
    RESULTS = "other results"
    BOTH = "other pupils and other results"
    UNKNOWN = "not explained"


#: The kinds that nobody needs to look into, the rest in the order in which somebody should.
AGREED = (Kind.SAME, Kind.ROUNDING, Kind.HIDDEN)


@dataclass(frozen=True)
class Side:
    """One of the two figures: its value, the pupils behind it, and which release it is."""

    value: float | None
    pupils: float | None
    status: str = "reported"
    release: str = ""


@dataclass(frozen=True)
class Verdict:
    """What the difference is, and the likely reason in words."""

    kind: Kind
    reason: str
    difference: float | None = None
    pupils: int | None = None


def reconciled(
    indicator: Indicator, ours: Side | None, published: Side | None, *, is_state_funded: bool = True
) -> Verdict:
    """How our figure stands to the published one."""
    if ours is None or ours.value is None:
        return Verdict(Kind.NOT_OURS, "no pupil of our file counts here: the school's results were not in it")
    if published is None:
        reason = "no figure has been published of this" + (
            "" if is_state_funded else "; the Department counts state-funded schools alone"
        )
        return Verdict(Kind.NOT_PUBLISHED, reason)
    if published.value is None:
        return _without_value(published)
    pair = _Pair(
        ours.value, published.value, ours.pupils, published.pupils, indicator.unit == "%",
        _releases(ours, published),
    )  # fmt: skip
    kind, reason = _why(pair)
    return Verdict(kind, reason, pair.apart, pair.more)


@dataclass(frozen=True)
class _Pair:
    """Two figures that are both there."""

    ours: float
    published: float
    our_pupils: float | None
    their_pupils: float | None
    is_share: bool
    release: str

    @property
    def apart(self) -> float:
        return self.ours - self.published

    @property
    def more(self) -> int | None:
        """How many pupils more we counted."""
        if self.our_pupils is None or self.their_pupils is None:
            return None
        return round(self.our_pupils - self.their_pupils)


def _without_value(published: Side) -> Verdict:
    if published.status == "suppressed":
        return Verdict(Kind.HIDDEN, "the Department hides it: few pupils")
    return Verdict(Kind.NOT_PUBLISHED, f"the published file has no figure: {published.status}")


def decimals(value: float, most: int = 2) -> int:
    """With how many decimals a published figure is written, as far as it shows."""
    return next((n for n in range(most) if isclose(value, round(value, n), abs_tol=1e-9)), most)


def is_rounding(ours: float, published: float) -> bool:
    """Whether ours, rounded as the published one is, is the published one; a half may go either way."""
    return abs(ours - published) <= 0.5 * 10 ** -decimals(published) + 1e-9


def _why(pair: _Pair) -> tuple[Kind, str]:
    more = pair.more
    if is_rounding(pair.ours, pair.published):
        return _agreeing(pair.apart, more)
    if more is None:
        return Kind.UNKNOWN, f"the published file does not say how many pupils it counts{pair.release}"
    if more == 0:
        return Kind.RESULTS, f"{_results(pair)}{pair.release}"
    if pair.is_share and not _cohort_explains(pair):
        also = "which does not account for all of it: some results changed too"
        return Kind.BOTH, f"{_who(more)}, {also}{pair.release}"
    return Kind.COHORT, _who(more)


def _agreeing(apart: float, more: int | None) -> tuple[Kind, str]:
    if more:
        side = "we count" if more > 0 else "the published counts"
        return Kind.ROUNDING, f"{side} {_count(more)} more, and the figure comes out the same"
    return (Kind.SAME, "the same") if abs(apart) < 1e-9 else (Kind.ROUNDING, "rounding")


def _who(more: int) -> str:
    """Which pupils one of the two counts and the other does not."""
    count = _count(more)
    if more > 0:
        return (
            f"we count {count} more: discounted as newly arrived from abroad, or moved away before the tables"
        )
    return f"the published counts {count} more: arrived after our file was made, or at a school that it does not hold"


def _count(more: int) -> str:
    return f"{abs(more):,} {'pupil' if abs(more) == 1 else 'pupils'}"


def _results(pair: _Pair) -> str:
    if not pair.is_share or not pair.our_pupils:
        return "the same pupils with other results: marks reviewed, or a release that differs"
    changed = max(round(abs(pair.apart) * pair.our_pupils / 100), 1)
    whose = "pupil" if changed == 1 else "pupils"
    return f"the same pupils, about {changed} {whose} with another result: marks reviewed"


def _releases(ours: Side, published: Side) -> str:
    if ours.release and published.release and ours.release != published.release:
        return f" (ours is {ours.release}, the published {published.release})"
    return ""


def _cohort_explains(pair: _Pair) -> bool:
    """Whether leaving out or adding those pupils, whatever their results, can give the published figure."""
    ours, theirs = pair.our_pupils or 0.0, pair.their_pupils or 0.0
    if not theirs:
        return False
    reached, more = round(pair.ours * ours / 100), pair.more or 0
    lowest, highest = (reached - more, reached) if more > 0 else (reached, reached - more)
    off = 0.5 * 10 ** -decimals(pair.published)
    floor, ceiling = 100 * max(lowest, 0) / theirs, 100 * min(highest, theirs) / theirs
    return bool(floor - off <= pair.published <= ceiling + off)
