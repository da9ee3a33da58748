"""What the page shows of the figures, made once and kept: the next who asks the same is only handed it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from markupsafe import Markup, escape

from fingerpost.evidence.indicators import Indicator
from fingerpost.explore import charting, saying, tabling
from fingerpost.explore.queries import explore as queries
from fingerpost.explore.queries.explore import Seen
from fingerpost.explore.tabling import Addresses, Shown
from fingerpost.present.charts import Chart
from fingerpost.present.tables import NUMBER, Table

#: Pages are some hundred kilobytes of text each.
KEPT = 64


@dataclass(frozen=True)
class Picture:
    """A chart on the page: its kind, what it is called, what it says, and its table as written."""

    kind: str
    heading: str
    title: str
    sentence: str
    table: Markup


@dataclass(frozen=True, eq=False)
class Ready:
    """All that the page says of a look."""

    indicator: Indicator
    sentences: list[str]
    past: str
    past_count: int
    table: Shown
    pictures: list[Picture]
    school_name: str
    left_out: list[str]
    absent: tuple[str, ...]


@lru_cache(maxsize=KEPT)
def ready(seen: Seen, addresses: Addresses) -> Ready:
    """The page's words, table and charts for a look."""
    found = queries.found(seen)
    return Ready(
        indicator=found.indicator,
        sentences=saying.sentences(found),
        past=found.past.sentence if found.past else "",
        past_count=found.past.count if found.past else 0,
        table=tabling.shown(found, addresses),
        pictures=[_picture(kind, chart) for kind, chart in charting.of(found).items()],
        school_name=found.school_name,
        left_out=list(found.left_out),
        absent=found.absent,
    )


def _picture(kind: str, chart: Chart) -> Picture:
    heading = charting.HEADINGS[kind]
    return Picture(kind, heading, chart.title, charting.told(chart), written(chart.table()))


def written(table: Table) -> Markup:
    """A chart's table as HTML, with its notes."""
    numbers = [' class="fp-number"' if column.kind == NUMBER else "" for column in table.columns]
    heads = "".join(
        f'<th scope="col"{number}>{escape(column.heading)}</th>'
        for number, column in zip(numbers, table.columns, strict=True)
    )
    rows = "\n".join(_row(cells, numbers) for cells in table.cells())
    notes = "".join(f'<p class="govuk-body fp-small">{escape(note)}</p>' for note in table.notes)
    return Markup(
        f'<table class="fp-grid"><caption class="govuk-visually-hidden">{escape(table.title)}</caption>'
        f"<thead><tr>{heads}</tr></thead>\n<tbody>{rows}</tbody></table>{notes}"
    )


def _row(cells: list[str], numbers: list[str]) -> str:
    rest = "".join(
        f"<td{number}>{escape(cell)}</td>" for number, cell in zip(numbers[1:], cells[1:], strict=True)
    )
    return f'<tr><th scope="row">{escape(cells[0])}</th>{rest}</tr>'
