"""Combinations for an audience from whom small numbers are hidden: small ones go together into one row.

They go together until neither that row nor any part of it that another table could give away is small: whoever knows
how many pupils have a characteristic, or several at once, takes from that the rows shown here, and what remains is the
part of the joined row that has them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import chain, combinations

from fingerpost.evidence.missed.model import REST, UNKNOWN, Combination, Missed


@dataclass(frozen=True)
class Least:
    """How many pupils a row must have, how many who reached it and who did not, and to what counts are rounded."""

    cohort: int
    reached: int
    missed: int
    base: int = 1


def _sums(rows: Iterable[Combination]) -> tuple[int, int]:
    found = list(rows)
    return sum(row.cohort or 0 for row in found), sum(row.missed or 0 for row in found)


def is_small(rows: Iterable[Combination], least: Least) -> bool:
    """Whether these together are too few to show; nobody is not few."""
    cohort, missed = _sums(rows)
    return cohort > 0 and (cohort < least.cohort or missed < least.missed or cohort - missed < least.reached)


def joined(found: Missed, least: Least) -> Missed:
    """The same with small combinations as one row; where all would be joined, no combination is shown."""
    shown = [row for row in found.combinations if row.cohort]
    if not any(is_small([row], least) for row in shown):
        return _rounded(found, least)
    rest = [row for row in shown if is_small([row], least)]
    while (more := _gives_away(found.chosen, shown, rest, least)) is not None:
        rest.append(more)
    hidden = {row.name for row in rest} | {row.name for row in found.combinations if not row.cohort}
    kept = [row for row in found.combinations if row.name not in hidden]
    cohort, missed = _sums(rest)
    is_told = not is_small(rest, least)
    together = Combination(REST, cohort if is_told else None, missed if is_told else None)
    whole = found if is_told else replace(found, cohort=None, missed=None)
    return _rounded(replace(whole, combinations=(*kept, together)), least)


def _gives_away(
    chosen: tuple[str, ...], shown: list[Combination], rest: list[Combination], least: Least
) -> Combination | None:
    """The smallest row that must join the rest, so that no part of it is told by taking away."""
    hidden = {row.name for row in rest}
    others = sorted(
        (row for row in shown if row.name not in hidden), key=lambda row: (row.cohort or 0, row.name)
    )
    for held in _subsets(chosen):
        part = [row for row in rest if _is_in(row, held)]
        if part and (len(part) < 2 or is_small(part, least)):
            joining = [row for row in others if _is_in(row, held)]
            if joining:
                return joining[0]
    return None


def _is_in(row: Combination, held: tuple[str, ...]) -> bool:
    return row.name != UNKNOWN and set(held) <= set(row.has) if held else True


def _subsets(chosen: tuple[str, ...]) -> Iterable[tuple[str, ...]]:
    """Nothing, each characteristic, each pair: the groups that other tables are of."""
    return chain.from_iterable(combinations(chosen, size) for size in range(len(chosen) + 1))


def _rounded(found: Missed, least: Least) -> Missed:
    """Counts rounded as the audience is shown them; shares follow from what is shown."""
    if least.base == 1:
        return found
    rows = tuple(
        replace(row, cohort=_to(row.cohort, least.base), missed=_to(row.missed, least.base))
        for row in found.combinations
    )
    return replace(
        found, combinations=rows, cohort=_to(found.cohort, least.base), missed=_to(found.missed, least.base)
    )


def _to(number: int | None, base: int) -> int | None:
    return None if number is None else (2 * number + base) // (2 * base) * base
