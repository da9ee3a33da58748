"""How somebody looks at the grid: filters, order and columns, as the address has them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from fingerpost.monitor import grid_columns
from fingerpost.monitor.grid_columns import Column
from fingerpost.monitor.marks import Scale
from fingerpost.monitor.queries.grid import Grid, Row
from fingerpost.register.rules import PHASE_NAMES, PHASES

FILTERS = ("phase", "level", "indicative", "direction", "flags", "ofsted", "adviser", "area", "status")
STATUSES = {"maintained": "Maintained", "academy": "Academies and free schools"}


@dataclass(frozen=True)
class Look:
    """A way of looking at the grid."""

    search: str = ""
    filters: dict[str, str] = field(default_factory=dict)
    sort: str = "name"
    is_descending: bool = False
    columns: tuple[str, ...] = ()
    is_anonymous: bool = False
    run: int | None = None

    def query(self, **changes: Any) -> str:
        """The look as an address has it, with changes; an empty change takes a part away."""
        parts: dict[str, Any] = {"q": self.search, **self.filters}
        parts["sort"] = (
            ("-" if self.is_descending else "") + self.sort
            if (self.sort, self.is_descending) != ("name", False)
            else ""
        )
        parts |= {
            "columns": list(self.columns),
            "anonymous": "yes" if self.is_anonymous else "",
            "run": self.run or "",
        }
        parts |= changes
        return urlencode({name: value for name, value in parts.items() if value}, doseq=True)


def read(query) -> Look:
    """The look that an address asks for; what it does not know it leaves out."""
    sort = query.get("sort", "name")
    descending, key = sort.startswith("-"), sort.lstrip("-")
    run = query.get("run", "")
    return Look(
        search=query.get("q", "").strip(),
        filters={name: query[name] for name in FILTERS if query.get(name)},
        sort=key if key in grid_columns.BY_KEY else "name",
        is_descending=descending,
        columns=tuple(name for name in query.getlist("columns") if name in grid_columns.BY_KEY),
        is_anonymous=query.get("anonymous") == "yes",
        run=int(run) if run.isdigit() else None,
    )


def columns(look: Look, grid: Grid) -> list[Column]:
    """The columns shown: those chosen, else the usual ones."""
    offered = grid_columns.available(
        sees_levels=grid.sees_levels and grid.run is not None, is_anonymous=look.is_anonymous
    )
    if look.columns:
        return [column for column in offered if column.key in look.columns or column.key == "name"]
    return [column for column in offered if column.is_shown]


def chosen(look: Look, grid: Grid) -> list[Row]:
    """The rows that the look asks for, in its order."""
    rows = [row for row in grid.rows if _is_wanted(row, look)]
    key = grid_columns.BY_KEY[look.sort]
    rows.sort(key=lambda row: (row.name, row.urn))
    return _sorted(rows, key, look, grid.scale)


def _sorted(rows: list[Row], column: Column, look: Look, scale: Scale | None) -> list[Row]:
    """In order; schools without a value come last whichever way it runs."""
    keyed = [(column.sort_key(row, scale), row) for row in rows]
    have = [pair for pair in keyed if pair[0] != grid_columns.LAST]
    have.sort(key=lambda pair: pair[0], reverse=look.is_descending)
    return [row for _, row in have] + [row for key, row in keyed if key == grid_columns.LAST]


def _is_wanted(row: Row, look: Look) -> bool:
    if look.search and not look.is_anonymous:
        words = f"{row.name} {row.urn} {row.trust}".lower()
        if not all(word in words for word in look.search.lower().split()):
            return False
    return all(TESTS[name](row, value) for name, value in look.filters.items())


def _flag(row: Row, value: str) -> bool:
    if value == "watch":
        return row.watched_until is not None
    if value == "over":
        return bool(row.stay and row.stay.stay.is_over)
    return bool(row.rating and (row.rating.floor if value == "floor" else row.rating.is_fragile))


TESTS = {
    "phase": lambda row, value: row.phase == value,
    "level": lambda row, value: row.level == value,
    "indicative": lambda row, value: row.indicative == value,
    "direction": lambda row, value: row.direction == value,
    "flags": _flag,
    "ofsted": lambda row, value: (row.outcome.in_words if row.outcome else "none") == value,
    "adviser": lambda row, value: row.adviser == ("" if value == "none" else value),
    "area": lambda row, value: row.area == value,
    "status": lambda row, value: row.is_academy == (value == "academy"),
}


def options(grid: Grid) -> dict[str, list[tuple[str, str]]]:
    """For each filter the values that occur, in words."""
    scale, rows = grid.scale, grid.rows
    phases = {row.phase for row in rows}
    found = {
        "phase": [(phase, PHASE_NAMES[phase]) for phase in PHASES if phase in phases],
        "ofsted": [(word, word) for word in sorted({row.outcome.in_words for row in rows if row.outcome})],
        "status": list(STATUSES.items()),
        "adviser": [(name, name) for name in sorted({row.adviser for row in rows if row.adviser})],
        "area": [(name, name) for name in sorted({row.area for row in rows if row.area})],
    }
    if scale:
        levels = {row.level for row in rows}
        ordered = [*scale.names, *sorted(levels - set(scale.names) - {""})]
        found["level"] = [(level, scale.word(level)) for level in ordered if level in levels]
        found["indicative"] = list(scale.names.items())
        found["direction"] = [(word, word.capitalize()) for word in ("improving", "steady", "declining")]
        found["flags"] = [("floor", "Under a floor"), ("fragile", "Fragile"), ("watch", "On watch"),
                          ("over", "At its level for too long")]  # fmt: skip
    return {name: values for name, values in found.items() if values}
