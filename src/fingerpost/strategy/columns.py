"""Conditions as Polars expressions over the wide frame: every school at once, in three-valued logic.

Polars' `&` and `|` already are Kleene's. A part becomes three columns: its truth, whether it is left out, and whether
what it reads was published. Atoms are columns of their own, worked out once however many cells ask.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import reduce
from operator import and_, or_

import polars as pl

from fingerpost.strategy import conditions as c
from fingerpost.strategy.atom_columns import PLAIN, Part, Question, Reading, Setting, is_share


@dataclass
class Compiler:
    """Turns conditions into expressions; gathers the atoms, which must be put beside the wide frame first."""

    question: Question
    columns: dict[tuple[c.Atom, Setting], str] = field(default_factory=dict)
    expressions: list[pl.Expr] = field(default_factory=list)

    def truth(self, condition: c.Condition, setting: Setting = PLAIN) -> pl.Expr:
        """True, false or unknown; unknown too when every part is left out."""
        return self.part(condition, setting).or_nothing

    def part(self, condition: c.Condition, setting: Setting) -> Part:
        """Any condition, composite or atom."""
        if isinstance(condition, c.ATOMS):
            return self.atom(condition, setting)
        parts = [self.part(part, setting) for part in c.parts_of(condition)]
        if isinstance(condition, c.FirstPublished):
            return _first_published(parts)
        out, unpublished = _all_of(p.out for p in parts), _all_of(p.unpublished for p in parts)
        return Part(_combine(condition, parts), out, unpublished)

    def atom(self, atom: c.Atom, setting: Setting) -> Part:
        """An atom, as three columns that are made once."""
        key = (atom, relevant(atom, setting))
        if key not in self.columns:
            name = self.columns[key] = f"atom {len(self.columns)}"
            made = Reading(self.question, key[1]).part(atom)
            self.expressions += [
                made.truth.alias(f"{name}?"),
                made.out.alias(f"{name} out"),
                made.unpublished.alias(f"{name} unpublished"),
            ]
        name = self.columns[key]
        return Part(pl.col(f"{name}?"), pl.col(f"{name} out"), pl.col(f"{name} unpublished"))


def relevant(atom: c.Atom, setting: Setting) -> Setting:
    """Only shares hang on one pupil, so other atoms share their columns."""
    return setting if setting.pupil and is_share(atom.measure) else replace(setting, pupil=0)


def _combine(condition: c.Condition, parts: list[Part]) -> pl.Expr:
    if isinstance(condition, c.All):
        return reduce(and_, (p.truth | p.out for p in parts))
    if isinstance(condition, c.AnyOf):
        return reduce(or_, (p.truth & ~p.out for p in parts))
    if isinstance(condition, c.Not):
        return ~parts[0].truth
    assert isinstance(condition, c.AtLeast)
    kept = [p.truth & ~p.out for p in parts]
    true = pl.sum_horizontal(part.fill_null(False).cast(pl.Int8) for part in kept)
    perhaps = pl.sum_horizontal(part.fill_null(True).cast(pl.Int8) for part in kept)
    return (
        pl.when(true >= condition.count)
        .then(True)
        .when(perhaps < condition.count)
        .then(False)
        .otherwise(None)
    )


def _first_published(parts: list[Part]) -> Part:
    truth = pl.lit(None, dtype=pl.Boolean)
    out = _all_of(p.out for p in parts)
    for part in reversed(parts):
        truth = pl.when(part.unpublished).then(truth).otherwise(part.or_nothing)
    return Part(truth, out, _all_of(p.unpublished for p in parts))


def _all_of(parts: Iterable[pl.Expr]) -> pl.Expr:
    return reduce(and_, parts)
