"""What may be judged, by whom it may be taken back, and until when."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from fingerpost.strategy.edition import Edition, Scheme

HERE = ZoneInfo("Europe/London")


def day_after(day: date) -> datetime:
    """The moment at which a day is over: what was done on it was done before."""
    return datetime.combine(day + timedelta(days=1), time(0), tzinfo=HERE)


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


def check_made_on(made_on: date, at: datetime, opened_on: date | None) -> None:
    """Refuse a judgement of a day that has not come, or on which the school had not opened."""
    if made_on > at.astimezone(HERE).date():
        raise NotAJudgement("A judgement cannot be made on a day that has not come.")
    if opened_on is not None and made_on < opened_on:
        raise NotAJudgement(
            f"The school opened on {opened_on.day} {opened_on:%B %Y}: a judgement cannot be older than that."
        )


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
