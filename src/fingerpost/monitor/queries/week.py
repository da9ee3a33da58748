"""My week: what an adviser has before them, and the same of the whole service; as many questions for one as for all."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from django.utils import timezone

from fingerpost.casework.queries import promises as ledger
from fingerpost.core import queries as core
from fingerpost.core.rules import Permission, check_permission, has_permission, schools_within
from fingerpost.monitor.models import Note, NoteState, RoundComment, Stage, Task, Visit
from fingerpost.monitor.queries import contacts, flags, rounds, visits
from fingerpost.register import queries as register

#: Ours, from the product's brief: a school not heard from for so long is named.
SILENT_DAYS = 60
#: Ours: what is due within so many days stands on the page.
DUE_WITHIN = 14
#: Ours: a visit planned longer ago than this and never marked is another page's matter.
LATEST_UNMARKED = timedelta(days=120)
UNFINISHED = (NoteState.DRAFT, NoteState.CHECKED)


@dataclass(frozen=True)
class Reply:
    """Something that waits for an answer: whose it is, of which school, since when."""

    urn: int
    words: str
    since: date
    is_ours: bool
    page: str = "school"
    key: int = 0


@dataclass
class Week:
    """What one person has before them. `begins` is a Monday; visits reach to the end of the week after."""

    person: Any
    today: date
    schools: dict[int, str]
    visits: list[Visit] = field(default_factory=list)
    unmarked: list[Visit] = field(default_factory=list)
    unwritten: list[Visit] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    to_check: list[Note] = field(default_factory=list)
    judgements: list[rounds.Owed] = field(default_factory=list)
    replies: list[Reply] = field(default_factory=list)
    promises: list[Any] = field(default_factory=list)
    tasks: list[Task] = field(default_factory=list)
    silent: list[tuple[int, str, date | None]] = field(default_factory=list)

    @property
    def begins(self) -> date:
        """The Monday of the week."""
        return monday(self.today)

    @property
    def now(self) -> list[Visit]:
        """Visits of this week."""
        return [one for one in self.visits if one.planned_on < self.begins + timedelta(days=7)]

    @property
    def after(self) -> list[Visit]:
        """Visits of the week after."""
        return [one for one in self.visits if one.planned_on >= self.begins + timedelta(days=7)]

    @property
    def ours(self) -> list[Any]:
        """Promises of the authority that are due or overdue."""
        return [one for one in self.promises if one.side == "authority"]

    @property
    def theirs(self) -> list[Any]:
        """Promises of schools that are due or overdue."""
        return [one for one in self.promises if one.side == "school"]

    @property
    def overdue(self) -> list[Any]:
        """Promises of either side whose day has passed."""
        return [one for one in self.promises if one.due_on < self.today]

    @property
    def judgements_due(self) -> int:
        """How many judgements the open round still waits for."""
        return sum(len(one.missing) for one in self.judgements)


def monday(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def holds_schools(user: Any, authority: str, on: date) -> bool:
    """Whether schools are this person's by name, so that the week is their first page."""
    return core.holds_schools(user, Permission.VISIT_PLAN, authority, on)


def service(user: Any, authority: str, today: date) -> list[Week]:
    """The week of everybody who has schools by name, within what the person may see; by name."""
    check_permission(user, Permission.VISIT_SEE, authority=authority)
    within = schools_within(user, Permission.VISIT_SEE, authority=authority)
    weeks = _empty(authority, today, within)
    if weeks:
        _fill(user, authority, today, weeks)
    return sorted(weeks.values(), key=lambda week: str(week.person))


def of_person(user: Any, authority: str, person_id: int, today: date) -> Week | None:
    """One person's week, empty for who has no schools by name; None of nobody who works here."""
    check_permission(user, Permission.VISIT_SEE, authority=authority)
    within = schools_within(user, Permission.VISIT_SEE, authority=authority)
    weeks = {key: week for key, week in _empty(authority, today, within).items() if key == person_id}
    if not weeks and person_id == user.pk:
        weeks = {user.pk: Week(user, today, {})}
    if not weeks:
        return None
    _fill(user, authority, today, weeks)
    return weeks[person_id]


def _empty(authority: str, today: date, within: Collection[int] | None) -> dict[int, Week]:
    held = core.holders_by_school(Permission.VISIT_PLAN, authority, today)
    mine = {urn: people for urn, people in held.items() if within is None or urn in within}
    names = register.names(list(mine))
    weeks: dict[int, Week] = {}
    for urn in sorted(mine, key=lambda urn: names.get(urn, "")):
        for person in mine[urn]:
            weeks.setdefault(person.pk, Week(person, today, {})).schools[urn] = names.get(urn, f"URN {urn}")
    return weeks


def _fill(user: Any, authority: str, today: date, weeks: dict[int, Week]) -> None:
    _visits(user, authority, today, weeks)
    _notes(user, authority, weeks)
    _judgements(user, authority, weeks)
    _replies(user, authority, weeks)
    _promises(user, authority, today, weeks)
    _tasks(user, authority, weeks)
    _silent(user, authority, today, weeks)


def _visits(user: Any, authority: str, today: date, weeks: dict[int, Week]) -> None:
    begins = monday(today)
    ends = begins + timedelta(days=13)
    for visit in reversed(visits.every(user, authority, from_on=begins, to_on=ends, advisers=weeks)):
        if visit.adviser_id in weeks and visit.missed_at is None:
            weeks[visit.adviser_id].visits.append(visit)
    for visit in visits.unfinished(
        user, authority, from_on=begins - LATEST_UNMARKED, to_on=today, advisers=weeks
    ):
        if visit.adviser_id in weeks and visit.made_at is None and visit.planned_on < today:
            weeks[visit.adviser_id].unmarked.append(visit)
        elif visit.adviser_id in weeks and visit.made_at is not None and not visit.is_appraisal:
            weeks[visit.adviser_id].unwritten.append(visit)
    for week in weeks.values():
        week.visits.sort(key=lambda one: (one.planned_on, one.begins or time(0), one.pk))


def _notes(user: Any, authority: str, weeks: dict[int, Week]) -> None:
    rows = Note.objects.filter(
        visit__authority_id=authority, visit__undone_at=None, visit__is_appraisal=False
    )
    rows = rows.select_related("visit").prefetch_related("visit__schools").order_by("visit__planned_on", "id")
    for note in rows.filter(author_id__in=list(weeks), state__in=UNFINISHED):
        weeks[note.author_id].notes.append(note)
    if user.pk in weeks:
        weeks[user.pk].to_check += visits.to_check(user, authority)


def _judgements(user: Any, authority: str, weeks: dict[int, Week]) -> None:
    if not has_permission(user, Permission.INDICATIVE_SEE, authority=authority):
        return
    held = rounds.latest(user, authority)
    if held is None or held.closed_at is not None or held.stage != Stage.JUDGING:
        return
    for one in rounds.owed(user, held):
        if one.missing and one.adviser_id in weeks:
            weeks[one.adviser_id].judgements.append(one)


def _replies(user: Any, authority: str, weeks: dict[int, Week]) -> None:
    mine = {urn: week for week in weeks.values() for urn in week.schools}
    for reply in [*_comments(authority, mine), *_answers(user, authority, mine)]:
        mine[reply.urn].replies.append(reply)
    for week in weeks.values():
        week.replies.sort(key=lambda reply: (not reply.is_ours, reply.since))


def _comments(authority: str, urns: Collection[int]) -> list[Reply]:
    rows = RoundComment.objects.filter(
        school__round__authority_id=authority, school__round__closed_at=None, answered_at=None, undone_at=None,
        school__urn__in=list(urns),
    ).values_list("school__urn", "said_at", "school__round_id")  # fmt: skip
    return [
        Reply(
            urn, "The school commented on how it is categorised", timezone.localdate(at), True, "round", key
        )
        for urn, at, key in rows
    ]


def _answers(user: Any, authority: str, urns: Collection[int]) -> list[Reply]:
    """Notes that were sent: waiting for the school, or answered as not accurate and not settled."""
    found = []
    for note in visits.sent(user, authority):
        said = {
            one.urn: one
            for one in note.answers.all()
            if one.undone_at is None and one.version == note.version
        }
        for school in note.visit.schools.all():
            if school.urn in urns:
                found += _of_note(note, school.urn, said.get(school.urn))
    return found


def _of_note(note: Note, urn: int, said: Any) -> list[Reply]:
    if said is None:
        words = "The school has not said whether the note of visit is accurate"
        return [Reply(urn, words, timezone.localdate(note.sent_at), False, "visit", note.visit_id)]
    if said.is_accurate:
        return []
    words = "The school finds the note of visit not accurate"
    return [Reply(urn, words, timezone.localdate(said.answered_at), True, "visit", note.visit_id)]


def _promises(user: Any, authority: str, today: date, weeks: dict[int, Week]) -> None:
    if not has_permission(user, Permission.PROMISE_SEE, authority=authority):
        return
    if len(weeks) > 1:
        found = ledger.due_bare(user, authority, on=today, within=DUE_WITHIN)
    else:
        urns = [urn for week in weeks.values() for urn in week.schools]
        found = ledger.due_for(user, authority, on=today, within=DUE_WITHIN, owners=weeks, urns=urns)
    by_school: dict[int, list[Week]] = {}
    for week in weeks.values():
        for urn in week.schools:
            by_school.setdefault(urn, []).append(week)
    for one in found:
        owned = weeks.get(one.owner_id or 0)
        for week in [owned] if owned else by_school.get(one.urn, []):
            week.promises.append(one)


def _tasks(user: Any, authority: str, weeks: dict[int, Week]) -> None:
    if not has_permission(user, Permission.FLAG_SEE, authority=authority):
        return
    for one in flags.tasks(user, authority):
        if one.owner_id in weeks:
            weeks[one.owner_id].tasks.append(one)


def _silent(user: Any, authority: str, today: date, weeks: dict[int, Week]) -> None:
    """Schools of which no contact and no visit is known for so many days, the longest silent first."""
    if not has_permission(user, Permission.CONTACT_SEE, authority=authority):
        return
    mine = None if len(weeks) > 1 else [urn for week in weeks.values() for urn in week.schools]
    last = contacts.last_contact(user, authority, urns=mine)
    for urn, day in visits.last_made(user, authority).items():
        last[urn] = max(day, last.get(urn, day))
    before = today - timedelta(days=SILENT_DAYS)
    for week in weeks.values():
        silent = [
            (urn, name, last.get(urn))
            for urn, name in week.schools.items()
            if urn not in last or last[urn] <= before
        ]
        week.silent += sorted(silent, key=lambda one: (one[2] is not None, one[2] or today, one[1]))
