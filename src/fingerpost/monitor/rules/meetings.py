"""What may be done to a meeting about schools, and when."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from fingerpost.monitor.rules.judging import HERE

#: Ours: a meeting is put into the product within so many days of being held, and no earlier than it is prepared.
LATEST, EARLIEST = timedelta(days=14), timedelta(days=31)
#: How an item came to be on the agenda.
SOURCES = {
    "changed": "What changed",
    "added": "Added",
    "carried": "Carried over",
    "note": "Noted at the meeting",
}


class NotAMeeting(ValueError):
    """What was to be done at a meeting cannot be; the words say what is wrong and what to do."""


class Stale(NotAMeeting):
    """Somebody else wrote meanwhile: `theirs` is what stands, and nothing of it was overwritten."""

    def __init__(self, theirs: str, by: Any) -> None:
        super().__init__(
            f"{by} has written here since you opened it. Both texts are shown: put them together and save."
        )
        self.theirs = theirs


def check_held_on(held_on: date, before: date | None, at: datetime) -> None:
    """Refuse a day before the last meeting, long past, or far ahead."""
    today = at.astimezone(HERE).date()
    if before is not None and held_on <= before:
        raise NotAMeeting("The last meeting was on that day or later. Choose a day after it.")
    if held_on < today - LATEST or held_on > today + EARLIEST:
        raise NotAMeeting("Choose a day within the last two weeks or the month to come.")


def check_open(meeting: Any) -> None:
    """Refuse to change what is closed."""
    if meeting.closed_at is not None:
        raise NotAMeeting("The meeting is closed. Whoever closed it can reopen it on the same day.")


def check_words(words: str, what: str) -> None:
    """Refuse to record nothing."""
    if not words.strip():
        raise NotAMeeting(what)


def check_version(item: Any, seen: int, words: str) -> None:
    """Refuse to write over what somebody else has written since it was opened."""
    if item.version != seen and item.minutes.strip() != words.strip():
        raise Stale(item.minutes, item.minuted_by)


def check_may_reopen(meeting: Any, by: Any, at: datetime, reason: str, is_latest: bool) -> None:
    """Refuse to reopen without a reason, another's meeting, on a later day, or once the next was opened."""
    check_words(reason, "Say why the meeting is reopened.")
    if meeting.closed_at is None:
        raise NotAMeeting("The meeting is open.")
    is_same_day = at.astimezone(HERE).date() == meeting.closed_at.astimezone(HERE).date()
    if meeting.closed_by_id != by.pk or not is_same_day or not is_latest:
        raise NotAMeeting("Only who closed a meeting can reopen it, on the same day and before the next one.")


def may_drop(item: Any, by: Any, at: datetime) -> bool:
    """Whether an item can be taken off again: one's own, added today, of which nothing is minuted."""
    is_same_day = at.astimezone(HERE).date() == item.added_at.astimezone(HERE).date()
    return item.added_by_id == by.pk and is_same_day and not item.minutes and item.source in ("added", "note")
