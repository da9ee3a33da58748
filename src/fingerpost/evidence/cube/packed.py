"""The embedded engine: rows put in order of place once, sums packed, each group one gathering of rows and one pass.

A year is read at a time. Every pupil becomes a few whole numbers (`packing`) and a letter for each characteristic; the
rows of a group are gathered and added up between the borders of the places, and a group of more than half is everybody
less the rest. Larger places are sums of the finest (`places`). All of it is whole numbers: nothing depends on the order
of the rows or the number of threads.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from fingerpost.evidence.cube import plain
from fingerpost.evidence.cube.characteristics import Letters, letters, rows_of
from fingerpost.evidence.cube.definition import Definition, PupilGroup
from fingerpost.evidence.cube.packing import TooLarge, packing
from fingerpost.evidence.cube.places import Layout, layout
from fingerpost.evidence.cube.reading import year_of, years_in
from fingerpost.evidence.cube.unpacking import Sums, frame
from fingerpost.evidence.schema import PlaceKind

Numbers = np.ndarray[Any, np.dtype[Any]]


def cube(files: Sequence[Path], definition: Definition, only: Collection[int] = ()) -> Iterator[pl.DataFrame]:
    """One frame a year, its rows in order of their keys."""
    for year in years_in(files, definition, only):
        yield of_year(year_of(files, definition, year).collect(engine="streaming"), definition, year)


def of_year(pupils: pl.DataFrame, definition: Definition, year: int) -> pl.DataFrame:
    """The cube of one year's pupils; by the plain engine where a sum is too large to be packed."""
    if pupils.is_empty():
        return definition.without_cells()
    try:
        parts = [_of_base(pupils, definition, base, year) for base in definition.bases()]
    except TooLarge:
        return plain.of_year(pupils, definition, year)
    return pl.concat(parts).sort("place_kind", maintain_order=True) if len(parts) > 1 else parts[0]


def _of_base(
    pupils: pl.DataFrame, definition: Definition, base: tuple[PlaceKind, ...], year: int
) -> pl.DataFrame:
    ordered = sorted(definition.groups, key=lambda group: group.code)
    with ThreadPoolExecutor(pl.thread_pool_size()) as threads:
        where = layout(pupils, base)
        packed = packing(pupils, definition.measures, where.largest)
        words = packed.pack(pupils, where.order, threads)
        who = letters(pupils, definition, where.order)
        counted = Sums(_counted(words, who, ordered, where, threads), packed, where)
        del words, who
        codes = pl.Series([group.code for group in ordered])
        return frame(counted, codes, definition, year, threads)


def _counted(
    words: Numbers, who: Letters, ordered: Sequence[PupilGroup], where: Layout, threads: Executor
) -> Numbers:
    """The packed sums: words x groups x parts."""
    everybody = np.add.reduceat(words, where.starts, axis=1)
    sums = np.empty((len(words), len(ordered), len(where.starts)), dtype=np.int64)

    def count(first: int) -> None:
        # One buffer a thread, written again and again, stays near the processor; fresh memory is slow.
        buffer = np.empty(words.shape[1] // 2 + 1, dtype=np.int64)
        for position in range(first, len(ordered), pl.thread_pool_size()):
            rows, is_rest = rows_of(ordered[position], who)
            found = sums[:, position]
            _between(words, rows, where.starts, buffer, found)
            if is_rest:
                np.subtract(everybody, found, out=found)

    list(threads.map(count, range(pl.thread_pool_size())))
    return sums


def _between(words: Numbers, rows: Numbers, starts: Numbers, buffer: Numbers, found: Numbers) -> None:
    """The sums of each word over some rows, between the borders of the parts, into `found`."""
    borders = np.searchsorted(rows, starts)
    taken = buffer[: len(rows) + 1]
    # A part at the very end may have no row: it starts at this nought.
    taken[-1] = 0
    for word, total in zip(words, found, strict=True):
        np.take(word, rows, out=taken[:-1], mode="clip")
        np.add.reduceat(taken, borders, out=total)
    found[:, np.diff(borders, append=len(rows)) == 0] = 0
