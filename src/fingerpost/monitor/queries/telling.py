"""Where the telling of schools stands: whom each is told through, what became of each message, what is in the way."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fingerpost.archive.queries import editions
from fingerpost.core import queries as core
from fingerpost.core.calendar import Release, SchoolCalendar, TermsNotSet
from fingerpost.core.rules import Permission, check_permission, schools_within
from fingerpost.monitor import letters, rules
from fingerpost.monitor.models import Round, RoundLevel, RoundSchool, Telling
from fingerpost.monitor.rules import telling
from fingerpost.monitor.rules.telling import BY_LETTER, GONE, ON_ITS_WAY, STUCK, Case, Person, Plan
from fingerpost.register import queries as register
from fingerpost.strategy.edition import Edition

#: The messages of a round begin so.
KEY = "told/{round}/"
#: What each state of a message means for those who are next in turn.
BECAME = {
    "sent": GONE, "kept": GONE, "waiting": ON_ITS_WAY, "sending": ON_ITS_WAY, "failed": STUCK, "unsure": STUCK,
}  # fmt: skip
#: Of whom a place is entered and not a school: the post, and what of the school it goes by.
OF_PLACES = {"trust-chief-executive": "trust", "diocesan-contact": "diocese", "ward-member": "ward"}


@dataclass(frozen=True)
class SchoolTelling:
    """A school of a round, what it is told, through whom, and how far that is."""

    school: RoundSchool
    levels: tuple[RoundLevel, ...]
    words: str
    plan: Plan
    people: tuple[Person, ...]
    done: tuple[tuple[Telling, Any], ...]
    notes: tuple[str, ...]
    is_worse: bool

    @property
    def state(self) -> str:
        """In a word: told, begun, ready, to be spoken to, blocked."""
        if self.plan.is_done:
            return "told"
        if self.plan.now is not None:
            return "begun" if self.done else "ready"
        return "speak" if self.plan.needs_speaking else "blocked"


@dataclass(frozen=True)
class Around:
    """What is the same for every school of a round that is told: read once, however many schools."""

    held: Round
    edition: Edition
    calendar: SchoolCalendar
    authority: str
    entered: dict[int, list[Person]]
    signing_in: dict[int, list[tuple[str, Any]]]
    before: dict[tuple[int, str], str]


def around(user: Any, held: Round, now: datetime) -> Around:
    """What the telling of a round's schools needs besides the schools."""
    on = now.astimezone(rules.HERE).date()
    urns = list(held.schools.values_list("urn", flat=True))
    return Around(
        held=held,
        edition=editions.edition(held.edition),
        calendar=core.school_calendar(held.authority_id),
        authority=held.authority.name,
        entered=_entered(user, held.authority_id, on, register.belonging(urns)),
        signing_in=core.holders_of(telling.NAMES, held.authority_id, on),
        before=_rounds_before(held),
    )


def _rounds_before(held: Round) -> dict[tuple[int, str], str]:
    """School and scheme -> the name of the round in which its level was confirmed last."""
    rows = RoundLevel.objects.filter(
        school__round__authority_id=held.authority_id, school__round__as_at__lt=held.as_at
    ).exclude(confirmed="")
    rows = rows.order_by("school__round__as_at")
    return {
        (urn, scheme): name
        for urn, scheme, name in rows.values_list("school__urn", "scheme", "school__round__name")
    }


def in_order(levels: Iterable[RoundLevel]) -> list[RoundLevel]:
    """The levels of a school, that of the early years last."""
    return sorted(levels, key=lambda level: (level.scheme == "eyfs", level.scheme))


def source_of(found: SchoolTelling, known: Around) -> letters.Told:
    """What the letters to a school are written from."""
    rows = found.school.levels.select_related("rating__run")
    levels = tuple(in_order(rows))
    before = known.before.get((found.school.urn, levels[0].scheme), "")
    return letters.Told(found.school, levels, known.edition, known.authority, known.calendar, before)


def told_words(levels: Iterable[RoundLevel]) -> str:
    """What a school is told, short: each scheme with its confirmed level."""
    return "; ".join(f"{level.scheme}: {level.confirmed}" for level in levels)[:200]


def key_of(school: RoundSchool, person: Person, words: str) -> str:
    """The key of the message to one person: the same person is written to once of the same level."""
    digest = hashlib.sha256("\0".join((person.kind, person.name, words)).encode()).hexdigest()[:32]
    return f"{KEY.format(round=school.round_id)}{school.urn}/{digest}"


def telling_of(
    user: Any, held: Round, now: datetime, *, urns: Iterable[int] | None = None, known: Around | None = None
) -> list[SchoolTelling]:
    """Every school of a round within the person's scope, or those named; the same questions however many schools."""
    check_permission(user, Permission.INDICATIVE_SEE, authority=held.authority_id)
    named = None if urns is None else list(urns)
    known = known or around(user, held, now)
    release = release_of(known.calendar, now)
    begins = KEY.format(round=held.pk) + (f"{named[0]}/" if named and len(named) == 1 else "")
    messages = {m.key: m for m in core.messages(user, held.authority_id, key_begins=begins)}
    return [_one(school, known, release, messages) for school in _schools(user, held, named)]


def release_of(calendar: SchoolCalendar, now: datetime) -> Release:
    """Whether schools may be told at a moment; not where nobody knows if they are open."""
    try:
        return calendar.release(now.astimezone(rules.HERE))
    except TermsNotSet as missing:
        return Release(False, f"{str(missing)[0].lower()}{str(missing)[1:-1]}")


def _schools(user: Any, held: Round, urns: Iterable[int] | None) -> list[RoundSchool]:
    rows = held.schools.select_related("round", "adviser", "spoken_by")
    if urns is not None:
        rows = rows.filter(urn__in=list(urns))
    within = schools_within(user, Permission.INDICATIVE_SEE, authority=held.authority_id)
    rows = rows if within is None else rows.filter(urn__in=within)
    return list(rows.prefetch_related("levels", "tellings__told_by"))


def _one(school: RoundSchool, known: Around, release: Release, messages: dict[str, Any]) -> SchoolTelling:
    entered, signing_in = known.entered.get(school.urn, []), known.signing_in.get(school.urn, [])
    people = tuple(_together(entered, signing_in))
    levels = tuple(in_order(school.levels.all()))
    words = told_words(levels)
    done = [
        (row, messages.get(key_of(school, Person(row.to_kind, row.to_name), words)))
        for row in school.tellings.all() if row.told == words
    ]  # fmt: skip
    is_worse = any(rules.is_worse(known.edition.level_ids, level.before, level.confirmed) for level in levels)
    case = Case(
        is_confirmed=bool(levels) and all(level.confirmed for level in levels),
        is_worse=is_worse, is_spoken=school.spoken_at is not None, is_released=school.released_at is not None,
        is_frozen=school.frozen_at is not None,
        told=tuple((row.to_kind, row.to_name, _became(row, message)) for row, message in done),
    )  # fmt: skip
    plan = telling.plan(known.edition.rhythm.turns(is_academy=school.is_academy), people, case, release)
    return SchoolTelling(
        school, levels, words, plan, people, tuple(done), tuple(_notes(entered, signing_in)), is_worse
    )


def _became(row: Telling, message: Any) -> str:
    if not row.to_email:
        return BY_LETTER
    return BECAME[message.state] if message else STUCK


def _entered(
    user: Any, authority: str, on: Any, places: dict[int, dict[str, str]]
) -> dict[int, list[Person]]:
    by_place: dict[tuple[str, str], list[Person]] = {}
    found: dict[int, list[Person]] = {}
    for holding in register.in_post(user, authority, on):
        held = holding.person
        person = Person(held.kind, held.name, held.email)
        if held.kind not in telling.NAMES or held.from_on > on:
            continue
        if held.urn is not None:
            found.setdefault(held.urn, []).append(person)
        elif held.kind in OF_PLACES:
            by_place.setdefault((held.kind, held.about.casefold()), []).append(person)
    for urn, mine in places.items():
        for kind, place in OF_PLACES.items():
            found.setdefault(urn, []).extend(by_place.get((kind, mine[place].casefold()), []))
    return found


def _together(entered: list[Person], signing_in: list[tuple[str, Any]]) -> Iterable[Person]:
    """Who was entered, with the address that they sign in with where none was; else who signs in."""
    for person in entered:
        mine = (user.email for kind, user in signing_in if kind == person.kind and str(user) == person.name)
        yield person if person.email else Person(person.kind, person.name, next(mine, ""))
    known = {person.kind for person in entered}
    seen = set()
    for kind, user in signing_in:
        if kind not in known and (kind, str(user)) not in seen:
            seen.add((kind, str(user)))
            yield Person(kind, str(user), user.email)


def _notes(entered: list[Person], signing_in: list[tuple[str, Any]]) -> Iterable[str]:
    """Where the directory and who signs in disagree, so that nobody is told who has left."""
    for person in entered:
        others = [str(user) for kind, user in signing_in if kind == person.kind]
        if others and person.name not in others:
            yield (
                f"{person.name} is entered as {telling.NAMES[person.kind]}, and {others[0]} signs in as that. The one "
                "who is entered is told; end the post of the other if it is over."
            )


def counted(found: Iterable[SchoolTelling]) -> dict[str, int]:
    """How many schools stand where: told, begun, ready, to be spoken to, blocked."""
    counts = dict.fromkeys(("told", "begun", "ready", "speak", "blocked"), 0)
    for one in found:
        if one.school.frozen_at is None:
            counts[one.state] += 1
    return counts
