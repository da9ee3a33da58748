"""What was promised over two years for schools of the demonstration and by them: most kept, some late, some overdue."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from django.db import transaction

from fingerpost.casework.actions import promises as actions
from fingerpost.casework.queries import promises as ledger
from fingerpost.demo import county as places
from fingerpost.demo.days import CODE, TODAY, chance
from fingerpost.demo.judging import moment
from fingerpost.demo.lives import County
from fingerpost.demo.people import Team

FIRST = date(2024, 9, 9)
SPAN = (TODAY - FIRST).days - 5
#: In how many schools something was agreed besides what notes of visit hold; how often a promise was kept by its day.
AGREED_IN, IN_TIME, LATE, DROPPED, MOVED = 0.34, 0.62, 0.24, 0.05, 0.14
#: Old promises were settled in the end: what is still owed was agreed within these days.
STILL_OPEN = 150


@transaction.atomic
def promise(*, county: County, team: Team) -> int:
    """Record every promise and what became of it, unless it was done; say how many."""
    if any(not one.source for one in ledger.every(team.chief, CODE)):
        return 0
    told = places.read("promises.yaml")
    count = 0
    for life, spell in county.open_on(TODAY):
        draw = chance("promises", life.key)
        if spell.urn not in team.adviser_of or (draw.random() >= AGREED_IN and not life.story):
            continue
        for _ in range(draw.randint(2, 4)):
            count += _one(draw, told, spell.urn, _first_day(life, spell.urn), team.adviser_of[spell.urn])
    return count


def _first_day(life: Any, urn: int) -> date:
    """The first day on which something could be agreed under this URN."""
    begins = [spell.opened_on for spell in life.spells if spell.urn == urn]
    return max([FIRST, *begins])


def _one(draw: Random, told: dict, urn: int, first: date, adviser: Any) -> int:
    day = _working(FIRST + timedelta(days=draw.randrange(SPAN)))
    side = draw.choice(("authority", "school"))
    said = draw.choice(told[side])
    if day < first:
        return 0
    is_ours = side == "authority"
    due = _working(day + timedelta(days=draw.choice((14, 21, 28, 42, 56))))
    made = actions.promise(
        authority=CODE, urn=urn, side=side, words=said["words"], owner=adviser if is_ours else None,
        owner_name=str(adviser) if is_ours else draw.choice(told["owners"]), agreed_on=day, due_on=due, by=adviser,
        at=moment(day),
    )  # fmt: skip
    _settle(draw, told, made, said["kept"], adviser)
    return 1


def _settle(draw: Random, told: dict, made: Any, kept: str, adviser: Any) -> None:
    """Kept by its day, kept late, let go, given another day, or still owed."""
    fate, is_recent = draw.random(), (TODAY - made.agreed_on).days < STILL_OPEN
    if draw.random() < MOVED and made.due_on <= TODAY:
        later = _working(made.due_on + timedelta(days=14))
        made = actions.move(promise=made, due_on=later, reason=draw.choice(told["moved"]), by=adviser,
                            at=moment(made.due_on))  # fmt: skip
    span = max((made.due_on - made.agreed_on).days, 1)
    if fate < IN_TIME:
        on = _working(made.agreed_on + timedelta(days=draw.randrange(span // 3, span)))
        on = min(on, made.due_on)
    else:
        on = _working(made.due_on + timedelta(days=draw.randint(2, 30)))
    if on > TODAY or (is_recent and fate >= IN_TIME + LATE / 2):
        return
    if IN_TIME + LATE <= fate < IN_TIME + LATE + DROPPED:
        actions.drop(promise=made, reason=draw.choice(told["dropped"]), by=adviser, at=moment(on))
    else:
        actions.keep(promise=made, words=kept, by=adviser, at=moment(on))


def _working(day: date) -> date:
    """The day itself, or the Monday after a weekend."""
    return day + timedelta(days=7 - day.weekday() if day.weekday() > 4 else 0)
