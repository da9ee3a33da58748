"""One short name for a whole cube, the same whichever engine made it: docs/cube.md has the form in words.

A SHA-256 over a heading and then, year by year, the keys in order of their bytes as lines of text and each statistic as
64-bit whole numbers, the lowest byte first.
"""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
import polars as pl

from fingerpost.evidence.cube.definition import KEYS, Definition

FORM = "fingerpost cube 1"


def in_order(cube: pl.DataFrame) -> pl.DataFrame:
    """The cells in order of kind, place and group, each by the bytes of its text."""
    keys = cube.select(pl.struct(KEYS).alias("keys")).to_series()
    return cube if keys.is_sorted() else cube.sort(KEYS)


class Digest:
    """Fed with the years in rising order, one frame each."""

    def __init__(self, definition: Definition) -> None:
        self._statistics = definition.statistics
        self._sum = hashlib.sha256()
        self._add(f"{FORM}\n{definition.stage.value}\n{' '.join((*KEYS, *self._statistics))}\n")

    def _add(self, text: str) -> None:
        self._sum.update(text.encode())

    def add(self, cube: pl.DataFrame) -> None:
        """Take in one year's cells, in whatever order they are."""
        ordered = in_order(cube)
        for part in ordered.select(_line()).iter_slices(100_000):
            self._add("".join(part.to_series().to_list()))
        for name in self._statistics:
            numbers: np.ndarray[Any, Any] = ordered[name].cast(pl.Int64).to_numpy()
            self._sum.update(np.ascontiguousarray(numbers, dtype="<i8").data)

    @property
    def value(self) -> str:
        """What has been fed so far, as 64 hexadecimal digits."""
        return self._sum.hexdigest()


def _line() -> pl.Expr:
    """The keys of a cell, parted by tabs and ended by a line feed."""
    return pl.format("\t".join(["{}"] * len(KEYS)) + "\n", *(pl.col(key) for key in KEYS))


def digest(cube: pl.DataFrame, definition: Definition) -> str:
    """The digest of a cube of one year or several."""
    whole = Digest(definition)
    for year in sorted(cube["year"].unique().to_list()):
        whole.add(cube.filter(pl.col("year") == year))
    return whole.value
