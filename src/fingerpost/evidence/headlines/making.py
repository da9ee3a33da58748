"""Headlines from compared figures: one a measure and group, the most important first."""

from __future__ import annotations

from collections.abc import Iterable

import polars as pl

from fingerpost.evidence.comparison.gaps import OTHERS
from fingerpost.evidence.groups import name as group_name
from fingerpost.evidence.headlines.model import Headline, Row, Seen, is_held
from fingerpost.evidence.headlines.saying import sentences
from fingerpost.evidence.indicators import Indicator
from fingerpost.evidence.schema import ALL

NOTHING: Row = {}


def headlines(frame: pl.DataFrame, indicator: Indicator, period: str) -> list[Headline]:
    """The headlines of a measure in a year, from the rows of one place and of England in it and the year before."""
    if indicator.better == "neither":
        return []
    rows: dict[tuple[bool, str, str], Row] = {
        (row["place_kind"] == "england", row["group"], row["period"]): row
        for row in frame.iter_rows(named=True)
    }
    groups = dict.fromkeys(group for is_england, group, year in rows if not is_england and year == period)
    return [_headline(seen) for group in groups if (seen := _seen(rows, indicator, group, period))]


def _seen(
    rows: dict[tuple[bool, str, str], Row], indicator: Indicator, group: str, period: str
) -> Seen | None:
    now = rows[False, group, period]
    if not is_held(now):
        return None
    before, others = str(int(period) - 1), OTHERS.get(group, "")
    return Seen(
        indicator,
        group,
        now,
        rows.get((False, group, before), NOTHING),
        rows.get((True, group, period), NOTHING),
        rows.get((True, group, before), NOTHING),
        rows.get((True, others, period), NOTHING),
        rows.get((True, others, before), NOTHING),
    )


def _headline(seen: Seen) -> Headline:
    title = (
        seen.indicator.name
        if seen.group == ALL
        else f"{seen.indicator.name} – {_lowered(group_name(seen.group))}"
    )
    return Headline(seen.indicator, seen.group, seen.now["period"], title, sentences(seen), seen.is_of_few)


def _lowered(name: str) -> str:
    """A group inside a sentence; what is written in capitals stays so."""
    return name if name[:2].isupper() else f"{name[:1].lower()}{name[1:]}"


def by_importance(found: Iterable[Headline]) -> list[Headline]:
    """Those that are sure first, then those that stand for most pupils; newer years before older ones."""
    return sorted(found, key=lambda one: (one.weight[0], one.period, one.weight[1]), reverse=True)
