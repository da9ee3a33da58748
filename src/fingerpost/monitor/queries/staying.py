"""Time in band: how long each school has been at its level, by levels confirmed, else by levels computed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from django.db.models import Count, Max

from fingerpost.archive.queries import editions, rating_history
from fingerpost.core.rules import Permission, check_permission, schools_within
from fingerpost.monitor.models import RoundLevel
from fingerpost.strategy import bands
from fingerpost.strategy.bands import Band, Stay
from fingerpost.strategy.problems import NotAnEdition

CONFIRMED, COMPUTED = "confirmed in rounds", "computed and not confirmed"
Key = tuple[int, str]


@dataclass(frozen=True)
class Staying:
    """How long a school has been at its level under a scheme, and what that is read from."""

    stay: Stay
    source: str
    band: Band | None

    @property
    def in_words(self) -> str:
        """How long, as a page says it."""
        least = "at least " if self.stay.is_least else ""
        return f"{least}{bands.in_words(self.stay.months)}"

    @property
    def over_in_words(self) -> str:
        """What stands against it when it has been too long; empty while it has not."""
        if not self.stay.is_over or self.band is None:
            return ""
        return f"over the limit of {bands.in_words(self.band.months)}"


def of_authority(user: Any, authority: str, on: date) -> dict[Key, Staying]:
    """(URN, scheme) -> how long it has been at its level, for the schools within the person's scope."""
    check_permission(user, Permission.INDICATIVE_SEE, authority=authority)
    urns = schools_within(user, Permission.INDICATIVE_SEE, authority=authority)
    found = everybody(authority, on)
    return found if urns is None else {key: held for key, held in found.items() if key[0] in urns}


def of_school(user: Any, authority: str, urn: int, on: date) -> dict[str, Staying]:
    """Scheme -> how long one school has been at its level."""
    check_permission(user, Permission.INDICATIVE_SEE, authority=authority, urn=urn)
    return {scheme: held for (other, scheme), held in everybody(authority, on).items() if other == urn}


def everybody(authority: str, on: date) -> dict[Key, Staying]:
    """Of every school; the caller limits it to what the person may see. Kept for as long as what it rests on stands."""
    return _everybody(authority, on, stamp(authority))


def stamp(authority: str) -> tuple:
    """What changes when a level is confirmed, a round reopened or levels are computed anew."""
    return (rating_history.stamp(authority), *confirmed_stamp(authority))


def confirmed_stamp(authority: str) -> tuple:
    """What changes when a level is confirmed or a round reopened."""
    told = RoundLevel.objects.filter(school__round__authority_id=authority).exclude(confirmed="")
    sums = told.aggregate(
        latest=Max("confirmed_at"), levels=Count("pk"), rounds=Count("school__round", distinct=True)
    )
    return tuple(sums.values())


@lru_cache(maxsize=16)
def _everybody(authority: str, on: date, stamp: tuple) -> dict[Key, Staying]:
    latest = rating_history.scale_in_use(authority)
    if latest is None:
        return {}
    code, order = latest
    limits = _bands(code)
    confirmed = _confirmed(authority)
    found: dict[Key, Staying] = {}
    for source, history in ((COMPUTED, rating_history.history(authority)), (CONFIRMED, confirmed)):
        for key, told in history.items():
            stay = bands.stay([(day, level) for day, level in told if day <= on], on, limits, order)
            if stay is not None:
                found[key] = Staying(stay, source, bands.band_for(limits, stay.level))
            elif source == CONFIRMED:
                found.pop(key, None)
    return found


def _bands(edition: str) -> tuple[Band, ...]:
    """The limits of an edition as its files stand now; none where they cannot be read."""
    try:
        return editions.edition(edition).bands
    except (editions.NoSuchEdition, NotAnEdition):
        return ()


def directions(authority: str) -> dict[Key, tuple[str, str]]:
    """(URN, scheme) -> the direction that people confirmed last, and in which round; the caller limits who sees it."""
    return _directions(authority, confirmed_stamp(authority))


@lru_cache(maxsize=8)
def _directions(authority: str, stamp: tuple) -> dict[Key, tuple[str, str]]:
    rows = RoundLevel.objects.filter(school__round__authority_id=authority).exclude(confirmed="")
    told = rows.order_by("school__round__as_at", "confirmed_at").values_list(
        "school__urn", "scheme", "direction_confirmed", "school__round__name"
    )
    return {(urn, scheme): (way, name) for urn, scheme, way, name in told}


def _confirmed(authority: str) -> dict[Key, list[tuple[date, str]]]:
    rows = RoundLevel.objects.filter(school__round__authority_id=authority).exclude(confirmed="").order_by()
    found: dict[Key, list[tuple[date, str]]] = {}
    for urn, scheme, day, level in rows.values_list(
        "school__urn", "scheme", "school__round__as_at", "confirmed"
    ):
        found.setdefault((urn, scheme), []).append((day, level))
    return found


def level_of(user: Any, authority: str, urn: int, *, early: str = "eyfs") -> tuple[str, list[str]]:
    """A school's level and the order of levels: the one last confirmed, else the one last computed; empty if none."""
    check_permission(user, Permission.INDICATIVE_SEE, authority=authority, urn=urn)
    latest = rating_history.scale_in_use(authority)
    if latest is None:
        return "", []
    told = RoundLevel.objects.filter(school__round__authority_id=authority, school__urn=urn)
    told = told.exclude(confirmed="").exclude(scheme=early).order_by("-school__round__as_at")
    level = told.values_list("confirmed", flat=True).first()
    return level or _first(rating_history.levels_now(authority, urn, without=early)), latest[1]


def _first(levels: Iterable[str]) -> str:
    return next(iter(levels), "")
