"""What services of the demonstration heard in two years, and the meetings that talked of it: monthly, and each term."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from django.db import transaction

from fingerpost.core.actions import people
from fingerpost.demo import county as places
from fingerpost.demo.days import CODE, TODAY, chance
from fingerpost.demo.judging import moment
from fingerpost.demo.lives import County, Life
from fingerpost.demo.people import Team
from fingerpost.monitor.actions import flags as raising
from fingerpost.monitor.actions import meetings as actions
from fingerpost.monitor.actions import tasks
from fingerpost.monitor.queries import flags, meetings
from fingerpost.monitor.queries.tracking import Tracked, tracking

#: Two school years; how many flags there were in them, and how long one is open before somebody looks again.
FIRST, FLAGS, REVIEW = date(2024, 9, 16), 64, timedelta(days=42)
#: How long a matter stays open before it is settled.
STAYS_OPEN = timedelta(days=120)
#: How many days after it was raised each thing was done; how far a story goes by its last word.
STEPS = {"founded": 9, "told": 12, "answered": 20, "closed": 34}
#: The days of the last area meetings of all areas, and of the forum of each term.
AREA_DAYS = (
    date(2026, 4, 28), date(2026, 5, 19), date(2026, 6, 23), date(2026, 7, 14), date(2026, 9, 22), date(2026, 10, 20),
)  # fmt: skip
FORUM_DAYS = (
    date(2024, 11, 26), date(2025, 3, 4), date(2025, 6, 10), date(2025, 11, 25), date(2026, 3, 3), date(2026, 6, 9),
    date(2026, 10, 13),
)  # fmt: skip
NOTED, ACTED, MINUTED = 5, 3, 6


@dataclass(frozen=True)
class Heard:
    """One flag to be recorded: of which school, when, and what came of it."""

    urn: int
    told: dict[str, Any]
    raised_on: date


@transaction.atomic
def hear(*, county: County, team: Team) -> int:
    """Raise every flag of two years and take each as far as its story goes; none a second time."""
    if flags.ever_raised(team.chief, CODE):
        return 0
    told = list(_heard(county))
    for one in told:
        _raise(one, team)
    _in_confidence(county, team)
    _three_times(county, team)
    return len(told) + 2


def _heard(county: County) -> Iterator[Heard]:
    """The stories shared out: more to schools that are not led well, and spread over the two years."""
    kept = places.read("flags.yaml")["flags"]
    found = []
    for number in range(FLAGS):
        draw = chance("flag", number)
        life, urn = _school(county, draw)
        day = _day_of_term(FIRST + timedelta(days=draw.randrange((TODAY - FIRST).days - 3)))
        if life.spell_on(day) is not None:
            found.append(Heard(urn, kept[number % len(kept)], day))
    return iter(sorted(found, key=lambda one: (one.raised_on, one.urn)))


def _school(county: County, draw: Random) -> tuple[Life, int]:
    """Of four schools at random the one that is led least well."""
    some = draw.sample(county.open_on(TODAY), 4)
    life, spell = min(some, key=lambda pair: pair[0].led)
    return life, spell.urn


def _day_of_term(day: date) -> date:
    """The Monday after a weekend; nobody reports in August."""
    if day.month == 8:
        day = day.replace(month=9, day=10)
    return day + timedelta(days=7 - day.weekday() if day.weekday() > 4 else 0)


def _raise(one: Heard, team: Team) -> None:
    told, by = one.told, team.adviser_of.get(one.urn, team.chief)
    made = raising.raise_flag(
        authority=CODE, urn=one.urn, kind=told["kind"], severity=told["severity"], source=told["source"],
        words=told["words"], review_on=one.raised_on + REVIEW, by=by, at=moment(one.raised_on),
    )  # fmt: skip
    for step in _steps(told["after"]):
        on = one.raised_on + timedelta(days=STEPS[step])
        if on <= TODAY:
            _take(made, step, told, by, on)
    if told["after"] != "closed" and one.raised_on < TODAY - STAYS_OPEN:
        raising.close_flag(
            flag=made, reason=_settled(told), by=by, at=moment(one.raised_on + timedelta(days=100))
        )


def _steps(after: str) -> list[str]:
    """What was done, in order; a flag that was closed at once was never found to be so."""
    order = list(STEPS)
    return [after] if after == "closed" else order[: order.index(after) + 1] if after in order else []


def _take(flag: Any, step: str, told: dict[str, Any], by: Any, on: date) -> None:
    at = moment(on)
    if step == "founded":
        raising.substantiate(flag=flag, reason=told["found"], by=by, at=at)
    elif step == "told":
        raising.tell_school(flag=flag, by=by, at=at)
    elif step == "closed":
        raising.close_flag(flag=flag, reason=told["closed"], by=by, at=at)
    else:
        # The demonstration has one head; for the others the operator of it writes the answer down.
        raising.answer(flag=flag, words=told["answer"], by=people.operator(), at=at)


def _settled(told: dict[str, Any]) -> str:
    said = {"answered": "The school has done what it said.", "heard": "Nothing more was heard of it."}
    return said.get(told["after"], "Looked at again with the school: put right.")


def _in_confidence(county: County, team: Team) -> None:
    """One matter that few may see, found to be so."""
    told, day = places.read("flags.yaml")["in_confidence"], date(2026, 9, 24)
    _, urn = _school(county, chance("in confidence"))
    made = raising.raise_flag(
        authority=CODE, urn=urn, kind=told["kind"], severity="concern", source=told["source"], words=told["words"],
        review_on=day + REVIEW, is_restricted=True, by=team.chief, at=moment(day),
    )  # fmt: skip
    raising.substantiate(flag=made, reason=told["found"], by=team.chief, at=moment(day + timedelta(days=6)))


def _three_times(county: County, team: Team) -> None:
    """One matter that three services told of, which made it a task."""
    told, day = places.read("flags.yaml")["three_times"], date(2026, 9, 29)
    _, urn = _school(county, chance("three times"))
    by = team.adviser_of.get(urn, team.chief)
    made = raising.raise_flag(
        authority=CODE, urn=urn, kind=told["kind"], severity=told["severity"], source=told["source"],
        words=told["words"], review_on=day + REVIEW, by=by, at=moment(day),
    )  # fmt: skip
    for number, again in enumerate(told["again"], 1):
        raising.hear_again(flag=made, by=by, at=moment(day + timedelta(days=7 * number)), **again)


@transaction.atomic
def hold(*, team: Team) -> int:
    """Hold every meeting that was not held before, in the order of their days; say how many."""
    held = {(one.kind, one.held_on) for one in meetings.meetings(team.chief, CODE)}
    planned = [("area", day) for day in AREA_DAYS] + [("forum", day) for day in FORUM_DAYS]
    new = [one for one in sorted(planned, key=lambda pair: pair[1]) if one not in held]
    for kind, day in new:
        (_area if kind == "area" else _forum)(day, team)
    return len(new)


def _area(day: date, team: Team) -> None:
    """An area meeting: the schools at the top of the grid are talked of, and closed with a picture."""
    told, draw, at = places.read("meetings.yaml"), chance("area meeting", day), moment(day)
    held = actions.open_meeting(authority=CODE, kind="area", held_on=day, by=team.chief, at=at)
    actions.attend(meeting=held, present=told["present"]["area"], by=team.chief, at=at)
    rows = tracking(team.chief, CODE, on=day, last=held.before).rows
    first = sorted(rows, key=lambda row: (-row.risk.points, row.school.name))[:NOTED]
    for row, words in zip(first, draw.sample(told["notes"], NOTED), strict=True):
        actions.note(meeting=held, urn=row.urn, words=words, seen=0, by=team.chief, at=at)
    _act(held, first[:ACTED], told, draw, day, team)
    actions.close_meeting(meeting=held, by=team.chief, at=at)


def _act(held: Any, rows: list[Tracked], told: dict, draw: Random, day: date, team: Team) -> None:
    """A promise to one school, a task about another, a task about none; the older ones are done."""
    at, due = moment(day), day + timedelta(days=21)
    made = []
    for number, (row, words) in enumerate(zip(rows, draw.sample(told["actions"], len(rows)), strict=True)):
        owner = team.adviser_of.get(row.urn, team.chief)
        agreed = {"meeting": held, "urn": row.urn, "words": words, "owner": owner, "due_on": due}
        agreed |= {"is_promise": number == 0, "by": team.chief, "at": at}
        made.append((number, actions.act(**agreed)))
    words = told["tasks"][AREA_DAYS.index(day) % len(told["tasks"])]
    given = actions.act(
        meeting=held, words=words, owner=draw.choice(team.advisers), due_on=due, by=team.chief, at=at
    )
    made.append((len(made), given))
    for number, one in made:
        if number and due < TODAY - timedelta(days=30):
            tasks.finish_task(task=one, by=team.chief, at=moment(due - timedelta(days=2)))


def _forum(day: date, team: Team) -> None:
    """A forum: its agenda as proposed, one item added, the first few minuted."""
    told, draw, at = places.read("meetings.yaml"), chance("forum", day), moment(day)
    held = actions.open_meeting(authority=CODE, kind="forum", held_on=day, by=team.chief, at=at)
    actions.attend(
        meeting=held, present=told["present"]["forum"], apologies="Admissions", by=team.chief, at=at
    )
    actions.add_item(meeting=held, by=team.chief, at=at, **draw.choice(told["added"]))
    listed = meetings.items(team.chief, held)
    for item in listed[:MINUTED]:
        actions.minute(item=item, words=draw.choice(told["minutes"]), seen=0, by=team.chief, at=at)
    due, turn = day + timedelta(days=28), FORUM_DAYS.index(day)
    given = actions.act(
        meeting=held, words=told["tasks"][turn % len(told["tasks"])], owner=draw.choice(team.advisers), due_on=due,
        by=team.chief, at=at,
    )  # fmt: skip
    if due < TODAY - timedelta(days=30):
        tasks.finish_task(task=given, by=team.chief, at=moment(due - timedelta(days=3)))
    actions.close_meeting(meeting=held, by=team.chief, at=at)
