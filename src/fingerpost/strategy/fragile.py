"""Fragile: what one pupil, or the knowing of one strand, would change.

Each is really decided again, one strand at a time and both ways. All the other ways things could stand are put under
one another as rows and scored together, by the same rule as the schools themselves.
"""

from __future__ import annotations

import polars as pl

from fingerpost.strategy import rules, scoring
from fingerpost.strategy.edition import Family, Scheme, Strand

#: The column holding the other level, what it stands for, and the sentence for the reader.
WAYS = (
    ("more", "pupil", "One pupil in {} would change it."),
    ("fewer", "pupil", "One pupil in {} would change it."),
    ("best", "unknown", "It could change if {} were known."),
    ("worst", "unknown", "It could change if {} were known."),
)
_COLUMNS = tuple(column for column, _, _ in WAYS)
_SCHOOL = ("floor level", "best", "worst", "has outcomes", "indicative")


def with_fragile(scored: pl.DataFrame, scheme: Scheme, top: int) -> pl.DataFrame:
    """The frame with `fragile_because`: the sentences, none where nothing so small would change the level."""
    # Without an indicative level, or on a floor at the worst one, nothing can turn.
    can_turn = pl.col("indicative").is_not_null() & (pl.col("floor level") != top).fill_null(True)
    turning = _read(scored, scheme).with_row_index("place").filter(can_turn)
    found = pl.concat([_of_family(turning, scheme, family, top) for family in scheme.families])
    listed = found.group_by("place", maintain_order=True).agg(pl.col("sentence").alias("fragile_because"))
    places = pl.DataFrame({"place": pl.int_range(scored.height, dtype=pl.UInt32, eager=True)})
    told = places.join(listed, on="place", how="left", maintain_order="left")["fragile_because"]
    return scored.with_columns(told.fill_null(pl.Series([[]], dtype=pl.List(pl.String))))


def _read(scored: pl.DataFrame, scheme: Scheme) -> pl.DataFrame:
    """The few columns that are read here, of hundreds."""
    ways = [f"{s.id} {column}" for s in scheme.strands for column in ("level", "applies", "by", *_COLUMNS)]
    names = [*ways, *(f"family {family.id} level" for family in scheme.families), *_SCHOOL]
    return scored.select(name for name in names if name in scored.columns)


def _of_family(scored: pl.DataFrame, scheme: Scheme, family: Family, top: int) -> pl.DataFrame:
    """Place and sentence for each strand of a family that could turn its school."""
    strands = [s for s in rules.family_strands(scheme, family.id) if not s.counts_for_only]
    ways = [(s, *way) for s in strands for way in WAYS if f"{s.id} {way[0]}" in scored.columns]
    if not ways:
        return pl.DataFrame(schema={"place": pl.UInt32, "sentence": pl.String})
    # A family that one strand more would still leave unknown has no voice, so none of its strands can turn a school.
    could = rules.one_more_would_do(family, strands, scoring.strand_levels(scheme, "level"))
    heard = scored if scheme.rule in rules.BY_STRAND else scored.filter(could)
    rows = pl.concat([_otherwise(heard, scheme, family, *way) for way in ways])
    again = rows.with_columns(scoring.family_column(scheme, family, "level"))
    again = again.with_columns(scoring.school_level(scheme, "level", top).alias("computed"))
    turned = again.filter((scoring.indicative(pl.col("computed")) != pl.col("indicative")).fill_null(False))
    return turned.select("place", "sentence").unique(maintain_order=True)


def _otherwise(
    scored: pl.DataFrame,
    scheme: Scheme,
    family: Family,
    strand: Strand,
    column: str,
    kind: str,
    sentence: str,
) -> pl.DataFrame:
    """The schools whose strand could stand otherwise in this way, with that level in its place."""
    level, other = pl.col(f"{strand.id} level"), pl.col(f"{strand.id} {column}")
    by_data = (pl.col(f"{strand.id} by") == "data").fill_null(False)
    differs = (
        by_data & (other != level).fill_null(False)
        if kind == "pupil"
        else level.is_null() & other.is_not_null()
    )
    read = scheme.strands if scheme.rule in rules.BY_STRAND else rules.family_strands(scheme, family.id)
    levels = [other.alias(f"{s.id} level") if s.id == strand.id else pl.col(f"{s.id} level") for s in read]
    mine = (pl.col(f"{strand.id} applies") & differs).alias("differs")
    asked = scored.select(
        mine,
        "place",
        *levels,
        *(pl.col(f"{s.id} applies") for s in read),
        *(pl.col(f"family {f.id} level") for f in scheme.families if f.id != family.id),
        *_SCHOOL,
        pl.lit(sentence.format(strand.name.lower())).alias("sentence"),
    )
    return asked.filter("differs").drop("differs")
