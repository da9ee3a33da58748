"""How strands become a level: the default, guarded best fit, and the rules that can run beside it.

Every rule takes expressions of level numbers (0 the best; null is no answer) and gives one. Each is monotone: a strand
made worse never makes the school better.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from operator import add
from typing import Any

import polars as pl

from fingerpost.strategy.edition import Family, Scheme, Strand

Levels = Mapping[str, pl.Expr]
Rule = Callable[[Scheme, Levels, Levels, int], pl.Expr]


def rounded(mean: pl.Expr) -> pl.Expr:
    """A mean of levels as a level; a tie goes to the worse."""
    return (mean + 0.5 + 1e-9).floor().fill_nan(None).cast(pl.Int8)


def family_level(family: Family, strands: Sequence[Strand], levels: Levels) -> pl.Expr:
    """The mean of the family's decided strands, once enough of them are; what counts for only can but help."""
    decided = decided_of(strands, levels)
    enough = (decided > 0) & (decided >= _needed(family, strands))
    total = reduce(add, (levels[s.id].cast(pl.Int32).fill_null(0) for s in strands))
    voices = _count(levels[s.id].is_not_null() for s in strands)
    return pl.when(enough).then(rounded(total / voices))


def decided_of(strands: Sequence[Strand], levels: Levels) -> pl.Expr:
    """How many strands are decided; what counts for only is none of them."""
    return _count(levels[s.id].is_not_null() for s in strands if not s.counts_for_only)


def _needed(family: Family, strands: Sequence[Strand]) -> pl.Expr:
    asked = _count(pl.col(f"{s.id} applies") for s in strands if not s.counts_for_only)
    return pl.min_horizontal(pl.lit(family.needs), asked)


def one_more_would_do(family: Family, strands: Sequence[Strand], levels: Levels) -> pl.Expr:
    """Whether a family has a level, or would have with one strand more decided."""
    return decided_of(strands, levels) + 1 >= _needed(family, strands)


def _count(flags: Any) -> pl.Expr:
    return reduce(add, (flag.cast(pl.Int32) for flag in flags), pl.lit(0, dtype=pl.Int32))


def family_strands(scheme: Scheme, family: str) -> list[Strand]:
    """The strands of one family."""
    return [strand for strand in scheme.strands if strand.family == family]


def guarded_best_fit(scheme: Scheme, families: Levels, strands: Levels, top: int) -> pl.Expr:
    """The mean of the families, and never more than one level better than the worst of them."""
    return pl.max_horizontal(mean_of_families(scheme, families), pl.max_horizontal(*families.values()) - 1)


def mean_of_families(scheme: Scheme, families: Levels) -> pl.Expr:
    """The weighted mean of the families that have a level."""
    weights = {family.id: family.weight for family in scheme.families}
    total = reduce(add, (level.fill_null(0) * weights[name] for name, level in families.items()))
    weight = reduce(add, (level.is_not_null() * weights[name] for name, level in families.items()))
    return pl.when(weight > 0).then(rounded(total / weight))


def share(scheme: Scheme, families: Levels, strands: Levels, top: int) -> pl.Expr:
    """The worst level that a given share of the decided strands is at, or worse than."""
    mark = float(scheme.settings.get("share", 0.5))
    decided = _count(level.is_not_null() for level in strands.values())
    found: pl.Expr = pl.when(decided > 0).then(pl.lit(0, dtype=pl.Int8))
    for number in range(1, top + 1):
        at = _count((level >= number).fill_null(False) for level in strands.values())
        found = (
            pl.when((decided > 0) & (at / decided >= mark))
            .then(pl.lit(number, dtype=pl.Int8))
            .otherwise(found)
        )
    return found


def worst(scheme: Scheme, families: Levels, strands: Levels, top: int) -> pl.Expr:
    """The level of the worst decided strand."""
    return pl.max_horizontal(*strands.values())


def points(scheme: Scheme, families: Levels, strands: Levels, top: int) -> pl.Expr:
    """The weighted mean of the decided strands, cut where the edition cuts it (half-way unless told)."""
    weights = {strand.id: strand.weight for strand in scheme.strands}
    cuts = [float(cut) for cut in scheme.settings.get("cuts", [n + 0.5 for n in range(top)])]
    total = reduce(add, (level.fill_null(0) * weights[name] for name, level in strands.items()))
    weight = reduce(add, (level.is_not_null() * weights[name] for name, level in strands.items()))
    mean = total / weight
    return pl.when(weight > 0).then(_count(mean >= cut - 1e-9 for cut in cuts).cast(pl.Int8))


def matrix(scheme: Scheme, families: Levels, strands: Levels, top: int) -> pl.Expr:
    """Two families looked up in a table: rows by the first, columns by the second; unknown when either is."""
    rows, columns = families[str(scheme.settings["rows"])], families[str(scheme.settings["columns"])]
    found: pl.Expr = pl.lit(None, dtype=pl.Int8)
    for row, line in enumerate(scheme.settings["table"]):
        for column, level in enumerate(line):
            found = (
                pl.when((rows == row) & (columns == column))
                .then(pl.lit(int(level), dtype=pl.Int8))
                .otherwise(found)
            )
    return found


RULES: dict[str, Rule] = {
    "guarded_best_fit": guarded_best_fit,
    "share": share,
    "worst": worst,
    "points": points,
    "matrix": matrix,
}
#: Rules that look at strands one by one, past their families.
BY_STRAND = ("share", "worst", "points")
