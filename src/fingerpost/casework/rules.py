"""What is a promise, how it stands on a day, and who may take back what; no rule knows a table."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Europe/London")
SIDES = {"authority": "The authority", "school": "The school"}
#: Where a promise was agreed, as pages say it; another room may name a source of its own.
SOURCES = {
    "": "Agreed by word", "visit": "Agreed at a visit", "meeting": "Agreed at a meeting", "call": "Agreed on a call",
    "letter": "Agreed by letter",
}  # fmt: skip
#: Ours: what is due later than this is an aim and no promise.
LONGEST = timedelta(days=3 * 366)
#: Ours: what is due within so many days is said to be due soon.
SOON = timedelta(days=14)


class NotAPromise(ValueError):
    """What was to be recorded of a promise cannot be; the words say what is wrong."""


class CannotTakeBack(Exception):
    """What is not one's own doing, or not of today, stands."""


class State(StrEnum):
    """How a promise stands."""

    OPEN = "open"
    SOON = "soon"
    OVERDUE = "overdue"
    KEPT = "kept"
    LATE = "late"
    DROPPED = "dropped"


#: As a list offers them.
STATES = {
    State.OVERDUE: "Overdue", State.SOON: "Due within 14 days", State.OPEN: "Due later", State.KEPT: "Kept in time",
    State.LATE: "Kept late", State.DROPPED: "Let go",
}  # fmt: skip


class Dated(Protocol):
    """Whatever has a day it is due and moments at which it was settled."""

    due_on: Any
    kept_at: Any
    dropped_at: Any


@dataclass(frozen=True)
class Standing:
    """How a promise stands on a day, as a code and in words."""

    state: State
    words: str

    @property
    def is_settled(self) -> bool:
        """Whether nobody waits for it any more."""
        return self.state in (State.KEPT, State.LATE, State.DROPPED)


def day_of(at: datetime) -> date:
    """The day, here, of a moment."""
    return at.astimezone(HERE).date()


def standing(promise: Dated, today: date) -> Standing:
    """How a promise stands on a day; overdue is said in words and never by a colour alone."""
    if promise.dropped_at is not None:
        return Standing(State.DROPPED, "let go")
    if promise.kept_at is not None:
        late = (day_of(promise.kept_at) - promise.due_on).days
        return (
            Standing(State.LATE, f"kept, {_days(late)} late")
            if late > 0
            else Standing(State.KEPT, "kept in time")
        )
    left = (promise.due_on - today).days
    if left < 0:
        return Standing(State.OVERDUE, f"overdue by {_days(-left)}")
    if left == 0:
        return Standing(State.SOON, "due today")
    return Standing(State.SOON if left <= SOON.days else State.OPEN, f"due in {_days(left)}")


def _days(count: int) -> str:
    return "1 day" if count == 1 else f"{count} days"


def check_promise(
    side: str, words: str, owner_name: str, agreed_on: date, due_on: date, at: datetime
) -> None:
    """Refuse a promise that says nothing, is nobody's, or of days that cannot be."""
    if side not in SIDES:
        raise NotAPromise("Say who promised: the authority or the school.")
    if not words.strip():
        raise NotAPromise("Say what was promised.")
    if not owner_name.strip():
        raise NotAPromise("Say whose it is to do: a promise that is everybody's is nobody's.")
    if agreed_on > day_of(at):
        raise NotAPromise("A promise cannot have been agreed on a day that has not come.")
    check_due(agreed_on, due_on)


def check_due(agreed_on: date, due_on: date) -> None:
    """Refuse a day before the promise was made, and one so far off that nobody would look."""
    if due_on < agreed_on:
        raise NotAPromise("It cannot be due before the day on which it was agreed.")
    if due_on > agreed_on + LONGEST:
        raise NotAPromise("It is due more than three years after it was agreed: check the year.")


def check_after_opening(agreed_on: date, opened_on: date | None) -> None:
    """Refuse what is said to have been agreed with a school before it opened."""
    if opened_on is not None and agreed_on < opened_on:
        raise NotAPromise(
            f"The school opened on {opened_on.day} {opened_on:%B %Y}: nothing can have been agreed with it before."
        )


def check_open(promise: Dated) -> None:
    """Refuse to settle again what is settled."""
    if promise.kept_at is not None:
        raise NotAPromise("It is recorded as kept already.")
    if promise.dropped_at is not None:
        raise NotAPromise("It was let go. Record a new promise if it is agreed again.")


def check_moves(was: date, new: date, agreed_on: date, reason: str) -> None:
    """Refuse a new day that is the old one, cannot be, or has no reason."""
    check_reason(reason, "Say why the day changes: the day it had stays on record.")
    if new == was:
        raise NotAPromise("That is the day it has. Choose another, or leave it.")
    check_due(agreed_on, new)


def check_reason(reason: str, says: str) -> None:
    """Refuse a deed without the reason that it needs."""
    if not reason.strip():
        raise NotAPromise(says)


def may_take_back(done_by: int | None, done_at: datetime | None, *, person: int | None, at: datetime) -> bool:
    """Whether something is this person's own doing of today."""
    return done_at is not None and person is not None and done_by == person and day_of(done_at) == day_of(at)


def check_may_take_back(
    done_by: int | None, done_at: datetime | None, *, person: int | None, at: datetime
) -> None:
    """Refuse to take back what another did, or what was done before today."""
    if not may_take_back(done_by, done_at, person=person, at=at):
        raise CannotTakeBack(
            "It can be taken back by whoever recorded it, on the same day. Let the promise go with a reason instead."
        )


def digest_of(secret: str) -> str:
    """What is kept of the secret address of a calendar, so that the table lets nobody read one."""
    return hashlib.sha256(secret.encode()).hexdigest()
