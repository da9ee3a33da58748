"""Rounds, the schools that each asks, and who owes what; limited to what the person may see."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db.models import QuerySet

from fingerpost.archive.queries.snapshots import holdings_key
from fingerpost.core import queries as core
from fingerpost.core.rules import Audience, Permission, audience_of, has_permission, schools_within
from fingerpost.evidence import groups
from fingerpost.evidence.indicators import CATALOGUE, Indicator
from fingerpost.register import queries as register
from fingerpost.returns import rules
from fingerpost.returns.models import Reminder, Return, Round
from fingerpost.returns.rules import Ask

SENT, LATE, BEGUN, NOT_BEGUN = "sent", "sent late", "begun", "not begun"
STATES = (SENT, LATE, BEGUN, NOT_BEGUN)


@dataclass(frozen=True)
class Owed:
    """A school of a round: what it sent, or how far it has come."""

    urn: int
    name: str
    phase: str
    state: str
    is_overdue: bool
    sent_at: datetime | None
    sent_by: str
    versions: int
    reminded_on: tuple[date, ...]
    senders: tuple[str, ...]


def sees_all(user: Any, authority: str) -> bool:
    """Whether the person sees what every school sent: officers do."""
    return (
        has_permission(user, Permission.RETURN_ASK, authority=authority)
        or audience_of(user, authority=authority) is Audience.OFFICER
    )


def seen_schools(user: Any, authority: str) -> frozenset[int] | None:
    """The schools whose returns a person sees; None when it is all of them."""
    return (
        None
        if sees_all(user, authority)
        else schools_within(user, Permission.RETURN_SEND, authority=authority)
    )


def may_enter(user: Any, authority: str, urn: int) -> bool:
    """Whether the person may fill in and send for a school: its own head, or an officer who asks schools."""
    wanted = (Permission.RETURN_SEND, Permission.RETURN_ASK)
    return any(has_permission(user, one, authority=authority, urn=urn) for one in wanted)


def rounds(authority: str) -> QuerySet[Round]:
    """Every round of an authority, the latest first."""
    return Round.objects.filter(authority_id=authority).select_related("asked_by", "closed_by")


def round_of(authority: str, round_id: int) -> Round | None:
    """One round of an authority."""
    return rounds(authority).filter(pk=round_id).first()


def asks_of(one: Round) -> list[Ask]:
    """What a round asks, in its order."""
    return [Ask(indicator, group) for indicator, group in one.asks]


def indicator(ask: Ask) -> Indicator:
    """The measure that is asked."""
    return CATALOGUE.by_code[ask.indicator]


def in_words(ask: Ask) -> tuple[str, str]:
    """The measure and the group by name."""
    return indicator(ask).name, groups.name(ask.group)


def schools_asked(one: Round) -> dict[int, tuple[str, str]]:
    """URN -> name and phase of the schools asked: those open on the day it is due, with pupils of the age."""
    code = one.authority_id
    stands = (holdings_key(code), register.stamp())
    return dict(_schools_asked(code, one.due_on, tuple(asks_of(one)), tuple(one.phases), stands))


@lru_cache(maxsize=32)
def _schools_asked(
    code: str, on: date, asks: tuple[Ask, ...], phases: tuple[str, ...], stands: tuple
) -> dict[int, tuple[str, str]]:
    """Kept for as long as the register stands as it is, which `stands` names."""
    rows = register.schools_of(code, on).sort("name", "urn").iter_rows(named=True)
    return {
        row["urn"]: (row["name"], row["phase"])
        for row in rows
        if row["phase"] in phases and rules.is_asked(asks, row["age_low"], row["age_high"])
    }


@dataclass
class _Came:
    """What came from a school."""

    first: Return | None = None
    standing: Return | None = None
    draft: Return | None = None
    versions: int = 0
    reminded: list[date] = field(default_factory=list)


def owed(user: Any, one: Round, today: date) -> list[Owed]:
    """The schools of a round that the person may see, by name, with how far each has come."""
    limit = seen_schools(user, one.authority_id)
    senders = core.holders_by_school(Permission.RETURN_SEND, one.authority_id, today)
    came = _came(one)
    return [
        _owed(one, urn, name, phase, came[urn], tuple(str(person) for person in senders.get(urn, ())), today)
        for urn, (name, phase) in schools_asked(one).items()
        if limit is None or urn in limit
    ]


def _came(one: Round) -> defaultdict[int, _Came]:
    found: defaultdict[int, _Came] = defaultdict(_Came)
    for version in Return.objects.filter(round=one).select_related("sent_by").order_by("version"):
        school = found[version.urn]
        if version.sent_at is None:
            school.draft = version
            continue
        school.versions += 1
        if version.undone_at is None:
            school.first = school.first or version
            school.standing = version
    for urn, on in Reminder.objects.filter(round=one, failure="").values_list("urn", "on").order_by("on"):
        found[urn].reminded.append(on)
    return found


def _owed(
    one: Round, urn: int, name: str, phase: str, came: _Came, senders: tuple[str, ...], today: date
) -> Owed:
    sent = came.standing
    # A correction sent later makes nothing late: the first that stands kept the school's word.
    sent_on = rules.day_here(came.first.sent_at) if came.first else None
    late = rules.is_late(sent_on, one.due_on, today)
    state = (LATE if late else SENT) if sent else BEGUN if came.draft else NOT_BEGUN
    return Owed(
        urn=urn,
        name=name,
        phase=phase,
        state=state,
        is_overdue=late and sent is None,
        sent_at=sent.sent_at if sent else None,
        sent_by=str(sent.sent_by) if sent else "",
        versions=came.versions,
        reminded_on=tuple(came.reminded),
        senders=senders,
    )


def counts(rows: list[Owed]) -> dict[str, int]:
    """How many schools are in each state."""
    return {state: sum(1 for row in rows if row.state == state) for state in STATES}


def reminders(one: Round) -> QuerySet[Reminder]:
    """Who was reminded, the latest first."""
    return Reminder.objects.filter(round=one).select_related("reminded_by")
