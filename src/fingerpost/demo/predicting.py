"""What the advisers of the demonstration predicted of two years of inspections, and three inspections that are on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from django.db import transaction

from fingerpost.core.calendar import is_working_day
from fingerpost.demo import county as places
from fingerpost.demo import inspecting
from fingerpost.demo.days import CODE, TODAY, YEARS, chance
from fingerpost.demo.inspecting import CARD, UNGRADED, Inspection
from fingerpost.demo.judging import covers, moment
from fingerpost.demo.lives import County, Life
from fingerpost.demo.people import Team
from fingerpost.evidence.graded import SAFEGUARDING, framework_on, graded_under
from fingerpost.monitor.actions import inspections as live
from fingerpost.monitor.actions import predicting as actions
from fingerpost.monitor.queries import predictions
from fingerpost.monitor.rules.inspection_day import NOTIFIED, ON_SITE, STEPS
from fingerpost.monitor.rules.predicting import ends_in
from fingerpost.strategy.edition import Edition

SINCE = date(2024, 9, 1)
#: How sure advisers say they are, and how often a grade then comes so: those who are surest are too sure.
SURE = {50: 0.52, 65: 0.64, 80: 0.74, 95: 0.8}
#: The share of inspections that somebody had predicted, and of schools with a prediction for the next.
PREDICTED, AHEAD = 0.86, 0.62
#: How many grave predictions for the inspection to come the head of service moderates: of the schools led worst.
MODERATED = 3
#: How many of those recorded once the call had come.
LATE = 0.06
#: From the names of this county's files to the codes of what is graded.
OLD = {"quality": "quality_of_education", "behaviour": "behaviour", "personal": "personal_development",
       "leadership": "leadership", "early": "early_years", "sixth": "sixth_form"}  # fmt: skip
AREAS = {"inclusion": "rc_inclusion", "curriculum": "rc_curriculum", "achievement": "rc_achievement",
         "attendance": "rc_attendance_behaviour", "personal": "rc_personal_development",
         "leadership": "rc_leadership", "early": "rc_early_years", "post16": "rc_post16"}  # fmt: skip


@dataclass(frozen=True)
class Foretold:
    """One prediction to be recorded."""

    urn: int
    framework: str
    grades: dict[str, str]
    confidence: int
    reason: str
    on: date


@transaction.atomic
def record(*, county: County, edition: Edition, team: Team) -> int:
    """Record every prediction and the inspections that are on, unless they are there; say how many were predicted."""
    if predictions.latest(team.chief, CODE):
        return 0
    found = sorted(_all(county), key=lambda one: (one.on, one.urn))
    for one in found:
        by = team.adviser_of.get(one.urn, team.chief)
        actions.predict(
            authority=CODE, urn=one.urn, framework=one.framework, grades=one.grades, confidence=one.confidence,
            reason=one.reason, by=by, at=moment(one.on),
        )  # fmt: skip
    _moderate(county, edition, team)
    _follow(county, team)
    return len(found)


def _all(county: County) -> Iterator[Foretold]:
    for life, spell in county.open_on(TODAY):
        draw = chance("foretold", life.key)
        known = [i for i in inspecting.history(life) if i.kind != UNGRADED and i.ended_on >= SINCE]
        for number, inspection in enumerate(known):
            before = known[number - 1].published_on if number else SINCE
            if draw.random() < PREDICTED and inspection.published_on <= TODAY:
                yield from _of(draw, spell.urn, inspection, before)
        if draw.random() < AHEAD:
            yield _of_next(draw, life, spell.urn)


def _of(draw: Random, urn: int, came: Inspection, before: date) -> Iterator[Foretold]:
    """A prediction in the months before; now and then an earlier one, or one too late."""
    latest = came.started_on - timedelta(days=3)
    days = (latest - before).days
    if days < 20:
        return
    on = _working(latest - timedelta(days=draw.randrange(5, min(days, 260))))
    if draw.random() < LATE:
        on = came.started_on
    framework = framework_on(on)
    truth = _grades(came) if framework == framework_on(came.ended_on) else _guess(framework)
    yield _foretold(draw, urn, framework, truth, on)


def _grades(came: Inspection) -> dict[str, str]:
    names = AREAS if came.kind == CARD else OLD
    found = {names[key]: grade for key, grade in came.grades.items() if key in names and grade != "9"}
    if came.kind == CARD:
        found[SAFEGUARDING] = "Met" if came.is_safe else "Not met"
    return found


def _guess(framework: str) -> dict[str, str]:
    """What is expected of most schools."""
    usual = {5: 2, 4: 1, 2: 0}
    every = (one for one in graded_under(framework) if not one.is_optional)
    return {one.code: one.scale[usual[len(one.scale)]][0] for one in every}


def _of_next(draw: Random, life: Life, urn: int) -> Foretold:
    """What an adviser expects of the next: from how the school is led and how its pupils do."""
    on = _working(date(2026, 3, 2) + timedelta(days=draw.randrange(235)))
    if (7, 20) <= (on.month, on.day) <= (9, 2):
        on = date(2026, 9, 7)
    framework = framework_on(on)
    usual = 0.72 * life.led + 1.7 * life.strength[YEARS[-1]] + draw.gauss(0.1, 0.3)
    grades = {}
    for one in graded_under(framework):
        if one.is_optional:
            continue
        score = usual + draw.gauss(0, 0.35)
        place = sum(score < least for least in inspecting.LEAST)
        grades[one.code] = one.scale[place][0] if len(one.scale) > 2 else one.scale[int(usual < -3.2)][0]
    return _foretold(draw, urn, framework, grades, on)


def _foretold(draw: Random, urn: int, framework: str, truth: dict[str, str], on: date) -> Foretold:
    """The truth as somebody saw it who was so sure and so often right, a little hopeful where wrong."""
    sure = draw.choices(list(SURE), weights=(2, 4, 5, 2))[0]
    grades = {
        one.code: _seen(draw, one.scale, one.place(truth[one.code]), SURE[sure])
        for one in graded_under(framework) if one.code in truth
    }  # fmt: skip
    return Foretold(urn, framework, grades, sure, _reason(draw, grades), on)


def _seen(draw: Random, scale: tuple, place: int | None, right: float) -> str:
    place = place or 0
    if len(scale) > 2 and draw.random() > right:
        step = -1 if draw.random() < 0.64 else 1
        place = min(len(scale) - 1, max(0, place + (step if 0 <= place + step < len(scale) else -step)))
    return scale[place][0]


def _reason(draw: Random, grades: dict[str, str]) -> str:
    ends = ends_in(grades)
    grave = {"urgent_improvement", "inadequate"} & set(ends)
    return draw.choice(places.read("predicted.yaml")["poor" if grave else "mixed" if ends else "well"])


def _working(day: date) -> date:
    while not is_working_day(day):
        day -= timedelta(days=1)
    return day


def _moderate(county: County, edition: Edition, team: Team) -> None:
    """The head of service agrees to the gravest predictions of what comes next."""
    words = places.read("predicted.yaml")["moderated"]
    standing = predictions.latest(team.chief, CODE)
    grave = [
        (life, standing[spell.urn])
        for life, spell in county.open_on(TODAY)
        if _is_next(life, standing.get(spell.urn))
        and edition.prediction.floor_for(ends_in(standing[spell.urn].grades))
    ]
    grave.sort(key=lambda pair: pair[0].led)
    for number, (life, held) in enumerate(grave[:MODERATED]):
        schemes = [scheme.id for scheme in edition.schemes if not scheme.beside and covers(scheme, life)]
        actions.moderate(
            prediction=held, reason=words[number % len(words)], edition=edition, schemes=schemes, by=team.chief,
            at=moment(date(2026, 10, 22)),
        )  # fmt: skip


def _is_next(life: Life, held: Any) -> bool:
    """Whether a prediction stands for the inspection that is still to come."""
    last = inspecting.latest(life, TODAY)
    return held is not None and (last is None or held.made_on > last.published_on)


def _follow(county: County, team: Team) -> None:
    """One inspection published, one in feedback, one that has just been notified."""
    schools = [(spell.urn, inspecting.history(life)) for life, spell in county.open_on(TODAY)]
    graded = [(urn, i) for urn, history in schools for i in history if i.kind == CARD and i.ended_on <= TODAY]
    published = max((p for p in graded if p[1].published_on <= TODAY), key=lambda p: p[1].published_on)
    waiting = [p for p in graded if p[1].published_on > TODAY]
    heard = max(waiting, key=lambda p: p[1].ended_on) if waiting else None
    taken = {published[0], *([heard[0]] if heard else [])}
    _publish(*published, team)
    if heard:
        _hear(*heard, team)
    primaries = {spell.urn for life, spell in county.open_on(TODAY) if life.phase == "primary"}
    quiet = next(urn for urn, history in schools if urn in primaries - taken and urn in team.adviser_of
                 and history and history[-1].ended_on < date(2022, 12, 1))  # fmt: skip
    _notify(quiet, date(2026, 10, 30), date(2026, 11, 3), date(2026, 11, 4), team, ("pack", "head"))


def _notify(urn: int, call: date, first: date, last: date, team: Team, steps: tuple[str, ...]) -> Any:
    by = team.adviser_of.get(urn, team.chief)
    made = live.notify(authority=CODE, urn=urn, kind="full", notified_on=call, starts_on=first, ends_on=last,
                       by=by, at=moment(call))  # fmt: skip
    for code in steps:
        live.do_step(inspection=made, code=code, by=by, at=moment(call))
    return made


def _begun(urn: int, came: Inspection, team: Team) -> Any:
    """Notified, met and on site."""
    call = _working(came.started_on - timedelta(days=1))
    every = tuple(step.code for step in STEPS if step.state == NOTIFIED)
    made = _notify(urn, call, came.started_on, came.ended_on, team, every)
    by = team.adviser_of.get(urn, team.chief)
    live.say_who_meets(inspection=made, person=by, by=by, at=moment(call))
    live.on_site(inspection=made, by=by, at=moment(came.started_on))
    for step in (step for step in STEPS if step.state == ON_SITE):
        live.do_step(inspection=made, code=step.code, by=by, at=moment(came.ended_on))
    return made


def _hear(urn: int, came: Inspection, team: Team) -> Any:
    made = _begun(urn, came, team)
    words = places.read("predicted.yaml")["feedback"].strip()
    live.hear_feedback(inspection=made, words=words, by=team.chief, at=moment(came.ended_on))
    return made


def _publish(urn: int, came: Inspection, team: Team) -> None:
    made = _hear(urn, came, team)
    by = team.adviser_of.get(urn, team.chief)
    live.publish(inspection=made, published_on=came.published_on, by=by, at=moment(came.published_on))
