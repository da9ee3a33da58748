"""What is counted: measures of a stage, groups as conjunctions of characteristic values, and kinds of place.

Every engine reads this and nothing else. All statistics are whole numbers that add up, so that the figures of a place
are the sums of its schools, whatever the engine, its threads or the order of the rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import polars as pl

from fingerpost.evidence import groups
from fingerpost.evidence.groups import Value
from fingerpost.evidence.pupils import schema
from fingerpost.evidence.pupils.schema import Kind, Measure, Stage
from fingerpost.evidence.schema import ALL, PlaceKind


class UnknownGroup(ValueError):
    """A group that cannot be counted from pupils."""


@dataclass(frozen=True)
class PupilGroup:
    """Who belongs to a group: for each of some columns, the values that a pupil may have there.

    A pupil whose value is missing in one of them does not belong; everybody belongs to the group without columns.
    """

    code: str
    name: str
    all_of: tuple[tuple[str, tuple[Value, ...]], ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """The characteristics it is about, in alphabetical order."""
        return tuple(column for column, _ in self.all_of)

    @property
    def sql(self) -> str:
        """The condition in SQL that every engine reads: `fsm IN (TRUE) AND sen IN ('support', 'plan')`."""
        parts = [f"{column} IN ({', '.join(map(_literal, values))})" for column, values in self.all_of]
        return " AND ".join(parts) or "TRUE"


def _literal(value: Value) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    return str(value) if isinstance(value, int) else "'{}'".format(value.replace("'", "''"))


#: Where a kind of place stands in the pupil table; England is every row.
PLACE_COLUMNS: dict[PlaceKind, str | None] = {
    PlaceKind.SCHOOL: "urn",
    PlaceKind.DISTRICT: "district",
    PlaceKind.AUTHORITY: "authority",
    PlaceKind.REGION: "region",
    PlaceKind.ENGLAND: None,
    PlaceKind.HOME_WARD: "home_ward",
    PlaceKind.HOME_DISTRICT: "home_district",
    PlaceKind.HOME_AUTHORITY: "home_authority",
}
#: The base of school: the finest column first. Residence is counted apart, from the pupils again.
BY_SCHOOL = (PlaceKind.SCHOOL, PlaceKind.DISTRICT, PlaceKind.AUTHORITY, PlaceKind.REGION, PlaceKind.ENGLAND)
BY_HOME = (PlaceKind.HOME_WARD, PlaceKind.HOME_DISTRICT, PlaceKind.HOME_AUTHORITY)

KEYS = ("year", "place_kind", "place", "group")


@dataclass(frozen=True)
class Definition:
    """One cube: the stage, its measures, the groups and the kinds of place."""

    stage: Stage
    measures: tuple[Measure, ...]
    groups: tuple[PupilGroup, ...]
    places: tuple[PlaceKind, ...] = BY_SCHOOL

    @cached_property
    def characteristics(self) -> tuple[str, ...]:
        """The columns that any group reads, in alphabetical order."""
        return tuple(sorted({column for group in self.groups for column in group.columns}))

    @cached_property
    def results(self) -> tuple[str, ...]:
        """The columns that any measure reads."""
        return tuple(dict.fromkeys(column for measure in self.measures for column in measure.columns))

    @cached_property
    def statistics(self) -> tuple[str, ...]:
        """The whole-number columns of the cube, in order: pupils, then n, sum and squares of each measure."""
        return ("pupils", *(name for measure in self.measures for name in statistics_of(measure)))

    def without_cells(self) -> pl.DataFrame:
        """The cube of nobody."""
        keys = dict.fromkeys(KEYS, pl.String) | {"year": pl.Int16}
        return pl.DataFrame(schema=keys | dict.fromkeys(self.statistics, pl.Int64))

    def bases(self) -> tuple[tuple[PlaceKind, ...], ...]:
        """The kinds of place that are counted together: by school, by home."""
        parts = (tuple(kind for kind in base if kind in self.places) for base in (BY_SCHOOL, BY_HOME))
        return tuple(part for part in parts if part)

    def by_columns(self) -> dict[tuple[str, ...], tuple[PupilGroup, ...]]:
        """The groups by the characteristics that they are about, for an engine that counts one set at a time."""
        found: dict[tuple[str, ...], list[PupilGroup]] = {}
        for group in self.groups:
            found.setdefault(group.columns, []).append(group)
        return {columns: tuple(members) for columns, members in found.items()}


def statistics_of(measure: Measure) -> tuple[str, ...]:
    """A share and a rate have n and sum; a score has its sum of squares besides.

    n is the pupils with a value and sum those who reached it, or the sum of their scores. For a rate, n is the sum of
    the second column and sum that of the first, over pupils who have both.
    """
    parts = ("n", "sum", "sq") if measure.kind is Kind.SCORE else ("n", "sum")
    return tuple(f"{measure.name}_{part}" for part in parts)


def group(code: str, extra: Mapping[str, PupilGroup] | None = None) -> PupilGroup:
    """The group that a code such as `fsm+sen_any` names; parts may be an edition's own."""
    extra = extra or {}
    if code in extra:
        return extra[code]
    if code == ALL:
        return PupilGroup(ALL, groups.name(ALL), ())
    parts = [_elementary(part, extra) for part in code.split("+")]
    whole = groups.conjunction([code])
    return PupilGroup(whole, ", ".join(part.name for part in parts), _both(whole, parts))


def _elementary(part: str, extra: Mapping[str, PupilGroup]) -> PupilGroup:
    if part in extra:
        return extra[part]
    known = groups.BY_CODE.get(part)
    if known is None or known.pupils is None:
        raise UnknownGroup(f"{part} is not a group that pupils can be counted in.")
    return PupilGroup(part, known.name, (known.pupils,))


def _both(code: str, parts: Iterable[PupilGroup]) -> tuple[tuple[str, tuple[Value, ...]], ...]:
    """The conditions of all parts; two about one column leave the values that both allow."""
    found: dict[str, tuple[Value, ...]] = {}
    for column, values in (condition for part in parts for condition in part.all_of):
        found[column] = tuple(v for v in found.get(column, values) if v in values)
        if not found[column]:
            raise UnknownGroup(f"Nobody can belong to {code}: its parts about {column} exclude each other.")
    return tuple(sorted(found.items()))


_EVERYWHERE = (
    *(ALL, "boys", "girls", "fsm", "not_fsm", "fsm6", "not_fsm6", "disadvantaged", "not_disadvantaged"),
    *("sen_none", "sen_support", "sen_plan", "sen_any"),
    *("english", "eal", "central_eastern_european", "other_language"),
    *("white", "mixed", "asian", "black", "chinese", "other_ethnicity", "minority_ethnic"),
    *("looked_after", "previously_looked_after", "service_child", "mobile", "settled", "new_arrival"),
    *("autumn_born", "spring_born", "summer_born"),
    *("fsm+sen_any", "not_fsm+sen_none"),
    *("boys+disadvantaged", "boys+not_disadvantaged", "disadvantaged+girls", "girls+not_disadvantaged"),
    *("eal+sen_any", "eal+sen_none", "english+sen_any", "english+sen_none"),
    *("fsm+minority_ethnic", "minority_ethnic+sen_any", "fsm+minority_ethnic+sen_any"),
)
_PRIOR = ("low_prior", "middle_prior", "high_prior")
#: The groups of each stage, as the reports have them; where there was a stage before, prior attainment too.
STAGE_GROUPS: dict[Stage, tuple[str, ...]] = {
    stage: _EVERYWHERE + (_PRIOR if stage in (Stage.KS2, Stage.KS4, Stage.KS5) else ()) for stage in Stage
}


def define(
    stage: str,
    *,
    codes: Sequence[str] | None = None,
    own: Iterable[PupilGroup] = (),
    places: Sequence[PlaceKind] = BY_SCHOOL,
) -> Definition:
    """The cube of a stage: its own groups or those named, and an authority's own besides."""
    found = Stage(stage)
    extra = {one.code: one for one in own}
    wanted = dict.fromkeys(groups.conjunction([code]) for code in codes or STAGE_GROUPS[found])
    counted = tuple(group(code, extra) for code in dict.fromkeys((*wanted, *extra)))
    ordered = tuple(kind for kind in PLACE_COLUMNS if kind in places)
    return Definition(found, schema.measures(found), counted, ordered)
