"""Two school years of visits in the invented county, with notes, answers and evaluations, made by the actions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from django.db import transaction

from fingerpost.casework.actions import promises
from fingerpost.casework.queries import promises as ledger
from fingerpost.core import queries as core
from fingerpost.core.actions import people
from fingerpost.demo import county as places
from fingerpost.demo import judging
from fingerpost.demo.days import CODE, TODAY, chance
from fingerpost.demo.judging import Finding, moment
from fingerpost.demo.lives import County, Life
from fingerpost.demo.people import SINCE, Team
from fingerpost.monitor.actions import circulating, evaluations, notes, visits
from fingerpost.monitor.queries import visits as queries
from fingerpost.monitor.rules.visits import Invitation
from fingerpost.register import queries as register
from fingerpost.strategy.edition import Edition

#: How often a school that a judgement was made of in the first of the two years has a note, and in the second.
WRITTEN = {2025: 0.03, 2026: 0.55}
#: How many schools have a head who signs in, beside those of the stories.
HEADS = 8
WEEK = timedelta(days=7)
#: From the days before today on which a visit was made: its note is still with the school, or nearer to its beginning.
STILL_SENT = timedelta(days=24)
MANY = 2
#: How many of the promises that are due were kept.
KEPT = 0.88


@dataclass(frozen=True)
class Planned:
    """A visit that was made: whose, of which kind, on which day, and what was judged on it."""

    life: Life
    urn: int
    kind: str
    day: date
    findings: tuple[Finding, ...]

    @property
    def draw(self) -> Random:
        """Chance of its own."""
        return chance("note of visit", self.urn, self.kind, self.day)


def told() -> dict[str, Any]:
    """`visiting.yaml`."""
    return places.read("visiting.yaml")


@transaction.atomic
def make(*, county: County, edition: Edition, team: Team) -> int:
    """Make the visits, unless they are there; say how many were made or planned."""
    if queries.every(team.chief, CODE) or not edition.visits.types:
        return 0
    visits.set_route(authority=CODE, words=told()["route"], by=team.chief, at=moment(SINCE))
    made = list(_made(county, edition))
    heads = _heads(county, team)
    made.sort(key=lambda one: (one.day, one.urn))
    latest = zip(reversed(made), ("draft", "checking", "checked"), strict=False)
    last = {id(one): state for one, state in latest}
    for one in made:
        _write(one, edition, team, heads.get(one.urn), last.get(id(one), "sent"))
    _keep(team)
    planned = _ahead(county, edition, team) + _missed(county, edition, team)
    return len(made) + planned + _confidential(county, edition, team)


def _made(county: County, edition: Edition) -> Iterator[Planned]:
    """The visits on which advisers judged, for the schools that chance or a story picks; and those of a plan."""
    main = {scheme.id for scheme in edition.schemes if not scheme.beside}
    by_day: dict[tuple[int, date], list[Finding]] = defaultdict(list)
    for finding in judging.findings(county, edition):
        if finding.scheme in main and finding.made_on <= TODAY:
            by_day[finding.urn, finding.made_on].append(finding)
    lives = {spell.urn: life for life, spell in county.open_on(TODAY)}
    for (urn, day), found in by_day.items():
        life = lives[urn]
        if life.story or chance("is written up", urn, day.year).random() < WRITTEN.get(day.year, 0):
            yield Planned(life, urn, "keeping_in_touch", day, tuple(found))
        if life.story and _band(found, edition) > 0:
            yield from _monitored(life, urn, day)


def _monitored(life: Life, urn: int, after: date) -> Iterator[Planned]:
    """Two more visits in the months after, to a school that is watched."""
    for weeks in (7, 15):
        day = _weekday(after + weeks * WEEK)
        if day <= TODAY and _is_open(day) and life.spell_on(day) and life.spell_on(day).urn == urn:
            yield Planned(life, urn, "monitoring", day, ())


def _weekday(day: date) -> date:
    return day + timedelta(days=7 - day.weekday() if day.weekday() > 4 else 0)


def _is_open(day: date) -> bool:
    return bool(core.school_calendar(CODE).is_school_day(day))


def _band(found: tuple[Finding, ...] | list[Finding], edition: Edition) -> int:
    """How the school did on the day: 0 best, 2 weakest."""
    places_of = [edition.level_ids.index(one.level) for one in found]
    return min(2, round(sum(places_of) / len(places_of))) if places_of else 1


def _invitation(one: Planned) -> Invitation | None:
    return Invitation("Chief executive of the trust", one.day - 3 * WEEK) if one.life.now.is_academy else None


def _plan(one: Planned, edition: Edition, adviser: Any) -> Any:
    return visits.plan(
        authority=CODE, edition=edition, kind=one.kind, urns=[one.urn], adviser=adviser, planned_on=one.day,
        begins=time(9, 30), about=one.draw.choice(told()["focus"][one.kind]), invitation=_invitation(one), by=adviser,
        at=moment(one.day - 2 * WEEK),
    )  # fmt: skip


def _write(one: Planned, edition: Edition, team: Team, head: Any, until: str) -> None:
    """The visit and its note as far as it has come; what was sent long ago is final."""
    adviser = team.adviser_of[one.urn]
    visit = _plan(one, edition, adviser)
    note = notes.save(
        visit=visit,
        base=0,
        content=_content(one, edition),
        by=adviser,
        at=_later(one, 1),
    ).note
    if until == "draft":
        return
    notes.submit(note=note, by=adviser, at=_later(one, 2))
    if until == "checking":
        return
    circulating.check(note=note, by=team.chief, at=_later(one, 4))
    if until == "checked":
        return
    circulating.send(note=note, by=adviser, at=_later(one, 5))
    _answered(one, note, head, adviser)


def _later(one: Planned, days: int) -> datetime:
    """The afternoon of a working day so many days after a visit, and not after today."""
    return moment(min(_weekday(one.day + timedelta(days=days)), TODAY))


def _answered(one: Planned, note: Any, head: Any, adviser: Any) -> None:
    """The school's answer where its head signs in, and the end: an answer, or the days for one gone by."""
    draw, said = one.draw, told()["answers"]
    accurate = one.life.key != "Larkstow/Beechen" or said["inaccurate"]["of"] not in str(note.content)
    answers = head is not None and (one.day < TODAY - STILL_SENT or draw.random() < 0.5)
    on = _later(one, 12).date()
    if answers:
        words = draw.choice(said["accurate"]) if accurate else said["inaccurate"]["words"]
        circulating.answer(note=note, urn=one.urn, is_accurate=accurate, words=words, by=head, at=moment(on))
        _evaluated(one, note, head)
    until = queries.answer_by(CODE, _later(one, 5).date()) + timedelta(days=1)
    if until <= TODAY:
        reply = said["inaccurate"]["reply"] if answers and not accurate else ""
        circulating.settle(
            note=note, words=reply, by=adviser, at=moment(min(_weekday(max(on, until)), TODAY))
        )


def _evaluated(one: Planned, note: Any, head: Any) -> None:
    draw = one.draw
    scores = {name: draw.choice((3, 4, 4, 5, 5)) for name in ("useful", "prepared", "clear")}
    evaluations.evaluate(
        visit=note.visit, urn=one.urn, scores=scores, words=draw.choice(told()["evaluations"]), by=head,
        at=_later(one, 13),
    )  # fmt: skip


def _content(one: Planned, edition: Edition) -> dict:
    draw, said, band = one.draw, told(), _band(one.findings, edition)
    sections = {
        "people_met": draw.choice(said["people"]), "focus": draw.choice(said["focus"][one.kind]),
        "documents": draw.choice(said["documents"]), "seen": "\n".join(draw.sample(said["seen"][band], MANY)),
        "strengths": " ".join(draw.sample(said["strengths"][band], MANY)),
        "develop": " ".join(draw.sample(said["develop"][band], MANY)),
        "self_evaluation": draw.choice(said["self_evaluation"][band]),
    }  # fmt: skip
    if one.kind == "monitoring":
        sections["progress"] = (
            "Of what was agreed last time, the first is done and shows; the second has begun."
        )
    chosen = draw.sample(one.findings, min(MANY, len(one.findings)))
    agreed = draw.sample(said["actions"][band], MANY)
    return {
        "sections": sections,
        "statements": [_statement(finding) for finding in chosen],
        "actions": [_action(one, action, draw) for action in agreed],
    }


def _statement(finding: Finding) -> dict:
    return {"urn": finding.urn, "scheme": finding.scheme, "strand": finding.strand, "level": finding.level,
            "words": finding.reason}  # fmt: skip


def _action(one: Planned, action: dict, draw: Random) -> dict:
    due = one.day + draw.choice((5, 8, 12)) * WEEK
    return {"urn": one.urn, "side": action["side"], "words": action["words"], "owner_name": action["owner"],
            "due_on": due.isoformat()}  # fmt: skip


def _keep(team: Team) -> None:
    """Most of what was agreed is done by its day; some of it late, some not yet."""
    for promise in ledger.due(team.chief, CODE, on=TODAY, within=0):
        draw = chance("kept", promise.pk)
        if promise.source == "visit" and draw.random() < KEPT:
            at = moment(min(promise.due_on + timedelta(days=draw.choice((-6, -2, 0, 0, 9))), TODAY))
            promises.keep(promise=promise, by=team.adviser_of[promise.urn], at=at)


def _heads(county: County, team: Team) -> dict[int, Any]:
    """Heads who sign in, by school: of the stories, and a few more; each as the directory names them."""
    named = {
        holding.person.urn: holding.person
        for holding in register.in_post(team.chief, CODE, TODAY)
        if holding.person.kind == "head" and holding.person.email
    }
    open_now = {spell.urn: life for life, spell in county.open_on(TODAY)}
    told_of = [urn for urn in sorted(named) if urn in open_now and open_now[urn].story]
    others = [urn for urn in sorted(named) if urn in open_now and not open_now[urn].story]
    chosen = told_of + chance("heads who sign in").sample(others, min(HEADS, len(others)))
    return {urn: _head(named[urn]) for urn in chosen}


def _head(person: Any) -> Any:
    there = core.person(person.email)
    if there is not None:
        return there
    by = people.operator()
    user = people.add_user(email=person.email, name=person.name, by=by, at=moment(SINCE))
    people.give_post(
        user=user, kind="head", authority=core.authority(CODE), by=by, at=moment(SINCE), from_on=SINCE,
        urns=[person.urn], sees_all=False,
    )  # fmt: skip
    return user


def _some(county: County, team: Team, topic: str, share: float) -> list[tuple[Life, int]]:
    """Schools that chance picks, those of the stories too."""
    return [
        (life, spell.urn)
        for life, spell in county.open_on(TODAY)
        if spell.urn in team.adviser_of and (life.story or chance(topic, life.key).random() < share)
    ]


def _ahead(county: County, edition: Edition, team: Team) -> int:
    """The rest of the term, planned."""
    chosen = _some(county, team, "planned ahead", 0.12)
    for life, urn in chosen:
        day = _weekday(TODAY + timedelta(days=2 + chance("planned on", urn).randrange(40)))
        kind = "pre_inspection" if life.story == "green and slipping" else "keeping_in_touch"
        _plan(Planned(life, urn, kind, day, ()), edition, team.adviser_of[urn])
    return len(chosen)


def _missed(county: County, edition: Edition, team: Team) -> int:
    """A few that were not made, each with its reason."""
    chosen = [pair for pair in _some(county, team, "not made", 0.02) if not pair[0].story]
    for life, urn in chosen:
        draw = chance("not made", urn)
        one = Planned(
            life, urn, "keeping_in_touch", date(2026, 9, 14) + timedelta(days=draw.randrange(5)), ()
        )
        visit = _plan(one, edition, team.adviser_of[urn])
        visits.record_missed(
            visit=visit, reason=draw.choice(told()["missed"]), by=team.adviser_of[urn], at=moment(one.day)
        )
    return len(chosen)


def _confidential(county: County, edition: Edition, team: Team) -> int:
    """What few may see: a restricted section, and the record of a head's appraisal."""
    stories = {life.key: spell.urn for life, spell in county.open_on(TODAY) if life.story}
    if "Gannetmouth/Harbour" not in stories or "Minster Green School" not in stories:
        # A smaller county, such as measurements make, has not every school of the stories.
        return 0
    seen = queries.of_school(team.chief, CODE, stories["Gannetmouth/Harbour"])
    visit = next(one for one in seen if one.made_on)
    notes.write_restricted(
        visit=visit, base=0, words=told()["restricted"], by=team.chief, at=moment(visit.made_on)
    )
    day = date(2026, 10, 8)
    kept = visits.plan(
        authority=CODE, edition=edition, kind="head_appraisal", urns=[stories["Minster Green School"]],
        adviser=team.chief, planned_on=day, by=team.chief, at=moment(day - WEEK),
        invitation=Invitation("Chair of governors", day - 2 * WEEK),
    )  # fmt: skip
    said = notes.EMPTY | {"sections": {"advice": told()["appraisal"]}}
    note = notes.save(visit=kept, base=0, content=said, by=team.chief, at=moment(day)).note
    circulating.hand_over(note=note, to_whom="The chair of governors", by=team.chief, at=moment(day + WEEK))
    return 1
