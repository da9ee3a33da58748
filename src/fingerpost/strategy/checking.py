"""Check an edition: every problem at once, each with file, line and what to do."""

from __future__ import annotations

from pathlib import Path

from fingerpost.strategy import edition_reading
from fingerpost.strategy.problems import Found, Problem


def check(path: str | Path) -> list[Problem]:
    """Everything that is wrong with the edition in a folder; nothing when it can be published."""
    found = Found()
    folder = edition_reading.open_folder(Path(path), found)
    edition = edition_reading.read(folder, found) if folder else None
    return found.in_order()
