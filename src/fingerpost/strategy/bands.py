"""How long a school may stay at a level: `bands:` in strategy.yaml, and how long one has stayed.

A limit moves no level. Past it a school is talked of: the line says what the strategy would then have done.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from fingerpost.strategy.keys import Keys, as_list
from fingerpost.strategy.lined import Mapping

_KEYS = ("level", "months", "then", "page", "ours")
_HOW = "Write level, months, then, and page or ours."


@dataclass(frozen=True)
class Band:
    """The longest that a school should stay at a level, what is done then, and who says so."""

    level: str
    months: int
    then: str
    page: str = ""
    ours: str = ""


@dataclass(frozen=True)
class Stay:
    """How long a school has been at its level. `is_least`: what was before is not on record, so it may be longer."""

    level: str
    since: date
    months: int
    is_least: bool
    limit: int | None

    @property
    def is_over(self) -> bool:
        """Whether it has stayed longer than the strategy allows."""
        return self.limit is not None and self.months >= self.limit

    @property
    def left(self) -> int | None:
        """Months until the limit; none where there is none or it has passed."""
        return None if self.limit is None or self.is_over else self.limit - self.months


def band_for(bands: Sequence[Band], level: str) -> Band | None:
    """The limit of a level, if the edition sets one."""
    return next((band for band in bands if band.level == level), None)


def stay(
    history: Iterable[tuple[date, str]], on: date, bands: Sequence[Band], levels: Iterable[str]
) -> Stay | None:
    """How long a school has been at its latest level; none where the latest is no level.

    A day on which too little was known for a level neither breaks a stay nor begins one.
    """
    told = sorted(history)
    known = [(day, level) for day, level in told if level in set(levels)]
    if not known or told[-1][1] != known[-1][1]:
        return None
    level = known[-1][1]
    others = [place for place, (_, held) in enumerate(known) if held != level]
    first = others[-1] + 1 if others else 0
    since = known[first][0]
    band = band_for(bands, level)
    return Stay(level, since, months_between(since, on), not others, band.months if band else None)


def months_between(earlier: date, later: date) -> int:
    """Whole months from one day to another; 0 when that is not later."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month - (later.day < earlier.day)
    return max(months, 0)


def in_words(months: int) -> str:
    """A number of months as people say it: 1 year 3 months."""
    years, rest = divmod(months, 12)
    parts = [f"{n} {word}{'s' * (n > 1)}" for n, word in ((years, "year"), (rest, "month")) if n]
    return " ".join(parts) or "less than a month"


def read(keys: Keys, levels: Sequence[str]) -> tuple[Band, ...]:
    """The limits of an edition; each fault is noted where it stands."""
    made = [_band(keys, node, levels) for node in as_list(keys.node.get("bands"))]
    bands = tuple(band for band in made if band is not None)
    named = [band.level for band in bands]
    for doubled in sorted({level for level in named if named.count(level) > 1}):
        keys.found.add(keys.node, f"The level {doubled} has two limits.", "Keep one of them.", "bands")
    return bands


def _band(keys: Keys, node: Any, levels: Sequence[str]) -> Band | None:
    if not isinstance(node, Mapping):
        keys.found.add(keys.node, "A limit is not a mapping.", _HOW, "bands")
        return None
    band = Keys(node, keys.found, "A limit")
    band.only(_KEYS)
    level, months = band.text("level"), band.count("months", None)
    page, ours = band.text("page", required=False), band.text("ours", required=False)
    if level and level not in levels:
        keys.found.add(node, f"“{level}” is no level of this edition.", f"Use {', '.join(levels)}.", "level")
    if not months:
        keys.found.add(node, "A limit has no months.", "Write a whole number of months.")
    if not page and not ours:
        keys.found.add(node, "A limit says neither its page nor why it is ours.", "Write `page:` or `ours:`.")
    return Band(level, months or 0, band.text("then"), page, ours)
