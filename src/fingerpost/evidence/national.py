"""Dated national values: publication days and the like, each with its source."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

import yaml


@dataclass(frozen=True)
class Day:
    """The first day on which a release could be known, and how we know that."""

    on: date
    reference: str
    is_ours: bool


@dataclass(frozen=True)
class Releases:
    """source x period x release -> day."""

    days: dict[tuple[str, str, str], Day]

    def known_on(self, source: str, period: str, release: str = "final") -> Day:
        """The listed day; else our rule: the source's usual month and day after the school year, marked ours."""
        found = self.days.get((source, period, release)) or self.days.get((source, period, "final"))
        if found:
            return found
        usual = self.days.get((source, "usual", release)) or self.days.get((source, "usual", "final"))
        year = int(period[:4])
        if usual is None:
            return Day(date(year + 1, 4, 1), "no day listed: 1 April after the school year", True)
        # The `usual` entry is written for the school year ending in 2000.
        on = usual.on.replace(year=year + (usual.on.year - 2000))
        return Day(on, usual.reference, True)


def folder() -> Path:
    """Where the national files lie: packed with the program, or beside it in a checkout."""
    packed = Path(__file__).parent.parent / "_data" / "national"
    if packed.is_dir():
        return packed
    return Path(os.environ.get("FINGERPOST_NATIONAL", Path(__file__).parents[3] / "national"))


@lru_cache(maxsize=1)
def releases() -> Releases:
    """Read `releases.yaml`."""
    days = {}
    for entry in yaml.safe_load((folder() / "releases.yaml").read_text())["releases"]:
        key = (entry["source"], str(entry["period"]), entry.get("release", "final"))
        days[key] = Day(entry["known_on"], entry["reference"], bool(entry.get("ours", False)))
    return Releases(days)
