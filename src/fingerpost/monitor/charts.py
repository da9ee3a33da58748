"""A school's figures over the years as charts, against England and the authority."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from fingerpost.archive.queries import series as archive
from fingerpost.archive.queries.series import Series
from fingerpost.archive.queries.snapshots import holdings_key
from fingerpost.evidence import groups
from fingerpost.present import charts
from fingerpost.present.charts import FIRST, MAIN, SECOND, THIRD
from fingerpost.present.formats import missing
from fingerpost.present.trends import LineChart

#: What stands beside a school: the name of a point's field, in words, and how the line looks.
BESIDE = (
    ("england", "England", FIRST),
    ("neighbours", "Neighbours", SECOND),
    ("authority", "{authority}", THIRD),
)


def of_school(
    urn: int, authority: str, as_at: date, group: str = "all", *, user: Any, key: str | None = None
) -> list[Series]:
    """Every series of a school with a figure in some year that this person sees; kept while the snapshots stand.

    `key`: of the holdings, when known.
    """
    found = _of_school(urn, authority, as_at, group, key or holdings_key(authority))
    return archive.for_reader(found, user, authority, urn)


@lru_cache(maxsize=128)
def _of_school(urn: int, authority: str, as_at: date, group: str, key: str) -> list[Series]:
    found = archive.of_school(urn, authority, as_at, groups=(group,))
    return [series for series in found if series.has_values]


def line_chart(series: Series, authority_name: str) -> LineChart:
    """One series as a chart: the school's line, and those beside it that have any figure."""
    own = charts.line("This school", [(p.period, p.value, missing(p.status)) for p in series.points], MAIN)
    lines = [own]
    for name, words, role in BESIDE:
        points = [(p.period, getattr(p, name)) for p in series.points]
        if any(value is not None for _, value in points):
            lines.append(charts.line(words.format(authority=authority_name), points, role))
    indicator = series.indicator
    periods = {point.period for point in series.points}
    first = min(periods)
    breaks = tuple(
        str(b.year) for b in indicator.breaks if str(b.year) > first and str(b.year) <= max(periods)
    )
    return LineChart(title(series), tuple(lines), indicator.unit, indicator.decimals, breaks)


def title(series: Series) -> str:
    """The indicator and, unless it is everybody, the pupil group."""
    group = "" if series.group == "all" else f", {groups.name(series.group).lower()}"
    return f"{series.indicator.name}{group}"


def is_drawn(series: Series) -> bool:
    """Whether a series is one for a line: figures by school year, in more than one of them."""
    return sum(point.value is not None for point in series.points) > 1 and all(
        len(point.period) == 4 for point in series.points
    )
