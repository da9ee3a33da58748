"""Combinations counted from the pupil table."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import polars as pl

from fingerpost.evidence.groups import BY_CODE, GROUPS, conjunction
from fingerpost.evidence.missed.model import MOST, NONE, UNKNOWN, Combination, Missed, expected
from fingerpost.evidence.pupils.schema import WORDS
from fingerpost.evidence.schema import ALL


class CannotCombine(Exception):
    """These characteristics cannot be put together; the words say why."""


def offered() -> list[str]:
    """The characteristics that can be chosen: those that the pupil table tells."""
    return [group.code for group in GROUPS if group.pupils]


def check(chosen: tuple[str, ...]) -> None:
    """Refuse what the pupil table does not tell, and more than can be read."""
    strangers = [code for code in chosen if code not in BY_CODE or BY_CODE[code].pupils is None]
    if strangers:
        raise CannotCombine(f"Pupils are not known by {', '.join(strangers)}. Choose among those listed.")
    if not 1 <= len(set(chosen)) <= MOST:
        raise CannotCombine(f"Choose one to {MOST} characteristics.")


def has(code: str) -> pl.Expr:
    """Whether a pupil has a characteristic; null where it is not known."""
    known = BY_CODE[code].pupils
    if known is None:
        raise CannotCombine(f"Pupils are not known by {code}.")
    column, values = known
    return pl.any_horizontal([pl.col(column) == value for value in values])


def counted(
    pupils: pl.DataFrame,
    chosen: tuple[str, ...],
    measure: str,
    *,
    title: str = "",
    england: Callable[[str], float | None] = lambda code: None,
) -> Missed:
    """Every combination of the chosen characteristics among the pupils of a measure's cohort.

    `england` gives the percentage of England's pupils that reached it, by the code of a group.
    """
    check(chosen)
    chosen = tuple(dict.fromkeys(chosen))
    cohort = pupils.filter(pl.col(measure).is_not_null())
    bits = [has(code).cast(pl.Int32) * 2**bit for bit, code in enumerate(chosen)]
    mask = pl.sum_horizontal(bits, ignore_nulls=False).alias("mask")
    found = cohort.group_by(mask).agg(cohort=pl.len(), missed=(~pl.col(measure)).sum())
    counts: dict[int | None, tuple[int, int]] = {row[0]: (row[1], row[2]) for row in found.rows()}
    made = [
        Combination(name, *counts.get(size, (0, 0)), england=_missed(england(group_of(name, chosen))))
        for size, name in enumerate(expected(chosen))
    ]
    if None in counts:
        made.append(Combination(UNKNOWN, *counts[None]))
    missed = int((~cohort[measure]).sum())
    return Missed(title, chosen, tuple(made), cohort.height, missed, england=_missed(england(ALL)))


def _missed(reached: float | None) -> float | None:
    return None if reached is None else 100 - reached


def group_of(combination: str, chosen: Iterable[str]) -> str:
    """The group that a combination is: what it has, and the opposite of what it has not; empty where no group is."""
    held = set(combination.split("+")) if combination != NONE else set()
    parts = [code if code in held else opposite(code) for code in chosen]
    return conjunction(parts) if all(parts) else ""


def opposite(code: str) -> str:
    """The group of all those, of whom it is known, who have not a characteristic; empty where no group is."""
    known = BY_CODE[code].pupils
    if known is None:
        return ""
    column, values = known
    every = set(WORDS.get(column, (True, False)))
    for group in GROUPS:
        if group.pupils and group.pupils[0] == column and set(group.pupils[1]) == every - set(values):
            return group.code
    return ""
