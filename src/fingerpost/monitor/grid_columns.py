"""The columns of the tracking grid: what each shows, sorts by and exports."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape

from fingerpost.monitor import marks
from fingerpost.monitor.marks import Scale
from fingerpost.monitor.queries.grid import Row
from fingerpost.present import formats
from fingerpost.present.tables import DAY, NUMBER, TEXT
from fingerpost.present.tables import Column as ExportColumn
from fingerpost.register.rules import PHASE_NAMES

# After every school that has a value, whichever way the grid is sorted.
LAST = (2, "")


@dataclass(frozen=True)
class Column:
    """A column: its words, the cell, the key it sorts by, the plain value it exports, and for whom it is."""

    key: str
    heading: str
    cell: Callable[[Row, Scale | None], Any]
    value: Callable[[Row, Scale | None], Any]
    sort: Callable[[Row, Scale | None], tuple] | None = None
    is_shown: bool = True
    needs_levels: bool = False
    names: bool = False
    kind: str = TEXT
    width: int = 14

    def sort_key(self, row: Row, scale: Scale | None) -> tuple:
        """What the column sorts by: its own key, else its value."""
        if self.sort:
            return self.sort(row, scale)
        value = self.value(row, scale)
        return LAST if value in (None, "") else (0, value)

    def exported(self) -> ExportColumn:
        """The column in a file."""
        return ExportColumn(self.key, self.heading, self.kind, width=self.width)


def _level(row: Row, scale: Scale | None) -> Any:
    if not scale or not row.rating:
        return ""
    indicative = _indicative(row, scale)
    shown = scale.level(row.level)
    if indicative:
        shown += Markup("<small>indicative {}</small>").format(indicative)
    for other in row.also:
        shown += Markup("<small>{}: {}</small>").format(
            other.scheme.replace("_", " "), scale.word(other.level).lower()
        )
    return shown


def _level_rank(row: Row, scale: Scale | None) -> tuple:
    """Worst first; those without a level after all that have one, by their indicative level."""
    if not scale or not row.rating:
        return LAST
    if row.level in scale.rank:
        return 0, -scale.rank[row.level]
    return 1, -scale.rank.get(row.indicative, -1)


def _indicative(row: Row, scale: Scale | None) -> Any:
    if not scale or not row.rating or row.level in scale.rank or not row.indicative:
        return ""
    span = scale.span(row.rating.best, row.rating.worst)
    shown = Markup('<span class="fp-level--indicative" title="could be {}">{}</span>')
    return shown.format(span.lower(), scale.word(row.indicative).lower())


def _flags(row: Row, scale: Scale | None) -> Any:
    if not row.rating:
        return ""
    shown = []
    if row.rating.floor:
        shown.append(marks.flag("Floor", row.rating.because or row.rating.floor))
    if row.rating.is_fragile:
        shown.append(marks.flag("Fragile", "One pupil or one unknown would change the level"))
    if row.watched_until is not None:
        shown.append(_watch(row, scale))
    return Markup(" ").join(shown)


def _flag_words(row: Row, scale: Scale | None) -> str:
    if not row.rating:
        return ""
    held = [
        word
        for word, holds in (
            ("Floor", row.rating.floor),
            ("Fragile", row.rating.is_fragile),
            ("Watch", row.watched_until),
        )
        if holds
    ]
    return ", ".join(held)


def _strands(row: Row, scale: Scale | None) -> Any:
    if not scale or not row.rating or not row.rating.marks:
        return ""
    lines = [
        Markup("").join(scale.strand(strand) for strand in held.marks) for held in (row.rating, *row.also)
    ]
    return Markup("<br>").join(lines)


def _strand_words(row: Row, scale: Scale | None) -> str:
    if not scale or not row.rating:
        return ""
    said = (
        f"{s['name']}: {scale.word(s['level']) if s['state'] == 'decided' else s['state']}"
        for s in row.rating.marks
    )
    return "; ".join(said)


def _early_years(row: Row, scale: Scale | None) -> Any:
    return scale.level(row.early_years.level) if scale and row.early_years else ""


def _early_years_word(row: Row, scale: Scale | None) -> str:
    return scale.word(row.early_years.level) if scale and row.early_years else ""


def _outcome(row: Row, scale: Scale | None) -> Any:
    return row.outcome.in_words if row.outcome else Markup('<span class="fp-quiet">Not inspected</span>')


def _outcome_rank(row: Row, scale: Scale | None) -> tuple:
    """Categories of concern first, then the overall grade from the lowest, then those without one."""
    if not row.outcome:
        return LAST
    if row.outcome.category:
        return 0, -5, row.outcome.word
    return (0, -row.outcome.grade, "") if row.outcome.grade else (1, 0, row.outcome.word)


def _stay(row: Row, scale: Scale | None) -> Any:
    """How long at the level, and whether that is longer than the strategy allows."""
    if row.stay is None:
        return ""
    over = row.stay.over_in_words
    shown = Markup('<span class="fp-nowrap">{}</span>').format(row.stay.in_words)
    return shown + Markup("<small>{}</small>").format(over) if over else shown


def _watch(row: Row, scale: Scale | None) -> Any:
    if row.watched_until is None:
        return ""
    return marks.flag("Watch", f"On watch, to be looked at again by {formats.day(row.watched_until)}")


COLUMNS = (
    Column("name", "School", lambda r, s: r.name, lambda r, s: r.name, names=True, width=40),
    Column("urn", "URN", lambda r, s: r.urn, lambda r, s: r.urn, is_shown=False, names=True, width=10),
    Column("phase", "Phase", lambda r, s: PHASE_NAMES.get(r.phase, r.phase).split(" or ")[0],
           lambda r, s: PHASE_NAMES.get(r.phase, r.phase)),
    Column("level", "Level", _level, lambda r, s: s.word(r.level) if s and r.rating else "", _level_rank,
           needs_levels=True, width=20),
    Column("indicative", "Indicative", _indicative, lambda r, s: s.word(r.indicative) if s and r.indicative else "",
           needs_levels=True, is_shown=False),
    Column("direction", "Direction", lambda r, s: marks.direction(r.direction) if r.rating else "",
           lambda r, s: r.direction.capitalize(), needs_levels=True),
    Column("stay", "At this level", _stay, lambda r, s: r.stay.in_words if r.stay else "",
           lambda r, s: (0, r.stay.stay.months) if r.stay else LAST, needs_levels=True, width=24),
    Column("over", "Over the limit", lambda r, s: r.stay.over_in_words if r.stay else "",
           lambda r, s: r.stay.over_in_words if r.stay else "", is_shown=False, needs_levels=True, width=24),
    Column("watch", "Watch", _watch, lambda r, s: r.watched_until, is_shown=False, needs_levels=True, kind=DAY),
    Column("flags", "Flags", _flags, _flag_words, needs_levels=True),
    Column("strands", "Strands", _strands, _strand_words, lambda r, s: (-(r.rating.assessed if r.rating else 0), ""),
           needs_levels=True, width=60),
    Column("early_years", "Early years", _early_years, _early_years_word,
           is_shown=False, needs_levels=True, width=20),
    Column("ofsted", "Ofsted", _outcome, lambda r, s: r.outcome.in_words if r.outcome else "", _outcome_rank, width=24),
    Column("inspected", "Inspected", lambda r, s: Markup('<span class="fp-nowrap">{}</span>').format(
           formats.short_day(r.outcome.on)) if r.outcome else "",
           lambda r, s: r.outcome.on if r.outcome else None, kind=DAY),
    Column("roll", "Roll", lambda r, s: formats.number(r.roll), lambda r, s: r.roll, kind=NUMBER, width=8),
    Column("adviser", "Adviser", lambda r, s: r.adviser, lambda r, s: r.adviser, width=22),
    Column("area", "Area", lambda r, s: r.area, lambda r, s: r.area, is_shown=False),
    Column("cluster", "Cluster", lambda r, s: r.cluster, lambda r, s: r.cluster, is_shown=False),
    Column("district", "District", lambda r, s: r.district, lambda r, s: r.district, is_shown=False, width=20),
    Column("trust", "Trust", lambda r, s: r.trust, lambda r, s: r.trust, is_shown=False, width=30),
    Column("kind", "Type", lambda r, s: r.kind, lambda r, s: r.kind, is_shown=False, width=26),
)  # fmt: skip

BY_KEY = {column.key: column for column in COLUMNS}
IDENTIFYING = {"urn", "trust", "adviser", "district", "area", "cluster", "roll", "inspected"}


def available(*, sees_levels: bool, is_anonymous: bool = False) -> list[Column]:
    """The columns that this person may choose from, on this screen."""
    return [
        column
        for column in COLUMNS
        if (sees_levels or not column.needs_levels) and not (is_anonymous and column.key in IDENTIFYING)
    ]


CLASSES = {"strands": "fp-grid__marks", "roll": "fp-number", "level": "fp-grid__short", "flags": "fp-grid__short",
           "direction": "fp-grid__short", "stay": "fp-grid__short", "indicative": "fp-grid__short"}  # fmt: skip


@lru_cache(maxsize=8)
def body(keys: tuple[str, ...], rows: tuple[Row, ...], scale: Scale | None, page: str) -> Markup:
    """Every row of the grid, ready: most people look at it in one of a few ways."""
    return Markup("\n".join(html(keys, row, scale, page) for row in rows))


@lru_cache(maxsize=4000)
def html(keys: tuple[str, ...], row: Row, scale: Scale | None, page: str) -> Markup:
    """A row of the grid, ready; `page` is the address of schools' pages, empty where names are hidden."""
    shown = (_html_cell(BY_KEY[key], row, scale, page) for key in keys)
    return Markup("<tr>{}</tr>").format(Markup("").join(shown))


def _html_cell(column: Column, row: Row, scale: Scale | None, page: str) -> Markup:
    content = escape(column.cell(row, scale))
    if column.key != "name":
        kind = CLASSES.get(column.key, "")
        return (
            Markup('<td class="{}">{}</td>').format(kind, content)
            if kind
            else Markup("<td>{}</td>").format(content)
        )
    if not page:
        return Markup('<th scope="row">{}</th>').format(content)
    link = '<th scope="row"><a class="govuk-link govuk-link--no-visited-state" href="{}{}/">{}</a></th>'
    return Markup(link).format(page, row.urn, content)
