"""Files as they lie on disk: which of a folder are loaded, and what beside a file's content decides how it is read."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fingerpost.evidence.reading.load import Options, digest
from fingerpost.evidence.reading.timing import from_path

#: What is taken for a table when a folder is given; anything else in it is listed and left alone.
SUFFIXES = (".csv", ".tsv", ".xlsx", ".xls", ".xlsm", ".parquet")


@dataclass(frozen=True)
class File:
    """A file's content, and that of the metadata file beside it."""

    path: Path
    data: bytes
    companion: bytes | None = None

    @property
    def sha256(self) -> str:
        """The content's digest."""
        return digest(self.data)


def files_in(paths: Sequence[Path]) -> tuple[list[Path], list[str]]:
    """The files to load, folders searched through, in a fixed order; and what a folder held that is no table."""
    found, other = [], []
    for path in paths:
        if path.is_dir():
            inside = sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith("."))
            found += [p for p in inside if p.suffix.lower() in SUFFIXES]
            other += [said(p) for p in inside if p.suffix.lower() not in SUFFIXES]
        else:
            found.append(path)
    return list(dict.fromkeys(found)), other


def opened(path: Path) -> File:
    """A file with its metadata; raises OSError when either cannot be read."""
    beside = path.with_name(path.stem + ".meta.csv")
    return File(path, path.read_bytes(), beside.read_bytes() if beside.is_file() else None)


def hint(file: File, options: Options) -> str:
    """What beside the content decides how a file is read: its name's time, the options, its metadata."""
    told = from_path(file.path)
    companion = digest(file.companion)[:8] if file.companion else ""
    parts = (told.period, told.as_at, options.period, options.as_at, options.known_on, companion)
    return "|".join("" if part is None else str(part) for part in parts)


def said(path: Path) -> str:
    """A path as text that can be kept: a name in an unknown encoding has marks for what cannot be read."""
    return os.fsencode(path).decode("utf-8", errors="replace")


def kept_text(text: str) -> str:
    """Text that every database takes: the character without a meaning, which a damaged file can hold, is marked."""
    return text.replace("\x00", "\ufffd")
