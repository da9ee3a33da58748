"""What may be recorded of what was said to a school and heard of it, and when it counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from fingerpost.core.calendar import SchoolCalendar, TermsNotSet, add_working_days
from fingerpost.monitor.rules.judging import HERE
from fingerpost.strategy import flagged

CONTACT_KINDS = {
    "call": "Call", "email": "E-mail", "conversation": "Conversation", "meeting": "Meeting", "letter": "Letter",
}  # fmt: skip
FLAG_KINDS = flagged.KINDS
SEVERITIES = flagged.SEVERITIES
#: What is told in protected confidence is kept in confidence, whoever records it.
ALWAYS_RESTRICTED = ("whistleblowing",)
#: A head's appraisal or capability, and whistle-blowing: in confidence they never count in a rating.
NEVER_COUNT_IN_CONFIDENCE = ("hr", "whistleblowing")
#: Ours: a school that was told of a flag has so many of its own days to answer before it counts.
SCHOOL_DAYS_TO_ANSWER = 5
#: Ours, from the product's brief: the same thing heard a third time is somebody's to look into.
SURFACINGS_FOR_A_TASK = 3
#: Ours: how many working days whoever owns such a task has.
TASK_WORKING_DAYS = 10


class NotAFlag(ValueError):
    """What was to be recorded of a school cannot be; the words say what is wrong."""


def check_contact(kind: str, made_on: date, at: datetime, opened_on: date | None) -> None:
    """Refuse a contact of no kind, of a day that has not come, or before the school opened."""
    if kind not in CONTACT_KINDS:
        raise NotAFlag(f"“{kind}” is no kind of contact: choose one of {', '.join(CONTACT_KINDS.values())}.")
    if made_on > at.astimezone(HERE).date():
        raise NotAFlag("A contact cannot be made on a day that has not come.")
    if opened_on is not None and made_on < opened_on:
        raise NotAFlag(
            f"The school opened on {opened_on.day} {opened_on:%B %Y}: nobody could speak to it before."
        )


def check_flag(kind: str, severity: str, words: str, review_on: date, at: datetime) -> None:
    """Refuse a flag that says nothing, is of no kind, or is never looked at again."""
    if kind not in FLAG_KINDS or severity not in SEVERITIES:
        raise NotAFlag("Choose what the flag is about and how serious it is.")
    if not words.strip():
        raise NotAFlag("Say what was heard: a flag without words tells the next reader nothing.")
    if review_on <= at.astimezone(HERE).date():
        raise NotAFlag(
            "The day of review must be still to come: a flag that nobody looks at again goes stale."
        )


@dataclass(frozen=True)
class Heard:
    """What decides when a flag counts: its kind and its days. In confidence, the school was not told of it."""

    kind: str
    substantiated_on: date | None
    told_on: date | None = None
    answered_on: date | None = None
    is_restricted: bool = False


def counts_from(flag: Heard, calendar: SchoolCalendar) -> date | None:
    """The day from which an open flag counts in a rating; None while it does not.

    It counts once an officer has found it to be so and the school could answer: it did, or it was told some school
    days ago. What is restricted the school is not told of, so it counts once it is found to be so - but never a head's
    appraisal or capability, nor whistle-blowing.
    """
    if flag.substantiated_on is None:
        return None
    if flag.is_restricted:
        return None if flag.kind in NEVER_COUNT_IN_CONFIDENCE else flag.substantiated_on
    could_answer = could_answer_on(flag, calendar)
    return None if could_answer is None else max(flag.substantiated_on, could_answer)


def could_answer_on(flag: Heard, calendar: SchoolCalendar) -> date | None:
    """The day by which the school had answered, or had had the days that are its own to answer in."""
    if flag.told_on is None:
        return None
    try:
        last = calendar.add_school_days(flag.told_on, SCHOOL_DAYS_TO_ANSWER)
    except TermsNotSet:
        last = add_working_days(flag.told_on, SCHOOL_DAYS_TO_ANSWER)
    return last if flag.answered_on is None else min(flag.answered_on, last)


def raises_task(surfacings: int) -> bool:
    """Whether the same thing has now been heard so often that somebody must look into it; the first hearing counts."""
    return surfacings == SURFACINGS_FOR_A_TASK
