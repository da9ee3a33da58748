"""The table of pupil results: one row for a pupil, a stage and a school year.

Who a pupil is stands in the columns of `PUPILS`, the same for every stage; what she reached stands in the stage's own
columns, which `measures` takes from the indicators that say `Source("pupils", ...)`. There is no second list.

A missing characteristic belongs to no group but everybody; a missing result is outside the measure's cohort. A child
on the roll of two schools has two rows in the stage `absence`, as enrolments are counted there.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache

import polars as pl

from fingerpost.evidence.indicators import CATALOGUE, Indicator, Source

#: The layout by which an indicator says that it can be counted from pupils.
LAYOUT = "pupils"


class Stage(StrEnum):
    """When in a school life the results were reached."""

    EYFS = "eyfs"
    PHONICS = "phonics"
    KS1 = "ks1"
    MTC = "mtc"
    KS2 = "ks2"
    KS4 = "ks4"
    KS5 = "ks5"
    ABSENCE = "absence"


#: Who the pupil is. `pupil` is a keyed hash, never a UPN; `authority`, `district` and `region` are those of the school,
#: `home_` those of residence; `file` and `row` say which row of which file was read.
PUPILS: dict[str, type[pl.DataType]] = {
    "pupil": pl.String,
    "year": pl.Int16,
    "stage": pl.String,
    "urn": pl.Int64,
    "authority": pl.String,
    "district": pl.String,
    "region": pl.String,
    "home_authority": pl.String,
    "home_district": pl.String,
    "home_ward": pl.String,
    "sex": pl.String,
    "fsm": pl.Boolean,
    "fsm6": pl.Boolean,
    "disadvantaged": pl.Boolean,
    "sen": pl.String,
    "first_language": pl.String,
    "language_group": pl.String,
    "ethnicity": pl.String,
    "ethnicity_major": pl.String,
    "looked_after": pl.Boolean,
    "previously_looked_after": pl.Boolean,
    "service_child": pl.Boolean,
    "mobile": pl.Boolean,
    "new_arrival": pl.Boolean,
    "birth_month": pl.Int8,
    "prior": pl.String,
    "file": pl.String,
    "row": pl.UInt32,
}

#: The ethnic groups of the school census, as its major groups hold them; "unknown" is no value.
ETHNICITIES: dict[str, tuple[str, ...]] = {
    "white": ("WBRI", "WIRI", "WIRT", "WROM", "WOTH"),
    "mixed": ("MWBC", "MWBA", "MWAS", "MOTH"),
    "asian": ("AIND", "APKN", "ABAN", "AOTH"),
    "black": ("BCRB", "BAFR", "BOTH"),
    "chinese": ("CHNE",),
    "other": ("OOTH",),
}

#: The words that a characteristic may hold; a month is 1 to 12 and a place is its code.
WORDS: dict[str, tuple[str, ...]] = {
    "sex": ("F", "M"),
    "sen": ("none", "support", "plan"),
    "first_language": ("english", "other"),
    "language_group": ("english", "central and eastern european", "other"),
    "ethnicity": tuple(code for codes in ETHNICITIES.values() for code in codes),
    "ethnicity_major": tuple(ETHNICITIES),
    "prior": ("low", "middle", "high"),
}


class Kind(StrEnum):
    """What is counted: pupils who reached something, a score of each pupil, or two counts of each pupil."""

    SHARE = "share"
    SCORE = "score"
    RATE = "rate"


@dataclass(frozen=True)
class Measure:
    """One measure of a stage and the columns that hold it.

    A share is a Boolean column, a score a whole number (`factor` times it is the score as people know it: 0.01 for
    hundredths), a rate two whole numbers, of which the sums are divided. `times` makes the figure that is shown out of
    sum and n.
    """

    name: str
    indicator: str
    kind: Kind
    columns: tuple[str, ...]
    times: float = 1.0
    factor: float = 1.0

    @property
    def dtype(self) -> type[pl.DataType]:
        """The type of its columns."""
        return pl.Boolean if self.kind is Kind.SHARE else pl.Int32


def _measure(indicator: Indicator, source: Source) -> Measure:
    if source.numerator:
        times = source.factor if source.mean else 100 * source.factor
        columns = (source.numerator, source.denominator)
        return Measure(source.numerator, indicator.code, Kind.RATE, columns, times, source.factor)
    if source.mean:
        score = (source.value,)
        return Measure(source.value, indicator.code, Kind.SCORE, score, source.factor, source.factor)
    return Measure(source.value, indicator.code, Kind.SHARE, (source.value,), 100.0)


@cache
def measures(stage: str) -> tuple[Measure, ...]:
    """What is measured at a stage, as the indicators declare it."""
    return tuple(
        _measure(indicator, source)
        for indicator, source in CATALOGUE.sources_in(LAYOUT)
        if ("stage", stage) in source.where
    )


@cache
def results(stage: str) -> dict[str, type[pl.DataType]]:
    """The stage's own columns with their types."""
    return {column: measure.dtype for measure in measures(stage) for column in measure.columns}


def columns(stage: str) -> dict[str, type[pl.DataType]]:
    """Every column of the stage's table, in order."""
    return PUPILS | results(stage)


def empty(stage: str) -> pl.DataFrame:
    """The stage's table without a row."""
    return pl.DataFrame(schema=columns(stage))


def conform(stage: str, frame: pl.DataFrame) -> pl.DataFrame:
    """Bring a frame to the stage's columns, in order; a column that the stage does not have is our mistake and loud."""
    schema = columns(stage)
    strangers = set(frame.columns) - set(schema)
    if strangers:
        raise ValueError(f"the pupil table of {stage} has no column {sorted(strangers)}")
    missing = [
        pl.lit(None, dtype=kind).alias(name) for name, kind in schema.items() if name not in frame.columns
    ]
    return frame.with_columns(missing).select(pl.col(name).cast(kind) for name, kind in schema.items())
