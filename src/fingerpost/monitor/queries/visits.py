"""Visits and their notes, limited to what the person may see.

Officers see the visits of their schools. A school sees those planned for it and, once it was sent, the note. A head's
performance management is in no list of anybody who may not keep its record. Each list asks the same number of
questions however many schools there are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, Q, QuerySet

from fingerpost.core import queries as core
from fingerpost.core.calendar import TermsNotSet, add_working_days
from fingerpost.core.rules import Permission, check_permission, has_permission, schools_within
from fingerpost.monitor.models import (
    Evaluation,
    Note,
    NoteState,
    NoteVersion,
    PassedOn,
    RestrictedNote,
    SafeguardingRoute,
    Visit,
    VisitSchool,
)
from fingerpost.monitor.rules import visits as rules

#: What a school may read of a note.
SHOWN = (NoteState.SENT, NoteState.FINAL)


def _seen(user: Any, authority: str) -> QuerySet[Visit]:
    """The visits that the person may know of, whatever became of them."""
    rows = Visit.objects.filter(authority_id=authority, undone_at=None)
    if not has_permission(user, Permission.HEAD_APPRAISAL, authority=authority):
        rows = rows.filter(is_appraisal=False)
    if has_permission(user, Permission.VISIT_SEE, authority=authority):
        urns = schools_within(user, Permission.VISIT_SEE, authority=authority)
    else:
        urns = schools_within(user, Permission.NOTE_ANSWER, authority=authority)
    if urns is not None:
        rows = rows.filter(pk__in=VisitSchool.objects.filter(urn__in=urns).values("visit"))
    return rows.select_related("adviser", "note__author").prefetch_related("schools")


def plannable(user: Any, authority: str) -> frozenset[int] | None:
    """The URNs of the schools to which the person may plan visits; None when it is all of them."""
    return schools_within(user, Permission.VISIT_PLAN, authority=authority)


def is_officer(user: Any, authority: str) -> bool:
    """Whether the person sees visits as an officer; otherwise, as the school that is visited."""
    return has_permission(user, Permission.VISIT_SEE, authority=authority)


def every(
    user: Any, authority: str, *, from_on: date | None = None, to_on: date | None = None, advisers: Any = None
) -> list[Visit]:
    """Visits of the schools within the person's scope, the latest day first, with schools, adviser and note; of all
    advisers or of these."""
    check_permission(user, Permission.VISIT_SEE, authority=authority)
    rows = _of(_seen(user, authority), advisers)
    if from_on is not None:
        rows = rows.filter(planned_on__gte=from_on)
    if to_on is not None:
        rows = rows.filter(planned_on__lte=to_on)
    return list(rows.order_by("-planned_on", "begins", "-id"))


def _of(rows: QuerySet[Visit], advisers: Any) -> QuerySet[Visit]:
    return rows if advisers is None else rows.filter(adviser_id__in=list(advisers))


def unfinished(user: Any, authority: str, *, from_on: date, to_on: date, advisers: Any = None) -> list[Visit]:
    """Visits planned between two days that nobody said were made, or of which no note was begun; in order of time."""
    rows = _of(_seen(user, authority), advisers).filter(planned_on__range=(from_on, to_on), missed_at=None)
    return list(rows.filter(Q(made_at=None) | Q(note=None)).order_by("planned_on", "begins", "id"))


def of_school(user: Any, authority: str, urn: int) -> list[Visit]:
    """A school's visits, the latest first: planned, made and not made."""
    wanted = Permission.VISIT_SEE if is_officer(user, authority) else Permission.NOTE_ANSWER
    check_permission(user, wanted, authority=authority, urn=urn)
    rows = _seen(user, authority).filter(pk__in=VisitSchool.objects.filter(urn=urn).values("visit"))
    return list(rows.order_by("-planned_on", "-id"))


def of_adviser(user: Any, authority: str, adviser: Any, *, from_on: date, to_on: date) -> list[Visit]:
    """An adviser's visits between two days, in order of time; those not made are left out."""
    rows = _seen(user, authority).filter(adviser=adviser, missed_at=None)
    return list(
        rows.filter(planned_on__gte=from_on, planned_on__lte=to_on).order_by("planned_on", "begins", "id")
    )


def visit(user: Any, authority: str, visit_id: int) -> Visit | None:
    """One visit, if the person may know of it."""
    return _seen(user, authority).filter(pk=visit_id).first()


def note_of(user: Any, found: Visit) -> Note | None:
    """The note of a visit that the person may know of: for the school, only once it was sent."""
    note = getattr(found, "note", None)
    if note is None or (not is_officer(user, found.authority_id) and note.state not in SHOWN):
        return None
    rows = Note.objects.select_related(
        "visit__adviser", "author", "checked_by", "sent_by", "returned_by", "settled_by", "submitted_by"
    )
    return rows.prefetch_related("answers__answered_by", "statements__judgement").get(pk=note.pk)


def versions(user: Any, note: Note) -> list[NoteVersion]:
    """Every text that was kept of a note, the latest first; for officers."""
    check_permission(user, Permission.VISIT_SEE, authority=note.visit.authority_id)
    return list(note.versions.select_related("written_by").order_by("-number"))


def last_made(user: Any, authority: str) -> dict[int, date]:
    """School -> the day of its last visit, for every school that was ever visited."""
    check_permission(user, Permission.VISIT_SEE, authority=authority)
    rows = VisitSchool.objects.filter(
        visit__authority_id=authority, visit__undone_at=None, visit__made_on__isnull=False
    )
    rows = rows.filter(visit__is_appraisal=False)
    urns = schools_within(user, Permission.VISIT_SEE, authority=authority)
    rows = rows if urns is None else rows.filter(urn__in=urns)
    found = rows.order_by().values_list("urn").annotate(Max("visit__made_on"))
    return dict(found)


def unfinished_notes(user: Any, authority: str, person: Any = None) -> list[Visit]:
    """A person's visits that were made and of which the note is not written, or is a draft; the oldest first."""
    rows = _seen(user, authority).filter(missed_at=None, is_appraisal=False)
    mine = rows.filter(adviser=person or user)
    waits = Q(note=None, made_on__isnull=False) | Q(note__state=NoteState.DRAFT)
    return list(mine.filter(waits).order_by("made_on", "id"))


def to_check(user: Any, authority: str) -> list[Note]:
    """The notes of others that wait for a quality check by this person, the longest waiting first."""
    return list(
        _notes(user, authority, Permission.NOTE_CHECK, NoteState.CHECKING)
        .exclude(author=user)
        .order_by("submitted_at")
    )


def to_send(user: Any, authority: str) -> list[Note]:
    """Notes that were checked and not yet sent."""
    return list(_notes(user, authority, Permission.VISIT_SEE, NoteState.CHECKED).order_by("checked_at"))


def sent(user: Any, authority: str) -> list[Note]:
    """Notes that schools have and that are not final, the longest ago first, with what the schools answered."""
    rows = _notes(user, authority, Permission.VISIT_SEE, NoteState.SENT).prefetch_related("answers")
    return list(rows.order_by("sent_at"))


def to_answer(user: Any, authority: str) -> list[Note]:
    """Notes that wait for the answer of a school of this person's, the longest ago first."""
    urns = schools_within(user, Permission.NOTE_ANSWER, authority=authority)
    rows = _notes(user, authority, Permission.NOTE_ANSWER, NoteState.SENT).prefetch_related("answers")
    found = list(rows.order_by("sent_at"))
    return [note for note in found if not answered(note, urns)]


def answered(note: Note, urns: frozenset[int] | None = None) -> bool:
    """Whether every school of a note (of those named) has said of its latest version whether it is accurate."""
    said = {row.urn for row in note.answers.all() if row.undone_at is None and row.version == note.version}
    asked = {row.urn for row in note.visit.schools.all()}
    return (asked if urns is None else asked & urns) <= said


def _notes(user: Any, authority: str, permission: Permission, state: str) -> QuerySet[Note]:
    rows = Note.objects.filter(visit__authority_id=authority, visit__undone_at=None, state=state)
    rows = rows.filter(visit__is_appraisal=False)
    urns = schools_within(user, permission, authority=authority)
    if urns is not None:
        rows = rows.filter(visit__in=VisitSchool.objects.filter(urn__in=urns).values("visit"))
    return rows.select_related("visit__adviser", "author").prefetch_related("visit__schools")


def restricted(user: Any, found: Visit) -> RestrictedNote | None:
    """The latest text of what a visit found of named staff; without the permission, as if there were none."""
    authority = found.authority_id
    if not all(
        has_permission(user, Permission.NOTE_RESTRICTED, authority=authority, urn=school.urn)
        for school in found.schools.all()
    ):
        return None
    return found.restricted_notes.select_related("written_by").first()


def passed_on(user: Any, found: Visit) -> list[PassedOn]:
    """What was passed on after a visit: one's own, and all of them for those who see restricted sections."""
    rows = found.passed_on.select_related("passed_by")
    if not has_permission(user, Permission.NOTE_RESTRICTED, authority=found.authority_id):
        rows = rows.filter(passed_by=user)
    return list(rows)


def safeguarding_route(authority: str) -> SafeguardingRoute | None:
    """Whom to call when a child may be at risk; None until the authority has said so."""
    return SafeguardingRoute.objects.filter(authority_id=authority).first()


def evaluations(user: Any, authority: str) -> list[Evaluation]:
    """How schools evaluated visits: an adviser's own, or everybody's for those who lead."""
    check_permission(user, Permission.VISIT_SEE, authority=authority)
    rows = Evaluation.objects.filter(visit__authority_id=authority).select_related("visit__adviser")
    if not has_permission(user, Permission.EVALUATION_SEE, authority=authority):
        rows = rows.filter(visit__adviser=user)
    else:
        urns = schools_within(user, Permission.EVALUATION_SEE, authority=authority)
        rows = rows if urns is None else rows.filter(Q(urn__in=urns) | Q(visit__adviser=user))
    return list(rows)


def evaluation_of(user: Any, found: Visit, urn: int) -> Evaluation | None:
    """What a school said of one visit: for the school itself, the adviser who made it, and those who lead."""
    authority = found.authority_id
    may = has_permission(user, Permission.VISIT_EVALUATE, authority=authority, urn=urn)
    leads = has_permission(user, Permission.EVALUATION_SEE, authority=authority, urn=urn)
    if not (may or leads or found.adviser_id == user.pk):
        return None
    return found.evaluations.filter(urn=urn).first()


def answer_by(authority: str, day: date) -> date:
    """The day by which a school is asked to answer: school days where terms are set, else working days."""
    try:
        return core.school_calendar(authority).add_school_days(day, rules.ANSWER_SCHOOL_DAYS)
    except TermsNotSet:
        return add_working_days(day, rules.ANSWER_SCHOOL_DAYS)


@dataclass(frozen=True)
class Writer:
    """Somebody who can be given a visit, and at which schools; None is all of them."""

    person: Any
    urns: frozenset[int] | None


def advisers(authority: str, on: date) -> list[Writer]:
    """Everybody whose post in this authority writes notes of visit, by name."""
    found: dict[int, Writer] = {}
    for post in core.people_of(authority, on).filter(authority_id=authority, user__is_active=True):
        held = post.held()
        if Permission.NOTE_WRITE in held.permissions:
            found[post.user_id] = Writer(post.user, held.urns)
    return list(found.values())
