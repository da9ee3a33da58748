"""From a pupil file to kept rows: opened, sieved, understood, written. The actions call it, audit and decide."""

from __future__ import annotations

import hashlib
import logging
import re
import traceback
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl

from fingerpost.archive import pupil_schools, pupil_standing, pupil_store
from fingerpost.archive.models import PupilFile
from fingerpost.evidence import national
from fingerpost.evidence.pupils import mapping as mappings
from fingerpost.evidence.pupils import opening
from fingerpost.evidence.pupils.mapping import BadMapping, PupilLayout
from fingerpost.evidence.pupils.reading import Asked, PupilReading, RefusedPupils, read
from fingerpost.evidence.pupils.sieve import Sieved, sieve
from fingerpost.evidence.pupils.stages import TITLES

RELEASES = tuple(pupil_standing.RELEASES)
#: What people call the releases.
ALSO = {"amended": "revised"}
YEARS = range(2000, 2100)
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Said:
    """What an officer says of a file: all that the file does not say of itself."""

    stage: str
    year: int
    release: str
    authority: str
    known_on: date | None = None
    urn: int | None = None
    by_supplier: bool = False
    upn_column: str = ""


@dataclass(frozen=True)
class Upload:
    """A file that has been through the sieve, with its fingerprint; the bytes are gone."""

    name: str
    sha256: str
    size: int
    sieved: Sieved
    notes: tuple[str, ...] = ()


@contextmanager
def quiet() -> Iterator[None]:
    """Turn a fault of ours into a refusal; its words may quote a cell, so only its kind and place are logged."""
    try:
        yield
    except (RefusedPupils, BadMapping, pupil_store.NoKey, OSError):
        raise
    except Exception as fault:
        frames = traceback.extract_tb(fault.__traceback__)
        where = " < ".join(f"{Path(f.filename).name}:{f.lineno}" for f in reversed(frames[-6:]))
        logger.error("A file of pupils could not be read: %s at %s", type(fault).__name__, where)
        raise RefusedPupils(
            f"Fingerpost itself failed on this file ({type(fault).__name__}), and nothing of it was kept. Please "
            "report it; where it failed stands in the log."
        ) from None


def checked(said: Said) -> Said:
    """The same, if stage, year and release are such."""
    release = ALSO.get(said.release, said.release)
    if said.stage not in TITLES:
        raise RefusedPupils(f"There is no stage {said.stage}. Choose one of: {', '.join(TITLES)}.")
    if said.year not in YEARS:
        raise RefusedPupils(
            f"{said.year} is not the year in which a school year ends. Write 2025 for 2024/25."
        )
    if release not in RELEASES:
        raise RefusedPupils(f"There is no release {said.release}. Choose one of: {', '.join(RELEASES)}.")
    return replace(said, release=release)


def sieved(path: Path, content: bytes, said: Said, companion: bytes | None = None) -> Upload:
    """Open a file and let it through the sieve."""
    with quiet():
        return _sieved(path, content, said, companion)


def _sieved(path: Path, content: bytes, said: Said, companion: bytes | None) -> Upload:
    opened = opening.opened(path, content, said.stage, companion=companion)
    if opened.year is not None and opened.year != said.year:
        raise RefusedPupils(
            f"The file says that it is of the school year that ends in {opened.year}, and it is loaded for {said.year}."
        )
    found = sieve(
        opened.table, said.stage, pupil_store.pseudonyms(said.authority), upn_column=said.upn_column
    )
    digest = hashlib.sha256(content + (companion or b"")).hexdigest()
    size = len(content) + len(companion or b"")
    return Upload(safe_name(path.name), digest, size, found, opened.notes)


def safe_name(name: str) -> str:
    """A file's name without anything that a path could be made of, and without a UPN in it."""
    plain = re.sub(r"[^\w .()+-]", "_", name.replace("\\", "/").rsplit("/", 1)[-1])
    return re.sub(r"(?i)[A-Z]\d{11}[\dA-Z]", "(number)", plain)[-150:] or "file"


def layout_for(upload: Upload, given: Any, kept: PupilLayout | None) -> tuple[PupilLayout, str]:
    """The mapping to read by, and where it is from: the one given, the one kept for such files, or the suggested."""
    if isinstance(given, PupilLayout):
        return mappings.for_file(mappings.checked(given), upload.sieved), "given"
    if isinstance(given, Mapping):
        found = mappings.from_document(given, upload.sieved.stage)
        return mappings.for_file(found, upload.sieved), "given"
    if kept is not None:
        return mappings.for_file(kept, upload.sieved), "kept"
    return mappings.suggest(upload.sieved), "suggested"


def understood(sieved: Sieved, layout: PupilLayout, said: Said) -> PupilReading:
    """What would be kept of a file, and what not."""
    schools = pupil_schools.schools_in(said.authority, said.year)
    asked = Asked(said.stage, said.year, said.authority, schools, said.urn, said.by_supplier)
    with quiet():
        return read(sieved, layout, asked)


def known(said: Said) -> tuple[date, str]:
    """The day from which the figures may be used, and who says so; the day of loading never counts."""
    if said.known_on is not None:
        return said.known_on, "stated by the officer"
    day = national.releases().known_on(f"pupils-{said.stage}", str(said.year), said.release)
    return day.on, day.reference


def same_before(upload: Upload, said: Said, layout: PupilLayout) -> PupilFile | None:
    """The file, if it was loaded before in the same way and still counts."""
    rows = PupilFile.objects.live().filter(
        authority_id=said.authority,
        stage=said.stage,
        year=said.year,
        sha256=upload.sha256,
        release=said.release,
    )
    return next((f for f in rows if f.mapping == layout.as_document()), None)


def check_key(authority: str) -> None:
    """Refuse to put together pupils whose pseudonyms were made under two keys."""
    name = pupil_store.key_name()
    others = PupilFile.objects.filter(authority_id=authority).exclude(key_name=name)
    if others.exists():
        raise RefusedPupils(
            "The key of the pseudonyms is not the one under which the pupils that are held were hashed: the same child "
            "would be two. Put the key back (FINGERPOST_PUPIL_KEY, or pupil.key in the home), or delete them first."
        )


def keep(
    upload: Upload, layout: PupilLayout, reading: PupilReading, said: Said, by: Any, at: datetime
) -> PupilFile:
    """Write the rows and then the row that makes them real."""
    known_on, known_from = known(said)
    identity = _identity(upload, layout, said, at)
    path = pupil_store.rows_path(said.authority, said.year, said.stage, identity)
    pupil_store.write_rows(path, reading.frame.with_columns(file=pl.lit(identity)))
    return PupilFile.objects.create(
        id=identity,
        authority_id=said.authority,
        stage=said.stage,
        year=said.year,
        name=upload.name,
        sha256=upload.sha256,
        size=upload.size,
        rows=reading.rows,
        kept=reading.kept,
        set_aside=[aside.as_document() for aside in reading.asides],
        messages=[*upload.notes, *reading.messages],
        counts=dict(reading.counts),
        mapping=layout.as_document(),
        identity=upload.sieved.identity,
        left_out=upload.sieved.left_out,
        made=list(reading.made),
        schools=sorted(reading.frame["urn"].unique().to_list()),
        release=said.release,
        known_on=known_on,
        known_from=known_from[:200],
        key_name=pupil_store.key_name(),
        loaded_at=at,
        loaded_by=by,
    )


def every_path() -> list[Path]:
    """Where the rows of every file lie: all else in the folder was left by a load that was killed."""
    fields = PupilFile.objects.values_list("authority_id", "year", "stage", "id")
    return [pupil_store.rows_path(*one) for one in fields]


def _identity(upload: Upload, layout: PupilLayout, said: Said, at: datetime) -> str:
    parts = (
        upload.sha256,
        str(layout.as_document()),
        said.authority,
        said.stage,
        str(said.year),
        at.isoformat(),
    )
    return hashlib.sha256("|".join(parts).encode()).hexdigest()[:16]
