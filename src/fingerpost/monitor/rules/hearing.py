"""What may be recorded of what was said to a school and heard of it, and when it counts."""

from __future__ import annotations

from datetime import date, datetime

from fingerpost.monitor.rules.judging import HERE

CONTACT_KINDS = {
    "call": "Call", "email": "E-mail", "conversation": "Conversation", "meeting": "Meeting", "letter": "Letter",
}  # fmt: skip
FLAG_KINDS = {
    "complaint": "Complaint", "safeguarding": "Safeguarding", "hr": "Staffing", "finance": "Finance",
    "governance": "Governance", "admissions": "Admissions", "exclusions": "Exclusions", "attendance": "Attendance",
    "data": "Data", "press": "Press",
}  # fmt: skip
#: From the one that can wait to the one that cannot.
SEVERITIES = {"note": "Worth knowing", "concern": "A concern", "serious": "Serious"}
#: Ours, from the product's brief: the same thing heard a third time is somebody's to look into.
SURFACINGS_FOR_A_TASK = 3
#: Ours: how many working days whoever owns such a task has.
TASK_WORKING_DAYS = 10


class NotAFlag(ValueError):
    """What was to be recorded of a school cannot be; the words say what is wrong."""


def check_contact(kind: str, made_on: date, at: datetime) -> None:
    """Refuse a contact of no kind, or of a day that has not come."""
    if kind not in CONTACT_KINDS:
        raise NotAFlag(f"“{kind}” is no kind of contact: choose one of {', '.join(CONTACT_KINDS.values())}.")
    if made_on > at.astimezone(HERE).date():
        raise NotAFlag("A contact cannot be made on a day that has not come.")


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


def counts_in_rating(*, is_substantiated: bool, is_restricted: bool, was_told: bool, is_closed: bool) -> bool:
    """Whether a flag may count: substantiated, open, and told to the school, so that it could answer, or restricted."""
    return is_substantiated and not is_closed and (is_restricted or was_told)


def raises_task(surfacings: int) -> bool:
    """Whether the same thing has now been heard so often that somebody must look into it; the first hearing counts."""
    return surfacings == SURFACINGS_FOR_A_TASK
