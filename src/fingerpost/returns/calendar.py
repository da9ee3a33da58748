"""The days of rounds as iCalendar, which every calendar reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from icalendar import Calendar, Event

ICS_TYPE = "text/calendar; charset=utf-8"
DAYS = (("opens_on", "opens"), ("due_on", "is due"), ("closes_on", "closes"))


def of_rounds(
    rounds: Iterable[Any], *, authority: Any, link: Callable[[Any], str], made_at: datetime
) -> bytes:
    """When each round opens, is due and closes; the same event keeps its name, so that a calendar moves it."""
    made = Calendar()
    made.add("prodid", "-//Fingerpost//Predictions//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", f"Predictions, {authority.name}")
    for one in rounds:
        for field, words in DAYS:
            made.add_component(_event(one, field, words, link(one), made_at))
    return made.to_ical()


def _event(one: Any, field: str, words: str, address: str, made_at: datetime) -> Event:
    on = getattr(one, field)
    event = Event()
    event.add("uid", f"round-{one.pk}-{field}@fingerpost")
    event.add("dtstamp", made_at)
    event.add("dtstart", on)
    event.add("dtend", on + timedelta(days=1))
    event.add("summary", f"{one.name} {words}")
    event.add("url", address)
    event.add("transp", "TRANSPARENT")
    return event
