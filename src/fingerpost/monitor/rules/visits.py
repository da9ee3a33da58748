"""When a visit may be planned and made, what a note must hold, who may do what to it; no rule knows a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from fingerpost.casework.rules import NotAPromise, check_due
from fingerpost.monitor.rules.judging import HERE
from fingerpost.present import formats
from fingerpost.strategy.edition import Edition, Strand
from fingerpost.strategy.visits import Entitled, VisitType

#: Ours: four weeks past the day on which the next visit of a kind was due, it is late.
GRACE = timedelta(days=28)
#: Ours: so many school days a school has to say whether a note is accurate; then it may be made final without.
ANSWER_SCHOOL_DAYS = 10
#: Ours, from practice: a head's first half-term is when a visit is of most use.
INDUCTION_WITHIN = timedelta(days=42)
#: Ours: nobody plans further ahead than this.
FURTHEST = timedelta(days=550)
VISIT_STATES = {"planned": "Planned", "made": "Made", "missed": "Not made"}
SIDES = {"school": "The school", "authority": "The authority"}
SCORES = {
    "useful": "It was useful to us", "prepared": "The adviser knew our school", "clear": "What was agreed is clear",
}  # fmt: skip
#: What may be done to a note: from which states, the state after, and what is said when it is too late or too early.
DEEDS: dict[str, tuple[tuple[str, ...], str, str]] = {
    "save": (("draft",), "draft", "The note is no longer a draft, so it cannot be changed here."),
    "submit": (("draft",), "checking", "The note is not a draft: it has been handed on already."),
    "withdraw": (("checking",), "draft", "The note is not waiting for its check."),
    "send_back": (("checking", "checked"), "draft", "The note is not waiting for its check, nor to be sent."),
    "check": (("checking",), "checked", "The note is not waiting for its check."),
    "send": (("checked",), "sent", "A note is sent once another person has checked it."),
    "answer": (("sent",), "sent", "The note is not open for an answer: it is final, or not yet sent."),
    "settle": (("sent",), "final", "Only a note that was sent can be made final."),
    "amend": (("sent",), "draft", "Only a note that was sent and is not final can be amended."),
    "unsettle": (("final",), "sent", "The note is not final."),
}


class NotAVisit(ValueError):
    """What was to be recorded of a visit or its note cannot be; the words say what is wrong."""


class Place(Protocol):
    """What a rule needs to know of a school."""

    name: Any
    opened_on: Any
    closed_on: Any
    is_academy: Any
    federation_name: Any
    trust_uid: Any


@dataclass(frozen=True)
class Invitation:
    """By whom at a school or its trust a visit was asked for, and when."""

    name: str
    on: date


def today_of(at: datetime) -> date:
    """The day, here, of a moment."""
    return at.astimezone(HERE).date()


def check_planned(
    kind: VisitType | None, schools: Sequence[Place], planned_on: date, at: datetime,
    invitation: Invitation | None = None,
) -> None:  # fmt: skip
    """Refuse a visit of no kind, to no school, on a day that cannot be, or to an academy that has not invited it."""
    if kind is None:
        raise NotAVisit("Choose a type of visit that the strategy has.")
    if not schools:
        raise NotAVisit("Choose the school to be visited.")
    if planned_on > today_of(at) + FURTHEST:
        raise NotAVisit("That is more than eighteen months ahead: check the year.")
    check_day(schools, planned_on)
    check_together(schools)
    check_invited(kind, schools, invitation, planned_on, at)


def check_day(schools: Sequence[Place], day: date) -> None:
    """Refuse a day before a school opened or after it closed."""
    for school in schools:
        if school.opened_on is not None and day < school.opened_on:
            opened = formats.day(school.opened_on)
            raise NotAVisit(f"{school.name} opened on {opened}: there was nothing to visit before that day.")
        if school.closed_on is not None and day > school.closed_on:
            closed = formats.day(school.closed_on)
            raise NotAVisit(
                f"{school.name} closed on {closed}. Plan the visit to the school that followed it."
            )


def check_together(schools: Sequence[Place]) -> None:
    """Refuse one visit to schools that have nothing to do with one another: each reads the note of it."""
    groups = [{("federation", s.federation_name), ("trust", s.trust_uid)} - _NOWHERE for s in schools]
    if len(schools) > 1 and not set.intersection(*groups):
        raise NotAVisit(
            f"{formats.listed([s.name for s in schools])} are not of one federation or trust, and each would read the "
            "other's note. Plan a visit to each."
        )


_NOWHERE = {("federation", ""), ("trust", ""), ("federation", None), ("trust", None)}


def check_invited(
    kind: VisitType, schools: Sequence[Place], invitation: Invitation | None, day: date, at: datetime
) -> None:
    """Refuse a visit that an academy has to ask for and has not; its trust monitors it, the authority does not."""
    if invitation is not None and invitation.on > min(day, today_of(at)):
        raise NotAVisit("The invitation cannot be of a day that has not come, or after the visit.")
    asked = invitation is not None and invitation.name.strip()
    academies = [school.name for school in schools if school.is_academy]
    if kind.academies_invite and academies and not asked:
        raise NotAVisit(
            f"{academies[0]} is an academy: a {kind.name[0].lower()}{kind.name[1:]} is by its invitation. Say who "
            "invited you and on which day."
        )


def check_made(schools: Sequence[Place], made_on: date, at: datetime) -> None:
    """Refuse a visit made on a day that has not come, or on which there was no such school."""
    if made_on > today_of(at):
        raise NotAVisit("A visit cannot have been made on a day that has not come.")
    check_day(schools, made_on)


def check_reason(reason: str, says: str) -> None:
    """Refuse a deed without the words that it needs."""
    if not reason.strip():
        raise NotAVisit(says)


def check_deed(deed: str, state: str) -> str:
    """The state after a deed; refuses one that comes too early or too late."""
    before, after, says = DEEDS[deed]
    if state not in before:
        raise NotAVisit(says)
    return after


def check_is_another(checker: int | None, author: int | None, writer: int | None) -> None:
    """Refuse the quality check to whoever wrote the note."""
    if checker is None or checker in (author, writer):
        raise NotAVisit("You wrote this note: another person checks it before it goes to the school.")


def check_whole(
    content: dict, edition: Edition, urns: Iterable[int], *, is_evidence: bool, is_appraisal: bool, day: date
) -> None:
    """Refuse to hand on a note that says nothing, judges without reasons, or agrees what is nobody's."""
    if not any(str(words).strip() for words in content.get("sections", {}).values()):
        raise NotAVisit("The note says nothing yet: write at least one section.")
    statements, agreed = content.get("statements", []), content.get("actions", [])
    if is_appraisal and (statements or agreed):
        raise NotAVisit(
            "The record of a head's performance management is never evidence, and promises nothing here."
        )
    for statement in statements:
        _check_statement(statement, edition, set(urns), is_evidence)
    for action in agreed:
        _check_action(action, set(urns), day)


def _check_statement(statement: dict, edition: Edition, urns: set[int], is_evidence: bool) -> None:
    if statement["urn"] not in urns:
        raise NotAVisit("A statement is about a school that was not visited.")
    if not statement["words"].strip():
        raise NotAVisit(
            "Say why: a judgement without a reason cannot be followed. Write what you saw beside the strand."
        )
    strand = _strand(edition, statement)
    if not statement["level"]:
        return
    if not is_evidence:
        raise NotAVisit(
            "A visit of this type is no evidence for a rating: leave out the level and keep the words."
        )
    if not strand.judged:
        raise NotAVisit(f"Figures decide “{strand.name}”: leave out the level and keep the words.")
    if statement["level"] not in edition.level_ids:
        raise NotAVisit(f"“{statement['level']}” is no level of the strategy: choose one of its own.")


def _strand(edition: Edition, statement: dict) -> Strand:
    scheme = next((one for one in edition.schemes if one.id == statement["scheme"]), None)
    strand = next((one for one in scheme.strands if one.id == statement["strand"]), None) if scheme else None
    if strand is None:
        said = formats.shortened(statement["words"], 60)
        raise NotAVisit(f"Choose the strand that a statement is about: “{said}”.")
    return strand


def _check_action(action: dict, urns: set[int], day: date) -> None:
    if action["urn"] not in urns or action["side"] not in SIDES:
        raise NotAVisit(
            "Say of each agreed action whether the school or the authority does it, and for which school."
        )
    if not action["words"].strip() or not action["owner_name"].strip() or not action["due_on"]:
        raise NotAVisit("Each agreed action needs what is to be done, whose it is, and by which day.")
    try:
        check_due(day, date.fromisoformat(action["due_on"]))
    except NotAPromise as problem:
        raise NotAVisit(f"“{formats.shortened(action['words'], 60)}”: {problem}") from problem


def changed_sections(mine: dict, theirs: dict) -> list[str]:
    """The parts of a note in which two texts differ: ids of sections, then statements and actions."""
    one, other = mine.get("sections", {}), theirs.get("sections", {})
    parts = [
        key for key in dict.fromkeys([*other, *one]) if one.get(key, "").strip() != other.get(key, "").strip()
    ]
    return parts + [key for key in ("statements", "actions") if mine.get(key, []) != theirs.get(key, [])]


def interval(a_year: int) -> timedelta:
    """How long after one visit the next is due."""
    return timedelta(days=round(365 / a_year))


def due_next(last_on: date | None, a_year: int, *, since: date) -> date:
    """The day by which the next visit of a kind is due; the first one, within an interval of a beginning."""
    return (last_on or since) + interval(a_year)


def is_late(due_on: date, on: date) -> bool:
    """Whether a visit due by a day is late on another."""
    return on > due_on + GRACE


def school_year(on: date) -> tuple[date, date]:
    """The first and the last day of the school year in which a day lies."""
    first = on.year if on.month >= 9 else on.year - 1
    return date(first, 9, 1), date(first + 1, 8, 31)


def can_undo_today(
    done_by: int | None, done_at: datetime | None, *, person: int | None, at: datetime
) -> bool:
    """Whether something is this person's own doing of today."""
    return (
        done_at is not None and done_by == person and person is not None and today_of(done_at) == today_of(at)
    )


def check_scores(scores: dict[str, int]) -> None:
    """Refuse an evaluation of which a score is missing or is none."""
    if set(scores) != set(SCORES) or any(score not in range(1, 6) for score in scores.values()):
        raise NotAVisit("Give each of the three a score from 1 to 5.")


#: How what a school is entitled to stands beside what was planned and made, as lists say it.
STANDINGS = {
    "late": "Late", "due": "Due", "planned": "Planned", "in-time": "In time", "request": "On request",
    "invitation": "By invitation", "may-buy": "May be bought",
}  # fmt: skip


def standing(
    entitled: Entitled, *, by_invitation: bool, due_on: date, planned_on: date | None, on: date
) -> str:
    """How an entitlement stands on a day. What an academy invites or a school asks for or buys is never late."""
    if by_invitation:
        return "invitation"
    if entitled.cost == "traded" or entitled.on_request:
        return "may-buy" if entitled.cost == "traded" else "request"
    if is_late(due_on, on):
        return "late"
    if planned_on is not None:
        return "planned"
    return "due" if due_on <= on else "in-time"
