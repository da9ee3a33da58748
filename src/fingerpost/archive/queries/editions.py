"""Editions of strategies on disk, found by code or by path."""

from __future__ import annotations

from pathlib import Path

from fingerpost.archive.models import RatingRun
from fingerpost.core.home import strategies_folders
from fingerpost.strategy.edition import Edition
from fingerpost.strategy.loading import load
from fingerpost.strategy.problems import NotAnEdition


class NoSuchEdition(Exception):
    """Neither a shipped edition nor a folder has that name."""


_LOADED: dict[tuple[str, float], Edition] = {}


def find(name: str) -> Path:
    """The folder of an edition, by code (`authority/edition`, the home's own first) or by path."""
    for folder in strategies_folders():
        if (folder / name / "strategy.yaml").is_file():
            return folder / name
    path = Path(name)
    if (path / "strategy.yaml").is_file():
        return path
    known = ", ".join(sorted(codes()))
    raise NoSuchEdition(
        f"There is no edition {name}. Known: {known}; or give the path of a folder with strategy.yaml."
    )


def codes() -> list[str]:
    """The codes of all editions that can be found."""
    found = {
        f"{path.parent.parent.name}/{path.parent.name}"
        for folder in strategies_folders()
        for path in folder.glob("*/*/strategy.yaml")
    }
    return sorted(found)


def edition(name: str) -> Edition:
    """An edition, kept in memory until any of its files changes."""
    path = find(name)
    newest = max(file.stat().st_mtime for file in path.rglob("*") if file.is_file())
    key = (str(path.resolve()), newest)
    if key not in _LOADED:
        _LOADED[key] = load(path)
    return _LOADED[key]


def edition_of(authority: str) -> Edition | None:
    """The edition that an authority works under: that of its latest levels, else one that names it as its own."""
    run = RatingRun.objects.filter(authority_id=authority).values_list("edition", flat=True).first()
    known = codes()
    if run in known:
        return edition(run)
    return next((one for one in map(_sound, known) if one and one.authority == authority), None)


def _sound(code: str) -> Edition | None:
    try:
        return edition(code)
    except NotAnEdition:
        return None
