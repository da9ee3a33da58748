"""How each adviser's judgements lie beside the data of the same schools: for development, and never a mark of anybody.

Of each school that an adviser judged, the mean level of the judged strands is taken from the mean level of the strands
that figures decide. Above nought the judgements are kinder than the data, below it they are harder. Schools differ in
what figures cannot see, so it is the adviser beside all advisers that says something; of few schools it says little.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

#: Ours: of fewer schools nothing is said but how many they are.
FEWEST_SCHOOLS = 5
#: What is read: one row a decided strand; `by` is whoever judged it, none where figures decided.
STRANDS = {"urn": pl.Int64, "scheme": pl.String, "strand": pl.String, "level": pl.String, "by": pl.Int64}


@dataclass(frozen=True)
class Line:
    """One adviser, or all of them (`who` is none): how many judgements at each level, and beside the data."""

    who: int | None
    schools: int
    judgements: int
    #: Of how many of the schools figures decide a strand too.
    beside: int
    shares: tuple[float, ...]
    kinder: float | None
    apart: float | None
    of_schools: tuple[float, ...]

    @property
    def is_few(self) -> bool:
        """Whether there are too few schools for the difference to say anything."""
        return self.beside < FEWEST_SCHOOLS


def lines(strands: pl.DataFrame, levels: Sequence[str]) -> list[Line]:
    """All advisers together first, then each, in the order of their numbers."""
    number = {level: n for n, level in enumerate(levels)}
    known = strands.with_columns(
        number=pl.col("level").replace_strict(number, default=None, return_dtype=pl.Float64)
    ).filter(pl.col("number").is_not_null())
    judged = known.filter(pl.col("by").is_not_null())
    beside = _beside(known, judged)
    everybody = _line(None, judged, beside, len(levels))
    people = sorted(judged["by"].unique().to_list())
    mine = [
        _line(who, judged.filter(pl.col("by") == who), beside.filter(pl.col("by") == who), len(levels))
        for who in people
    ]
    return [everybody, *mine]


def _beside(known: pl.DataFrame, judged: pl.DataFrame) -> pl.DataFrame:
    """For each school and whoever judged it: how many levels better the judgements are than the data."""
    data = known.filter(pl.col("by").is_null()).group_by("urn", "scheme").agg(data=pl.col("number").mean())
    said = judged.group_by("urn", "scheme", "by").agg(said=pl.col("number").mean())
    both = said.join(data, on=["urn", "scheme"])
    return both.select("urn", "by", kinder=pl.col("data") - pl.col("said")).sort("urn", "by")


def _line(who: int | None, judged: pl.DataFrame, beside: pl.DataFrame, levels: int) -> Line:
    counts = [judged.filter(pl.col("number") == n).height for n in range(levels)]
    total = max(judged.height, 1)
    kinder = beside["kinder"].mean() if beside.height else None
    apart = beside["kinder"].std() if beside.height > 1 else None
    return Line(
        who=who,
        schools=judged["urn"].n_unique(),
        judgements=judged.height,
        beside=beside["urn"].n_unique(),
        shares=tuple(100 * count / total for count in counts),
        kinder=float(kinder) if isinstance(kinder, float) else None,
        apart=float(apart) if isinstance(apart, float) else None,
        of_schools=tuple(beside["kinder"].to_list()),
    )
