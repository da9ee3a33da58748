"""A cube's definition as one query, for a warehouse that holds the pupil table, and for Spark.

A pupil is unfolded into the groups she belongs to, counted once by her school and group, and the schools are then added
up by place; residence likewise. Nothing is asked of an engine but arrays, common table expressions and whole numbers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from fingerpost.evidence.cube.definition import BY_HOME, KEYS, PLACE_COLUMNS, Definition
from fingerpost.evidence.pupils.schema import Kind, Measure
from fingerpost.evidence.schema import ENGLAND, PlaceKind


@dataclass(frozen=True)
class Dialect:
    """What engines write each in their own way; `unfolded` makes one row of each group in an array."""

    quote: str
    text: str
    unfolded: str


#: `{words}` are the groups' conditions, each giving the group's code or nothing.
DIALECTS = {
    "duckdb": Dialect('"', "VARCHAR", "unnest(list_filter([{words}], lambda code: code IS NOT NULL))"),
    "postgres": Dialect('"', "TEXT", "unnest(array_remove(ARRAY[{words}], NULL))"),
    "spark": Dialect("`", "STRING", "explode(array_compact(array({words})))"),
}


def query(definition: Definition, dialect: str = "postgres", table: str = "pupils") -> str:
    """The whole cube of every year in the table, in the columns of every engine, in no order."""
    how = DIALECTS[dialect]
    tables, parts = [], []
    for base in definition.bases():
        name = "by_home" if base[0] in BY_HOME else "by_school"
        tables.append(f"{name} AS (\n{cells(definition, base, how, table)}\n)")
        parts += [_place(definition, kind, how, name) for kind in base]
    return f"WITH {', '.join(tables)}\n" + "\nUNION ALL\n".join(parts) + "\n"


def cells(definition: Definition, base: tuple[PlaceKind, ...], how: Dialect, table: str) -> str:
    """The finest count: a year, the place columns of one base, and a group."""
    keys = ", ".join(("year", *place_columns(base), _quoted("group", how)))
    words = ", ".join(
        f"CASE WHEN {group.sql} THEN '{group.code.replace(chr(39), chr(39) * 2)}' END"
        for group in definition.groups
    )
    columns = ", ".join(("year", *place_columns(base), *definition.results))
    counted = ",\n    ".join(("COUNT(*) AS pupils", *_counted(definition)))
    return (
        f"  SELECT {keys},\n    {counted}\n"
        f"  FROM (SELECT {columns},\n"
        f"    {how.unfolded.format(words=words)} AS {_quoted('group', how)}\n"
        f"    FROM {table} WHERE stage = '{definition.stage.value}') AS members\n"
        f"  GROUP BY {keys}"
    )


def place_columns(base: tuple[PlaceKind, ...]) -> tuple[str, ...]:
    """The columns of the pupil table that name the places of a base; England has none."""
    return tuple(column for kind in base if (column := PLACE_COLUMNS[kind]))


def _counted(definition: Definition) -> Iterator[str]:
    for measure in definition.measures:
        for part, expression in _parts(measure).items():
            yield f"CAST({expression} AS BIGINT) AS {measure.name}_{part}"


def _parts(measure: Measure) -> dict[str, str]:
    """How n, sum and squares are counted; a sum of nothing is 0 here, and n says that it is nothing."""
    first = measure.columns[0]
    if measure.kind is Kind.SHARE:
        return {"n": f"COUNT({first})", "sum": f"COUNT(CASE WHEN {first} THEN 1 END)"}
    if measure.kind is Kind.RATE:
        second = measure.columns[1]
        return {
            "n": f"COALESCE(SUM(CASE WHEN {first} IS NOT NULL THEN CAST({second} AS BIGINT) END), 0)",
            "sum": f"COALESCE(SUM(CASE WHEN {second} IS NOT NULL THEN CAST({first} AS BIGINT) END), 0)",
        }
    whole = f"CAST({first} AS BIGINT)"
    return {
        "n": f"COUNT({first})",
        "sum": f"COALESCE(SUM({whole}), 0)",
        "sq": f"COALESCE(SUM({whole} * {whole}), 0)",
    }


def _place(definition: Definition, kind: PlaceKind, how: Dialect, cells_name: str) -> str:
    """One kind of place, added up from the finest count; rows that name no such place are left out."""
    column, group = PLACE_COLUMNS[kind], _quoted("group", how)
    place = f"CAST({column} AS {how.text})" if column else f"'{ENGLAND}'"
    sums = ", ".join(f"CAST(SUM({name}) AS BIGINT) AS {name}" for name in definition.statistics)
    year, place_kind, place_name, _ = KEYS
    return (
        f"SELECT {year}, '{kind.value}' AS {place_kind}, {place} AS {place_name}, {group}, {sums}\n"
        f"FROM {cells_name}{f' WHERE {column} IS NOT NULL' if column else ''}\n"
        f"GROUP BY {', '.join(('year', *([column] if column else []), group))}"
    )


def _quoted(name: str, how: Dialect) -> str:
    return f"{how.quote}{name}{how.quote}"
