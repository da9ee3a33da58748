"""Say where a pupil counts who moved between schools or authorities after the file was made.

The list names pupils by UPN, hashed as it is read, or by the row of a loaded file; of a school it has the number, and
nothing for a pupil who counts nowhere here.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
from django.db import transaction

from fingerpost.archive import pupil_counting, pupil_loading, pupil_schools, pupil_standing, store
from fingerpost.archive.actions.pupils import CannotChange
from fingerpost.archive.models import PupilCorrection, PupilFile
from fingerpost.archive.pupil_loading import Said
from fingerpost.core.actions import audit
from fingerpost.core.rules import Permission, check_permission
from fingerpost.evidence.pupils import columns, mapping, schools
from fingerpost.evidence.pupils.results import CHARACTERISTICS
from fingerpost.evidence.pupils.sieve import Sieved

#: What a list writes in the place of a school for a pupil who counts nowhere here.
GONE = ("", "LEFT", "OUT", "NONE", "GONE", "-")


@dataclass(frozen=True)
class Corrected:
    """How many pupils were put elsewhere or out, and the rows of the list that could not be used, with why."""

    moved: int
    out: int
    unused: dict[str, list[int]]


@store.alone()
@transaction.atomic
def correct_pupils(
    *,
    path: Path,
    content: bytes,
    authority: str,
    stage: str,
    year: int,
    known_on: date,
    rows_of: PupilFile | None = None,
    by: Any,
    at: datetime,
) -> Corrected:
    """Take in a list of corrections and count again; a later line of a pupil replaces the earlier.

    Raises RefusedPupils. `rows_of` is the file whose row numbers the list names pupils by, in a column called row.
    """
    check_permission(by, Permission.PUPILS_LOAD, authority=authority)
    upload = pupil_loading.sieved(path, content, Said(CHARACTERISTICS, year, "final", authority))
    lines = _lines(upload.sieved, authority, year, rows_of)
    held = set(pupil_standing.standing(authority, stage, year)["pupil"].to_list())
    lines = lines.with_columns(
        why=pl.when(pl.col("why").is_null() & ~pl.col("pupil").is_in(list(held)))
        .then(pl.lit("the pupil is in none of the files that count"))
        .otherwise("why")
    )
    good = lines.filter(pl.col("why").is_null())
    if good.is_empty():
        raise CannotChange("No line of the list can be used: " + _worst(lines))
    PupilCorrection.objects.bulk_create(
        _correction(row, authority, stage, year, known_on, upload, by, at)
        for row in good.iter_rows(named=True)
    )
    audit.record(
        "pupils corrected",
        by=by,
        about=f"{authority} {stage} {year}",
        at=at,
        detail={"pupils": good.height, "sha256": hashlib.sha256(content).hexdigest()},
    )
    pupil_counting.count(authority, stage, year, by=by, at=at)
    out = good.filter(pl.col("urn").is_null()).height
    return Corrected(good.height - out, out, _unused(lines))


def _correction(
    row: dict, authority: str, stage: str, year: int, known_on: date, upload, by, at
) -> PupilCorrection:
    return PupilCorrection(
        authority_id=authority,
        stage=stage,
        year=year,
        pupil=row["pupil"],
        urn=row["urn"],
        known_on=known_on,
        file_name=upload.name,
        sha256=upload.sha256,
        row=row["row"],
        made_at=at,
        made_by=by,
    )


def _lines(sieved: Sieved, authority: str, year: int, rows_of: PupilFile | None) -> pl.DataFrame:
    """row, pupil, urn, why of every line of the list."""
    layout = mapping.suggest(sieved)
    found = schools.placed(sieved, layout, pupil_schools.schools_in(authority, year), authority, None)
    frame = found.frame.select("row", "named", "urn", "why").with_columns(pupil=_pupils(sieved, rows_of))
    is_out = pl.col("named").fill_null("").str.to_uppercase().is_in(list(GONE))
    elsewhere = (pl.col("why") == schools.ANOTHER).fill_null(False)
    out = is_out | elsewhere
    return frame.with_columns(
        urn=pl.when(~out).then("urn"),
        why=pl.when(pl.col("pupil").is_null())
        .then(pl.lit("there is no UPN that can be one, nor a row of the file"))
        .when(~out)
        .then("why"),
    )


def _pupils(sieved: Sieved, rows_of: PupilFile | None) -> pl.Series:
    numbers = next(
        (name for name in sieved.kept if columns.plain(name) in ("row", "row2", "rownumber")), None
    )
    pupils = sieved.frame["pupil"]
    if rows_of is None or numbers is None:
        return pupils
    rows = pl.read_parquet(pupil_standing.path_of(rows_of)).select("row", "pupil")
    of_row = {str(row): pupil for row, pupil in rows.rows()}
    named = sieved.cells(numbers).replace_strict(of_row, default=None, return_dtype=pl.String)
    return pl.DataFrame({"a": pupils, "b": named}).select(pl.coalesce("a", "b")).to_series()


def _unused(lines: pl.DataFrame) -> dict[str, list[int]]:
    bad = lines.filter(pl.col("why").is_not_null())
    return dict(bad.group_by("why").agg("row").sort("why").rows())


def _worst(lines: pl.DataFrame) -> str:
    return "; ".join(f"{why} ({len(rows)})" for why, rows in _unused(lines).items()) + "."
