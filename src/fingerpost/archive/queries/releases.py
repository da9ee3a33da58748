"""How a year went from provisional to revised to final figures, and which schools were corrected on the way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import polars as pl

from fingerpost.archive.queries import stated
from fingerpost.archive.queries.stated import Ground, ground
from fingerpost.evidence.indicators import CATALOGUE
from fingerpost.evidence.schema import Release

RELEASES = tuple(release.value for release in (Release.PROVISIONAL, Release.REVISED, Release.FINAL))
#: What became of a figure from the first release that is held to the last.
SAME, RECOUNTED, CHANGED, APPEARED, GONE = (
    "the same", "other pupils, the same figure", "changed", "appeared", "no longer given",
)  # fmt: skip
_CELL = ["place_kind", "place", "indicator", "group", "period"]
_TOLD = ("value", "denominator", "status", "known_on", "snapshot", "row", "column")


@dataclass(frozen=True)
class Measure:
    """A measure in a year: the releases held and how many schools' figures changed between first and last."""

    code: str
    name: str
    unit: str
    decimals: int
    releases: tuple[str, ...]
    known: dict[str, date]
    first: float | None
    last: float | None
    schools: int
    changed: int
    most: float | None

    @property
    def change(self) -> float | None:
        """What became of the authority's own figure."""
        return None if self.first is None or self.last is None else self.last - self.first

    @property
    def has_chain(self) -> bool:
        """Whether some place's figure is held in more than one release."""
        return bool(self.schools or (self.first is not None and self.last is not None))


@lru_cache(maxsize=16)
def years(on: Ground, *, with_ours: bool = False) -> dict[str, int]:
    """Year -> how many measures of it are held in more than one release, the latest first."""
    kept = pl.concat(
        [_pick(rows, with_ours) for rows in (on.of.schools, on.of.areas)], how="diagonal_relaxed"
    )
    whole = kept.filter(pl.col("period").str.contains(r"^\d{4}$") & stated.catalogued())
    # Two releases of one place's figure: a provisional district beside a final authority is no chain.
    places = whole.group_by("period", "indicator", "place_kind", "place").agg(n=pl.col("release").n_unique())
    held = places.group_by("period", "indicator").agg(n=pl.col("n").max())
    counts = held.group_by("period").agg(n=(pl.col("n") > 1).sum()).sort("period", descending=True)
    return dict(counts.rows())


def _pick(rows: pl.DataFrame, with_ours: bool) -> pl.DataFrame:
    """Published statements, and for officers the authority's own beside them."""
    return rows if with_ours else rows.filter(pl.col("origin").is_in(list(stated.PUBLISHED)))


def groups(on: Ground, indicator: str, period: str, *, with_ours: bool = False) -> list[str]:
    """The groups of which a measure is held in a year, all pupils first."""
    kept = _pick(on.of.schools, with_ours)
    held = kept.filter((pl.col("indicator") == indicator) & (pl.col("period") == period))["group"]
    return sorted(held.unique().to_list(), key=lambda group: (group != "all", group))


def chains(on: Ground, wanted: pl.Expr, *, with_ours: bool = False) -> pl.DataFrame:
    """A row a place and figure with its value in each release, and what became of it from first to last.

    Columns: the place's, indicator, group, period, then for each release `<release>` (its value) and
    `<release>_denominator`, `_status`, `_known_on`, `_snapshot`, `_row`, `_column`; `first`, `last`, `change`,
    `pupils_change`, `became`, and `others`: statements of the same release that say something else.
    """
    rows = pl.concat([stated.of_schools(on, wanted), stated.of_area(on, wanted)], how="diagonal_relaxed")
    kept = stated.ordered(_pick(rows, with_ours), on.as_at).filter(pl.col("release").is_in(RELEASES))
    best = kept.unique([*_CELL, "release"], keep="first", maintain_order=True)
    wide = kept.select(*_CELL, "place_name").unique(_CELL, maintain_order=True)
    for release in RELEASES:
        part = best.filter(pl.col("release") == release)
        named = part.select(
            *_CELL,
            *(pl.col(name).alias(release if name == "value" else f"{release}_{name}") for name in _TOLD),
        )
        wide = wide.join(named, on=_CELL, how="left", maintain_order="left")
    return _compared(wide.join(_others(kept, best), on=_CELL, how="left", maintain_order="left"))


def _others(kept: pl.DataFrame, best: pl.DataFrame) -> pl.DataFrame:
    """How many statements say something else than the one of their release that counts, beyond rounding to a point."""
    counted = best.select(*_CELL, "release", _counts="value")
    beside = kept.join(counted, on=[*_CELL, "release"])
    apart = ((pl.col("value") - pl.col("_counts")).abs() >= 0.5).fill_null(False)
    return beside.group_by(_CELL).agg(others=apart.sum())


def _compared(wide: pl.DataFrame) -> pl.DataFrame:
    is_held = {release: pl.col(f"{release}_snapshot").is_not_null() for release in RELEASES}
    steps = [pl.when(is_held[release]).then(pl.lit(release)) for release in RELEASES]
    lay = wide.with_columns(first=pl.coalesce(steps), last=pl.coalesce(steps[::-1]))

    def of(end: str, suffix: str) -> pl.Expr:
        return pl.coalesce(
            pl.when(pl.col(end) == release).then(pl.col(f"{release}{suffix}")) for release in RELEASES
        )

    before, after = of("first", ""), of("last", "")
    pupils = of("last", "_denominator") - of("first", "_denominator")
    became = (
        pl.when(pl.col("first") == pl.col("last")).then(None)
        .when(before.is_null() & after.is_not_null()).then(pl.lit(APPEARED))
        .when(before.is_not_null() & after.is_null()).then(pl.lit(GONE))
        .when((before - after).abs() > 1e-9).then(pl.lit(CHANGED))
        .when(pupils.fill_null(0) != 0).then(pl.lit(RECOUNTED))
        .otherwise(pl.lit(SAME))
    )  # fmt: skip
    return lay.with_columns(
        before=before,
        after=after,
        change=pl.when(pl.col("first") != pl.col("last")).then(after - before),
        pupils_change=pl.when(pl.col("first") != pl.col("last")).then(pupils),
        became=became,
    )


@lru_cache(maxsize=64)
def of_measure(
    on: Ground, indicator: str, period: str, group: str = "all", *, with_ours: bool = False
) -> pl.DataFrame:
    """The chain of one measure: the authority and England first, then the schools with the largest change first."""
    wanted = (pl.col("indicator") == indicator) & (pl.col("period") == period) & (pl.col("group") == group)
    found = chains(on, wanted, with_ours=with_ours)
    turn = pl.col("place_kind").replace_strict(
        {"authority": 0, "england": 1}, default=2, return_dtype=pl.Int8
    )
    size = pl.col("change").abs().fill_null(-1.0)
    return found.sort(
        turn,
        pl.col("became").is_in([APPEARED, GONE]),
        size,
        "place_name",
        descending=[False, True, True, False],
    )


@lru_cache(maxsize=16)
def of_year(on: Ground, period: str, *, with_ours: bool = False) -> tuple[Measure, ...]:
    """Every measure of a year in the catalogue's order, those in more than one release first."""
    wanted = stated.catalogued() & (pl.col("period") == period) & (pl.col("group") == "all")
    found = chains(on, wanted, with_ours=with_ours)
    made = [_measure(code, found.filter(pl.col("indicator") == code)) for code in CATALOGUE.by_code]
    held = [measure for measure in made if measure.releases]
    return tuple(sorted(held, key=lambda measure: not measure.has_chain))


def _measure(code: str, rows: pl.DataFrame) -> Measure:
    indicator = CATALOGUE.by_code[code]
    held = tuple(release for release in RELEASES if rows[f"{release}_snapshot"].is_not_null().any())
    schools = rows.filter((pl.col("place_kind") == "school") & (pl.col("first") != pl.col("last")))
    ours = rows.filter(pl.col("place_kind") == "authority")
    both = ours.filter(pl.col("first") != pl.col("last"))
    return Measure(
        code=code, name=indicator.name, unit=indicator.unit, decimals=indicator.decimals, releases=held,
        known={release: rows[f"{release}_known_on"].max() for release in held},  # type: ignore[misc]
        first=both["before"][0] if both.height else None, last=both["after"][0] if both.height else None,
        schools=schools.height, changed=schools.filter(pl.col("became") != SAME).height,
        most=schools["change"].abs().max(),  # type: ignore[arg-type]
    )  # fmt: skip


__all__ = ["Measure", "chains", "ground", "groups", "of_measure", "of_year", "years"]
