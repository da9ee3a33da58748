"""Every number of one measure in one year, and every sum that ties them: groups in groups, schools in areas.

A cell is a place and a group. An equation says that one cell is the sum of others; what is not in it is known to
everybody. Cells of groups that nobody publishes (see `relations`) are there too, and are never shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from fingerpost.evidence.disclosure.relations import Relation, relations
from fingerpost.evidence.schema import ALL

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Place = tuple[str, str]

#: What a frame of cells must have: one row a place and group. `published` figures are known whatever we hide.
CELLS = {
    "place_kind": pl.String,
    "place": pl.String,
    "group": pl.String,
    "cohort": pl.Int64,
    "reached": pl.Int64,
    "published": pl.Boolean,
    "added": pl.Boolean,
}


@dataclass(frozen=True)
class Equations:
    """Which cells are in which equation: one entry each. `sign` is -1 for the whole and 1 for a part."""

    equation: Numbers
    cell: Numbers
    sign: Numbers
    #: For each equation whether it adds up places (else groups of one place).
    is_of_places: Flags

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.is_of_places)


@dataclass(frozen=True, eq=False)
class Lattice:
    """Cells by number: the cell of place p and group g is p x groups + g. `reached` is None where a mean is shown."""

    places: list[Place]
    groups: list[str]
    cohort: Numbers
    reached: Numbers | None
    #: Never shown to anybody: what is left when one group is taken from another.
    is_rest: Flags
    published: Flags
    #: An earlier release, shown before, counts one or two pupils more or fewer: the difference would tell of them.
    added: Flags
    equations: Equations
    #: Relations by column: the whole, and its parts with the rest, if there is one, last.
    tied: list[tuple[int, list[int], bool]]
    #: Rests that are the whole itself, since the other groups have nobody there: they say nothing more than it.
    is_same: Flags
    #: Area -> the places that make it up, all by number.
    members: dict[int, list[int]]

    @property
    def shape(self) -> tuple[int, int]:
        """Places by groups."""
        return len(self.places), len(self.groups)

    def name(self, cell: int) -> tuple[str, str, str]:
        """place kind, place and group of a cell."""
        place, group = divmod(cell, len(self.groups))
        return (*self.places[place], self.groups[group])

    def is_all(self) -> Flags:
        """The cells of all pupils of a place."""
        return np.tile(np.array([group == ALL for group in self.groups]), len(self.places))

    def kinds(self) -> list[str]:
        """The place kind of each cell."""
        return [kind for kind, _ in self.places for _ in self.groups]


def lattice_of(cells: pl.DataFrame, within: Mapping[Place, Iterable[Place]]) -> Lattice:
    """The lattice of a year's cells. `within` says which places make up each larger one; those are added up here."""
    groups = sorted(cells["group"].unique().to_list())
    tied = relations(frozenset(groups))
    rests = [f"{r.whole} without {', '.join(r.parts)}" for r in tied if r.has_rest]
    names = [*groups, *rests]
    base = cells.select("place_kind", "place").unique().sort("place_kind", "place").rows()
    places: list[Place] = [*base, *(place for place in within if place not in set(base))]
    shape = (len(places), len(names))
    cohort, reached, published, added = (np.zeros(shape, dtype=np.int64) for _ in range(4))
    where = {place: number for number, place in enumerate(places)}
    column = {group: number for number, group in enumerate(names)}
    rows = [where[row] for row in cells.select("place_kind", "place").iter_rows()]
    at = (np.array(rows, dtype=np.int64), np.array([column[g] for g in cells["group"]], dtype=np.int64))
    cohort[at] = cells["cohort"].fill_null(0).to_numpy()
    reached[at] = cells["reached"].fill_null(0).to_numpy()
    published[at] = cells["published"].fill_null(False).to_numpy().astype(np.int64)
    if "added" in cells.columns:
        added[at] = cells["added"].fill_null(False).to_numpy().astype(np.int64)
    members = {where[a]: [where[m] for m in its if m in where] for a, its in within.items()}
    for area, its in members.items():
        empty = cohort[area] == 0
        for table in (cohort, reached):
            table[area] = np.where(empty, table[its].sum(axis=0), table[area])
    made = _Making(shape, cohort, reached)
    _tie_groups(made, tied, column)
    _tie_places(made, members, len(groups))
    is_rest = np.zeros(shape, dtype=bool)
    is_rest[:, len(groups) :] = True
    has_results = cells["reached"].null_count() < cells.height
    return Lattice(
        places,
        names,
        cohort.ravel(),
        reached.ravel() if has_results else None,
        is_rest.ravel(),
        published.astype(bool).ravel(),
        added.astype(bool).ravel(),
        made.equations(),
        _by_column(tied, column),
        made.is_same.ravel(),
        members,
    )


def _by_column(tied: tuple[Relation, ...], column: dict[str, int]) -> list[tuple[int, list[int], bool]]:
    made, rest = [], len(column) - sum(1 for relation in tied if relation.has_rest)
    for relation in tied:
        parts = [column[part] for part in relation.parts]
        made.append(
            (column[relation.whole], [*parts, rest] if relation.has_rest else parts, relation.has_rest)
        )
        rest += relation.has_rest
    return made


class _Making:
    """Equations as they are gathered."""

    def __init__(self, shape: tuple[int, int], cohort: Numbers, reached: Numbers) -> None:
        self.shape, self.cohort, self.reached = shape, cohort, reached
        self.entries: list[tuple[Numbers, Numbers, Numbers]] = []
        self.of_places: list[Flags] = []
        self.made = 0
        self.is_same = np.zeros(shape, dtype=bool)

    def add(self, equation: Numbers, cell: Numbers, sign: Numbers, count: int, is_of_places: bool) -> None:
        """Take in equations numbered from 0."""
        self.entries.append((equation + self.made, cell, sign))
        self.of_places.append(np.full(count, is_of_places))
        self.made += count

    def equations(self) -> Equations:
        """All of them."""
        parts: list[Any] = list(zip(*self.entries, strict=True)) or [[np.zeros(0, dtype=np.int64)]] * 3
        equation, cell, sign = (np.concatenate(part) for part in parts)
        flags = np.concatenate(self.of_places) if self.of_places else np.zeros(0, dtype=bool)
        return Equations(equation, cell, sign, flags)


def _tie_groups(made: _Making, tied: tuple[Relation, ...], column: dict[str, int]) -> None:
    """At each place the groups that make up another, with the rest; a place whose figures do not add up has no rest."""
    rest = made.shape[1] - sum(1 for relation in tied if relation.has_rest)
    for relation in tied:
        whole, parts = column[relation.whole], [column[part] for part in relation.parts]
        over, over_reached = (t[:, whole] - t[:, parts].sum(axis=1) for t in (made.cohort, made.reached))
        holds = (made.cohort[:, whole] > 0) & (over >= 0)
        columns, signs = [whole, *parts], [-1, *([1] * len(parts))]
        if relation.has_rest:
            holds &= (over_reached >= 0) & (over_reached <= over)
            made.cohort[:, rest] = np.where(holds, over, 0)
            made.is_same[:, rest] = over == made.cohort[:, whole]
            made.reached[:, rest] = np.where(holds, over_reached, 0)
            columns, signs, rest = [*columns, rest], [*signs, 1], rest + 1
        places = np.flatnonzero(holds)
        cells = places[:, None] * made.shape[1] + np.array(columns)[None, :]
        numbers = np.repeat(np.arange(len(places)), len(columns))
        made.add(numbers, cells.ravel(), np.tile(np.array(signs), len(places)), len(places), False)


def _tie_places(made: _Making, members: dict[int, list[int]], named: int) -> None:
    """For each group the places that make up a larger one."""
    groups = np.arange(named)
    for area, its in members.items():
        places = np.array([area, *its])
        cells = places[None, :] * made.shape[1] + groups[:, None]
        signs = np.array([-1, *([1] * len(its))])
        made.add(np.repeat(groups, len(places)), cells.ravel(), np.tile(signs, named), named, True)
