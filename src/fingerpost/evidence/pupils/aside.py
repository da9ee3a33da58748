"""Rows that are set aside: why, in which column, what to do about it, and which rows of the file they are."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import polars as pl

#: So many row numbers are listed for one reason; the count is always of all.
LISTED = 200


@dataclass(frozen=True)
class Aside:
    """Some rows and one reason. Nothing of what a cell holds is in it."""

    reason: str
    column: str
    to_do: str
    count: int
    rows: tuple[int, ...]

    def as_document(self) -> dict[str, Any]:
        """As it is kept beside the file."""
        return {
            "reason": self.reason,
            "column": self.column,
            "to_do": self.to_do,
            "count": self.count,
            "rows": list(self.rows),
        }


@dataclass
class Sorter:
    """Takes reasons as masks over the file's rows; the first that holds for a row is the row's."""

    rows: pl.Series
    _taken: pl.Series = field(init=False)
    asides: list[Aside] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._taken = pl.Series([False] * len(self.rows), dtype=pl.Boolean)

    def put(self, mask: pl.Series, reason: str, column: str, to_do: str) -> None:
        """Set aside the rows of a mask that are not set aside yet."""
        new = mask.fill_null(False) & ~self._taken
        count = int(new.sum())
        if count:
            listed = tuple(self.rows.filter(new).head(LISTED).to_list())
            self.asides.append(Aside(reason, column, to_do, count, listed))
            self._taken = self._taken | new

    @property
    def kept(self) -> pl.Series:
        """The rows that are not set aside, as a mask."""
        return ~self._taken
