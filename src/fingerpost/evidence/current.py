"""One current fact for each place, indicator, group and period on a day, and the alternatives beside it."""

from __future__ import annotations

from datetime import date

import polars as pl

from fingerpost.evidence.indicators import CATALOGUE
from fingerpost.evidence.schema import FROM_PUPILS

KEYS = ["place_kind", "place", "indicator", "group", "period"]
_RELEASE = {"final": 0, "revised": 1, "provisional": 2}
_ORIGIN = {"published": 0, "own": 1, "reconstruction": 2, FROM_PUPILS: 3, "compilation": 4, "scraped": 5}
#: Of two figures as final as each other these give way to the source, however late they were known.
_AFTER = ("compilation", FROM_PUPILS)


def ordered(facts: pl.DataFrame | pl.LazyFrame, day: date | None) -> pl.LazyFrame:
    """Facts known by the day with `choice`: 0 is the current one, the rest are alternatives in order.

    Final over revised over provisional; then a source over a later compilation of it, and over our own count of pupils;
    then the latest known; then a published layout over a reconstruction; then the snapshot, so that the answer never
    depends on the order of loading.
    """
    lazy = facts.lazy()
    known = lazy.filter(pl.col("known_on") <= day) if day else lazy
    return (
        known.with_columns(
            _r=pl.col("release").replace_strict(_RELEASE, default=3, return_dtype=pl.Int8),
            _c=pl.col("origin").is_in(list(_AFTER)),
            _o=pl.col("origin").replace_strict(_ORIGIN, default=6, return_dtype=pl.Int8),
        )
        .sort(
            [*KEYS, "_r", "_c", "known_on", "_o", "snapshot", "row", "column"],
            descending=[*[False] * 7, True, *[False] * 4],
            nulls_last=True,
        )
        .with_columns(choice=pl.int_range(pl.len()).over(KEYS))
        .drop("_r", "_c", "_o")
    )


def current(facts: pl.DataFrame | pl.LazyFrame, day: date | None) -> pl.DataFrame:
    """The current facts alone."""
    return ordered(facts, day).filter(pl.col("choice") == 0).drop("choice").collect()


def current_unordered(facts: pl.DataFrame, day: date | None) -> pl.DataFrame:
    """The same in no order: only figures that are stated more than once are weighed, which few of many are."""
    known = facts.filter(pl.col("known_on") <= day) if day else facts
    counted = known.with_columns(_stated=pl.len().over(KEYS))
    once = counted.filter(pl.col("_stated") == 1).drop("_stated")
    return pl.concat([once, current(counted.filter(pl.col("_stated") > 1).drop("_stated"), None)])


def with_aliases(code: str) -> list[tuple[str, str | None]]:
    """The codes under which an indicator may be stored, each with the group it stands for (None: as stored).

    Ours comes with the equal measures of the Local Authority Interactive Tool; a `lait:` code with ours.
    """
    if code.startswith("lait:"):
        ours = CATALOGUE.lait_equals().get(code.removeprefix("lait:"))
        return [(code, None), *([(ours[0], None)] if ours else [])]
    indicator = CATALOGUE.by_code.get(code)
    return [(code, None), *((f"lait:{m}", g) for m, g in (indicator.lait if indicator else ()))]
