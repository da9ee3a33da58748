"""How every school stood when a meeting was closed. A picture never changes, so it is read once and kept in memory."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Protocol

from fingerpost.monitor.models import Meeting


@dataclass(frozen=True)
class Was:
    """A school at the last meeting: its level, its direction, its latest inspection and its decided strands."""

    level: str
    direction: str
    inspected_on: str
    strands: dict[str, str]


class Standing(Protocol):
    """What a picture takes of a school."""

    level: Any
    direction: Any
    outcome: Any
    school: Any
    urn: Any


NOTHING: MappingProxyType[int, Was] = MappingProxyType({})


def frozen(rows: Iterable[Standing]) -> dict[str, list]:
    """The schools as a meeting keeps them, at their shortest."""
    return {
        str(row.urn): [row.level, row.direction, row.outcome.ended_on if row.outcome else "",
                       _strands(row.school)]
        for row in rows
    }  # fmt: skip


def _strands(school: Any) -> dict[str, str]:
    marks = school.rating.marks if school.rating else ()
    return {mark["id"]: mark["level"] for mark in marks if mark["state"] == "decided"}


def picture(meeting: Meeting) -> MappingProxyType[int, Was]:
    """School -> how it stood when the meeting was closed; nothing of a meeting that is open."""
    if meeting.closed_at is None:
        return NOTHING
    return _picture(meeting.pk, meeting.closed_at)


@lru_cache(maxsize=32)
def _picture(meeting: int, closed_at: datetime) -> MappingProxyType[int, Was]:
    kept = Meeting.objects.values_list("picture", flat=True).get(pk=meeting)
    return MappingProxyType({int(urn): Was(*row) for urn, row in kept.get("schools", {}).items()})
