"""Check an edition: every problem at once, each with file, line and what to do."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

from fingerpost.strategy import edition_reading, example_checking, new_head, prediction, reach
from fingerpost.strategy.edition import Edition, Scheme
from fingerpost.strategy.problems import Found, Problem


def check(path: str | Path) -> list[Problem]:
    """Everything that is wrong with the edition in a folder; nothing when it can be published.

    Reach and holes are looked for on a sample of invented schools at every line drawn, not proved.
    """
    found = Found()
    folder = edition_reading.open_folder(Path(path), found)
    edition = edition_reading.read(folder, found) if folder else None
    if folder is not None and edition is not None:
        _shape(edition, found)
        is_sound = not found.problems
        example_checking.look(edition, folder.examples, found, run=is_sound)
        if is_sound:
            reach.look(edition, found)
    return found.in_order()


def _shape(edition: Edition, found: Found) -> None:
    """What can be told without trying the edition: cells for every level, tables that fit their rule."""
    prediction.check(edition, found)
    new_head.check(edition, found)
    for scheme in edition.schemes:
        _ladders(scheme, edition, found)
        if scheme.rule == "matrix":
            _matrix(scheme, edition, found)


def _ladders(scheme: Scheme, edition: Edition, found: Found) -> None:
    for strand in scheme.strands:
        levels = [cell.level for cell in strand.cells]
        if levels == edition.level_ids[:1] or levels == edition.level_ids:
            continue
        found.at(
            strand.file,
            strand.line,
            f"In {scheme.id} the strand {strand.id} has cells for {', '.join(levels) or 'no level'}.",
            "Give it a cell for each level, or for the best alone, which then counts for and never against.",
        )


def _matrix(scheme: Scheme, edition: Edition, found: Found) -> None:
    """A matrix needs two families and a square that never gets better as either gets worse."""
    families = [family.id for family in scheme.families]
    table, size = scheme.settings.get("table"), len(edition.levels)
    named = scheme.settings.get("rows") in families and scheme.settings.get("columns") in families
    square = isinstance(table, list) and len(table) == size and all(len(line) == size for line in table)
    if not named or not square or not isinstance(table, list):
        what, do = (
            f"The matrix of {scheme.id} is not whole.",
            f"Give rows, columns and a table {size} by {size}.",
        )
    elif any(_falls(line) for line in table) or any(_falls(list(line)) for line in zip(*table, strict=True)):
        what, do = (
            f"The matrix of {scheme.id} gets better as a family gets worse.",
            "Let no row or column fall.",
        )
    else:
        return
    found.at("strategy.yaml", 1, what, do)


def _falls(line: list) -> bool:
    return any(after < before for before, after in pairwise(line))
