"""Conditions as Polars expressions over the wide frame: every school at once, in three-valued logic.

Polars' `&` and `|` already are Kleene's. A part becomes three columns: its truth, whether it is left out, and whether
what it reads was published. Atoms are columns of their own, worked out once however many cells ask.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import reduce
from operator import and_, or_

import polars as pl

from fingerpost.strategy import conditions as c
from fingerpost.strategy.atom_columns import PLAIN, Part, Question, Reading, Setting, is_share
from fingerpost.strategy.flags import UNKNOWN, Flag, all_of
from fingerpost.strategy.kept import Kept


@dataclass
class Compiler:
    """Turns conditions into expressions; gathers the atoms, which must be put beside the wide frame first."""

    question: Question
    parts: dict[tuple[c.Atom, Setting], Part] = field(default_factory=dict)
    kept: Kept = field(default_factory=Kept)

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
        out, unpublished = all_of(p.out for p in parts), all_of(p.unpublished for p in parts)
        return Part(_combine(condition, parts), out, unpublished)

    def atom(self, atom: c.Atom, setting: Setting) -> Part:
        """An atom, as three columns that are made once."""
        key = (atom, relevant(atom, setting))
        if key not in self.parts:
            self.parts[key] = self._put_beside(self.reading(key[1]).part(atom))
        return self.parts[key]

    def _put_beside(self, part: Part) -> Part:
        """The part as columns of its own; one that is unknown for every school needs none."""
        if part.truth is UNKNOWN:
            return part
        name = f"atom {len(self.parts)}"
        return Part(
            self.kept.keep(f"{name}?", part.truth),
            self._flag(part.out, f"{name} out"),
            self._flag(part.unpublished, f"{name} unpublished"),
        )

    def _flag(self, flag: Flag, name: str) -> Flag:
        return flag if isinstance(flag, bool) else self.kept.keep(name, flag)

    def reading(self, setting: Setting) -> Reading:
        """What reads figures under a setting, and keeps what it works out here."""
        return Reading(self.question, setting, self.kept)


def relevant(atom: c.Atom, setting: Setting) -> Setting:
    """Only shares hang on one pupil, so other atoms share their columns."""
    return setting if setting.pupil and is_share(atom.measure) else replace(setting, pupil=0)


def _combine(condition: c.Condition, parts: list[Part]) -> pl.Expr:
    if isinstance(condition, c.Not):
        return ~parts[0].truth
    kept = [part for part in parts if part.out is not True]
    if not kept:
        return UNKNOWN
    if isinstance(condition, c.All):
        return reduce(and_, (_or_true(part) for part in kept))
    if isinstance(condition, c.AnyOf):
        return reduce(or_, (_or_false(part) for part in kept))
    assert isinstance(condition, c.AtLeast)
    return _at_least(condition.count, [_or_false(part) for part in kept])


def _or_true(part: Part) -> pl.Expr:
    return part.truth if isinstance(part.out, bool) else part.truth | part.out


def _or_false(part: Part) -> pl.Expr:
    return part.truth if isinstance(part.out, bool) else part.truth & ~part.out


def _at_least(count: int, truths: list[pl.Expr]) -> pl.Expr:
    true = pl.sum_horizontal(truth.fill_null(False).cast(pl.Int8) for truth in truths)
    perhaps = pl.sum_horizontal(truth.fill_null(True).cast(pl.Int8) for truth in truths)
    return pl.when(true >= count).then(True).when(perhaps < count).then(False).otherwise(None)


def _first_published(parts: list[Part]) -> Part:
    truth = UNKNOWN
    for part in reversed(parts):
        if part.unpublished is False:
            truth = part.or_nothing
        elif part.unpublished is not True:
            truth = pl.when(part.unpublished).then(truth).otherwise(part.or_nothing)
    return Part(truth, all_of(p.out for p in parts), all_of(p.unpublished for p in parts))
