"""In which order a meeting looks at schools: a sum of signs, each with its points and its words, and nothing else.

The points are ours. They put schools in an order for a meeting's attention; they are no level, are kept nowhere and
are told to no school. What is not known counts against nobody's school as much as amber does: it never reads as fine.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

#: A school not seen for so long counts as such (ours): days, and their points.
NOT_SEEN = ((180, 8), (120, 6), (60, 3))
#: Strands that moved for the worse and promises overdue count each, up to so many.
MOST_STRANDS, MOST_OVERDUE, MOST_FLAGS = 3, 3, 3


@dataclass(frozen=True)
class Signs:
    """What is known of a school on the day. `place` is the level's from 0 (best) to 1 (worst); None: no level."""

    place: float | None = None
    level: str = ""
    floor: str = ""
    category: str = ""
    level_fell: str = ""
    direction: str = ""
    strands_worse: int = 0
    flags_serious: int = 0
    flags_concern: int = 0
    has_late_visit: bool = False
    overdue: int = 0
    days_unseen: int | None = None
    is_on_watch: bool = False


@dataclass(frozen=True)
class Sign:
    """One thing that moves a school up: how it is said to those who ask how the order is made, and its points."""

    what: str
    points: str
    read: Callable[[Signs], tuple[int, str] | None]


@dataclass(frozen=True)
class Risk:
    """The points of a school and the signs that they come of, the heaviest first."""

    points: int
    because: tuple[tuple[int, str], ...]

    @property
    def in_words(self) -> str:
        """Red 40, level fell 15, no visit for 130 days 6."""
        return ", ".join(f"{words} {points}" for points, words in self.because)


NO_RISK = Risk(0, ())


def _level(of: Signs) -> tuple[int, str] | None:
    if of.place is None:
        return 20, "no level"
    return (round(40 * of.place), of.level.lower()) if of.place else None


def _unseen(of: Signs) -> tuple[int, str] | None:
    if of.days_unseen is None:
        return NOT_SEEN[0][1], "never seen"
    points = next((points for days, points in NOT_SEEN if of.days_unseen >= days), 0)
    return (points, f"not seen for {of.days_unseen} days") if points else None


def _each(count: int, points: int, most: int, one: str, many: str) -> tuple[int, str] | None:
    return (points * min(count, most), one if count == 1 else f"{count} {many}") if count else None


#: The whole of it, in the order in which it is told.
SIGNS: tuple[Sign, ...] = (
    Sign("The level: 40 for the worst, less for each level above it, none for the best; no level", "0 to 40; 20",
         _level),
    Sign("A floor holds, whatever else is known", "15", lambda of: (15, "a floor holds") if of.floor else None),
    Sign("In a category of concern", "15", lambda of: (15, "in a category") if of.category else None),
    Sign("The level is worse than at the last meeting", "15",
         lambda of: (15, f"was {of.level_fell.lower()}") if of.level_fell else None),
    Sign("Getting worse", "8", lambda of: (8, "declining") if of.direction == "declining" else None),
    Sign("A strand that moved for the worse since the last meeting", "3 each, 9 at most",
         lambda of: _each(of.strands_worse, 3, MOST_STRANDS, "a strand moved down", "strands moved down")),
    Sign("An open flag that is serious", "6 each, 18 at most",
         lambda of: _each(of.flags_serious, 6, MOST_FLAGS, "a serious flag", "serious flags")),
    Sign("An open flag that is a concern", "2 each, 6 at most",
         lambda of: _each(of.flags_concern, 2, MOST_FLAGS, "a flag", "flags")),
    Sign("On watch", "8", lambda of: (8, "on watch") if of.is_on_watch else None),
    Sign("A visit that is late", "4", lambda of: (4, "a visit is late") if of.has_late_visit else None),
    Sign("An action or a promise of ours that is overdue", "2 each, 6 at most",
         lambda of: _each(of.overdue, 2, MOST_OVERDUE, "an action overdue", "actions overdue")),
    Sign("Not seen and not spoken to for 60, 120, 180 days, or ever", "3, 6, 8", _unseen),
)  # fmt: skip


def risk(of: Signs) -> Risk:
    """How far up a school stands, and why."""
    found = sorted(_found(of), key=lambda pair: -pair[0])
    return Risk(sum(points for points, _ in found), tuple(found))


def _found(of: Signs) -> Iterator[tuple[int, str]]:
    for sign in SIGNS:
        read = sign.read(of)
        if read is not None:
            yield read
