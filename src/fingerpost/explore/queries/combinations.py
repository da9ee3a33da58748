"""Who missed it as a table and as a plot."""

from __future__ import annotations

from pathlib import Path

from fingerpost.archive.queries import editions
from fingerpost.evidence.missed import saying
from fingerpost.evidence.missed.model import NONE, REST, UNKNOWN, Combination, Missed
from fingerpost.present import tables
from fingerpost.present.tables import NUMBER, Column, Table
from fingerpost.present.upset import Bar, UpSetChart

FOLDER = "tables"
#: More columns than these do not fit on a page; the table has them all.
MOST_BARS = 16
AGAINST = "At England's share"


def files_of(edition: str) -> list[Path]:
    """The files of combinations that stand among an edition's examples."""
    return sorted((editions.find(edition) / FOLDER).glob("missed-*.csv"))


def as_table(found: Missed) -> Table:
    """A row a combination, everybody last: pupils, how many missed it, shares, and England's beside them."""
    columns = [
        Column("name", "Pupils with", width=38),
        Column("cohort", "Pupils", NUMBER),
        Column("missed", "Missed it", NUMBER),
        Column("share", "Percentage that missed it", NUMBER, 1, "%"),
        Column("of_missed", "Share of those who missed it", NUMBER, 1, "%"),
        Column("england", "England: percentage that missed it", NUMBER, 1, "%"),
        Column("beside", "Points beside England", NUMBER, 1),
    ]
    rows = [
        _row(found, one, found.title_of(one))
        for one in found.combinations
        if one.cohort != 0 or one.name == NONE
    ]
    rows.append(_row(found, found.everybody, "All pupils"))
    return tables.table(found.title, columns, rows, notes(found))


def _row(found: Missed, one: Combination, name: str) -> dict:
    return {
        "name": name,
        "cohort": one.cohort,
        "missed": one.missed,
        "share": one.share,
        "of_missed": found.of_the_missed(one),
        "england": one.england,
        "beside": one.beside_england,
    }


def notes(found: Missed) -> list[str]:
    """What goes with the table wherever it goes."""
    said = [
        "Each pupil is counted once: with just these characteristics and none of the others that were chosen."
    ]
    said += [
        f"{each.combination}: printed {each.printed}, ours {each.ours}. {each.because}"
        for each in saying.differences(found)
    ]
    return [*said, f"Source: {found.source}." if found.source else ""]


def is_cut(found: Missed) -> bool:
    """Whether there are more combinations than the plot holds."""
    return sum(bool(one.missed) for one in found.combinations) > MOST_BARS


def chart(found: Missed) -> UpSetChart:
    """The combinations in which somebody missed it, the largest first, and those who have none last."""
    # Without dots below it, only the bar of those who have none can be told what it is.
    shown = [one for one in found.sized().combinations if one.missed and one.name not in (REST, UNKNOWN)]
    last = [one for one in shown if one.name == NONE]
    shown = [*[one for one in shown if one.name != NONE][: MOST_BARS - len(last)], *last]
    bars = [
        Bar(
            found.title_of(one),
            tuple(found.name(code) for code in one.has),
            one.missed,
            one.share,
            None if one.england is None or one.cohort is None else one.england * one.cohort / 100,
            one.cohort,
        )
        for one in shown
    ]
    sets = tuple(found.name(code) for code in found.chosen)
    has_england = any(bar.against is not None for bar in bars)
    return UpSetChart(found.title, sets, tuple(bars), "missed it", AGAINST if has_england else "")
