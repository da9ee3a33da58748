"""True-or-false expressions in which a constant stays a constant, so that what can never happen costs nothing."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import and_, or_

import polars as pl

Flag = pl.Expr | bool


def any_of(flags: Iterable[Flag]) -> Flag:
    """Whether one is true."""
    kept = [flag for flag in flags if flag is not False]
    if any(flag is True for flag in kept):
        return True
    return reduce(or_, kept) if kept else False


def all_of(flags: Iterable[Flag]) -> Flag:
    """Whether all are true."""
    kept = [flag for flag in flags if flag is not True]
    if any(flag is False for flag in kept):
        return False
    return reduce(and_, kept) if kept else True


def nothing_where(flag: Flag, truth: pl.Expr) -> pl.Expr:
    """The truth, and unknown where the flag is true."""
    if flag is False:
        return truth
    return UNKNOWN if flag is True else pl.when(flag).then(None).otherwise(truth)


UNKNOWN = pl.lit(None, dtype=pl.Boolean)
