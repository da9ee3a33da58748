"""What may be judged, by whom it may be taken back, and until when."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from fingerpost.strategy.edition import Edition, Scheme

HERE = ZoneInfo("Europe/London")


class NotAJudgement(ValueError):
    """What was to be recorded is no judgement that the edition knows; the words say what is wrong."""


class CannotUndo(Exception):
    """A judgement that is not one's own, or not of today, stands until a later one."""


def judged_strands(scheme: Scheme) -> list[str]:
    """The strands and floors of a scheme that advisers decide."""
    return [s.id for s in scheme.strands if s.judged] + [f.id for f in scheme.floors if f.judged]


def scheme_of(edition: Edition, scheme: str) -> Scheme:
    """The scheme with this id; refuses one that the edition does not have."""
    found = next((s for s in edition.schemes if s.id == scheme), None)
    if found is None:
        raise NotAJudgement(f"{edition.name} has no scheme “{scheme}”.")
    return found


def check_is_judgement(edition: Edition, scheme: str, strand: str, level: str, reason: str) -> None:
    """Refuse a judgement that the edition gives no place, or that nobody could follow."""
    if strand not in judged_strands(scheme_of(edition, scheme)):
        raise NotAJudgement(f"“{strand}” is not a strand that an adviser decides in the scheme “{scheme}”.")
    if level not in edition.level_ids:
        raise NotAJudgement(
            f"“{level}” is no level of this edition: choose one of {', '.join(edition.level_ids)}."
        )
    if not reason.strip():
        raise NotAJudgement("Say why: a judgement without a reason cannot be followed.")


def check_made_on(made_on: date, at: datetime) -> None:
    """Refuse a judgement of a day that has not come."""
    if made_on > at.astimezone(HERE).date():
        raise NotAJudgement("A judgement cannot be made on a day that has not come.")


def can_undo(
    recorded_by: int | None, recorded_at: datetime, *, is_undone: bool, person: int | None, at: datetime
) -> bool:
    """Whether this person may take a judgement back: their own, on the day on which they recorded it."""
    same_day = recorded_at.astimezone(HERE).date() == at.astimezone(HERE).date()
    return not is_undone and person is not None and recorded_by == person and same_day


def check_can_undo(
    recorded_by: int | None, recorded_at: datetime, *, is_undone: bool, person: int | None, at: datetime
) -> None:
    """Refuse to take back what is not one's own, or not of today."""
    if not can_undo(recorded_by, recorded_at, is_undone=is_undone, person=person, at=at):
        raise CannotUndo(
            "A judgement can be taken back by whoever recorded it, on the same day. Record a new one instead."
        )


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
