"""What schools of the demonstration answer in rounds, by the actions: comments in the window, and a second look."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fingerpost.core import queries as core
from fingerpost.core.rules import Permission
from fingerpost.demo import county as places
from fingerpost.demo.days import CODE, chance
from fingerpost.demo.people import Team
from fingerpost.monitor.actions import rounds as actions
from fingerpost.monitor.queries import rounds

#: Of the schools whose head or chair signs in, so many say something in a round.
SAY = 0.6


def comment(*, held: Any, team: Team, at: datetime, answered_at: datetime) -> int:
    """Comments while the window of a round is open, each answered by the school's adviser; say how many."""
    told, count = places.read("answering.yaml")["comments"], 0
    for school, person in _who_answers(held, team, at):
        draw = chance("comment", held.name, school.urn)
        if draw.random() < SAY:
            said = draw.choice(told)
            made = actions.comment(
                school=school, strand=said["strand"], words=said["words"], by=person, at=at
            )
            answerer = team.adviser_of.get(school.urn, team.chief)
            actions.answer_comment(comment=made, words=said["answer"], by=answerer, at=answered_at)
            count += 1
    return count


def second_look(*, held: Any, team: Team, at: datetime, found_at: datetime) -> int:
    """One school asks for a second look at its level; an adviser who had no part in the first takes it."""
    said = places.read("answering.yaml")["second_look"]
    for school, person in _who_answers(held, team, at):
        level = school.levels.exclude(scheme="eyfs").exclude(confirmed="").first()
        others = [one for one in team.advisers if one != team.adviser_of.get(school.urn)]
        if level is not None and level.confirmed == "amber" and others:
            look = actions.ask_second_look(level=level, words=said["words"], by=person, at=at)
            actions.find_second_look(
                look=look, found=level.confirmed, reason=said["reason"], by=others[0], at=found_at
            )
            return 1
    return 0


def _who_answers(held: Any, team: Team, at: datetime) -> list[tuple[Any, Any]]:
    """The schools of a round whose own people sign in, each with the first of them."""
    people = core.holders_by_school(Permission.ROUND_ANSWER, CODE, at.date())
    schools = rounds.schools(team.chief, held)
    return [(one, people[one.urn][0]) for one in schools if people.get(one.urn) and one.frozen_at is None]
