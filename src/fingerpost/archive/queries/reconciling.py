"""Our figures, counted from pupils, beside the published ones of the same measure, pupils, place and year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import polars as pl

from fingerpost.archive.queries import stated
from fingerpost.archive.queries.stated import OURS, PUBLISHED, Ground, ground
from fingerpost.evidence.comparison.reconciling import AGREED, Kind, Side, reconciled
from fingerpost.evidence.indicators import CATALOGUE

_CELL = ["place_kind", "place", "indicator", "group", "period"]
_TOLD = {
    "value": pl.Float64, "numerator": pl.Float64, "denominator": pl.Float64, "status": pl.String,
    "release": pl.String, "known_on": pl.Date, "snapshot": pl.String, "row": pl.UInt32, "column": pl.String,
}  # fmt: skip
VERDICT = {
    "difference": pl.Float64,
    "pupils_difference": pl.Int64,
    "kind": pl.String,
    "reason": pl.String,
    "is_agreed": pl.Boolean,
}


@dataclass(frozen=True)
class Measure:
    """A measure in the county as a whole: ours and the published, and how many schools agree."""

    code: str
    name: str
    unit: str
    decimals: int
    county: dict | None
    schools: int
    #: Of how many of the schools anything is published, if only that it is hidden.
    published: int
    agreed: int
    most: float | None


@lru_cache(maxsize=16)
def years(on: Ground) -> list[str]:
    """The years of which figures counted from pupils are held, the latest first."""
    ours = on.of.schools.filter(pl.col("origin") == OURS)
    return sorted(ours["period"].unique().to_list(), reverse=True)


@lru_cache(maxsize=64)
def groups(on: Ground, period: str) -> list[str]:
    """The groups of which figures counted from pupils are held in a year."""
    ours = on.of.schools.filter((pl.col("origin") == OURS) & (pl.col("period") == period))
    return sorted(ours["group"].unique().to_list())


@lru_cache(maxsize=32)
def rows(on: Ground, period: str, group: str = "all", indicator: str = "") -> pl.DataFrame:
    """A row a place and measure: `ours_…` and `published_…`, the difference, what kind it is and the likely reason.

    Schools that one of the two has and the other has not are there too. The largest differences come first.
    """
    wanted = stated.catalogued() & (pl.col("period") == period) & (pl.col("group") == group)
    if indicator:
        wanted = wanted & (pl.col("indicator") == indicator)
    statements = pl.concat(
        [stated.of_schools(on, wanted), stated.of_area(on, wanted)], how="diagonal_relaxed"
    )
    counted = statements.filter(pl.col("origin") == OURS)["indicator"].unique().to_list()
    here = statements.filter(pl.col("indicator").is_in(counted) & (pl.col("place_kind") != "england"))
    both = _sides(here, on.as_at)
    verdicts = [_verdict(row) for row in both.iter_rows(named=True)]
    told = pl.DataFrame(verdicts, schema=VERDICT, orient="row")
    return _sorted(pl.concat([both, told], how="horizontal"))


def _sides(statements: pl.DataFrame, as_at: date | None) -> pl.DataFrame:
    """Each place's current figure of ours and of the published, side by side."""
    names = statements.select(*_CELL, "place_name", "is_funded").unique(_CELL, maintain_order=True)
    for side, origins in (("ours", [OURS]), ("published", list(PUBLISHED))):
        part = stated.ordered(statements.filter(pl.col("origin").is_in(origins)), as_at)
        first = part.filter(pl.col("choice") == 0)
        told = first.select(
            *_CELL, *(pl.col(name).cast(kind).alias(f"{side}_{name}") for name, kind in _TOLD.items())
        )
        names = names.join(told, on=_CELL, how="left", maintain_order="left")
    return names


def _side(row: dict, side: str) -> Side | None:
    if row[f"{side}_status"] is None:
        return None
    return Side(
        row[f"{side}_value"], row[f"{side}_denominator"], row[f"{side}_status"], row[f"{side}_release"] or ""
    )


def _verdict(row: dict) -> tuple:
    found = reconciled(
        CATALOGUE.by_code[row["indicator"]],
        _side(row, "ours"),
        _side(row, "published"),
        is_state_funded=row["is_funded"],
    )
    return found.difference, found.pupils, found.kind.value, found.reason, found.kind in AGREED


def _sorted(frame: pl.DataFrame) -> pl.DataFrame:
    """The authority first; then who needs a look, the largest difference first."""
    size = pl.col("difference").abs().fill_null(-1.0)
    return frame.sort(
        pl.col("place_kind") != "authority", "is_agreed", size, "place_name", "place",
        descending=[False, False, True, False, False],
    )  # fmt: skip


def measures(found: pl.DataFrame) -> list[Measure]:
    """What the rows of a year come to, measure by measure: farthest from the published first, unpublished last."""
    parts = {key[0]: part for key, part in found.partition_by("indicator", as_dict=True).items()}
    made = [_measure(code, parts[code]) for code in CATALOGUE.by_code if code in parts]
    return sorted(made, key=_farthest)


def _farthest(measure: Measure) -> tuple[bool, float]:
    county = (measure.county or {}).get("difference")
    return measure.published == 0, -abs(county if county is not None else 0.0)


def _measure(code: str, part: pl.DataFrame) -> Measure:
    indicator = CATALOGUE.by_code[code]
    county = part.filter(pl.col("place_kind") == "authority")
    schools = part.filter((pl.col("place_kind") == "school") & pl.col("ours_value").is_not_null())
    return Measure(
        code=code, name=indicator.name, unit=indicator.unit, decimals=indicator.decimals,
        county=county.row(0, named=True) if county.height else None,
        schools=schools.height, published=int(schools["published_status"].is_not_null().sum()),
        agreed=int(schools["is_agreed"].sum()),
        most=schools["difference"].abs().max(),  # type: ignore[arg-type]
    )  # fmt: skip


__all__ = ["VERDICT", "Kind", "Measure", "ground", "groups", "measures", "rows", "years"]
