"""What may be given to an officer to do."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from fingerpost.monitor.rules.judging import HERE


class NotATask(ValueError):
    """What was to be given cannot be; the words say what is wrong."""


def check_task(words: str, owner: Any, due_on: date, at: datetime) -> None:
    """Refuse a task that says nothing, is nobody's, or was due before it was given."""
    if not words.strip():
        raise NotATask("Say what is to be done.")
    if len(words.strip()) > 300:
        raise NotATask("Say it in 300 letters or fewer: what is to be done, in a sentence.")
    if owner is None:
        raise NotATask("Say who does it: a task that is nobody's is not done.")
    if due_on < at.astimezone(HERE).date():
        raise NotATask("The day by which it is to be done must be today or still to come.")
