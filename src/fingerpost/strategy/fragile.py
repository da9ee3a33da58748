"""Fragile: what one pupil, or the knowing of one strand, would change.

Each is really decided again, one strand at a time and both ways. All the other ways things could stand are put under
one another as rows and scored together, by the same rule as the schools themselves.
"""

from __future__ import annotations

import polars as pl

from fingerpost.strategy import scoring
from fingerpost.strategy.edition import Scheme, Strand

#: The column holding the other level, what it stands for, and the sentence for the reader.
WAYS = (
    ("more", "pupil", "One pupil in {} would change it."),
    ("fewer", "pupil", "One pupil in {} would change it."),
    ("best", "unknown", "It could change if {} were known."),
    ("worst", "unknown", "It could change if {} were known."),
)


def with_fragile(scored: pl.DataFrame, scheme: Scheme, top: int) -> pl.DataFrame:
    """The frame with `fragile_because`: the sentences, none where nothing so small would change the level."""
    indexed = scored.with_row_index("place")
    rows = [
        _otherwise(indexed, scheme, strand, column, kind, sentence)
        for strand in scheme.strands
        if not strand.counts_for_only
        for column, kind, sentence in WAYS
        if f"{strand.id} {column}" in scored.columns
    ]
    found = _sentences(pl.concat(rows), scheme, top)
    nothing = pl.lit([], dtype=pl.List(pl.String))
    joined = indexed.join(found, on="place", how="left", maintain_order="left").drop("place")
    return joined.with_columns(pl.coalesce("fragile_because", nothing))


def _otherwise(
    scored: pl.DataFrame, scheme: Scheme, strand: Strand, column: str, kind: str, sentence: str
) -> pl.DataFrame:
    """The schools whose strand could stand otherwise in this way, with that level in its place."""
    level, other = pl.col(f"{strand.id} level"), pl.col(f"{strand.id} {column}")
    by_data = (pl.col(f"{strand.id} by") == "data").fill_null(False)
    differs = (
        by_data & (other != level).fill_null(False)
        if kind == "pupil"
        else level.is_null() & other.is_not_null()
    )
    kept = scored.filter(pl.col(f"{strand.id} applies") & differs)
    return kept.select(
        "place",
        *(
            pl.col(f"{s.id} level") if s.id != strand.id else other.alias(f"{s.id} level")
            for s in scheme.strands
        ),
        *(pl.col(f"{s.id} applies") for s in scheme.strands),
        "floor level",
        "best",
        "worst",
        "has outcomes",
        "indicative",
        pl.lit(sentence.format(strand.name.lower())).alias("sentence"),
    )


def _sentences(rows: pl.DataFrame, scheme: Scheme, top: int) -> pl.DataFrame:
    scored = rows.with_columns(scoring.family_columns(scheme, "level"))
    scored = scored.with_columns(scoring.school_level(scheme, "level", top).alias("computed"))
    turned = scored.filter((scoring.indicative(pl.col("computed")) != pl.col("indicative")).fill_null(False))
    once = turned.select("place", "sentence").unique(maintain_order=True)
    return once.group_by("place", maintain_order=True).agg(pl.col("sentence").alias("fragile_because"))
