"""Where pupils are counted: rows put in order of the finest place, and every larger place as a sum of those.

The finest places are the schools (or wards of residence). Where rows of one school name two districts, the school is
counted in parts, one for each, so that every place holds exactly the rows that name it.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import polars as pl

from fingerpost.evidence.cube.definition import PLACE_COLUMNS
from fingerpost.evidence.schema import ENGLAND, PlaceKind

Numbers = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True)
class Kind:
    """One kind of place: its places in order of their codes, and which parts make each of them.

    `order` puts the parts in order of place, parts of no place left out; `starts` are the borders.
    """

    kind: PlaceKind
    names: pl.Series
    order: Numbers
    starts: Numbers

    @cached_property
    def is_one_to_one(self) -> bool:
        """Whether every place is one part."""
        return len(self.order) == len(self.starts)

    def summed(self, parts: Numbers) -> Numbers:
        """The sums of each place (last axis) out of those of the parts."""
        in_order = parts.take(self.order, axis=-1)
        if self.is_one_to_one:
            return in_order
        return np.add.reduceat(in_order, self.starts, axis=-1)


@dataclass(frozen=True)
class Layout:
    """The rows in order of parts (of the finest places), where each part starts, and the kinds to add up.

    `finest` is made of parts; the `larger` kinds of areas, which are runs of parts: `areas` says where each starts.
    """

    order: Numbers
    starts: Numbers
    largest: int
    areas: Numbers
    finest: Kind
    larger: tuple[Kind, ...]

    @property
    def kinds(self) -> list[Kind]:
        """Every kind of place, in order of its word."""
        return sorted((self.finest, *self.larger), key=lambda kind: kind.kind.value)


def layout(pupils: pl.DataFrame, base: tuple[PlaceKind, ...]) -> Layout:
    """How these pupils lie in the kinds of place of one base, the finest kind first."""
    columns = [column for kind in base if (column := PLACE_COLUMNS[kind])]
    part_of_row, row_of_part = _parts(pupils, columns)
    parts = pupils.select(pl.int_range(pl.len()).alias("a row"), *columns)[row_of_part]
    # The parts in order of area, so that every area is one run of them.
    in_order = parts.with_row_index("part").sort([*columns[1:], "part"], nulls_last=True)
    position = np.empty(len(row_of_part), dtype=np.int64)
    position[in_order["part"].to_numpy()] = np.arange(len(row_of_part))
    row_position = position[part_of_row]
    sizes = np.bincount(row_position, minlength=len(row_of_part))
    areas = _starts_of_runs(in_order, columns[1:])
    finest, *larger = base
    return Layout(
        _order(row_position),
        np.concatenate(([0], np.cumsum(sizes)[:-1])),
        int(sizes.max(initial=1)),
        areas,
        _kind(finest, in_order),
        tuple(_kind(kind, in_order[areas]) for kind in larger),
    )


def _parts(pupils: pl.DataFrame, columns: list[str]) -> tuple[Numbers, Numbers]:
    """Each row's part, and a row of each part. One part a place, unless rows of the place name two areas."""
    if not columns:
        return np.zeros(pupils.height, dtype=np.int64), np.zeros(1, dtype=np.int64)
    finest, *rest = columns
    place = _numbered(pupils[finest])
    row_of = np.full(int(place.max()) + 1, -1)
    row_of[place] = np.arange(len(place))
    same_row = row_of[place]
    if all(bool(pupils[area].gather(same_row).eq_missing(pupils[area]).all()) for area in rest):
        used = row_of >= 0
        return (np.cumsum(used) - 1)[place], row_of[used]
    wanted = pupils.select(columns).with_row_index("row")
    parts = wanted.unique(columns, keep="first", maintain_order=True).with_row_index("part")
    found = wanted.join(parts, on=columns, how="left", nulls_equal=True, maintain_order="left")
    return found["part"].cast(pl.Int64).to_numpy(), parts["row"].cast(pl.Int64).to_numpy()


def _numbered(values: pl.Series) -> Numbers:
    """A small number for each value, one more for none; not every number need be used."""
    if values.dtype.is_integer():
        whole = values.cast(pl.Int64)
        known = whole.drop_nulls().to_numpy()
        low, high = int(known.min(initial=1 << 62)), int(known.max(initial=0))
        if high - low < 8 * len(whole) + 1_000_000:
            return (whole - low).fill_null(max(high - low + 1, 0)).to_numpy()
    words = values.cast(pl.String)
    names = words.drop_nulls().unique()
    return words.cast(pl.Enum(names)).to_physical().cast(pl.Int64).fill_null(names.len()).to_numpy()


def _starts_of_runs(parts: pl.DataFrame, columns: list[str]) -> Numbers:
    """Where the area changes."""
    if not columns:
        return np.zeros(1, dtype=np.int64)
    return np.flatnonzero(
        np.diff(parts.select(pl.struct(columns).rle_id()).to_series().to_numpy(), prepend=-1)
    )


def _order(position: Numbers) -> Numbers:
    """The rows in order of part; numbers of sixteen bits are sorted by counting, far the quickest."""
    if position.max(initial=0) < 1 << 16:
        return np.argsort(position.astype(np.uint16), kind="stable")
    return pl.Series(position).arg_sort().to_numpy()


def _kind(kind: PlaceKind, parts: pl.DataFrame) -> Kind:
    """How parts, each in a place or in none, add up to the places of a kind."""
    column = PLACE_COLUMNS[kind]
    words = pl.repeat(ENGLAND, parts.height, eager=True) if column is None else parts[column].cast(pl.String)
    names = words.drop_nulls().unique().sort()
    place = words.cast(pl.Enum(names)).to_physical().cast(pl.Int64).fill_null(names.len()).to_numpy()
    order = np.argsort(place, kind="stable")
    order = order[place[order] < names.len()]
    return Kind(kind, names, order, np.flatnonzero(np.diff(place[order], prepend=-1)))
