"""Which smallest sets of strands would lift a school, each really tried by the rule that decided it.

A strand in a set is brought to the level wanted. Strands of one family that stand the same and weigh the same are
interchangeable under every rule, so it is numbers of them that are tried, of all schools at once, and not every set.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, product

import polars as pl

from fingerpost.strategy import scoring
from fingerpost.strategy.edition import Edition, Scheme, Strand

NOT_APPLICABLE = "not_applicable"
#: More combinations than these are not tried for one school: there are few shapes of scheme that come near it.
MOST_TRIED = 20_000
#: So many combinations are tried together: it costs little more than to try one.
AT_ONCE = 1_500


@dataclass(frozen=True)
class Place:
    """Where a strand stands: its state, and the numbers of its level, best and worst; 0 is the best."""

    state: str
    level: int | None
    best: int | None
    worst: int | None

    @property
    def applies(self) -> bool:
        """Whether it is asked of the school."""
        return self.state != NOT_APPLICABLE

    def at(self, wanted: int) -> Place:
        """The same strand, decided at a level."""
        return Place("decided", wanted, wanted, wanted)


@dataclass(frozen=True)
class Stand:
    """A school under a scheme: its strands by id, the floors that hold, and the numbers of its levels.

    `level` is none where there is not enough evidence; then `indicative` may stand in.
    """

    strands: Mapping[str, Place]
    floors: frozenset[str] = frozenset()
    level: int | None = None
    indicative: int | None = None

    def with_strands(self, wanted: int, ids: Sequence[str]) -> Stand:
        """The same school with these strands at a level."""
        moved = {name: self.strands[name].at(wanted) for name in ids}
        return Stand({**self.strands, **moved}, self.floors, self.level, self.indicative)


@dataclass(frozen=True)
class AnyOf:
    """So many of these strands, whichever."""

    count: int
    strands: tuple[str, ...]


@dataclass(frozen=True)
class Lift:
    """What would lift a school to a level: `ways`, each as small as any; none where a floor holds it down."""

    wanted: int
    held_by: tuple[str, ...] = ()
    ways: tuple[tuple[AnyOf, ...], ...] = ()
    size: int = 0
    is_lifted: bool = False


@dataclass
class _Trial:
    """One school being tried: its strands that are interchangeable together, and how many of each are still to try."""

    stand: Stand
    wanted: int
    kinds: list[tuple[str, ...]]
    counts: list[tuple[int, ...]] = field(default_factory=list)

    def next_few(self, most: int) -> list[tuple[int, ...]]:
        """The next to be tried, fewest strands first; never a part of those with as many strands."""
        size = sum(self.counts[min(most, len(self.counts)) - 1])
        few = [counts for counts in self.counts if sum(counts) <= size]
        self.counts = self.counts[len(few) :]
        return few


def lifts(stands: Sequence[Stand], wanted: Sequence[int], scheme: Scheme, edition: Edition) -> list[Lift]:
    """For each school the smallest sets of strands that bring it to the level wanted, or better."""
    made: list[Lift | None] = [None] * len(stands)
    open_: dict[int, _Trial] = {}
    for place, (stand, level) in enumerate(zip(stands, wanted, strict=True)):
        held = held_by(stand, level, scheme, edition)
        if held:
            made[place] = Lift(level, held)
        else:
            open_[place] = _trial(stand, level, scheme)
    while open_:
        tried = {place: trial.next_few(max(AT_ONCE // len(open_), 1)) for place, trial in open_.items()}
        for place, lift in _tried(open_, tried, scheme, edition).items():
            made[place] = lift
            del open_[place]
        for place in [place for place, trial in open_.items() if not trial.counts]:
            made[place] = Lift(open_.pop(place).wanted)
    return [lift for lift in made if lift is not None]


def held_by(stand: Stand, wanted: int, scheme: Scheme, edition: Edition) -> tuple[str, ...]:
    """The floors that keep a school below a level whatever its strands do, the worst first."""
    order = edition.level_ids
    floors = [f for f in scheme.floors if f.id in stand.floors and order.index(f.level) > wanted]
    return tuple(f.id for f in sorted(floors, key=lambda f: -order.index(f.level)))


def _trial(stand: Stand, wanted: int, scheme: Scheme) -> _Trial:
    kinds: dict[tuple, list[str]] = {}
    for strand in scheme.strands:
        place = stand.strands.get(strand.id)
        if place is not None and place.applies and _is_below(strand, place, wanted):
            kinds.setdefault((strand.family, strand.weight, place), []).append(strand.id)
    numbers = product(*(range(len(ids) + 1) for ids in kinds.values()))
    tried = sorted(islice(numbers, MOST_TRIED), key=sum)
    return _Trial(stand, wanted, [tuple(ids) for ids in kinds.values()], tried)


def _is_below(strand: Strand, place: Place, wanted: int) -> bool:
    """Worse, or not known. What counts for only is no way up: nobody helps others so as to be helped less."""
    return not strand.counts_for_only and (place.level is None or place.level > wanted)


def _tried(
    open_: Mapping[int, _Trial],
    tried: Mapping[int, list[tuple[int, ...]]],
    scheme: Scheme,
    edition: Edition,
) -> dict[int, Lift]:
    """The schools that something of what is tried lifts, and how: by the fewest strands."""
    asked = [(place, counts) for place, several in tried.items() for counts in several]
    reached = score([_moved(open_[place], counts) for place, counts in asked], scheme, edition)
    found: dict[int, list[tuple[int, ...]]] = {}
    for (place, counts), level in zip(asked, reached, strict=True):
        if level is not None and level <= open_[place].wanted:
            found.setdefault(place, []).append(counts)
    return {place: _lift(open_[place], several) for place, several in found.items()}


def _lift(trial: _Trial, lifting: Sequence[tuple[int, ...]]) -> Lift:
    size = min(sum(counts) for counts in lifting)
    fewest = [counts for counts in lifting if sum(counts) == size]
    ways = tuple(
        tuple(AnyOf(n, kind) for kind, n in zip(trial.kinds, counts, strict=True) if n) for counts in fewest
    )
    return Lift(trial.wanted, (), ways, size, True)


def _moved(trial: _Trial, counts: Sequence[int]) -> Stand:
    """The school with the first so many strands of each kind at the level wanted."""
    ids = [name for kind, count in zip(trial.kinds, counts, strict=True) for name in kind[:count]]
    return trial.stand.with_strands(trial.wanted, ids)


def score(stands: Sequence[Stand], scheme: Scheme, edition: Edition) -> list[int | None]:
    """The number of each school's level by the scheme's own rule; none where there is not enough evidence."""
    frame = pl.DataFrame([_row(stand, scheme) for stand in stands], schema=_schema(scheme))
    return scoring.score(frame, scheme, edition.level_ids)["level"].to_list()


def _schema(scheme: Scheme) -> dict[str, type[pl.DataType]]:
    columns: dict[str, type[pl.DataType]] = {f"floor {floor.id}": pl.Boolean for floor in scheme.floors}
    for strand in scheme.strands:
        columns |= {f"{strand.id} {name}": pl.Int8 for name in ("level", "best", "worst")}
        columns[f"{strand.id} applies"] = pl.Boolean
    return columns


def _row(stand: Stand, scheme: Scheme) -> dict[str, object]:
    row: dict[str, object] = {f"floor {f.id}": f.id in stand.floors for f in scheme.floors}
    nowhere = Place(NOT_APPLICABLE, None, None, None)
    for strand in scheme.strands:
        place = stand.strands.get(strand.id, nowhere)
        row |= {
            f"{strand.id} level": place.level,
            f"{strand.id} best": place.best,
            f"{strand.id} worst": place.worst,
            f"{strand.id} applies": place.applies,
        }
    return row
