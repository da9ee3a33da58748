"""Which schools' levels would move if what is held were other than it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from fingerpost.archive.queries import editions, rated, ratings
from fingerpost.monitor.marks import Scale, scale_of
from fingerpost.monitor.queries import judgements
from fingerpost.strategy.problems import NotAnEdition


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

    def __init__(self, user: Any, authority: str, today: date) -> None:
        self.authority, self.today = authority, today
        self.run = ratings.latest_run(user, authority)
        self.before = _stored(user, self.run) if self.run else {}

    def after(self, known_on: date | None) -> Moves | None:
        """What would move, as at the day of the latest levels, or as soon as the new figures are known."""
        edition = _edition(self.run)
        if edition is None:
            return None
        as_at = max(self.run.as_at, min(known_on or self.run.as_at, self.today))
        result = rated.rated(
            self.authority, edition, as_at, judgements=judgements.frame(self.authority, as_at), detail=False
        )
        rows = result.ratings.schools.iter_rows(named=True)
        scale = scale_of(self.run.levels)
        moves = [move for row in rows if (move := self._move(row, scale))]
        return Moves(
            self.run.edition_name, as_at, tuple(sorted(moves, key=lambda m: m.name)), len(self.before)
        )

    def _move(self, row: dict, scale: Scale) -> Move | None:
        now = _shown(row["level"], row["indicative"] or "", scale)
        then = self.before.get((row["urn"], row["scheme"] or ""))
        if then is None or _shown(*then, scale) == now:
            return None
        return Move(row["urn"], row["name"], row["scheme"] or "", _shown(*then, scale), now)


def _stored(user: Any, run: Any) -> dict[tuple[int, str], tuple[str, str]]:
    rows = ratings.of_run(user, run).values_list("urn", "scheme", "level", "indicative")
    return {(urn, scheme): (level, indicative) for urn, scheme, level, indicative in rows}


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
