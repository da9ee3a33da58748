"""Our figures beside the published, as this person may see them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import polars as pl

from fingerpost.archive.queries import reconciling as archive
from fingerpost.archive.queries.reconciling import Measure
from fingerpost.archive.queries.shown import shown_to
from fingerpost.core.rules import Permission, check_permission
from fingerpost.evidence.indicators import CATALOGUE, Indicator

#: What gives our figure away, and is emptied with it.
_OURS = (
    "ours_value", "ours_numerator", "ours_denominator", "difference", "pupils_difference", "kind", "reason",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Found:
    """A year's figures of ours beside the published, and those of one measure where it is chosen."""

    years: list[str]
    year: str
    group: str = "all"
    groups: list[str] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    indicator: Indicator | None = None
    rows: pl.DataFrame = field(default_factory=pl.DataFrame)


def found(user: Any, authority: str, *, year: str = "", measure: str = "", group: str = "all") -> Found:
    """The latest year that was counted from pupils, unless another is asked for."""
    check_permission(user, Permission.FIGURES_SEE, authority=authority)
    on = archive.ground(authority)
    years = archive.years(on)
    if not years:
        return Found([], "")
    chosen = year if year in years else years[0]
    groups = archive.groups(on, chosen)
    asked = group if group in groups else "all"
    rows = _as_seen(user, archive.rows(on, chosen, asked), authority)
    indicator = CATALOGUE.by_code.get(measure)
    if indicator is not None:
        rows = rows.filter(pl.col("indicator") == measure)
    return Found(years, chosen, asked, groups, archive.measures(rows), indicator, rows)


def _as_seen(user: Any, rows: pl.DataFrame, authority: str) -> pl.DataFrame:
    """Ours with small numbers hidden as the post requires; what is published is shown as it is."""
    plain = rows.with_columns(
        value="ours_value", numerator="ours_numerator", denominator="ours_denominator", origin=pl.lit("pupils"),
        status="ours_status", snapshot="ours_snapshot",
    )  # fmt: skip
    seen = shown_to(user, plain, authority=authority)
    is_hidden = pl.col("hidden").is_not_null()
    emptied = [pl.when(~is_hidden).then(name).alias(name) for name in _OURS]
    told = seen.with_columns(emptied).with_columns(reason=pl.coalesce("reason", "hidden"))
    return told.select(*rows.columns, "hidden")
