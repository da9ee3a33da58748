"""What a rating reads: frames, known by the day, one row a school, a fact, a comparator, a judgement, a flag."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

SCHOOLS: dict[str, type[pl.DataType]] = {
    "urn": pl.Int64,
    "name": pl.String,
    "authority": pl.String,
    "phase": pl.String,
    "kind": pl.String,
    "is_academy": pl.Boolean,
    "opened_as": pl.String,
    "age_low": pl.Int16,
    "age_high": pl.Int16,
    "roll": pl.Int64,
    "opened_on": pl.Date,
    "has_sixth_form": pl.Boolean,
    "head_since": pl.Date,
}
FACTS: dict[str, type[pl.DataType]] = {
    "urn": pl.Int64,
    "indicator": pl.String,
    "group": pl.String,
    "period": pl.String,
    "year": pl.Int16,
    "value": pl.Float64,
    "text": pl.String,
    "status": pl.String,
    "numerator": pl.Float64,
    "denominator": pl.Float64,
    "lower": pl.Float64,
    "upper": pl.Float64,
    "release": pl.String,
    "known_on": pl.Date,
    "snapshot": pl.String,
    "file": pl.String,
    "row": pl.UInt32,
    "column": pl.String,
    "inherited_from": pl.Int64,
}
COMPARATORS: dict[str, type[pl.DataType]] = {
    "authority": pl.String,
    "phase": pl.String,
    "indicator": pl.String,
    "group": pl.String,
    "period": pl.String,
    "name": pl.String,
    "value": pl.Float64,
    "file": pl.String,
}
JUDGEMENTS: dict[str, type[pl.DataType]] = {
    "urn": pl.Int64,
    "scheme": pl.String,
    "strand": pl.String,
    "level": pl.String,
    "made_on": pl.Date,
    "by": pl.String,
    "reason": pl.String,
}
#: Those alone that may count, each from the day on which it did. `in_confidence` ones the school was not told of.
FLAGS: dict[str, type[pl.DataType]] = {
    "urn": pl.Int64,
    "kind": pl.String,
    "severity": pl.String,
    "raised_on": pl.Date,
    "counts_on": pl.Date,
    "closed_on": pl.Date,
    "in_confidence": pl.Boolean,
}
FRAMES = {
    "schools": SCHOOLS,
    "facts": FACTS,
    "comparators": COMPARATORS,
    "judgements": JUDGEMENTS,
    "flags": FLAGS,
}


class NotEvidence(ValueError):
    """A frame is not what a rating can read; the words say which and why."""


@dataclass(frozen=True)
class Evidence:
    """Everything one rating may know. Facts and comparators are current and known by the day asked about.

    Judgements count when made by that day, or by `judged_by`: a round gives its advisers some weeks beyond its cut-off.
    """

    schools: pl.DataFrame
    facts: pl.DataFrame
    comparators: pl.DataFrame
    judgements: pl.DataFrame
    judged_by: date | None = None
    flags: pl.DataFrame = field(default_factory=lambda: pl.DataFrame(schema=FLAGS))

    @classmethod
    def empty(cls) -> Evidence:
        """No school, no fact."""
        return cls.of()

    @classmethod
    def of(cls, **frames: pl.DataFrame | None) -> Evidence:
        """Evidence from frames that may lack columns: those are filled with nothing, the rest are cast."""
        made: dict[str, Any] = {name: conform(name, frames.get(name)) for name in FRAMES}
        return cls(**made)

    def check(self) -> None:
        """Refuse frames with other columns or types, or two current facts for one question."""
        for name in FRAMES:
            _check_columns(name, getattr(self, name))
        if self.schools["urn"].is_duplicated().any():
            raise NotEvidence("A school stands twice in `schools`; a URN may stand once.")
        key = self.facts.select("urn", "indicator", "group", "period")
        if key.is_duplicated().any():
            first = self.facts.filter(key.is_duplicated()).row(0, named=True)
            what = f"{first['indicator']}, {first['group']}, {first['period']}"
            raise NotEvidence(f"School {first['urn']} has two current facts for {what}.")


def conform(name: str, frame: pl.DataFrame | None) -> pl.DataFrame:
    """Bring a frame to the columns and types of its table."""
    schema = FRAMES[name]
    if frame is None:
        return pl.DataFrame(schema=schema)
    strangers = set(frame.columns) - set(schema)
    if strangers:
        raise NotEvidence(f"`{name}` has no column {', '.join(sorted(strangers))}.")
    missing = [
        pl.lit(None, dtype=kind).alias(column)
        for column, kind in schema.items()
        if column not in frame.columns
    ]
    return frame.with_columns(missing).select(pl.col(column).cast(kind) for column, kind in schema.items())


def _check_columns(name: str, frame: pl.DataFrame) -> None:
    for column, kind in FRAMES[name].items():
        if column not in frame.columns:
            raise NotEvidence(f"`{name}` lacks the column {column}.")
        if frame.schema[column] != kind:
            raise NotEvidence(f"`{name}.{column}` is {frame.schema[column]}; it should be {kind}.")
