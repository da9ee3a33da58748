"""The road map of a school: of its latest stored rating for officers, of the rating last told to it for the school."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from fingerpost.archive.queries import editions, rating_history, ratings
from fingerpost.core import queries as core
from fingerpost.core.rules import Permission, check_permission, has_permission
from fingerpost.monitor.queries import rounds
from fingerpost.strategy import road_map
from fingerpost.strategy.problems import NotAnEdition
from fingerpost.strategy.road_map import RoadMap


def of_school(
    user: Any, authority: str, urn: int, *, today: date, rating_id: int | None = None
) -> list[RoadMap]:
    """A road map for each scheme of a school; none where nothing is rated, or nothing has been told to the school yet.

    An officer sees that of the latest computed rating, or of the one named. Whoever sees confirmed levels alone sees
    that of the rating on which the level last told rests, so that nothing is told here before it is told.
    """
    if has_permission(user, Permission.INDICATIVE_SEE, authority=authority, urn=urn):
        return _for_officers(user, authority, urn, today, rating_id)
    check_permission(user, Permission.RATING_SEE, authority=authority, urn=urn)
    told: dict[str, Any] = {}
    for one in rounds.confirmed(user, authority, urns=[urn]):
        told.setdefault(one.scheme, one)
    maps = [_of_rating(authority, one.rating_id, today, one.level) for one in told.values()]
    return [found for several in maps for found in several]


def _for_officers(user: Any, authority: str, urn: int, today: date, rating_id: int | None) -> list[RoadMap]:
    if rating_id is not None:
        return [found for found in _of_rating(authority, rating_id, today) if found.urn == urn]
    run = ratings.latest_run(user, authority)
    return list(_of_run(run.pk, run.edition, urn, today, _terms(authority))) if run else []


@lru_cache(maxsize=512)
def _of_run(run: int, code: str, urn: int, today: date, terms: tuple[date, ...]) -> tuple[RoadMap, ...]:
    """Runs never change, and to try what would lift a school takes a moment."""
    return tuple(_maps(code, rating_history.one_with_strands(run, urn), today, terms))


def _of_rating(authority: str, rating_id: int, today: date, level: str = "") -> list[RoadMap]:
    """The map of one stored rating; a level that people confirmed is where it starts, whatever was computed."""
    found = rating_history.of_rating(authority, rating_id)
    if found is None:
        return []
    code, row = found
    return _maps(code, [{**row, "level": level or row["level"]}], today, _terms(authority))


def _terms(authority: str) -> tuple[date, ...]:
    """The last days of the terms that the authority has set."""
    return tuple(term.to_on for term in core.school_calendar(authority).terms)


def _maps(code: str, rows: list[dict], today: date, terms: tuple[date, ...]) -> list[RoadMap]:
    try:
        edition = editions.edition(code)
    except (editions.NoSuchEdition, NotAnEdition):
        return []
    return road_map.of_ratings(rows, edition, today, terms)
