"""The days of rounds as events of a calendar."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any

from fingerpost.present import calendars
from fingerpost.present.calendars import ICS_TYPE, Event

__all__ = ["ICS_TYPE", "of_rounds"]

DAYS = (("opens_on", "opens"), ("due_on", "is due"), ("closes_on", "closes"))


def of_rounds(
    rounds: Iterable[Any], *, authority: Any, link: Callable[[Any], str], made_at: datetime
) -> bytes:
    """When each round opens, is due and closes."""
    events = [
        Event(f"round-{one.pk}-{field}", getattr(one, field), f"{one.name} {words}", address=link(one))
        for one in rounds
        for field, words in DAYS
    ]
    return calendars.to_ical(f"Predictions, {authority.name}", events, made_at=made_at)
