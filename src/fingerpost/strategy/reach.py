"""Cells that nothing reaches, and schools that match no cell, found by trying the edition on invented schools."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import polars as pl

from fingerpost.strategy import conditions as c
from fingerpost.strategy import trial
from fingerpost.strategy.atom_columns import Question
from fingerpost.strategy.columns import Compiler
from fingerpost.strategy.deciding import Decider
from fingerpost.strategy.edition import Cell, Edition, Scheme, Strand
from fingerpost.strategy.problems import Found
from fingerpost.strategy.rating import decide_on, needs_of
from fingerpost.strategy.wide import Figure, Needs


@dataclass
class Seen:
    """What the trials of one scheme came to."""

    true: set[tuple[str, str]] = field(default_factory=set)
    reached: set[tuple[str, str]] = field(default_factory=set)
    holes: dict[str, str] = field(default_factory=dict)


def look(edition: Edition, found: Found) -> None:
    """Note every cell that cannot be reached, and every strand that leaves a school without a cell."""
    for scheme in edition.schemes:
        asked = [strand for strand in scheme.strands if any(cell.when is not None for cell in strand.cells)]
        seen = Seen()
        for day in trial.days(edition, scheme) if asked else ():
            _try(edition, scheme, asked, day, seen)
        for strand in asked:
            _report(scheme, strand, seen, found)


def _try(edition: Edition, scheme: Scheme, asked: list[Strand], day: date, seen: Seen) -> None:
    needs = needs_of(scheme)
    question = Question(day, edition.calendar)
    decider = Decider(scheme, edition.level_ids, day, edition.calendar, Compiler(question))
    frame = decide_on(trial.wide(scheme, needs, day), decider, pl.DataFrame(), pupils=False)
    for strand in asked:
        _look_at(frame, strand, edition, needs, seen)


def _look_at(frame: pl.DataFrame, strand: Strand, edition: Edition, needs: Needs, seen: Seen) -> None:
    mine = frame.filter(pl.col(f"{strand.id} applies"))
    for cell in strand.cells:
        number = edition.level_ids.index(cell.level)
        if mine[f"{strand.id} cell {number} +0"].any():
            seen.true.add((strand.id, cell.level))
        if (mine[f"{strand.id} level"] == number).any():
            seen.reached.add((strand.id, cell.level))
    cells = [~pl.col(f"{strand.id} cell {edition.level_ids.index(cell.level)} +0") for cell in strand.cells]
    none = mine.filter(pl.all_horizontal(*cells).fill_null(False))
    if none.height and strand.id not in seen.holes and not strand.counts_for_only:
        seen.holes[strand.id] = _instance(none.row(0, named=True), strand, needs)


def _instance(row: dict, strand: Strand, needs: Needs) -> str:
    """One school that matches no cell, in figures."""
    atoms = [atom for condition in strand.conditions() for atom in c.atoms(condition)]
    named = {measure for atom in atoms for measure in c.measures(atom)}
    figures = [Figure(measure) for measure in needs.years if measure in named]
    values = [(f.measure.indicator, f.measure.group, row[f.column("value")]) for f in figures]
    said = [f"{i}{'' if g == 'all' else f' {g}'} {value:g}" for i, g, value in values if value is not None]
    return ", ".join(said[:6])


def _report(scheme: Scheme, strand: Strand, seen: Seen, found: Found) -> None:
    for cell in strand.cells:
        if cell.when is None and not cell.otherwise:
            continue
        if (strand.id, cell.level) not in seen.reached:
            _unreached(scheme, strand, cell, (strand.id, cell.level) in seen.true, found)
    if strand.id in seen.holes and not any(cell.judged for cell in strand.cells):
        found.at(
            strand.file,
            strand.line,
            f"In {scheme.id} a school can match no cell of {strand.id}: {seen.holes[strand.id]}.",
            "Widen a condition, or mark one cell `otherwise: true`.",
        )


def _unreached(scheme: Scheme, strand: Strand, cell: Cell, is_true: bool, found: Found) -> None:
    why = "whenever it is true, so is a worse cell" if is_true else "its condition is never true"
    found.at(
        cell.file,
        cell.line,
        f"In {scheme.id} the cell {cell.level} of {strand.id} can never be reached: {why}.",
        "Correct its condition, or that of the worse cell.",
    )
