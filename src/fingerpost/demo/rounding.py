"""The rounds of the demonstration: two annual ones and the termly one between, the last of them still at moderation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from fingerpost.core.actions import messages
from fingerpost.demo import answering
from fingerpost.demo import county as places
from fingerpost.demo.days import CODE, chance
from fingerpost.demo.judging import HERE
from fingerpost.demo.people import Team
from fingerpost.monitor import rules
from fingerpost.monitor.actions import rounds as actions
from fingerpost.monitor.actions import telling
from fingerpost.monitor.queries import rounds
from fingerpost.monitor.queries.rounds import Item
from fingerpost.strategy.edition import Edition

PANEL = (
    "Rowan Thistlewood",
    "Imogen Hartsgrove",
    "Dev Marlowe-Price",
    "Grace Oyelaran-Webb",
    "Tomas Elderwick",
)


@dataclass(frozen=True)
class Planned:
    """One round: its name and rhythm, its cut-off, when it is opened, and since when judgements count."""

    name: str
    rhythm: str
    as_at: date
    opened_on: date
    judged_since: date
    is_finished: bool = True

    def days(self) -> rules.Days:
        """Two weeks for judgements, two for comments, then moderation."""
        after = [self.opened_on + timedelta(days=count) for count in (14, 17, 28, 31)]
        return rules.Days(self.as_at, self.judged_since, *after)

    def at(self, days: int, hour: int = 10) -> datetime:
        """An hour of a day of the round."""
        return datetime.combine(self.opened_on + timedelta(days=days), time(hour), tzinfo=HERE)


ROUNDS = (
    Planned("Annual round 2025", "annual", date(2025, 7, 21), date(2025, 9, 8), date(2025, 6, 1)),
    Planned("Termly round, autumn 2025", "termly", date(2025, 12, 19), date(2026, 1, 5), date(2025, 6, 1)),
    Planned("Annual round 2026", "annual", date(2026, 7, 20), date(2026, 9, 7), date(2026, 6, 1), is_finished=False),
)  # fmt: skip


def hold(*, edition: Edition, team: Team) -> None:
    """Hold every round that was not held before, from opening to telling."""
    held = {one.name for one in rounds.rounds(team.chief, CODE)}
    for planned in ROUNDS:
        if planned.name not in held:
            _hold(planned, edition, team)


def _hold(planned: Planned, edition: Edition, team: Team) -> None:
    held = actions.open_round(
        authority=CODE, name=planned.name, edition=edition.code, rhythm=planned.rhythm, days=planned.days(),
        by=team.chief, at=planned.at(0),
    )  # fmt: skip
    held = actions.move_on(held=held, to="commenting", by=team.chief, at=planned.at(17))
    answering.comment(held=held, team=team, at=planned.at(20), answered_at=planned.at(27))
    held = actions.move_on(held=held, to="moderating", by=team.chief, at=planned.at(30))
    _moderate(held, planned, edition, team)
    if planned.is_finished:
        held = actions.move_on(held=held, to="confirming", by=team.chief, at=planned.at(32))
        actions.confirm(held=held, by=team.chief, at=planned.at(32, 11))
        held = actions.move_on(held=held, to="telling", by=team.chief, at=planned.at(35))
        _tell(held, planned, team)
        answering.second_look(held=held, team=team, at=planned.at(38), found_at=planned.at(45))


def _moderate(held: Any, planned: Planned, edition: Edition, team: Team) -> None:
    """The hard ones one after another, with their reasons; then the plain ones together."""
    items = rounds.moderation(team.chief, held)
    hard = [item for item in items if item.hard]
    seen = hard if planned.is_finished else hard[: len(hard) // 2]
    for item in seen:
        _decide(item, planned, edition, team)
    if planned.is_finished:
        plain = [item.level.pk for item in items if not item.hard]
        actions.accept_computed(held=held, levels=plain, present=PANEL, by=team.chief, at=planned.at(31, 15))


def _decide(item: Item, planned: Planned, edition: Edition, team: Team) -> None:
    draw = chance("moderation", planned.name, item.urn, item.level.scheme)
    told = places.read("moderation.yaml")
    decided, reasons = item.level.computed, told["kept"][item.hard[0]]
    if (step := _step(item, edition, draw.random())) is not None:
        decided, reasons = step
        reasons = told[reasons]
    actions.decide(
        level=item.level, decided=decided, reason=draw.choice(reasons), present=PANEL, by=team.chief,
        at=planned.at(31, 14),
    )  # fmt: skip


def _step(item: Item, edition: Edition, chance_of: float) -> tuple[str, str] | None:
    """Of twenty hard ones about one is decided a level better, and one a level worse."""
    levels, base = edition.level_ids, item.level.computed
    if base not in levels or 0.05 <= chance_of < 0.95:
        return None
    to = levels.index(base) + (-1 if chance_of < 0.05 else 1)
    return (levels[to], "better" if chance_of < 0.05 else "worse") if 0 <= to < len(levels) else None


def _tell(held: Any, planned: Planned, team: Team) -> None:
    """Advisers speak to the heads whose level is worse; then heads are told, then chairs."""
    at = planned.at(36)
    for school in rounds.schools(team.chief, held):
        adviser: Any = team.adviser_of.get(school.urn, team.chief)
        if any(_is_worse(held, level) for level in school.levels.all()):
            telling.speak(
                school=school, with_whom="the headteacher", spoken_at=planned.at(35, 15), by=adviser, at=at
            )
    for hour in (10, 12, 14):
        telling.tell_all(held=held, by=team.chief, at=planned.at(36, hour))
        messages.send_waiting(by=team.chief, at=planned.at(36, hour + 1))
    actions.move_on(held=held, to="closed", by=team.chief, at=planned.at(37))


def _is_worse(held: Any, level: Any) -> bool:
    return rules.is_worse([one["id"] for one in held.run.levels], level.before, level.confirmed)
