"""What a school may answer in a round, and what it has said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from fingerpost.core.rules import Permission, has_permission
from fingerpost.monitor.queries import disputed, rounds, told
from fingerpost.monitor.queries.disputed import Disputed
from fingerpost.monitor.queries.told import Told, UnderWay


@dataclass(frozen=True)
class Answering:
    """The round that a school reads, what it has said in it, and which of its figures are disputed."""

    under_way: UnderWay
    comments: list[Any]
    disputed: Disputed


def under_way(user: Any, authority: str, urn: int, today: date) -> Answering | None:
    """The round that the school is in and has not been told of."""
    held = told.under_way(user, authority, urn, today)
    if held is None:
        return None
    answers = has_permission(user, Permission.ROUND_ANSWER, authority=authority, urn=urn)
    said = rounds.comments_of_school(user, authority, urn) if answers else []
    mine = [one for one in said if one.school_id == held.school.pk and one.undone_at is None]
    return Answering(held, mine, disputed.of_school(authority, urn, told.life(authority, urn), ()))


def strands(held: UnderWay) -> list[tuple[str, str]]:
    """The strands that may be commented on: id and name, with the scheme where it is of one of several alone."""
    found: dict[str, list[str]] = {}
    for _, name, families in held.schemes:
        for view in (view for _, views in families for view in views):
            found.setdefault(view.id, [view.name]).append(name)
    several = len(held.schemes) > 1
    return [
        (strand, f"{name} ({schemes[0]})" if several and len(schemes) == 1 else name)
        for strand, (name, *schemes) in found.items()
    ]


def comment(user: Any, authority: str, urn: int, comment_id: int) -> Any:
    """One comment of the school."""
    said = rounds.comments_of_school(user, authority, urn)
    return next((one for one in said if one.pk == comment_id), None)


def level(user: Any, authority: str, urn: int, level_id: int) -> Told | None:
    """A level that stands and that the school was told."""
    standing = told.latest(told.told(user, authority, urn))
    return next((one for one in standing if one.row.pk == level_id), None)


def until(found: Told) -> date | None:
    """The last day on which a second look at it may be asked for."""
    return rounds.second_look_until(found.row.school)
