"""Who is in post at a school, or for a ward, a diocese or a trust, as officers enter it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from fingerpost.core.actions import audit
from fingerpost.core.queries import Authority
from fingerpost.core.rules import Permission, check_permission
from fingerpost.register.models import InPost, Vacancy
from fingerpost.register.rules import KINDS_IN_POST


class NotSo(ValueError):
    """What was entered cannot be: the message says what and what to do."""


@dataclass(frozen=True)
class Entry:
    """Somebody in post as they are entered: at a school (`urn`), or for a ward, a diocese or a trust (`about`)."""

    kind: str
    name: str
    from_on: date
    urn: int | None = None
    about: str = ""
    email: str = ""
    telephone: str = ""
    appointed_by: str = ""
    term_ends_on: date | None = None


@transaction.atomic
def appoint(*, authority: Authority, entry: Entry, by: Any, at: datetime) -> InPost:
    """Enter somebody in post. Of a post with one holder, the one before is taken to have left the day before."""
    check_permission(by, Permission.IN_POST_KEEP, authority=authority.code, urn=entry.urn)
    _check(entry)
    _make_room(authority, entry)
    made = InPost.objects.create(
        authority=authority, **asdict(entry), checked_on=at.date(), entered_by=by, entered_at=at
    )
    Vacancy.objects.filter(
        authority=authority, urn=entry.urn, kind=entry.kind, appointed_by=entry.appointed_by, filled_on=None
    ).update(filled_on=entry.from_on)
    detail = {"kind": entry.kind, "urn": entry.urn, "about": entry.about, "from": str(entry.from_on)}
    audit.record("person in post entered", by=by, about=made, at=at, detail=detail)
    return made


def _check(entry: Entry) -> None:
    kind = KINDS_IN_POST.get(entry.kind)
    if kind is None:
        raise NotSo(f"No post is called {entry.kind}. Use one of: {', '.join(KINDS_IN_POST)}.")
    if not entry.name.strip():
        raise NotSo(f"The {kind.name.lower()} has no name. Leave the row out, or record a vacancy.")
    if (kind.about == "school") != (entry.urn is not None) or (kind.about != "school" and not entry.about):
        what = "a school (its URN)" if kind.about == "school" else f"a {kind.about}"
        raise NotSo(f"A {kind.name.lower()} needs {what}.")
    if entry.urn is not None and entry.about:
        raise NotSo(
            f"{entry.name} is entered at a school and for {entry.about} as well. Leave one of them out."
        )
    if entry.term_ends_on and entry.term_ends_on < entry.from_on:
        raise NotSo(f"The term of office of {entry.name} ends before it begins.")


def _make_room(authority: Authority, entry: Entry) -> None:
    same = InPost.objects.filter(
        authority=authority, kind=entry.kind, urn=entry.urn, about=entry.about, to_on=None
    )
    if not KINDS_IN_POST[entry.kind].is_single:
        return
    later = same.filter(from_on__gte=entry.from_on).first()
    if later:
        raise NotSo(
            f"{later.name} is entered from {later.from_on.day} {later.from_on:%B %Y}, which is not before "
            f"{entry.from_on.day} {entry.from_on:%B %Y}. Correct one of the two days."
        )
    same.update(to_on=entry.from_on - timedelta(days=1))


@transaction.atomic
def leave(*, person: InPost, to_on: date, by: Any, at: datetime) -> InPost:
    """Record somebody's last day in post. Refuses a day before they began."""
    check_permission(by, Permission.IN_POST_KEEP, authority=person.authority_id, urn=person.urn)
    if to_on < person.from_on:
        began = f"{person.from_on.day} {person.from_on:%B %Y}"
        raise NotSo(f"{person.name} began on {began}, and nobody leaves before they begin.")
    person.to_on = to_on
    person.save(update_fields=["to_on"])
    audit.record("person in post left", by=by, about=person, at=at, detail={"on": str(to_on)})
    return person


@transaction.atomic
def confirm(*, person: InPost, by: Any, at: datetime) -> InPost:
    """Say that an entry is still right, so that it is not stale for another year."""
    check_permission(by, Permission.IN_POST_KEEP, authority=person.authority_id, urn=person.urn)
    person.checked_on = at.date()
    person.save(update_fields=["checked_on"])
    audit.record("person in post confirmed", by=by, about=person, at=at)
    return person


@transaction.atomic
def remove(*, person: InPost, by: Any, at: datetime) -> None:
    """Remove an entry made by mistake: who did it and when stays in the record, the person does not."""
    check_permission(by, Permission.IN_POST_KEEP, authority=person.authority_id, urn=person.urn)
    audit.record(
        "person in post entered by mistake", by=by, about=person, at=at, detail={"kind": person.kind}
    )
    person.delete()


@transaction.atomic
def report_vacancy(
    *,
    authority: Authority,
    urn: int,
    kind: str,
    since_on: date,
    by: Any,
    at: datetime,
    appointed_by: str = "",
) -> Vacancy:
    """Record a post that nobody holds."""
    check_permission(by, Permission.IN_POST_KEEP, authority=authority.code, urn=urn)
    if kind not in KINDS_IN_POST or KINDS_IN_POST[kind].about != "school":
        raise NotSo("Only a post at a school can be vacant: headteacher, chair, clerk or governor.")
    made = Vacancy.objects.create(
        authority=authority, urn=urn, kind=kind, appointed_by=appointed_by, since_on=since_on, entered_by=by,
        entered_at=at,
    )  # fmt: skip
    audit.record("vacancy recorded", by=by, about=made, at=at, detail={"kind": kind, "urn": urn})
    return made


@transaction.atomic
def fill(*, vacancy: Vacancy, on: date, by: Any, at: datetime) -> Vacancy:
    """Record that a vacancy is filled, or is none any more."""
    check_permission(by, Permission.IN_POST_KEEP, authority=vacancy.authority_id, urn=vacancy.urn)
    vacancy.filled_on = max(on, vacancy.since_on)
    vacancy.save(update_fields=["filled_on"])
    audit.record("vacancy filled", by=by, about=vacancy, at=at, detail={"on": str(vacancy.filled_on)})
    return vacancy


@transaction.atomic
def enter_all(*, authority: Authority, entries: Sequence[Entry], by: Any, at: datetime) -> list[InPost]:
    """Enter the people of a spreadsheet, all or none; who is entered already, in the same post, is confirmed."""
    check_permission(by, Permission.IN_POST_KEEP, authority=authority.code)
    made = []
    for number, entry in enumerate(entries, 1):
        same = InPost.objects.filter(
            authority=authority,
            kind=entry.kind,
            urn=entry.urn,
            about=entry.about,
            name=entry.name,
            to_on=None,
        ).first()
        try:
            made.append(
                confirm(person=same, by=by, at=at)
                if same
                else appoint(authority=authority, entry=entry, by=by, at=at)
            )
        except NotSo as problem:
            raise NotSo(f"Entry {number}: {problem}") from problem
    audit.record(
        "people in post entered from a file", by=by, about=authority, at=at, detail={"entries": len(made)}
    )
    return made
