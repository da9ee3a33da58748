"""One school's votes, step by step: how its strands make its families, and its families its level.

The arithmetic is the rating's own, on one row, so that a page that explains it can never say anything else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from fingerpost.strategy import rules, scoring
from fingerpost.strategy.edition import Family, Scheme


@dataclass(frozen=True)
class FamilyVotes:
    """A family: the level of each of its decided strands by name, how many concern the school, and its one vote."""

    family: Family
    strands: tuple[tuple[str, str], ...]
    asked: int
    level: str | None


@dataclass(frozen=True)
class Votes:
    """The families with their votes, their mean, and what the scheme's rule makes of them before any floor."""

    families: tuple[FamilyVotes, ...]
    mean: str | None
    fit: str | None
    levels: tuple[str, ...]

    @property
    def worst(self) -> FamilyVotes | None:
        """The family that stands in the way of a better level, where one is known."""
        known = [one for one in self.families if one.level is not None]
        return max(known, key=lambda one: self.levels.index(one.level or ""), default=None)


def votes(scheme: Scheme, levels: list[str], decided: Mapping[str, str], asked: set[str]) -> Votes:
    """The votes of a school: `decided` is the level of each strand that has one, `asked` those that concern it."""
    frame = _row(scheme, levels, decided, asked)
    frame = frame.with_columns(scoring.family_columns(scheme, "level"))
    named = {family.id: pl.col(f"family {family.id} level") for family in scheme.families}
    row = frame.with_columns(
        rules.mean_of_families(scheme, named).alias("mean"),
        scoring.school_level(scheme, "level", len(levels) - 1).alias("fit"),
    ).row(0, named=True)
    families = [
        _family(scheme, family, decided, asked, _word(levels, row[f"family {family.id} level"]))
        for family in scheme.families
    ]
    mean, fit = _word(levels, row["mean"]), _word(levels, row["fit"])
    return Votes(tuple(families), mean, fit, tuple(levels))


def _row(scheme: Scheme, levels: list[str], decided: Mapping[str, str], asked: set[str]) -> pl.DataFrame:
    columns: dict[str, pl.Series] = {}
    for strand in scheme.strands:
        at = levels.index(decided[strand.id]) if strand.id in decided else None
        columns[f"{strand.id} level"] = pl.Series([at], dtype=pl.Int8)
        columns[f"{strand.id} applies"] = pl.Series([strand.id in asked], dtype=pl.Boolean)
    return pl.DataFrame(columns)


def _family(
    scheme: Scheme, family: Family, decided: Mapping[str, str], asked: set[str], level: str | None
) -> FamilyVotes:
    mine = [strand for strand in scheme.strands if strand.family == family.id]
    voices = tuple((strand.name, decided[strand.id]) for strand in mine if strand.id in decided)
    counted = sum(1 for strand in mine if strand.id in asked and not strand.counts_for_only)
    return FamilyVotes(family, voices, counted, level)


def _word(levels: list[str], number: int | None) -> str | None:
    return levels[number] if number is not None else None
