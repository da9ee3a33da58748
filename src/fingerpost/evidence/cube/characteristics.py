"""What pupils are, one byte a characteristic, and from it the rows of a group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from fingerpost.evidence.cube.definition import Definition, PupilGroup
from fingerpost.evidence.groups import Value

Numbers = np.ndarray[Any, np.dtype[Any]]

#: To compare with each value is quickest while there are few.
FEW = 6


@dataclass(frozen=True)
class Letters:
    """For each characteristic the letter of each value, and each pupil's; 0 is unknown, or asked for by no group."""

    of_value: dict[str, dict[Value, int]]
    of_pupil: dict[str, Numbers]


def letters(pupils: pl.DataFrame, definition: Definition, order: Numbers) -> Letters:
    """The letters of these pupils in the order given. Values that the same groups ask for share a letter."""
    of_value = {column: _shared(column, definition) for column in definition.characteristics}
    coded = pupils.select(_code(column, values) for column, values in of_value.items())
    return Letters(of_value, {column.name: column.to_numpy().take(order) for column in coded.get_columns()})


def _shared(column: str, definition: Definition) -> dict[Value, int]:
    asked = [values for group in definition.groups for name, values in group.all_of if name == column]
    numbers: dict[tuple[bool, ...], int] = {}
    return {
        value: numbers.setdefault(tuple(value in values for values in asked), len(numbers) + 1)
        for value in dict.fromkeys(value for values in asked for value in values)
    }


def _code(column: str, letter_of: dict[Value, int]) -> pl.Expr:
    value = pl.col(column)
    words = [one for one in letter_of if isinstance(one, str)]
    if len(words) > FEW:
        place = value.cast(pl.String).cast(pl.Enum(words), strict=False).to_physical()
        table = pl.Series([*(letter_of[one] for one in words), 0], dtype=pl.UInt8)
        return pl.lit(table).gather(place.cast(pl.UInt32).fill_null(len(words))).alias(column)
    code: pl.Expr = pl.lit(0, dtype=pl.UInt8)
    for one, letter in letter_of.items():
        code = code + value.eq_missing(pl.lit(one)).cast(pl.UInt8) * pl.lit(letter, dtype=pl.UInt8)
    return code.alias(column)


def rows_of(group: PupilGroup, who: Letters) -> tuple[Numbers, bool]:
    """The rows of a group, or of everybody else where those are fewer; the second answer says which."""
    if not group.all_of:
        return np.zeros(0, dtype=np.int64), True
    members: Numbers | None = None
    for column, values in group.all_of:
        wanted = sorted({who.of_value[column][value] for value in values})
        found = np.logical_or.reduce([who.of_pupil[column] == letter for letter in wanted])
        members = found if members is None else members & found
    assert members is not None
    is_rest = int(np.count_nonzero(members)) * 2 > len(members)
    return np.flatnonzero(~members if is_rest else members), is_rest
