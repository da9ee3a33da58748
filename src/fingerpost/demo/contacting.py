"""Calls, e-mails and conversations of the demonstration, recorded by the advisers whose schools they are with."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction

from fingerpost.demo import county as places
from fingerpost.demo.days import CODE, TODAY, chance
from fingerpost.demo.judging import moment
from fingerpost.demo.lives import County
from fingerpost.demo.people import Team
from fingerpost.monitor.actions.contacts import record_contact
from fingerpost.monitor.queries import contacts

#: How many days ago a school was spoken to, at least and at most, time after time; some few are left alone for longer.
BEFORE_TODAY = ((3, 50), (60, 120), (130, 230), (250, 380))
LEFT_ALONE = 0.1


@dataclass(frozen=True)
class Spoken:
    """One contact to be recorded."""

    urn: int
    kind: str
    made_on: date
    made_with: str
    words: str


@transaction.atomic
def speak(*, county: County, team: Team) -> int:
    """Record every contact, once; say how many there are."""
    if contacts.last_contact(team.chief, CODE):
        return 0
    found = sorted(_spoken(county), key=lambda one: (one.made_on, one.urn))
    for one in found:
        record_contact(
            authority=CODE, urn=one.urn, kind=one.kind, made_on=one.made_on, made_with=one.made_with, words=one.words,
            by=team.adviser_of[one.urn], at=moment(one.made_on),
        )  # fmt: skip
    return len(found)


def _spoken(county: County) -> Iterator[Spoken]:
    told = places.read("contacts.yaml")
    for life, spell in county.open_on(TODAY):
        draw = chance("contact", life.key)
        is_left_alone = draw.random() < LEFT_ALONE
        for least, most in BEFORE_TODAY[1 if is_left_alone else 0 :]:
            day = _weekday(TODAY - timedelta(days=draw.randint(least, most)))
            kind = draw.choice(list(told))
            if day >= spell.opened_on:
                who = draw.choice(("Headteacher", "Headteacher", "Chair of governors", "Deputy headteacher"))
                yield Spoken(spell.urn, kind, day, who, draw.choice(told[kind]))


def _weekday(day: date) -> date:
    return day - timedelta(days=max(0, day.weekday() - 4))
