"""Days as iCalendar, which every calendar reads."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar
from icalendar import Event as _Event

ICS_TYPE = "text/calendar; charset=utf-8"


@dataclass(frozen=True)
class Event:
    """A whole day, or with `begins` so many minutes of it. The same `name` is the same event: a calendar moves it and
    adds no second one."""

    name: str
    on: date
    summary: str
    description: str = ""
    address: str = ""
    begins: datetime | None = None
    minutes: int = 60


def to_ical(title: str, events: Iterable[Event], *, made_at: datetime) -> bytes:
    """The events as a file for anybody's calendar."""
    made = Calendar()
    made.add("prodid", "-//Fingerpost//EN")
    made.add("version", "2.0")
    made.add("x-wr-calname", title)
    for event in events:
        made.add_component(_event(event, made_at))
    return made.to_ical()


def _event(event: Event, made_at: datetime) -> _Event:
    one = _Event()
    one.add("uid", f"{event.name}@fingerpost")
    one.add("dtstamp", made_at)
    one.add("dtstart", event.begins.astimezone(UTC) if event.begins else event.on)
    one.add("dtend", _ends(event))
    one.add("summary", event.summary)
    if event.description:
        one.add("description", event.description)
    if event.address:
        one.add("url", event.address)
    # Nobody is busy because something is published.
    one.add("transp", "OPAQUE" if event.begins else "TRANSPARENT")
    return one


def _ends(event: Event) -> date | datetime:
    if event.begins is None:
        return event.on + timedelta(days=1)
    return event.begins.astimezone(UTC) + timedelta(minutes=event.minutes)
