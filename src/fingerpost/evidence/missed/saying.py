"""What combinations say in words, and what a printed figure of them contradicts."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from fingerpost.evidence.missed.model import NONE, REST, UNKNOWN, Combination, Missed
from fingerpost.evidence.report_tables.model import rounded

#: Fewer pupils than these carry no commentary, as the inspection data summary has it.
FEW = 11


def whole(share: float) -> Decimal:
    """A percentage in whole points, half away from zero."""
    return rounded(Decimal(repr(share)), 0)


def sentences(found: Missed) -> list[str]:
    """How many missed it, of whom most, which combination most often, and which most beyond England."""
    said = [_everybody(found)] if found.missed is not None else []
    named = [one for one in found.combinations if one.name not in (REST, UNKNOWN)]
    counted = [one for one in named if one.missed]
    if counted and found.missed:
        said.append(_most(found, max(counted, key=lambda one: (one.missed or 0, one.name))))
    shared = [one for one in named if one.has and one.share is not None and (one.cohort or 0) >= FEW]
    if shared:
        said.append(_most_often(found, max(shared, key=lambda one: (one.share or 0, one.name))))
    behind = [one for one in shared if one.beside_england is not None]
    if behind:
        said.append(_beyond(found, max(behind, key=lambda one: (one.beside_england or 0, one.name))))
    return said


def _everybody(found: Missed) -> str:
    if found.cohort is None:
        return f"{found.missed:,} pupils missed it."
    share = found.everybody.share
    of = f" ({whole(share)}%)" if share is not None else ""
    return f"{found.missed:,} of {found.cohort:,} pupils missed it{of}."


def _most(found: Missed, one: Combination) -> str:
    share = found.of_the_missed(one) or 0
    first = "Most of them" if share > 50 else "The largest part of them"
    return f"{first}: {_alone(found, one)}, {one.missed:,} pupils, which is {whole(share)}% of those who missed it."


def _alone(found: Missed, one: Combination) -> str:
    words = found.title_of(one)
    return (
        "none of these characteristics"
        if one.name == NONE
        else f"{words} alone"
        if len(one.has) == 1
        else words
    )


def _most_often(found: Missed, one: Combination) -> str:
    return f"Missed most often: {_alone(found, one)}, {whole(one.share or 0)}% of {one.cohort:,} pupils."


def _beyond(found: Missed, one: Combination) -> str:
    points = one.beside_england or 0
    if points <= 0:
        return "No combination missed it more often than the same pupils in England."
    return (
        f"Furthest beyond England: {_alone(found, one)}, {whole(one.share or 0)}% against {whole(one.england or 0)}%, "
        f"{whole(points)} points more, of {one.cohort:,} pupils."
    )


@dataclass(frozen=True)
class Difference:
    """A printed figure, ours, and why."""

    combination: str
    printed: str
    ours: str
    because: str


def differences(found: Missed) -> list[Difference]:
    """Printed percentages that do not follow from their counts, and counts that do not add up to all who missed it."""
    wrong = [
        Difference(
            found.title_of(one),
            one.printed,
            f"{whole(one.share)}%",
            f"{one.missed} of {one.cohort} is {rounded(Decimal(repr(one.share)), 1)}%.",
        )
        for one in found.combinations
        if one.printed and one.share is not None and one.printed.rstrip("%") != str(whole(one.share))
    ]
    return [*wrong, *_sum(found)]


def _sum(found: Missed) -> list[Difference]:
    shown = [one for one in found.combinations if one.name != NONE and one.missed is not None]
    others = next((one for one in found.combinations if one.name == NONE), None)
    total = sum(one.missed or 0 for one in shown)
    if found.missed is None or not any(one.printed for one in shown) or total == found.missed:
        return []
    if total > found.missed:
        return [
            Difference(
                "All combinations",
                f"{found.missed:,}",
                f"{total:,}",
                "They exclude one another, and are more than all.",
            )
        ]
    adds = " + ".join(str(one.missed) for one in shown)
    if others is not None and others.printed:
        return []
    rest = f"The other {found.missed - total:,} have none of these characteristics and are not printed."
    because = f"{adds} = {total:,}. {rest}"
    return [Difference("All combinations", f"{found.missed:,}", f"{total:,}", because)]
