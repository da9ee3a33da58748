"""Open an edition for use, or refuse it with everything that is wrong."""

from __future__ import annotations

from pathlib import Path

from fingerpost.strategy import edition_reading
from fingerpost.strategy.edition import Edition
from fingerpost.strategy.problems import Found, NotAnEdition


def load(path: str | Path) -> Edition:
    """The edition in a folder. Refuses one that cannot be read; `check` looks deeper."""
    found = Found()
    folder = edition_reading.open_folder(Path(path), found)
    edition = edition_reading.read(folder, found) if folder else None
    if edition is None or found.problems:
        raise NotAnEdition(str(path), found.in_order())
    return edition
