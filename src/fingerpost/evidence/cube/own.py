"""Groups of an authority's own, as data: a code, a name, and the values that characteristics must have."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import polars as pl

from fingerpost.evidence import groups
from fingerpost.evidence.cube.definition import PupilGroup, UnknownGroup
from fingerpost.evidence.groups import Value
from fingerpost.evidence.pupils import schema

_CODE = re.compile(r"[a-z][a-z0-9_]*")
#: Where a pupil is taught or lives may make a group too; any code of a place will do.
PLACES = ("authority", "district", "region", "home_authority", "home_district", "home_ward")
CHARACTERISTICS = tuple(
    name
    for name, kind in schema.PUPILS.items()
    if name in schema.WORDS or name in PLACES or kind in (pl.Boolean, pl.Int8)
)


def own_group(code: str, name: str, values: Mapping[str, Sequence[Value]]) -> PupilGroup:
    """The group, or a refusal that says what is wrong with it."""
    if not _CODE.fullmatch(code):
        raise UnknownGroup(f"{code!r} cannot be the code of a group: small letters, digits and _ only.")
    if code in groups.BY_CODE:
        raise UnknownGroup(f"There is a group {code} already.")
    if not values:
        raise UnknownGroup(f"The group {code} does not say who belongs to it.")
    for column, allowed in values.items():
        _check(code, column, allowed)
    return PupilGroup(code, name, tuple(sorted((column, tuple(found)) for column, found in values.items())))


def _check(code: str, column: str, values: Sequence[Value]) -> None:
    if column not in CHARACTERISTICS:
        known = ", ".join(CHARACTERISTICS)
        raise UnknownGroup(f"The group {code} asks for {column}, which no pupil has. There are: {known}.")
    if not values:
        raise UnknownGroup(f"The group {code} names no value of {column}.")
    odd = [value for value in values if not _may_be(column, value)]
    if odd:
        raise UnknownGroup(
            f"The group {code} asks for {column} {odd[0]!r}, which is not one of: {_allowed(column)}."
        )


def _may_be(column: str, value: Value) -> bool:
    if column in PLACES:
        return isinstance(value, str)
    if column in schema.WORDS:
        return value in schema.WORDS[column]
    if schema.PUPILS[column] is pl.Boolean:
        return isinstance(value, bool)
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= 12


def _allowed(column: str) -> str:
    if column in PLACES:
        return "codes in quotation marks"
    if column in schema.WORDS:
        return ", ".join(schema.WORDS[column])
    return "true, false" if schema.PUPILS[column] is pl.Boolean else "1 to 12"
