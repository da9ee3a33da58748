"""Many small sums in one whole number: each statistic has its bits, and a sum of the whole is the sum of each.

How wide a field must be is known before anything is added: the most pupils that any place of the finest kind has times
the most that one pupil can bring. What a pupil brings is looked up: the results are a small code (five shares together,
or a score counted from the lowest), and a table says what each code adds to a word.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np
import polars as pl

from fingerpost.evidence.cube.definition import statistics_of
from fingerpost.evidence.pupils.schema import Kind, Measure

Numbers = np.ndarray[Any, np.dtype[Any]]

#: The sign stays free.
BITS = 63
#: Shares that make one code: each is unknown, no or yes, and three to the fifth fits a byte.
TOGETHER = 5
#: A table with more rows would not stay near the processor.
LONGEST = 1 << 20


class TooLarge(ValueError):
    """Numbers that cannot be packed; the plain engine counts then."""


@dataclass(frozen=True)
class Coded:
    """The results of pupils as one code each, and for every statistic what a code brings to it."""

    code: pl.Expr
    brings: dict[str, Numbers]


@dataclass(frozen=True)
class Slot:
    """Where a statistic lies: which word, from which bit, how many bits."""

    word: int
    shift: int
    width: int


@dataclass(frozen=True)
class Packing:
    """Where every statistic lies, and from which score each measure is counted."""

    coded: tuple[Coded, ...]
    slots: dict[str, Slot]
    words: int
    lowest: dict[str, int]

    def pack(self, pupils: pl.DataFrame, order: Numbers, threads: Executor) -> Numbers:
        """What each pupil brings, in the order given: words x pupils."""
        columns = pupils.select(one.code.alias(str(n)) for n, one in enumerate(self.coded)).get_columns()
        codes = list(threads.map(lambda column: column.to_numpy().take(order), columns))
        packed = np.zeros((self.words, len(order)), dtype=np.int64)

        def fill(word: int) -> None:
            for one, code in zip(self.coded, codes, strict=True):
                held = [(table, self.slots[name]) for name, table in one.brings.items()]
                tables = [table << slot.shift for table, slot in held if slot.word == word]
                if tables:
                    packed[word] += np.take(reduce(np.add, tables), code, mode="clip")

        list(threads.map(fill, range(self.words)))
        return packed

    def unpack(self, word: Numbers, name: str) -> Numbers:
        """The sums of one statistic out of the sums of its word."""
        slot = self.slots[name]
        found: Numbers = word >> slot.shift
        found &= (1 << slot.width) - 1
        return found


def packing(pupils: pl.DataFrame, measures: Sequence[Measure], largest: int) -> Packing:
    """How to pack these measures of these pupils, of whom no place of the finest kind has more than `largest`."""
    ends = _ends(pupils, measures)
    scores = [measure for measure in measures if measure.kind is Kind.SCORE]
    coded = [
        Coded(pl.zeros(pl.len(), dtype=pl.UInt8), {"pupils": np.ones(1, dtype=np.int64)}),
        *_shares([measure for measure in measures if measure.kind is Kind.SHARE]),
        *(_score(measure, *ends[measure.name]) for measure in scores),
        *(part for m in measures if m.kind is Kind.RATE for part in _rate(m, ends)),
    ]
    slots, words = _placed(coded, largest)
    return Packing(tuple(coded), slots, words, {m.name: ends[m.name][0] for m in scores})


def _ends(pupils: pl.DataFrame, measures: Sequence[Measure]) -> dict[str, tuple[int, int]]:
    """The lowest and highest number in each column of whole numbers; 0 where there is none."""
    columns = sorted({column for m in measures if m.kind is not Kind.SHARE for column in m.columns})
    if not columns:
        return {}
    asked = [end for c in columns for end in (pl.col(c).min(), pl.col(c).max().alias(f"{c} most"))]
    row = pupils.select(asked).row(0, named=True)
    return {c: (int(row[c] or 0), int(row[f"{c} most"] or 0)) for c in columns}


def _shares(measures: Sequence[Measure]) -> Iterator[Coded]:
    """Five shares a code: the digits, to the base of three, are 0 for unknown, 1 for no and 2 for yes."""
    for first in range(0, len(measures), TOGETHER):
        some = measures[first : first + TOGETHER]
        code: pl.Expr = pl.lit(0, dtype=pl.UInt8)
        brings: dict[str, Numbers] = {}
        for position, measure in enumerate(some):
            value, weight = pl.col(measure.name), pl.lit(3**position, dtype=pl.UInt8)
            digit = value.is_not_null().cast(pl.UInt8) + value.fill_null(False).cast(pl.UInt8)
            code = code + digit * weight
            digits = np.arange(3 ** len(some)) // 3**position % 3
            n, total = statistics_of(measure)
            brings |= {n: (digits > 0).astype(np.int64), total: (digits == 2).astype(np.int64)}
        yield Coded(code, brings)


def _score(measure: Measure, low: int, high: int) -> Coded:
    """A score counted from the lowest; one more than the highest is unknown."""
    over = np.append(np.arange(_long(measure, low, high), dtype=np.int64), 0)
    known = np.append(np.ones(len(over) - 1, dtype=np.int64), 0)
    code = (pl.col(measure.name).cast(pl.Int32) - low).fill_null(high - low + 1)
    return Coded(code, dict(zip(statistics_of(measure), (known, over, over * over), strict=True)))


def _rate(measure: Measure, ends: dict[str, tuple[int, int]]) -> Iterator[Coded]:
    """Two whole numbers, each its own code, of pupils who have both."""
    both = pl.all_horizontal(pl.col(column).is_not_null() for column in measure.columns)
    for name, column in zip(statistics_of(measure), reversed(measure.columns), strict=True):
        low, high = ends[column]
        if low < 0:
            raise TooLarge(f"{column} holds a number below zero")
        code = pl.when(both).then(column).otherwise(0).cast(pl.Int32)
        yield Coded(code, {name: np.arange(_long(measure, 0, high), dtype=np.int64)})


def _long(measure: Measure, low: int, high: int) -> int:
    """How many rows a table must have."""
    if high - low >= LONGEST:
        raise TooLarge(f"{measure.name} reaches from {low} to {high}")
    return high - low + 1


def _placed(coded: Sequence[Coded], largest: int) -> tuple[dict[str, Slot], int]:
    """Give every statistic its bits, in as few words as can be: those of one code together, or each by itself."""
    widths = [{name: _width(name, table, largest) for name, table in one.brings.items()} for one in coded]
    single = [{name: width} for fields in widths for name, width in fields.items()]
    together = [fields for fields in widths if sum(fields.values()) <= BITS]
    apart = [{n: w} for fields in widths if sum(fields.values()) > BITS for n, w in fields.items()]
    return min(_filled([*together, *apart]), _filled(single), key=lambda found: found[1])


def _filled(parts: Sequence[dict[str, int]]) -> tuple[dict[str, Slot], int]:
    """The widest first, each into the first word with room."""
    slots: dict[str, Slot] = {}
    used: list[int] = []
    for part in sorted(parts, key=lambda part: -sum(part.values())):
        size = sum(part.values())
        word = next((n for n, bits in enumerate(used) if bits + size <= BITS), len(used))
        if word == len(used):
            used.append(0)
        for name, width in part.items():
            slots[name] = Slot(word, used[word], width)
            used[word] += width
    return slots, len(used)


def _width(name: str, table: Numbers, largest: int) -> int:
    width = (int(table.max(initial=0)) * largest).bit_length()
    if width > BITS:
        raise TooLarge(f"{name} needs {width} bits")
    return max(width, 1)
