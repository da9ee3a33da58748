"""Combinations for an audience from whom small numbers are hidden: small ones go together into one row.

They go together until neither that row nor any part of it that another table could give away is small: whoever knows
how many pupils have a characteristic, or several at once, takes from that the rows shown here, and what remains is the
part of the joined row that has them. Which characteristics are combined must not be for that reader to choose: tables
of several choices together would tell every combination.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from itertools import combinations

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


#: A group of another table: which characteristics its pupils have, and which not; one it does not name may be either.
Pattern = Mapping[str, bool]


def joined(
    found: Missed, least: Least, others: Iterable[Pattern] = (), without: Missed | None = None
) -> Missed:
    """The same with small combinations as one row.

    `others` are groups that other tables show, beside those of each characteristic and of several at once. `without` is
    the same without the pupils whom the reader knows anyway, by which it is then decided what is small.
    """
    judged = {row.name: row for row in (without or found).combinations}
    names = _to_join(found, judged, least, _patterns(found.chosen, others))
    if not names:
        return _rounded(found, least)
    empty = {row.name for row in found.combinations if not row.cohort}
    kept = [row for row in found.combinations if row.name not in names | empty]
    rest = [row for row in found.combinations if row.name in names]
    cohort, missed = _sums(rest)
    is_told = not is_small([judged[name] for name in names], least)
    together = Combination(REST, cohort if is_told else None, missed if is_told else None)
    whole = found if is_told else replace(found, cohort=None, missed=None)
    return _rounded(replace(whole, combinations=(*kept, together)), least)


def _patterns(chosen: tuple[str, ...], others: Iterable[Pattern]) -> list[Pattern]:
    """Everybody, each characteristic and its opposite, each pair and more of them, and what other tables show."""
    sizes = range(1, len(chosen) + 1)
    several = (dict.fromkeys(held, True) for size in sizes for held in combinations(chosen, size))
    # Everybody comes last: what must join for the others is often enough.
    return [*several, *({code: False} for code in chosen), *others, {}]


def _to_join(
    found: Missed, judged: Mapping[str, Combination], least: Least, patterns: list[Pattern]
) -> set[str]:
    """The names of what goes together: small ones, and as many others as keep them from being told by taking away."""
    present = [judged[row.name] for row in found.combinations if judged[row.name].cohort]
    rest = [row for row in present if is_small([row], least)]
    while rest and (more := _gives_away(present, rest, least, patterns)) is not None:
        rest.append(more)
    return {row.name for row in rest}


def _gives_away(
    present: list[Combination], rest: list[Combination], least: Least, patterns: list[Pattern]
) -> Combination | None:
    """The smallest row that must join the rest, so that neither a part of it nor what is left of it is told small."""
    hidden = {row.name for row in rest}
    free = sorted(
        (row for row in present if row.name not in hidden), key=lambda row: (row.cohort or 0, row.name)
    )
    for pattern in patterns:
        sides = [[row for row in present if is_in(row, pattern) is is_inside] for is_inside in (True, False)]
        if any(is_small(side, least) for side in sides):
            # A group of few, and what it leaves of all, is shown by no other table.
            continue
        for side in sides:
            part = [row for row in side if row.name in hidden]
            joining = next((row for row in free if row in side), None)
            if joining and part and (is_small(part, least) or (not pattern and len(part) < 2)):
                return joining
    return None


def is_in(row: Combination, pattern: Pattern) -> bool:
    """Whether the pupils of a combination belong to a group; of whom it is not known, to everybody alone."""
    if row.name == UNKNOWN:
        return not pattern
    return all((code in row.has) is wanted for code, wanted in pattern.items())


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
