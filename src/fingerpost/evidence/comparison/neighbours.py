"""Statistical neighbours: which edition serves a day, and their mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Edition:
    """One edition of statistical neighbours: who they are, from when."""

    as_at: date
    file: str
    neighbours: tuple[str, ...]


def edition_for(editions: list[Edition], day: date) -> tuple[Edition | None, bool]:
    """The edition in force on a day; before the first, the earliest serves and the second answer says so."""
    by_day = sorted(editions, key=lambda e: e.as_at)
    if not by_day:
        return None, False
    before = [e for e in by_day if e.as_at <= day]
    return (before[-1], False) if before else (by_day[0], True)


def mean(values: list[float | None]) -> float | None:
    """The plain mean of the values there are: the convention for statistical neighbours."""
    known = [v for v in values if v is not None]
    return sum(known) / len(known) if known else None
