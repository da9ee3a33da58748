"""What another edition, or another day, would change: two ratings side by side."""

from __future__ import annotations

from datetime import date

import polars as pl

from fingerpost.strategy.edition import Edition
from fingerpost.strategy.evidence import Evidence
from fingerpost.strategy.rating import Ratings, rate


def simulate(evidence: Evidence, before: Edition, after: Edition, as_at: date) -> pl.DataFrame:
    """The schools that one edition rates otherwise than another, on the same evidence and day."""
    return moved(
        rate(evidence, before, as_at, detail=False),
        rate(evidence, after, as_at, detail=False),
    )


def moved(before: Ratings, after: Ratings) -> pl.DataFrame:
    """Schools whose level or indicative level differs between two ratings; a scheme in one alone stands with nulls."""
    kept = ("urn", "name", "scheme", "level", "indicative")
    old = before.schools.select(kept).rename({"level": "level_before", "indicative": "indicative_before"})
    new = after.schools.select(kept).rename({"level": "level_after", "indicative": "indicative_after"})
    both = old.join(new, on=["urn", "scheme"], how="full", coalesce=True, nulls_equal=True)
    named = both.with_columns(pl.coalesce("name", "name_right").alias("name")).drop("name_right")
    same = [pl.col(f"{name}_before").eq_missing(pl.col(f"{name}_after")) for name in ("level", "indicative")]
    return named.filter(~pl.all_horizontal(same)).sort("urn", "scheme")
