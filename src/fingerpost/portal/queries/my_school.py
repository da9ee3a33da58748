"""A school's own page: what it was told, what is asked of it, what was promised on both sides, and by when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from fingerpost.casework.queries import own_school
from fingerpost.casework.queries.own_school import BothSides
from fingerpost.core import queries as core
from fingerpost.core.calendar import HalfTerm
from fingerpost.core.rules import Permission, check_permission, has_permission, schools_within
from fingerpost.explore.queries import disputes
from fingerpost.explore.queries.disputes import Shown
from fingerpost.monitor.queries import disputed, flags, outcomes, rounds, told, visits
from fingerpost.monitor.queries.disputed import Disputed
from fingerpost.monitor.queries.outcomes import Outcome
from fingerpost.monitor.queries.told import Told, UnderWay, Why
from fingerpost.portal.queries import asked
from fingerpost.portal.rules import Asked
from fingerpost.register import queries as register
from fingerpost.returns import rules as returning
from fingerpost.returns.queries import one_school
from fingerpost.returns.queries import rounds as returns

#: How far ahead the days that matter are listed.
AHEAD = timedelta(days=120)
#: So many of the latest visits are listed; the rest are on the page of visits.
MOST_VISITS = 8


@dataclass(frozen=True)
class SecondLooks:
    """The level for which a second look may still be asked, until when, and those that were asked for."""

    level: Told | None
    until: date | None
    asked: list[Any]


@dataclass(frozen=True)
class Visited:
    """A visit as the school knows of it: its note once it was sent, what the school answered, and how it found it."""

    visit: Any
    note: Any
    answer: Any
    answer_by: date | None
    evaluation: Any

    @property
    def is_to_answer(self) -> bool:
        """Whether the note waits for the school's answer."""
        return self.note is not None and self.note.state == "sent" and self.answer is None

    @property
    def is_to_evaluate(self) -> bool:
        """Whether the school may still say how it found the visit."""
        return self.visit.made_on is not None and self.note is not None and self.evaluation is None


@dataclass(frozen=True)
class MySchool:
    """Everything on a school's own page."""

    school: Any
    adviser: Any
    outcome: Outcome | None
    told: list[Told]
    history: list[Told]
    under_way: UnderWay | None
    comments: list[Any]
    second: SecondLooks
    letters: list[Told]
    promises: BothSides
    visits: list[Visited]
    flags: list[Any]
    disputes: list[Shown]
    in_post: list[Any]
    half_term: HalfTerm | None
    days: list[tuple[date, str]]
    asked: list[Asked]


def own_schools(user: Any, authority: str) -> list[tuple[int, str]]:
    """The schools whose own pages a person may open, by name."""
    check_permission(user, Permission.OWN_SCHOOL_SEE, authority=authority)
    urns = schools_within(user, Permission.OWN_SCHOOL_SEE, authority=authority)
    names = register.names(list(urns)) if urns is not None else {}
    return sorted(names.items(), key=lambda pair: (pair[1], pair[0]))


def chosen_from(user: Any, authority: str, mine: list[tuple[int, str]]) -> list[tuple[int, str, list[Told]]]:
    """The schools to choose from, each with the levels it was told; one question however many there are."""
    levels = told.of_schools(user, authority, [urn for urn, _ in mine])
    return [(urn, name, levels.get(urn, [])) for urn, name in mine]


@dataclass(frozen=True)
class SchoolsWhy:
    """What a level rests on, and which of its figures are disputed."""

    why: Why
    disputed: Disputed


def why(user: Any, authority: str, urn: int, level_id: int) -> SchoolsWhy | None:
    """Why the school has a level that it was told; None when it was told no such level."""
    found = told.why(user, authority, urn, level_id)
    if found is None:
        return None
    row = found.told.row
    return SchoolsWhy(found, disputed.of_school(authority, row.school.urn, (), [row.rating]))


def page(user: Any, authority: str, urn: int, today: date) -> MySchool | None:
    """A school as its own people read it; None when the register has no such school."""
    check_permission(user, Permission.OWN_SCHOOL_SEE, authority=authority, urn=urn)
    school = register.school(urn)
    if school is None:
        return None
    sees = has_permission(user, Permission.RATING_SEE, authority=authority, urn=urn)
    history = told.told(user, authority, urn) if sees else []
    latest = told.latest(history)
    under_way = told.under_way(user, authority, urn, today) if sees else None
    second = _second(user, authority, urn, latest, today)
    heard = flags.of_school(user, authority, urn)
    owed = _owed(user, authority, urn, today)
    visited = _visited(user, authority, urn)
    return MySchool(
        school=school,
        adviser=core.judge_of(authority, urn, today),
        outcome=outcomes.of_authority(authority, today).get(urn),
        told=latest,
        history=[one for one in history if one not in latest],
        under_way=under_way,
        comments=_comments(user, authority, urn),
        second=second,
        letters=_letters(history),
        promises=own_school.both_sides(user, authority, urn, today),
        visits=visited,
        flags=heard,
        disputes=[one for one in disputes.listed(user, authority, today) if one.dispute.urn == urn],
        in_post=_in_post(user, authority, urn, today),
        half_term=core.school_calendar(authority).half_term_of(today),
        days=_days(authority, today, under_way, second, owed),
        asked=asked.of_school(
            urn, under_way=under_way, second=second, heard=heard, owed=owed, visited=visited
        ),
    )


def _letters(history: list[Told]) -> list[Told]:
    """One level of each round in which the school itself was told: each has its letter."""
    found = {
        one.row.school.round_id: one for one in history if not one.is_of_another_urn and not one.is_reopened
    }
    return list(found.values())


def _comments(user: Any, authority: str, urn: int) -> list[Any]:
    if not has_permission(user, Permission.ROUND_ANSWER, authority=authority, urn=urn):
        return []
    return [one for one in rounds.comments_of_school(user, authority, urn) if one.undone_at is None]


def _second(user: Any, authority: str, urn: int, latest: list[Told], today: date) -> SecondLooks:
    """Whether a second look may still be asked for, and what became of those that were."""
    if not has_permission(user, Permission.ROUND_ANSWER, authority=authority, urn=urn):
        return SecondLooks(None, None, [])
    made = told.second_looks(user, authority, urn)
    done = {look.level_id for look in made}
    for one in latest:
        until = rounds.second_look_until(one.row.school)
        if one.row.pk not in done and (until is None or today <= until):
            return SecondLooks(one, until, made)
    return SecondLooks(None, None, made)


def _owed(user: Any, authority: str, urn: int, today: date) -> list[tuple[Any, bool]]:
    """The open rounds of predictions that ask the school, and whether it has sent."""
    if not returns.may_enter(user, authority, urn):
        return []
    found = []
    for one in returns.rounds(authority):
        if returning.is_open(one.opens_on, one.closes_on, one.closed_at, today):
            mine = one_school.of_school(one, urn, today)
            if mine is not None:
                found.append((one, mine.standing is not None))
    return found


def _in_post(user: Any, authority: str, urn: int, today: date) -> list[Any]:
    if not has_permission(user, Permission.IN_POST_SEE, authority=authority, urn=urn):
        return []
    return register.in_post(user, authority, today, urn=urn)


def _visited(user: Any, authority: str, urn: int) -> list[Visited]:
    """The school's visits, the latest first; asked only of who may answer a note."""
    if not has_permission(user, Permission.NOTE_ANSWER, authority=authority, urn=urn):
        return []
    return [_visit(user, urn, found) for found in visits.of_school(user, authority, urn)[:MOST_VISITS]]


def _visit(user: Any, urn: int, found: Any) -> Visited:
    note = visits.note_of(user, found)
    said = [row for row in note.answers.all() if row.urn == urn and row.undone_at is None] if note else []
    answer = next((row for row in reversed(said) if row.version == note.version), None) if note else None
    by = (
        visits.answer_by(found.authority_id, timezone.localdate(note.sent_at))
        if note and note.sent_at
        else None
    )
    return Visited(found, note, answer, by, visits.evaluation_of(user, found, urn))


def _days(
    authority: str, today: date, under_way: UnderWay | None, second: SecondLooks, owed: list[tuple[Any, bool]]
) -> list[tuple[date, str]]:
    """The days ahead that matter to a school, in order."""
    days: list[tuple[date, str]] = [(one.due_on, f"{one.name} is due") for one, _ in owed]
    if second.level and second.until:
        days.append((second.until, "Last day to ask for a second look at your level"))
    if under_way:
        held = under_way.school.round
        days += [
            (held.comments_from_on, f"{held.name}: you can comment from this day"),
            (held.comments_to_on, f"{held.name}: last day to comment"),
            (held.moderation_on, f"{held.name}: officers meet to moderate"),
        ]
    for half in core.school_calendar(authority).half_terms():
        days += [(half.from_on, f"{half.name} begins"), (half.to_on, f"{half.name} ends")]
    return sorted(day for day in days if today <= day[0] <= today + AHEAD)
