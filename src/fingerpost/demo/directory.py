"""Who runs the schools of the demonstration: heads and chairs in the directory, and the authority's term dates."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from fingerpost.core import queries as core
from fingerpost.core.actions import terms
from fingerpost.core.calendar import Term
from fingerpost.demo import county as places
from fingerpost.demo.days import CODE, TODAY, chance
from fingerpost.demo.lives import County, Life, Spell
from fingerpost.demo.people import SINCE, address, described
from fingerpost.register import queries as register
from fingerpost.register.actions import in_post
from fingerpost.register.actions.in_post import Entry

#: Autumn, spring and summer of each school year by the year in which it ends: first and last day, and the half-term.
TERMS = {
    2025: (("09-03", "12-20", "10-28", "11-01"), ("01-06", "04-04", "02-17", "02-21"),
           ("04-22", "07-22", "05-26", "05-30")),
    2026: (("09-03", "12-19", "10-27", "10-31"), ("01-05", "03-27", "02-16", "02-20"),
           ("04-13", "07-21", "05-25", "05-29")),
    2027: (("09-02", "12-18", "10-26", "10-30"), ("01-04", "03-25", "02-15", "02-19"),
           ("04-12", "07-21", "05-31", "06-04")),
}  # fmt: skip
NAMES = ("Autumn", "Spring", "Summer")
#: The cut-off of the first round of the demonstration: whoever was told in it was in post.
FIRST_ROUND = date(2025, 7, 21)
#: How long a chair's term of office is (four years as articles of government commonly have it, from memory).
CHAIR = timedelta(days=4 * 365)


def set_terms(*, authority: Any, by: Any, at: datetime) -> None:
    """The terms of three school years, set as an officer would; set once."""
    if core.school_calendar(CODE).terms:
        return
    terms.set_terms(authority=authority, terms=[t for year in TERMS for t in _terms(year)], by=by, at=at)


def _terms(year: int) -> list[Term]:
    found = []
    for name, days in zip(NAMES, TERMS[year], strict=True):
        when = year - 1 if name == "Autumn" else year
        found.append(Term(*(date.fromisoformat(f"{when}-{day}") for day in days[:2]), name,
                          *(date.fromisoformat(f"{when}-{day}") for day in days[2:])))  # fmt: skip
    return found


def enter(*, county: County, authority: Any, by: Any, at: datetime) -> None:
    """Enter the head and the chair of every school, once; whoever can sign in as a head is that school's."""
    if register.in_post(by, CODE, TODAY):
        return
    signing_in = {entry["school"]: entry["name"] for entry in described() if entry["post"] == "head"}
    entries, spells = [], _spells(county)
    closed = {s.urn: s.closed_on for _, s in spells if s.closed_on and s.closed_on <= TODAY}
    for life, spell in spells:
        draw = chance("in post", life.key)
        head = signing_in.get(life.key) or _name(draw)
        since = max(spell.opened_on, date(draw.randrange(2012, 2025), 9, 1))
        chair, from_on = _name(draw), max(spell.opened_on, date(draw.randrange(2022, 2025), 10, 1))
        entries += [
            Entry("head", head, since, urn=spell.urn, email=address(head)),
            Entry("chair", chair, from_on, urn=spell.urn, email=address(chair), term_ends_on=from_on + CHAIR),
        ]
    entries += [
        Entry("trust-chief-executive", name, SINCE, about=trust.name, email=address(name))
        for trust in county.trusts
        for name in [_name(chance("in post", trust.uid))]
    ]
    for person in in_post.enter_all(authority=authority, entries=entries, by=by, at=at):
        if person.urn in closed:
            in_post.leave(person=person, to_on=closed[person.urn], by=by, at=at)


def _spells(county: County) -> list[tuple[Life, Spell]]:
    """Every school that was open at the first of the rounds or is today, under each of its numbers."""
    return [
        (life, spell)
        for life in county.lives
        for spell in life.spells
        if spell.is_open(FIRST_ROUND) or spell.is_open(TODAY)
    ]


def _name(draw: Any) -> str:
    told = places.read("names.yaml")
    return f"{draw.choice(told['first'])} {draw.choice(told['last'])}"
