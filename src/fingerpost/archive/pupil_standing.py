"""Which pupils count for a stage and year on a day: files put together, corrections applied, each pupil once.

The most final release of a school counts, a pupil at one school only (the later known of two), and what a file leaves
out of a pupil is filled from the files of characteristics of the same year.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import polars as pl

from fingerpost.archive import pupil_schools, pupil_store
from fingerpost.archive.models import PupilCorrection, PupilFile
from fingerpost.evidence.pupils import schema
from fingerpost.evidence.pupils.results import CHARACTERISTICS

#: How near its last form a release is.
RELEASES = {"provisional": 0, "revised": 1, "final": 2}
_PLACE = ("urn", "authority", "district", "region", "year", "stage", "pupil", "file", "row")
_FILLED = tuple(name for name in schema.PUPILS if name not in _PLACE)


def path_of(file: PupilFile) -> str:
    """Where a file's rows lie."""
    return str(pupil_store.rows_path(file.authority_id, file.year, file.stage, file.id))


def live(authority: str, stage: str, year: int) -> list[PupilFile]:
    """The files that count for a stage and year."""
    return list(
        PupilFile.objects.live().filter(authority_id=authority, stage=stage, year=year).order_by("id")
    )


def corrections(authority: str, stage: str, year: int) -> list[PupilCorrection]:
    """The corrections of a stage and year, the earliest known first."""
    return list(PupilCorrection.objects.filter(authority_id=authority, stage=stage, year=year))


def standing(
    authority: str, stage: str, year: int, day: date | None = None, files: Sequence[PupilFile] | None = None
) -> pl.DataFrame:
    """The pupils that count by what was known on a day, or by all that is known; columns of the stage's table."""
    known = [f for f in (files or live(authority, stage, year)) if day is None or f.known_on <= day]
    if not known:
        return schema.empty(stage)
    rows = pl.concat([_rows(file) for file in known])
    counted = _moved(_once(_most_final(rows), stage), authority, stage, year, day)
    return schema.conform(stage, _filled(counted, authority, year, day).select(*schema.columns(stage)))


def _rows(file: PupilFile) -> pl.DataFrame:
    return pl.read_parquet(path_of(file)).with_columns(
        _release=pl.lit(RELEASES[file.release]), _known=pl.lit(file.known_on), _loaded=pl.lit(file.loaded_at)
    )


def _most_final(rows: pl.DataFrame) -> pl.DataFrame:
    """Of each school its most final release; files of the same release stand together."""
    return rows.filter(pl.col("_release") == pl.col("_release").max().over("urn"))


def _once(rows: pl.DataFrame, stage: str) -> pl.DataFrame:
    """Each pupil once; of absence once a school, since enrolments are counted there."""
    key = ["pupil", "urn"] if stage == schema.Stage.ABSENCE else ["pupil"]
    ordered = rows.sort(
        "_release", "_known", "_loaded", "file", "row", descending=[True, True, True, False, False]
    )
    return ordered.unique(key, keep="first", maintain_order=True)


def _moved(rows: pl.DataFrame, authority: str, stage: str, year: int, day: date | None) -> pl.DataFrame:
    """Put pupils at the school that a correction says, or out; the latest correction of a pupil counts."""
    told = {c.pupil: c.urn for c in corrections(authority, stage, year) if day is None or c.known_on <= day}
    if not told:
        return rows
    where = pupil_schools.districts_of(authority)
    listed = [(p, urn, where.get(urn or 0)) for p, urn in told.items()]
    moves = pl.DataFrame(
        listed, schema={"pupil": pl.String, "_urn": pl.Int64, "_district": pl.String}, orient="row"
    )
    joined = rows.join(moves.with_columns(_told=True), on="pupil", how="left", maintain_order="left")
    staying = joined.filter(pl.col("_told").is_null() | pl.col("_urn").is_not_null())
    moved = pl.col("_urn").is_not_null()
    placed = staying.with_columns(
        urn=pl.when(moved).then("_urn").otherwise("urn"),
        district=pl.when(moved).then("_district").otherwise("district"),
    )
    return placed.drop("_urn", "_district", "_told")


def _filled(rows: pl.DataFrame, authority: str, year: int, day: date | None) -> pl.DataFrame:
    known = [f for f in live(authority, CHARACTERISTICS, year) if day is None or f.known_on <= day]
    if not known:
        return rows
    other = _once(pl.concat([_rows(f) for f in known]), CHARACTERISTICS).select("pupil", *_FILLED)
    joined = rows.join(other, on="pupil", how="left", suffix=" told", maintain_order="left")
    return joined.with_columns(pl.coalesce(name, f"{name} told").alias(name) for name in _FILLED)
