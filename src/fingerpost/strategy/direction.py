"""Direction of travel as computed from evidence: the level of two days under one edition, then the strands."""

from __future__ import annotations

from fingerpost.strategy.rating import Ratings

IMPROVING, STEADY, DECLINING, NOT_KNOWN = "improving", "steady", "declining", "not known"


def between(before: Ratings, now: Ratings, levels: list[str]) -> dict[tuple[int, str], str]:
    """(urn, scheme) -> improving, steady, declining or not known; where there is no level the indicative stands in."""
    rank = {level: number for number, level in enumerate(levels)}
    then = {(r["urn"], r["scheme"]): r for r in before.schools.iter_rows(named=True)}
    return {
        (row["urn"], row["scheme"] or ""): _moved(then.get((row["urn"], row["scheme"])), row, rank)
        for row in now.schools.iter_rows(named=True)
    }


def _moved(before: dict | None, now: dict, rank: dict[str, int]) -> str:
    old, new = (_standing(row, rank) for row in (before, now))
    if old is None or new is None:
        return NOT_KNOWN
    return STEADY if old == new else IMPROVING if new < old else DECLINING


def _standing(row: dict | None, rank: dict[str, int]) -> int | None:
    if row is None:
        return None
    return rank.get(row["level"], rank.get(row["indicative"] or ""))
