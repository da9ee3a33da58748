"""The packed sums made into the cube's table: each statistic by itself, for the cells that hold a pupil."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from fingerpost.evidence.cube.definition import KEYS, Definition, statistics_of
from fingerpost.evidence.cube.packing import Packing
from fingerpost.evidence.cube.places import Kind, Layout
from fingerpost.evidence.pupils.schema import Kind as MeasureKind
from fingerpost.evidence.pupils.schema import Measure

Numbers = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True)
class Sums:
    """The packed sums (words x groups x parts), how they are packed, and where the parts lie."""

    packed: Numbers
    how: Packing
    where: Layout

    def of_parts(self, name: str) -> Numbers:
        """One statistic: groups x parts."""
        return self.how.unpack(self.packed[self.how.slots[name].word], name)


@dataclass(frozen=True)
class Cells:
    """The cells of one kind of place that hold a pupil, in order of place and group."""

    kind: Kind
    place: Numbers
    group: Numbers

    def of(self, sums: Numbers) -> Numbers:
        """Their sums out of those of all places: groups x places."""
        return sums.reshape(-1).take(self.group * sums.shape[1] + self.place)


def frame(
    sums: Sums, groups: pl.Series, definition: Definition, year: int, threads: Executor
) -> pl.DataFrame:
    """The cells that hold a pupil, in order of kind, place and group."""
    pupils = sums.of_parts("pupils")
    areas = np.add.reduceat(pupils, sums.where.areas, axis=1)
    cells = []
    for kind in sums.where.kinds:
        held = kind.summed(pupils if kind is sums.where.finest else areas)
        place, group = np.divmod(np.flatnonzero(held.T), len(groups))
        cells.append(Cells(kind, place, group))
    gathered = _gathered(sums, next(one for one in cells if one.kind is sums.where.finest), threads)
    names = ("pupils", *(name for measure in definition.measures for name in statistics_of(measure)))
    values = dict(
        zip(names, threads.map(lambda name: _column(sums, cells, gathered, name), names), strict=True)
    )
    list(threads.map(lambda measure: _put_back(values, measure, sums.how), definition.measures))
    keys = _keys(cells, groups, year)
    return pl.DataFrame(keys + [pl.Series(name, values[name]) for name in definition.statistics])


def _gathered(sums: Sums, cells: Cells, threads: Executor) -> Numbers | None:
    """The packed sums of the finest places' cells: they need no adding up, and are unpacked afterwards."""
    if not cells.kind.is_one_to_one:
        return None
    at = cells.group * sums.packed.shape[2] + cells.kind.order[cells.place]
    gathered = np.empty((len(sums.packed), len(at)), dtype=np.int64)

    def gather(word: int) -> None:
        np.take(sums.packed[word].reshape(-1), at, out=gathered[word], mode="clip")

    list(threads.map(gather, range(len(gathered))))
    return gathered


def _column(sums: Sums, cells: Sequence[Cells], gathered: Numbers | None, name: str) -> Numbers:
    """One statistic of every cell."""
    parts = sums.of_parts(name)
    areas = np.add.reduceat(parts, sums.where.areas, axis=1)
    column = np.empty(sum(len(one.place) for one in cells), dtype=np.int64)
    first = 0
    for one in cells:
        last = first + len(one.place)
        if one.kind is not sums.where.finest:
            column[first:last] = one.of(one.kind.summed(areas))
        elif gathered is None:
            column[first:last] = one.of(one.kind.summed(parts))
        else:
            slot = sums.how.slots[name]
            np.right_shift(gathered[slot.word], slot.shift, out=column[first:last])
            column[first:last] &= (1 << slot.width) - 1
        first = last
    return column


def _put_back(values: dict[str, Numbers], measure: Measure, how: Packing) -> None:
    """Scores were counted from the lowest: the sum and the squares of the scores themselves."""
    if measure.kind is not MeasureKind.SCORE:
        return
    lowest = how.lowest[measure.name]
    n, total, squares = (values[name] for name in statistics_of(measure))
    squares += lowest * (2 * total + lowest * n)
    total += lowest * n


def _keys(cells: Sequence[Cells], groups: pl.Series, year: int) -> list[pl.Series]:
    kinds = [pl.repeat(one.kind.kind.value, len(one.place), eager=True) for one in cells]
    places = [one.kind.names.gather(one.place) for one in cells]
    group = np.concatenate([one.group for one in cells])
    found = (
        pl.repeat(year, len(group), dtype=pl.Int16, eager=True),
        pl.concat(kinds),
        pl.concat(places),
        groups.gather(group),
    )
    return [series.alias(name) for name, series in zip(KEYS, found, strict=True)]
