"""What is loaded of pupils, limited to what a person may see; the pupils themselves for officers alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from fingerpost.archive import pupil_standing, pupil_store
from fingerpost.archive.models import (
    PupilCorrection,
    PupilFile,
    PupilMapping,
    PupilRetention,
    Snapshot,
)
from fingerpost.archive.queries import editions
from fingerpost.core.rules import Audience, NotAllowed, Permission, audience_of, check_permission
from fingerpost.evidence.cube.definition import PLACE_COLUMNS
from fingerpost.evidence.cube.definition import group as group_of
from fingerpost.evidence.pupils.mapping import PupilLayout, from_document, signature
from fingerpost.evidence.pupils.results import CHARACTERISTICS
from fingerpost.evidence.pupils.sieve import Sieved
from fingerpost.evidence.pupils.stages import TITLES
from fingerpost.evidence.schema import FROM_PUPILS, PlaceKind

#: For how many years after the school year pupils' results are kept where an authority has not said (ours).
YEARS_KEPT = 6


def cohort(user: Any, authority: str, stage: str, year: int, *, as_at: date | None = None) -> pl.DataFrame:
    """The pseudonymous pupils that count for a stage and year, in the stage's columns; officers alone."""
    check_permission(user, Permission.FIGURES_SEE, authority=authority)
    if audience_of(user, authority=authority) is not Audience.OFFICER:
        raise NotAllowed("Only officers of the authority see what rests on single pupils.")
    return pupil_standing.standing(authority, stage, year, as_at)


def stages_loaded(authority: str) -> dict[str, list[int]]:
    """Stage -> the school years of which pupils are held, the latest first."""
    rows = PupilFile.objects.live().filter(authority_id=authority).exclude(stage=CHARACTERISTICS)
    found: dict[str, list[int]] = {}
    for stage, year in sorted(set(rows.values_list("stage", "year")), key=lambda one: (one[0], -one[1])):
        found.setdefault(stage, []).append(year)
    return found


def corrections(user: Any, authority: str, stage: str, year: int) -> list[PupilCorrection]:
    """Pupils who count elsewhere than their file says, the latest first."""
    check_permission(user, Permission.DATA_SEE, authority=authority)
    rows = PupilCorrection.objects.filter(authority_id=authority, stage=stage, year=year)
    return list(rows.select_related("made_by").order_by("-made_at", "row"))


@dataclass(frozen=True)
class Held:
    """What is held of one stage and year."""

    stage: str
    year: int
    files: list[PupilFile]
    corrections: int
    due_on: date
    counted: int | None = None

    @property
    def title(self) -> str:
        """The stage in words."""
        return TITLES.get(self.stage, self.stage)

    @property
    def pupils(self) -> int:
        """Pupils that count, each once; of characteristics alone the rows kept."""
        if self.counted is not None:
            return self.counted
        return sum(f.kept for f in self.files if f.withdrawn_at is None)

    @property
    def is_live(self) -> bool:
        """Whether any file counts."""
        return any(f.withdrawn_at is None for f in self.files)


def held(user: Any, authority: str) -> list[Held]:
    """Every stage and year with its files, the latest year first."""
    check_permission(user, Permission.DATA_SEE, authority=authority)
    found: dict[tuple[int, str], list[PupilFile]] = {}
    for file in PupilFile.objects.filter(authority_id=authority).select_related("loaded_by", "withdrawn_by"):
        found.setdefault((file.year, file.stage), []).append(file)
    kept = years_kept(authority)
    order = list(TITLES)
    keys = sorted(found, key=lambda one: (-one[0], order.index(one[1]) if one[1] in order else 99))
    counted = _counted(authority)
    return [
        Held(
            stage,
            year,
            found[year, stage],
            _corrected(authority, stage, year),
            due_on(year, kept),
            counted.get((f"pupils-{stage}", str(year))),
        )
        for year, stage in keys
    ]


def _counted(authority: str) -> dict[tuple[str, str], int]:
    """Layout and year -> how many pupils stand in the latest counting."""
    rows = Snapshot.objects.live().filter(authority_id=authority, origin=FROM_PUPILS).order_by("hint")
    return {(layout, period): kept for layout, period, kept in rows.values_list("layout", "period", "kept")}


def _corrected(authority: str, stage: str, year: int) -> int:
    return PupilCorrection.objects.filter(authority_id=authority, stage=stage, year=year).count()


def years_kept(authority: str) -> int:
    """How long an authority keeps pupils' results after the school year."""
    told = PupilRetention.objects.filter(pk=authority).first()
    return told.years if told else YEARS_KEPT


def due_on(year: int, kept: int) -> date:
    """The day from which the results of a school year are to be deleted."""
    return date(year + kept, 9, 1)


def due(user: Any, authority: str, on: date) -> list[Held]:
    """What is held longer than the authority keeps it."""
    return [one for one in held(user, authority) if one.due_on <= on]


def file(user: Any, authority: str, identity: str) -> PupilFile | None:
    """One file, if the person may see it."""
    check_permission(user, Permission.DATA_SEE, authority=authority)
    rows = PupilFile.objects.select_related("loaded_by", "withdrawn_by")
    return rows.filter(pk=identity, authority_id=authority).first()


def mappings(authority: str, stage: str) -> list[PupilMapping]:
    """The kinds of file that an authority has mapped."""
    return list(PupilMapping.objects.filter(authority_id=authority, stage=stage))


def kept_mapping(authority: str, stage: str, sieved: Sieved) -> PupilLayout | None:
    """The mapping of this kind of file, if it was mapped before: it is known by its columns."""
    names = [*sieved.kept, *sieved.identity, *sieved.left_out]
    found = PupilMapping.objects.filter(
        authority_id=authority, stage=stage, signature=signature(names)
    ).first()
    return from_document(found.document, stage) if found else None


@dataclass(frozen=True)
class Waiting:
    """A file on its way: through the sieve, and neither accepted nor discarded."""

    token: str
    sieved: Sieved
    label: dict[str, Any]


def waiting(token: str, *, user: Any, authority: str) -> Waiting | None:
    """A waiting file of this person for this authority, if it still waits."""
    found = pupil_store.waiting(token)
    if found is None:
        return None
    sieved, label = found
    if label["sent_by"] != user.pk or label["authority"] != authority:
        return None
    return Waiting(token, sieved, label)


@dataclass(frozen=True)
class Counted:
    """The pupils behind one figure: of which files, and (for officers) in which rows."""

    name: str
    sha256: str
    identity: str
    pupils: int
    rows: list[int]


def behind(
    user: Any,
    authority: str,
    stage: str,
    year: int,
    as_at: date | None,
    figure: tuple[tuple[str, str], str, str],
) -> list[Counted]:
    """Which files a figure (place, group, measure) was counted from; in which rows, for officers alone."""
    (kind, place), group, measure = figure
    counted = pupil_standing.standing(authority, stage, year, as_at).filter(_in_group(authority, group))
    counted = counted.filter(pl.col(measure).is_not_null())
    if column := PLACE_COLUMNS[PlaceKind(kind)]:
        counted = counted.filter(pl.col(column).cast(pl.String) == place)
    sees_rows = audience_of(user, authority=authority) is Audience.OFFICER
    names = {f.id: f for f in pupil_standing.live(authority, stage, year)}
    found = counted.group_by("file").agg(pl.col("row").sort()).sort("file").rows()
    return [
        Counted(names[one].name, names[one].sha256, one, len(rows), rows if sees_rows else [])
        for one, rows in found
        if one in names
    ]


def _in_group(authority: str, code: str) -> pl.Expr:
    """Whether a pupil belongs to a group, an edition's own too."""
    edition = editions.edition_of(authority)
    own = {group.code: group for group in edition.groups} if edition else {}
    conditions = [pl.col(column).is_in(list(values)) for column, values in group_of(code, own).all_of]
    return pl.all_horizontal(conditions) if conditions else pl.lit(True)
