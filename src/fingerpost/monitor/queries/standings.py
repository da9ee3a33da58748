"""Where schools stand in a run, at its shortest, for the pages that list hundreds."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from fingerpost.archive.queries import ratings

#: The scheme beside the main one: early years have a level of their own.
EARLY_YEARS = "eyfs"


@dataclass(frozen=True, eq=False)
class Standing:
    """Where a school stands in a run, at its shortest. Runs never change, so these are kept in memory."""

    scheme: str
    level: str
    indicative: str
    best: str
    worst: str
    floor: str
    is_fragile: bool
    direction: str
    assessed: float
    because: str
    marks: tuple[dict, ...]
    direction_because: tuple[str, ...] = ()


@lru_cache(maxsize=8)
def of_run(run: int) -> dict[tuple[int, str], Standing]:
    """School and scheme -> where it stands in a run. Runs never change; the caller limits them to what may be seen."""
    return {(row["urn"], row["scheme"]): _standing(row) for row in ratings.marks_of(run)}


def _standing(row: dict) -> Standing:
    return Standing(
        scheme=row["scheme"],
        level=row["level"],
        indicative=row["indicative"],
        best=row["best"],
        worst=row["worst"],
        floor=row["floor"],
        is_fragile=row["is_fragile"],
        direction=row["direction"],
        assessed=row["assessed"],
        because=next(iter(row["because"]), ""),
        marks=tuple(row["marks"]),
        direction_because=tuple(row["direction_because"]),
    )
