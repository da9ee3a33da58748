"""Schools like a school: the nearest of the same phase by who their pupils are, the same set for whoever asks.

Each trait is standardised over all schools of the phase; the distance is the root of the weighed mean of the squared
differences. The weights are ours, and equal but for size, which says least about the pupils.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

FEWEST, USUAL, MOST = 15, 20, 30
#: Two schools that share fewer known traits than this are not compared (ours).
ENOUGH = 3


class NoTraits(Exception):
    """A school of which too little is known to say which are like it."""


@dataclass(frozen=True)
class Trait:
    """Something by which schools are alike: its column, its words, its weight (ours)."""

    code: str
    name: str
    weight: float
    unit: str = "%"
    decimals: int = 1
    is_log: bool = False


TRAITS = (
    Trait("size", "Pupils on roll", 0.5, "", 0, is_log=True),
    Trait("disadvantaged", "Free school meals in the last six years", 1),
    Trait("sen", "SEN support or an EHC plan", 1),
    Trait("eal", "First language not English", 1),
    Trait("prior", "Low less high prior attainment", 1, "points"),
)


def nearest(schools: pl.DataFrame, place: str, *, count: int = USUAL) -> pl.DataFrame:
    """The schools nearest to one: `place`, `distance`, `shared` (traits both are known by) and a difference a trait.

    `schools` has place, phase and a column a trait. Differences are the other's less this one's, in standard
    deviations of the phase. Ties go by `place`, so that the set never depends on the order of the rows.
    """
    if not FEWEST <= count <= MOST:
        raise ValueError(f"ask for {FEWEST} to {MOST} schools, not {count}")
    mine = schools.filter(pl.col("place") == place)
    if mine.is_empty():
        raise NoTraits(f"No school census is held of school {place}.")
    phase = schools.filter(pl.col("phase") == mine["phase"][0]).unique("place", maintain_order=True)
    standard = _standardised(phase.sort("place"))
    this = standard.filter(pl.col("place") == place).row(0, named=True)
    if sum(this[trait.code] is not None for trait in TRAITS) < ENOUGH:
        raise NoTraits(f"Of school {place} fewer than {ENOUGH} of the traits are known.")
    others = _distances(standard.filter(pl.col("place") != place), this)
    return others.sort("distance", "place").head(count)


def _standardised(phase: pl.DataFrame) -> pl.DataFrame:
    """Each trait in standard deviations from the mean of the phase; a trait in which all are equal tells none apart."""
    scales = [pl.col(t.code).clip(1).log() if t.is_log else pl.col(t.code) for t in TRAITS]
    spread = [scale.std(ddof=0).replace(0, None) for scale in scales]
    known = [
        pl.when(scale.is_not_null()).then(((scale - scale.mean()) / sd).fill_null(0.0)).alias(trait.code)
        for trait, scale, sd in zip(TRAITS, scales, spread, strict=True)
    ]
    return phase.select("place", *known)


def _distances(others: pl.DataFrame, this: dict) -> pl.DataFrame:
    apart = others.select("place", *(pl.col(t.code) - pl.lit(this[t.code], dtype=pl.Float64) for t in TRAITS))
    weights = [pl.when(pl.col(t.code).is_not_null()).then(t.weight).otherwise(0.0) for t in TRAITS]
    squares = [t.weight * (pl.col(t.code) ** 2).fill_null(0.0) for t in TRAITS]
    told = apart.with_columns(
        shared=pl.sum_horizontal(pl.col(t.code).is_not_null().cast(pl.Int8) for t in TRAITS),
        # Rounded, so that two that are as far are a tie and not told apart by the last bit.
        distance=(pl.sum_horizontal(squares) / pl.sum_horizontal(weights)).sqrt().round(9),
    )
    return told.filter(pl.col("shared") >= ENOUGH)
