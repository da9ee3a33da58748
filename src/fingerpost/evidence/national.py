"""Dated national values: publication days and the like, each with its source."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import yaml

from fingerpost.core.home import national_folder


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
        """The listed day; else our rule: the source's usual month and day after the school year, marked ours.

        A release that is not listed for the year comes on its own usual day, before it takes that of the final figures.
        """
        year = int(period[:4])
        for name in (release, "final"):
            if found := self.days.get((source, period, name)):
                return found
            if usual := self.days.get((source, "usual", name)):
                # The `usual` entry is written for the school year ending in 2000.
                on = usual.on.replace(year=year + (usual.on.year - 2000))
                return Day(on, usual.reference, True)
        return Day(date(year + 1, 4, 1), "no day listed: 1 April after the school year", True)


@lru_cache(maxsize=1)
def releases() -> Releases:
    """Read `releases.yaml`."""
    days = {}
    for entry in yaml.safe_load((national_folder() / "releases.yaml").read_text())["releases"]:
        key = (entry["source"], str(entry["period"]), entry.get("release", "final"))
        days[key] = Day(entry["known_on"], entry["reference"], bool(entry.get("ours", False)))
    return Releases(days)


@dataclass(frozen=True)
class Areas:
    """The authorities of England by DfE code, and what the Office for National Statistics calls each and its region."""

    names: dict[str, str]
    by_ons: dict[str, str]
    region_of: dict[str, str]
    regions: dict[str, str]


#: Inner and outer London are regions in some of the department's files and not to the Office for National Statistics.
LONDON_HALVES = {"E13000001": "Inner London", "E13000002": "Outer London"}


@lru_cache(maxsize=1)
def areas() -> Areas:
    """Read `authorities.yaml`."""
    listed = yaml.safe_load((national_folder() / "authorities.yaml").read_text(encoding="utf-8"))
    entries = {str(code): entry for code, entry in listed["authorities"].items()}
    codes = {
        ons: code for code, entry in entries.items() for ons in (*entry.get("earlier_ons", ()), entry["ons"])
    }
    return Areas(
        names={code: entry["name"] for code, entry in entries.items()},
        by_ons=codes,
        region_of={code: entry["region"] for code, entry in entries.items()},
        regions=dict(listed["regions"]),
    )
