"""Everything held of a school, or of one person, sorted into what can go out and what is left out, and why."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Field, Q, QuerySet
from django.utils import timezone

from fingerpost.core import answering
from fingerpost.core import queries as core
from fingerpost.core.answering import PERSONAL, Held
from fingerpost.core.redacting import Redactor
from fingerpost.core.roles import ROLES
from fingerpost.core.rules import NotAllowed, Permission, check_permission, reaches
from fingerpost.register import queries as register

#: Where a field is about somebody who is not a user.
LEFT_OUT = "[left out: {section}]"
SOMEBODY = "an officer"
_SUBJECT = (
    "Sections named are those of the Freedom of Information Act 2000. What is left out of an answer to the person "
    "concerned is decided under Schedule 2 of the Data Protection Act 2018 (from memory: check it before refusing)."
)


@dataclass(frozen=True)
class Part:
    """What one table holds: rows as they can go out, and how many passages in them were struck out."""

    held: Held
    columns: tuple[tuple[str, str], ...]
    rows: list[dict[str, Any]]
    struck: int


@dataclass(frozen=True)
class LeftOut:
    """What does not go out: how many records, under which section, and why."""

    what: str
    records: int | None
    section: str
    because: str


@dataclass(frozen=True)
class Records:
    """An answer to whoever asks what is held."""

    about: str
    asked_at: datetime
    parts: list[Part]
    left_out: list[LeftOut]
    notes: list[str] = field(default_factory=list)


def of_school(user: Any, authority: str, urn: int, *, at: datetime) -> Records:
    """Everything held of a school that could be asked for, names struck out."""
    check_permission(user, Permission.RECORDS_DISCLOSE, authority=authority, urn=urn)
    school = register.school(urn)
    redactor = Redactor(_names(authority), keep=(school.name, school.town))
    parts, left = [], []
    for held in answering.declared():
        if held.urn_path:
            rows = _of_authority(held, authority).filter(**{held.urn_path: urn}).distinct()
            _sort(held, rows, redactor, parts, left)
    left += [LeftOut(each.what, None, each.exemption, each.because) for each in answering.beside()]
    notes = [
        f"The school followed URN {link.link_urn}: what is held under it is asked for by itself."
        for link in register.links_of(urn)
        if "predecessor" in link.kind.lower()
    ]
    return Records(f"{school.name}, URN {urn}", at, parts, left, notes)


def of_person(user: Any, email: str, *, at: datetime, authority: str | None = None) -> Records | None:
    """Everything that names a person or was done by them, others' names struck out; None when nobody is known so.

    In one authority, or (None) in all: then for whoever may disclose everywhere.
    """
    if not reaches(user, Permission.RECORDS_DISCLOSE, authority):
        raise NotAllowed("Your post does not let you export what is held of a person there.")
    person, entries = core.person(email), register.entries_of(email)
    if person is None and not entries:
        return None
    own = [str(person)] if person else []
    own = list(dict.fromkeys([*own, *(entry.name for entry in entries)]))
    others = [name for name in _names(authority) if name not in own]
    redactor = Redactor(tuple(others), keep=(*own, email))
    parts, left = [], []
    for held in answering.declared():
        rows = _of_authority(held, authority).filter(_about(held, person, own, email)).distinct()
        _sort(held, rows, redactor, parts, left, person=person, own=own)
    return Records(f"{own[0]}, {email}", at, parts, left, [_SUBJECT])


def _names(authority: str | None) -> tuple[str, ...]:
    """Whoever is known by name: users of the authority and people in post there."""
    return tuple(sorted({*core.names_of_users(authority), *register.names_in_post(authority)}))


def _of_authority(held: Held, authority: str | None) -> QuerySet:
    rows = held.model._default_manager.all()
    if authority is None or not held.authority_path:
        return rows
    return rows.filter(Q(**{held.authority_path: authority}) | Q(**{f"{held.authority_path}__isnull": True}))


def _about(held: Held, person: Any, own: list[str], email: str) -> Q:
    """Rows that a person made, or that name them: by a field of a user, by their e-mail address, in a text."""
    wanted = Q(pk__in=[])
    for name in held.users() if person else ():
        wanted |= Q(**{name: person})
    if person and held.table == "core.User":
        wanted |= Q(pk=person.pk)
    if person and held.table == "core.AuditEvent":
        wanted |= Q(by_id=person.pk)
    for name in (*held.texts(), *held.personal):
        for said in (*own, email):
            wanted |= Q(**{f"{name}__icontains": said})
    return wanted


def _sort(
    held: Held,
    rows: QuerySet,
    redactor: Redactor,
    parts: list,
    left: list,
    *,
    person: Any = None,
    own: Iterable = (),
) -> None:
    """Rows to what goes out and what does not."""
    found = list(rows.select_related(*held.users()).order_by("pk"))
    shut = _shut(held, rows) if found else set()
    if shut:
        left.append(LeftOut(held.what, len(shut), held.exemption, held.because))
    given = [row for row in found if row.pk not in shut]
    if given:
        parts.append(_part(held, given, redactor, person, set(own)))


def _shut(held: Held, rows: QuerySet) -> set:
    if held.whole:
        return set(rows.values_list("pk", flat=True))
    if held.restricted:
        return set(rows.filter(**{held.restricted[0]: held.restricted[1]}).values_list("pk", flat=True))
    return set()


def _part(held: Held, rows: list, redactor: Redactor, person: Any, own: set[str]) -> Part:
    """A table's rows as they go out, one column a field."""
    fields = [each for each in held.model._meta.concrete_fields if _goes_out(each)]
    posts = _posts({getattr(row, f.attname) for row in rows for f in fields if answering.is_user(f)})
    made, struck = [], 0
    for row in rows:
        cells: dict[str, Any] = {"record": row.pk}
        for each in fields:
            cells[each.name], times = _cell(held, each, row, redactor, posts, person, own)
            struck += times
        made.append(cells)
    told = [each for each in fields if any(row[each.name] != "" for row in made)]
    columns = (("record", "Record"), *((each.name, _heading(each.name)) for each in told))
    return Part(held, columns, made, struck)


def _goes_out(each: Field) -> bool:
    """Links to other tables say nothing by themselves; numbers of records do."""
    return not each.primary_key and (each.remote_field is None or answering.is_user(each))


def _heading(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _cell(
    held: Held, each: Field, row: Any, redactor: Redactor, posts: dict, person: Any, own: set[str]
) -> tuple[Any, int]:
    value = getattr(row, each.attname)
    if value in (None, "", [], {}):
        return "", 0
    if answering.is_user(each):
        return (str(person) if person and value == person.pk else posts.get(value, SOMEBODY)), 0
    if each.name in held.personal:
        return (value, 0) if str(value) in own else (LEFT_OUT.format(section=PERSONAL), 1)
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M"), 0
    if not answering.is_text(each):
        return (value, 0) if not hasattr(value, "isoformat") else (value.isoformat(), 0)
    said = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    return (said, 0) if held.is_published else redactor.redact(said)


def _posts(users: set[int]) -> dict[int, str]:
    """User -> the post that they held last, as the answer names them."""
    found = core.last_posts(users - {None})
    return {user: f"the {ROLES[kind].name.lower()}" for user, kind in found.items() if kind in ROLES}
