"""Which school may be watched, until when, and who may take that back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from fingerpost.monitor.rules.judging import HERE, CannotUndo

#: Ours: a half-term; a watch is looked at again within it when nobody sets another day.
USUAL_REVIEW = timedelta(days=42)
#: Ours: what is not looked at for longer than this is no watch.
LONGEST_REVIEW = timedelta(days=190)


class NotAWatch(ValueError):
    """What was to be recorded of a watch cannot be; the words say what is wrong."""


def is_good(level: str, order: Sequence[str]) -> bool:
    """Whether a level lies in the better half of the scale, the middle left out: green, or universal and targeted."""
    return level in order and 2 * list(order).index(level) < len(order) - 1


def check_watch(
    *, level: str, order: Sequence[str], reason: str, arrangements: str, from_on: date, review_on: date,
    opened_on: date | None, at: datetime,
) -> None:  # fmt: skip
    """Refuse to watch a school that has these arrangements by its level, or without reason, arrangements or end."""
    if level in order and not is_good(level, order):
        raise NotAWatch(
            "A watch is for a school that is doing well by its level. This one's level brings arrangements already."
        )
    if not reason.strip():
        raise NotAWatch("Say why the school is watched: the next reader, and the head, will ask.")
    if not arrangements.strip():
        raise NotAWatch("Say what is done for the school while it is watched.")
    if from_on > _day(at):
        raise NotAWatch("A watch cannot begin on a day that has not come.")
    if opened_on is not None and from_on < opened_on:
        raise NotAWatch(
            f"The school opened on {opened_on.day} {opened_on:%B %Y}: a watch cannot begin before."
        )
    check_review(review_on, at)


def check_review(review_on: date, at: datetime) -> None:
    """Refuse a day of review that has passed, or that is so far off that nobody would be watching."""
    today = _day(at)
    if review_on <= today:
        raise NotAWatch("The day of review must be still to come.")
    if review_on > today + LONGEST_REVIEW:
        raise NotAWatch("Look at it again within two terms: a longer watch is forgotten.")


def check_seen(words: str) -> None:
    """Refuse a review that saw nothing."""
    if not words.strip():
        raise NotAWatch("Say what was seen: a review without words tells the next reader nothing.")


def check_end(reason: str) -> None:
    """Refuse to end a watch without a reason."""
    if not reason.strip():
        raise NotAWatch("Say why the watch ends.")


def can_undo(
    put_by: int | None, put_at: datetime, *, person: int | None, at: datetime, is_open: bool
) -> bool:
    """Whether this person may take a watch back as a mistake: their own, on the day on which they recorded it."""
    return is_open and person is not None and put_by == person and _day(put_at) == _day(at)


def check_can_undo(
    put_by: int | None, put_at: datetime, *, person: int | None, at: datetime, is_open: bool
) -> None:
    """Refuse to take back what is not one's own, or not of today."""
    if not can_undo(put_by, put_at, person=person, at=at, is_open=is_open):
        raise CannotUndo(
            "A watch can be taken back by whoever recorded it, on the same day. End it with a reason instead."
        )


def _day(at: datetime) -> date:
    return at.astimezone(HERE).date()
