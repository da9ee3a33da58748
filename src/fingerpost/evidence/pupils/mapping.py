"""Which column of a file is what: suggested by names and cells, confirmed by an officer, kept as a layout."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from fingerpost.evidence.pupils import characteristics, columns
from fingerpost.evidence.pupils.sieve import BLOT, Sieved


class BadMapping(Exception):
    """A mapping that cannot be used; the message says which line of it and what to write."""


@dataclass(frozen=True)
class PupilLayout:
    """The mapping of one kind of file. `columns`: the file's column -> what it is; `words`: what a cell stands for."""

    stage: str
    columns: Mapping[str, str]
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def column_of(self, target: str) -> str | None:
        """The file's column that is this."""
        return next((name for name, meant in self.columns.items() if meant == target), None)

    @property
    def mapped(self) -> set[str]:
        """Everything that a column is."""
        return {target for target in self.columns.values() if target}

    def as_document(self) -> dict[str, Any]:
        """As it is kept, and as a file of one's own may hold it."""
        words = {target: dict(told) for target, told in self.words.items() if told}
        return {"stage": self.stage, "columns": {k: v for k, v in self.columns.items() if v}, "words": words}


def signature(names: Iterable[str]) -> str:
    """By which a kind of file is known again: its columns' names, in whatever order."""
    return hashlib.sha256("\n".join(sorted(columns.plain(name) for name in names)).encode()).hexdigest()[:32]


def from_document(document: Mapping[str, Any], stage: str) -> PupilLayout:
    """A kept mapping; refuses what it cannot understand."""
    if not isinstance(document, Mapping) or not isinstance(document.get("columns"), Mapping):
        raise BadMapping("A mapping has `columns`: the file's column names, each with what it is.")
    if document.get("stage", stage) != stage:
        raise BadMapping(
            f"The mapping is for the stage {document['stage']}, and the file is loaded for {stage}."
        )
    listed = {str(name): str(meant or "") for name, meant in document["columns"].items()}
    told = {str(t): {str(k): str(v) for k, v in w.items()} for t, w in (document.get("words") or {}).items()}
    return checked(PupilLayout(stage, listed, told))


def checked(layout: PupilLayout) -> PupilLayout:
    """The same, if every target exists and none is named twice."""
    known = {target for target, _ in columns.targets(layout.stage)}
    used: dict[str, str] = {}
    for name, target in layout.columns.items():
        if not target:
            continue
        if target in columns.WHO:
            raise BadMapping(
                f"Column {name}: who a pupil is cannot be mapped; it is recognised and hashed at once."
            )
        if target not in known:
            raise BadMapping(f"Column {name}: there is no {target} at this stage. Choose one of the list.")
        if target in used:
            raise BadMapping(
                f"Columns {used[target]} and {name} are both {columns.title(target, layout.stage)}."
            )
        used[target] = name
    return layout


def suggest(sieved: Sieved) -> PupilLayout:
    """What the columns probably are: the officer mostly confirms."""
    taken: dict[str, str] = {}
    for name in sieved.kept:
        cells = [
            cell for cell in sieved.cells(name).drop_nulls().head(2000).to_list() if cell and cell != BLOT
        ]
        for target in columns.candidates(name, sieved.stage):
            if (
                target in columns.WHO
                or target in taken.values()
                or not columns.fits(target, cells, sieved.stage)
            ):
                continue
            taken[name] = target
            break
    return PupilLayout(sieved.stage, {name: taken.get(name, "") for name in sieved.kept})


def for_file(layout: PupilLayout, sieved: Sieved) -> PupilLayout:
    """A kept mapping as this file's columns are spelled; what the file has not is left out."""
    spelled = {columns.plain(name): name for name in sieved.kept}
    listed = {
        spelled[p]: meant for name, meant in layout.columns.items() if (p := columns.plain(name)) in spelled
    }
    return PupilLayout(layout.stage, {name: listed.get(name, "") for name in sieved.kept}, layout.words)


def unknown_words(sieved: Sieved, layout: PupilLayout) -> dict[str, dict[str, int]]:
    """Target -> words in its column that nobody has explained, with how often; a blotted cell is not among them."""
    found: dict[str, dict[str, int]] = {}
    for name, target in layout.columns.items():
        characteristic = characteristics.BY_CODE.get(target)
        if characteristic is None or not characteristic.values or name not in sieved.kept:
            continue
        told = layout.words.get(target, {})
        for word, count in sieved.cells(name).drop_nulls().value_counts(sort=True).rows():
            cell = str(word).strip()
            if cell and cell != BLOT and not characteristic.meaning(cell, told)[1]:
                found.setdefault(target, {})[cell] = int(count)
    return found
