"""Which schools' levels would move if what is held were other than it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from fingerpost.archive.queries import editions, rated, ratings
from fingerpost.monitor.marks import Scale, scale_of
from fingerpost.monitor.queries import flags, judgements
from fingerpost.strategy.problems import NotAnEdition

# (URN, scheme) -> the school's name, its level and its indicative level
Levels = dict[tuple[int, str], tuple[str, str, str]]


@dataclass(frozen=True)
class Move:
    """A school whose level, or indicative level, would be another."""

    urn: int
    name: str
    scheme: str
    before: str
    after: str


@dataclass(frozen=True)
class Moves:
    """The schools that would move, under which edition and as at which day."""

    edition: str
    as_at: date
    moves: tuple[Move, ...]
    schools: int


class Watch:
    """Levels before a change; `after`, called while the change stands, says what moved."""

    def __init__(self, user: Any, authority: str) -> None:
        self.authority = authority
        self.run = ratings.latest_run(user, authority)
        self.stored = _stored(user, self.run) if self.run else {}

    def after(self, known_on: date | None, snapshots: tuple[str, ...]) -> Moves | None:
        """What would move as at the day of the latest levels, or on the day when the new figures are known."""
        edition = _edition(self.run)
        if edition is None:
            return None
        as_at = max(self.run.as_at, known_on or self.run.as_at)
        before = self.stored if as_at == self.run.as_at else self._levels(edition, as_at, snapshots)
        now = self._levels(edition, as_at, ())
        return Moves(
            self.run.edition_name, as_at, tuple(_moves(before, now, scale_of(self.run.levels))), len(now)
        )

    def _levels(self, edition: Any, as_at: date, leave_out: tuple[str, ...]) -> Levels:
        judged = judgements.frame(self.authority, as_at)
        found = rated.rated(
            self.authority,
            edition,
            as_at,
            judgements=judged,
            flags=flags.frame(self.authority, as_at),
            detail=False,
            leave_out=leave_out,
        )
        return {
            (row["urn"], row["scheme"] or ""): (row["name"], row["level"], row["indicative"] or "")
            for row in found.ratings.schools.iter_rows(named=True)
        }


def _moves(before: Levels, now: Levels, scale: Scale) -> list[Move]:
    moved = []
    for (urn, scheme), (name, level, indicative) in now.items():
        then = before.get((urn, scheme))
        if then is not None and then[1:] != (level, indicative):
            shown = (_shown(*then[1:], scale), _shown(level, indicative, scale))
            moved.append(Move(urn, name, scheme, *shown))
    return sorted((move for move in moved if move.before != move.after), key=lambda move: move.name)


def _stored(user: Any, run: Any) -> Levels:
    rows = ratings.of_run(user, run).values_list("urn", "scheme", "name", "level", "indicative")
    return {(urn, scheme): (name, level, indicative) for urn, scheme, name, level, indicative in rows}


def _shown(level: str, indicative: str, scale: Scale) -> str:
    word = scale.word(level)
    return (
        f"{word} (indicative {scale.word(indicative).lower()})"
        if level not in scale.rank and indicative
        else word
    )


def _edition(run: Any) -> Any:
    if run is None:
        return None
    try:
        return editions.edition(run.edition)
    except (editions.NoSuchEdition, NotAnEdition):
        return None
