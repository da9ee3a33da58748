"""Schools of the demonstration on watch: some whose leading figures fell farthest, and two of the year before."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from fingerpost.demo import county as places
from fingerpost.demo.days import CODE, TODAY, chance
from fingerpost.demo.judging import moment
from fingerpost.demo.people import Team
from fingerpost.monitor.actions import watching as actions
from fingerpost.monitor.queries import travelling
from fingerpost.monitor.queries import watching as queries
from fingerpost.monitor.rules.watching import USUAL_REVIEW, NotAWatch, is_good

#: How many schools are on watch today, out of how many at the head of the slippage list.
WATCHED, OF = 5, 14
PUT_ON, SEEN_ON = date(2026, 9, 21), date(2026, 10, 15)
EARLIER_ON, EARLIER_SEEN, EARLIER_ENDED = date(2025, 9, 29), date(2025, 12, 8), date(2026, 3, 16)


@transaction.atomic
def watch(*, team: Team) -> int:
    """Put schools on watch, look again at some of them and end two, unless it was done; say how many."""
    if queries.on_watch(team.chief, CODE) or queries.ended(team.chief, CODE):
        return 0
    told = places.read("watching.yaml")
    found = travelling.slipping(team.chief, CODE, today=TODAY)
    if found.scale is None:
        return 0
    order = list(found.scale.names)
    slipping = [one for one in found.rows if is_good(one.school.level, order)][:OF]
    chosen = chance("watch").sample(slipping, min(WATCHED, len(slipping)))
    for one in sorted(chosen, key=lambda each: each.school.urn):
        # The level that was confirmed may be another than the one computed since, and brings arrangements already.
        with suppress(NotAWatch):
            _today(told, one, team)
    well = [row for row in found.grid.rows if is_good(row.level, order) and row.urn not in _urns(found.rows)]
    earlier = chance("watched before").sample(well, min(len(told["earlier"]), len(well)))
    for row, said in zip(earlier, told["earlier"], strict=False):
        with suppress(NotAWatch):
            _before(said, row.urn, team)
    return len(chosen) + len(earlier)


def _urns(rows: list[Any]) -> set[int]:
    return {one.school.urn for one in rows}


def _today(told: dict, one: Any, team: Team) -> None:
    """A school on watch now, most of them looked at since."""
    draw = chance("watch", one.school.urn)
    fell = next((name for name in told["indicators"] if one.falls[0].startswith(name)), None)
    said = told["indicators"][fell] if fell else told["otherwise"]
    begun = PUT_ON + timedelta(days=draw.randrange(4))
    made = actions.put_on_watch(
        authority=CODE, urn=one.school.urn, reason=said["reason"], arrangements=said["arrangements"], from_on=begun,
        review_on=begun + USUAL_REVIEW - timedelta(days=7), by=team.chief, at=moment(begun),
    )  # fmt: skip
    if draw.random() < 0.6:
        again = TODAY + timedelta(days=draw.randrange(10, 40))
        actions.look_again(
            watch=made, words=draw.choice(told["seen"]), next_on=again, by=team.chief, at=moment(SEEN_ON)
        )


def _before(said: dict, urn: int, team: Team) -> None:
    """A school that was on watch in the year before, and is no more."""
    made = actions.put_on_watch(
        authority=CODE, urn=urn, reason=said["reason"], arrangements=said["arrangements"], from_on=EARLIER_ON,
        review_on=EARLIER_SEEN + timedelta(days=4), by=team.chief, at=moment(EARLIER_ON),
    )  # fmt: skip
    actions.look_again(
        watch=made, words=said["seen"], next_on=EARLIER_ENDED, by=team.chief, at=moment(EARLIER_SEEN)
    )
    actions.end_watch(watch=made, reason=said["ended"], by=team.chief, at=moment(EARLIER_ENDED))
