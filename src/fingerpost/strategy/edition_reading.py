"""From a folder of YAML to an edition, with every fault noted where it stands."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from fingerpost.strategy import (
    bands,
    leading,
    letters,
    lined,
    lines,
    new_head,
    own_groups,
    prediction,
    rhythm,
    visits,
)
from fingerpost.strategy.calendar import Calendar
from fingerpost.strategy.edition import Edition, Level, Scheme
from fingerpost.strategy.keys import Keys, as_list, day_of_year
from fingerpost.strategy.lined import Mapping
from fingerpost.strategy.problems import Found
from fingerpost.strategy.scheme_reading import SchemeReader, Shared

STRATEGY = (
    "name",
    "authority",
    "document",
    "released_on",
    "levels",
    "rule",
    "settings",
    "enough",
    "evidence_age",
    "judgement_age",
    "calendar",
    "lines",
    "prediction",
    "new_head",
    "rhythm",
    "groups",
    "bands",
    "leading",
    "note",
)


@dataclass(frozen=True)
class Folder:
    """The files of an edition, read once."""

    path: Path
    strategy: Mapping
    schemes: tuple[Mapping, ...]
    examples: Mapping
    entitlements: Mapping
    hash: str


def hash_of(path: Path) -> str:
    """SHA-256 over every file of the folder, by name and content, in the order of their names."""
    digest = hashlib.sha256()
    for file in sorted(p for p in path.rglob("*") if p.is_file() and not p.name.startswith(".")):
        digest.update(file.relative_to(path).as_posix().encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()


def open_folder(path: Path, found: Found) -> Folder | None:
    """Every YAML file of an edition; None when the folder is none."""
    if not (path / "strategy.yaml").is_file():
        nowhere = Mapping()
        nowhere.file, nowhere.line = str(path), 1
        found.add(nowhere, "There is no strategy.yaml here.", "Give the folder of an edition.")
        return None
    schemes = [_mapping(path, file, found) for file in sorted((path / "schemes").glob("*.yaml"))]
    return Folder(
        path,
        _mapping(path, path / "strategy.yaml", found),
        tuple(schemes),
        _mapping_if_there(path, "examples.yaml", found),
        _mapping_if_there(path, "entitlements.yaml", found),
        hash_of(path),
    )


def _mapping_if_there(path: Path, name: str, found: Found) -> Mapping:
    return _mapping(path, path / name, found) if (path / name).is_file() else _empty(name)


def _empty(name: str) -> Mapping:
    made = Mapping()
    made.file, made.line, made.lines, made.doubled = name, 1, {}, []
    return made


def _mapping(path: Path, file: Path, found: Found) -> Mapping:
    name = file.relative_to(path).as_posix()
    try:
        read = lined.read(file, name)
    except lined.BadYaml as error:
        at = _empty(name)
        at.line = error.line
        found.add(
            at,
            f"This is not YAML: {error.what}.",
            "Correct the line; look for a missing colon, quote or space.",
        )
        return _empty(name)
    if not isinstance(read, Mapping):
        found.add(_empty(name), "The file holds no mapping.", "Begin with a key and a colon.")
        return _empty(name)
    _doubled(read, found)
    return read


def _doubled(node: Any, found: Found) -> None:
    if isinstance(node, Mapping):
        for key, line in node.doubled:
            at = _empty(node.file)
            at.line = line
            found.add(at, f"`{key}` stands twice in one mapping.", "Keep one of them.")
        for value in node.values():
            _doubled(value, found)
    elif isinstance(node, list):
        for value in node:
            _doubled(value, found)


def read(folder: Folder, found: Found) -> Edition | None:
    """The edition; None when nothing can be made of it."""
    keys = Keys(folder.strategy, found, "strategy.yaml")
    keys.only(STRATEGY)
    levels, calendar = _levels(keys), _calendar(keys)
    shared = Shared(tuple(level.id for level in levels), folder.strategy)
    schemes = [scheme for file in folder.schemes for scheme in SchemeReader(file, found, shared).schemes()]
    if not folder.schemes:
        found.add(folder.strategy, "The edition has no scheme.", "Add a file to schemes/.")
    _once(schemes, folder, found)
    released = keys.value("released_on", date, required=False)
    return Edition(
        code=f"{folder.path.resolve().parent.name}/{folder.path.resolve().name}",
        name=keys.text("name"),
        hash=folder.hash,
        path=str(folder.path),
        levels=levels,
        schemes=tuple(sorted(schemes, key=lambda scheme: scheme.beside)),
        calendar=calendar,
        document=keys.text("document", required=False),
        released_on=released,
        note=keys.text("note", required=False),
        authority=keys.text("authority", required=False),
        lines=lines.read(keys),
        prediction=prediction.read(keys),
        new_head=new_head.read(keys),
        rhythm=rhythm.read(keys),
        letters=letters.read(folder.path, found),
        groups=own_groups.read(keys),
        visits=visits.read(folder.entitlements, found, [level.id for level in levels]),
        bands=bands.read(keys, shared.levels),
        leading=leading.read(keys),
    )


def _once(schemes: list[Scheme], folder: Folder, found: Found) -> None:
    ids = [scheme.id for scheme in schemes]
    for doubled in sorted({i for i in ids if ids.count(i) > 1}):
        found.add(
            folder.schemes[-1], f"The scheme {doubled} is declared twice.", "Give each scheme its own id."
        )


def _levels(keys: Keys) -> tuple[Level, ...]:
    levels = []
    for node in as_list(keys.node.get("levels")):
        if not isinstance(node, Mapping):
            keys.found.add(keys.node, "A level is not a mapping.", "Write id, name and meaning.", "levels")
            continue
        level = Keys(node, keys.found, "A level")
        level.only(("id", "name", "meaning"))
        levels.append(Level(level.text("id"), level.text("name"), level.text("meaning", required=False)))
    if len(levels) < 2 or len({level.id for level in levels}) < len(levels):
        keys.found.add(
            keys.node,
            "An edition needs two levels or more, each with its own id.",
            "List them, best first.",
            "levels",
        )
    return tuple(levels)


def _calendar(keys: Keys) -> Calendar:
    said = keys.node.get("calendar")
    if not isinstance(said, Mapping):
        return Calendar()
    calendar = Keys(said, keys.found, "The calendar")
    calendar.only(("terms", "results", "ours"))
    calendar.text("ours")
    default = Calendar()
    terms = tuple(sorted(day for day in map(day_of_year, as_list(said.get("terms"))) if day))
    results = day_of_year(said.get("results", "12-01"))
    if len(terms) != len(as_list(said.get("terms"))) or results is None:
        keys.found.add(
            said, "A day of the year cannot be read.", 'Write it as "09-01": month, day, in quotes.'
        )
    return Calendar(terms or default.terms, results or default.results, calendar.text("ours", required=False))
