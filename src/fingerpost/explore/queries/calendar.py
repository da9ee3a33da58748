"""What is published when, what of it is held, and what comes next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from fingerpost.archive.queries import stated
from fingerpost.core.rules import Audience, Permission, audience_of, check_permission
from fingerpost.evidence.national import releases
from fingerpost.evidence.published import source_of

#: What comes, in words; what is not listed here is a compilation of these.
SOURCES = {
    "eyfs": "Early years foundation stage profile", "phonics": "Phonics screening check", "ks2": "Key stage 2",
    "ks4": "Key stage 4", "ks5": "16 to 18", "absence": "Absence", "attendance": "Attendance in the year",
    "exclusions": "Suspensions and exclusions", "sen2": "Education, health and care plans",
    "attainment19": "Level 2 and 3 by age 19", "mat": "Trusts' measures",
}  # fmt: skip
#: Results of pupils that the authority itself loads, under the same names.
OWN = "pupils-"
OWN_SOURCES = {
    "eyfs": "Early years profile", "phonics": "Phonics", "ks1": "Key stage 1", "ks2": "Key stage 2",
    "ks4": "Key stage 4", "ks5": "16 to 18", "mtc": "Multiplication tables check", "absence": "Absence",
}  # fmt: skip
#: How final a release is. A source without revised figures calls them final.
_ORDER = ("provisional", "revised", "final")
BACK, AHEAD = timedelta(days=400), timedelta(days=370)
HELD, COMES, AWAITED = "held", "comes", "not loaded"


@dataclass(frozen=True)
class Coming:
    """One release of a year: when it comes, whether that is announced or only usual, and what is held."""

    source: str
    name: str
    year: str
    release: str
    on: date
    is_announced: bool
    is_own: bool
    reference: str
    held: tuple[tuple[str, date], ...]
    state: str

    @property
    def held_in_words(self) -> str:
        """The most final release that is held of the year."""
        return self.held[-1][0] if self.held else ""

    @property
    def held_on(self) -> date | None:
        """From which day that is known."""
        return self.held[-1][1] if self.held else None


def coming(user: Any, authority: str, today: date) -> list[Coming]:
    """Every release from a year ago to a year ahead, in order of day, as this person may know of it."""
    check_permission(user, Permission.FIGURES_SEE, authority=authority)
    sees_own = audience_of(user, authority=authority) is Audience.OFFICER
    held = _held(authority, with_ours=sees_own)
    found = [
        one
        for source, release in _offered(sees_own)
        for year in range(today.year - 2, today.year + 2)
        if (one := _coming(source, release, str(year), held, today))
    ]
    return sorted(found, key=lambda one: (one.on, one.name, one.release))


def _offered(sees_own: bool) -> list[tuple[str, str]]:
    """The sources and releases that have a usual day."""
    usual = [(source, release) for source, period, release in releases().days if period == "usual"]
    known = [pair for pair in usual if pair[0] in SOURCES]
    own = [pair for pair in usual if pair[0].startswith(OWN) and pair[0].removeprefix(OWN) in OWN_SOURCES]
    return known + (own if sees_own else [])


def _coming(source: str, release: str, year: str, held: dict, today: date) -> Coming | None:
    day = releases().known_on(source, year, release)
    if not today - BACK <= day.on <= today + AHEAD:
        return None
    listed = releases().days.get((source, year, release))
    rows = held.get((source, year), ())
    least = (
        1
        if release == "final" and (source, "usual", "revised") not in releases().days
        else _ORDER.index(release)
    )
    is_held = any(_ORDER.index(name) >= least for name, _ in rows)
    is_own = source.startswith(OWN)
    return Coming(
        source=source,
        name=OWN_SOURCES[source.removeprefix(OWN)] if is_own else SOURCES[source],
        year=year,
        release=release,
        on=day.on,
        is_announced=listed is not None and not listed.is_ours,
        is_own=is_own,
        reference=day.reference,
        held=rows,
        state=HELD if is_held else COMES if day.on > today else AWAITED,
    )


def _held(authority: str, *, with_ours: bool) -> dict[tuple[str, str], tuple[tuple[str, date], ...]]:
    """(source, year) -> the releases that are held, with the day from which each was known, the most final last."""
    on = stated.ground(authority)
    cells = ["indicator", "period", "release", "origin"]
    first = pl.col("known_on").min()
    parts = [rows.group_by(cells).agg(first) for rows in (on.of.schools, on.of.areas)]
    found: dict[tuple[str, str], dict[str, date]] = {}
    for indicator, period, release, origin, day in pl.concat(parts).select(*cells, "known_on").iter_rows():
        is_ours = origin == stated.OURS
        source = (OWN if is_ours else "") + source_of(indicator, indicator.split("_")[0])
        if release not in _ORDER or (is_ours and not with_ours):
            continue
        releases_of = found.setdefault((source, period), {})
        releases_of[release] = min(day, releases_of.get(release, day))
    return {
        key: tuple(sorted(rows.items(), key=lambda row: _ORDER.index(row[0]))) for key, rows in found.items()
    }
