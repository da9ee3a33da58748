"""Every school of an authority in one measure and year: pupils and those who reached it, group by group."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import polars as pl
from numpy.typing import NDArray

from fingerpost.evidence.schema import ALL

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Place = tuple[str, str]

#: What a frame of schools must have, a row a school and group. `least` and `most` are the smallest and largest cohort
#: that any measure of the stage has there; `published` figures are known whatever we hide; of `added` ones a figure
#: shown before counts a pupil or two more or fewer.
CELLS = {
    "place": pl.String, "group": pl.String, "cohort": pl.Int64, "least": pl.Int64, "most": pl.Int64,
    "reached": pl.Int64, "published": pl.Boolean, "added": pl.Boolean,
}  # fmt: skip


@dataclass(frozen=True, eq=False)
class County:
    """Schools by row and groups by column. `reached` is None where the measure is a mean and nobody reaches it."""

    schools: list[str]
    groups: list[str]
    cohort: Numbers
    least: Numbers
    most: Numbers
    reached: Numbers | None
    published: Flags
    added: Flags
    districts: list[Place]
    #: The district of each school by number; -1 where none is known.
    district: Numbers
    #: Trusts, areas, clusters, localities -> their schools by number.
    others: dict[Place, list[int]]
    authority: Place

    @cached_property
    def column(self) -> dict[str, int]:
        """Where a group stands."""
        return {group: number for number, group in enumerate(self.groups)}

    def of(self, table: Numbers, group: str) -> Numbers:
        """A group's column of a table; zeros for a group that nobody is in."""
        at = self.column.get(group)
        return table[:, at] if at is not None else np.zeros(len(self.schools), dtype=np.int64)

    def flags(self, table: Flags, group: str) -> Flags:
        """A group's column of a table of flags."""
        at = self.column.get(group)
        return table[:, at] if at is not None else np.zeros(len(self.schools), dtype=bool)

    def total(self, table: Numbers, group: str) -> int:
        """A group's number in the whole authority."""
        return int(self.of(table, group).sum())

    @property
    def everybody(self) -> Numbers:
        """All pupils of each school."""
        return self.of(self.cohort, ALL)


def county_of(cells: pl.DataFrame, within: Mapping[Place, Iterable[Place]], authority: Place) -> County:
    """The county of a year's cells (CELLS). `within` says which schools make up each larger place."""
    schools, groups = (sorted(cells[name].unique().to_list()) for name in ("place", "group"))
    row = {school: number for number, school in enumerate(schools)}
    column = {group: number for number, group in enumerate(groups)}
    at = (np.array([row[p] for p in cells["place"]]), np.array([column[g] for g in cells["group"]]))
    tables = {}
    for name in ("cohort", "least", "most", "reached", "published", "added"):
        tables[name] = np.zeros((len(schools), len(groups)), dtype=np.int64)
        tables[name][at] = cells[name].cast(pl.Int64).fill_null(0).to_numpy()
    places = {place: [row[m[1]] for m in members if m[1] in row] for place, members in within.items()}
    districts = sorted(place for place in places if place[0] == "district")
    district = np.full(len(schools), -1)
    for number, place in enumerate(districts):
        district[places[place]] = number
    return County(
        schools=schools, groups=groups, cohort=tables["cohort"], least=tables["least"], most=tables["most"],
        reached=tables["reached"] if cells["reached"].null_count() < cells.height else None,
        published=tables["published"].astype(bool), added=tables["added"].astype(bool), districts=districts,
        district=district, others={p: m for p, m in places.items() if p[0] not in ("district", "authority")},
        authority=authority,
    )  # fmt: skip
