"""How somebody looks at the tracking grid of a meeting: which schools, in which order, as the address has it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.template.loader import get_template
from markupsafe import Markup

from fingerpost.monitor import marks
from fingerpost.monitor.queries.tracking import Tracked, Tracking
from fingerpost.present import formats
from fingerpost.present.tables import DAY, NUMBER, Column, Table, table

__all__ = [
    "COLUMNS",
    "Count",
    "Look",
    "cells",
    "chosen",
    "levels",
    "page_of",
    "read",
    "replace",
    "sums",
    "taken",
]

#: Ours: a page holds so many schools unless all are asked for, since a meeting begins at the top.
ON_A_PAGE = 100
UNSEEN_DAYS = 60
#: What the grid may be sorted by: the words of its heading, and what comes first.
SORTS: dict[str, Callable[[Tracked], tuple]] = {
    "risk": lambda row: (-row.risk.points,),
    "name": lambda row: (),
    "level": lambda row: (-row.risk.because[0][0] if row.risk.because else 0,),
    "moved": lambda row: (("worse", "changed", "better", "").index(row.moved), -len(row.strands_worse)),
    "flags": lambda row: (-row.flags_serious, -row.flags_open),
    "late": lambda row: (row.late_visit is None, row.late_visit or row.school.name),
    "overdue": lambda row: (-row.overdue,),
    "seen": lambda row: (row.unseen is not None, -(row.unseen or 0)),
}
SORT_WORDS = {
    "risk": "Risk", "name": "Name", "level": "Level", "moved": "What moved", "flags": "Flags",
    "late": "Visit late", "overdue": "Actions overdue", "seen": "Not seen for longest",
}  # fmt: skip


@dataclass(frozen=True)
class Look:
    """A way of looking at the grid. `open` is the school beside which something is written."""

    area: str = ""
    search: str = ""
    adviser: str = ""
    sort: str = "risk"
    only_changed: bool = False
    shows_all: bool = False
    open: int | None = None

    def query(self, **changes: Any) -> str:
        """The look as an address has it, with changes; an empty change takes a part away."""
        parts: dict[str, Any] = {
            "area": self.area, "q": self.search, "adviser": self.adviser,
            "sort": self.sort if self.sort != "risk" else "", "changed": "yes" if self.only_changed else "",
            "show": "all" if self.shows_all else "", "open": self.open or "",
        }  # fmt: skip
        return urlencode({name: value for name, value in (parts | changes).items() if value})


def read(query: Any, areas: list[str]) -> Look:
    """The look that an address asks for; what it does not know it leaves out."""
    sort, area, opened = query.get("sort", "risk"), query.get("area", ""), query.get("open", "")
    return Look(
        area=area if area in areas else "",
        search=query.get("q", "").strip(),
        adviser=query.get("adviser", ""),
        sort=sort if sort in SORTS else "risk",
        only_changed=query.get("changed") == "yes",
        shows_all=query.get("show") == "all",
        open=int(opened) if opened.isdigit() else None,
    )


def chosen(look: Look, found: Tracking) -> list[Tracked]:
    """The schools that the look asks for, in its order; of those alike, by risk and then by name."""
    words = look.search.lower().split()
    rows = [
        row
        for row in found.rows
        if (not look.only_changed or row.has_changed)
        and look.adviser in ("", row.school.adviser)
        and all(word in f"{row.school.name} {row.urn}".lower() for word in words)
    ]
    key = SORTS[look.sort]
    last = (lambda row: ()) if look.sort == "name" else (lambda row: (-row.risk.points,))
    return sorted(rows, key=lambda row: (key(row), last(row), row.school.name, row.urn))


def page_of(look: Look, rows: list[Tracked]) -> list[Tracked]:
    """As many as a page holds; the school that is written beside is always among them."""
    if look.shows_all or len(rows) <= ON_A_PAGE:
        return rows
    first = rows[:ON_A_PAGE]
    return first + [row for row in rows[ON_A_PAGE:] if row.urn == look.open]


@dataclass(frozen=True)
class Count:
    """One number of the top of the page, what it was at the last meeting where that is known, and its words."""

    words: str
    now: int
    was: int | None = None

    @property
    def in_words(self) -> str:
        """12, was 11."""
        return f"{self.now}{f', was {self.was}' if self.was is not None and self.was != self.now else ''}"


def levels(found: Tracking) -> list[tuple[str, Count]]:
    """Each level with how many schools have it, and had it."""
    if found.scale is None:
        return []
    now: dict[str, int] = {}
    was: dict[str, int] = {}
    for row in found.rows:
        now[row.level] = now.get(row.level, 0) + 1
        if row.was:
            was[row.was.level] = was.get(row.was.level, 0) + 1
    order = [*found.scale.names, *sorted({*now, *was} - set(found.scale.names) - {""})]
    return [
        (level, Count(found.scale.word(level), now.get(level, 0), was.get(level, 0) if was else None))
        for level in reversed(order)
        if now.get(level) or was.get(level)
    ]


def sums(found: Tracking) -> list[Count]:
    """What else a meeting asks first."""
    rows = found.rows
    return [
        Count("Levels worse", sum(row.moved == "worse" for row in rows)),
        Count("Levels better", sum(row.moved == "better" for row in rows)),
        Count("Levels new or lost", sum(row.moved == "changed" for row in rows)),
        Count("New inspections", sum(row.has_new_inspection for row in rows)),
        Count("Flags opened", sum(row.flags_new for row in rows)),
        Count("Visits late", sum(row.late_visit is not None for row in rows)),
        Count("Actions overdue", sum(row.overdue for row in rows)),
        Count(
            f"Not seen for {UNSEEN_DAYS} days",
            sum(row.unseen is None or row.unseen >= UNSEEN_DAYS for row in rows),
        ),
    ]


@lru_cache(maxsize=4000)
def cells(row: Tracked, scale: Any, code: str) -> Markup:
    """The cells of a school, made once: a row is another row as soon as anything of it has changed."""
    made = get_template("monitor/tracking_cells.html")
    return Markup(made.render({"row": row, "scale": scale, "code": code, "direction": marks.direction}))


COLUMNS = (
    Column("urn", "URN"), Column("school", "School", width=34), Column("area", "Area"),
    Column("adviser", "Adviser", width=20), Column("points", "Risk", NUMBER), Column("because", "Why", width=50),
    Column("level", "Level", width=18), Column("confirmed", "Level is"), Column("was", "At the last meeting", width=18),
    Column("direction", "Direction"), Column("worse", "Strands moved down", width=30),
    Column("better", "Strands moved up", width=30), Column("results", "New results", width=24),
    Column("outcome", "Latest inspection", width=24), Column("inspected", "Inspected on", DAY),
    Column("is_new", "New since"), Column("flags", "Open flags", NUMBER), Column("serious", "Serious", NUMBER),
    Column("new", "Flags opened since", NUMBER), Column("late", "Visit was due", DAY),
    Column("overdue", "Actions overdue", NUMBER), Column("seen", "Last seen or spoken to", DAY),
    Column("note", "Noted at the meeting", width=50),
)  # fmt: skip


def taken(name: str, rows: list[Tracked], found: Tracking, notes: dict[int, Any]) -> Table:
    """The grid as a file."""
    with_what = (
        f"beside the meeting of {formats.day(found.last.held_on)}"
        if found.last
        else "with no earlier meeting to compare with"
    )
    said = [
        f"{name}, {formats.day(found.on)}, {with_what}.",
        "The order of risk is a sum of signs whose points are ours; it is no level and is told to no school.",
    ]
    return table(name, COLUMNS, [_taken(row, found, notes) for row in rows], said)


def _taken(row: Tracked, found: Tracking, notes: dict[int, Any]) -> dict:
    word = found.scale.word if found.scale else str
    outcome, note = row.outcome, notes.get(row.urn)
    return {
        "urn": row.urn, "school": row.school.name, "area": row.school.area, "adviser": row.school.adviser,
        "points": row.risk.points, "because": row.risk.in_words, "level": word(row.level) if row.level else None,
        "confirmed": "confirmed" if row.is_confirmed else "computed", "direction": row.direction or None,
        "was": word(row.was.level) if row.was and row.was.level else None,
        "worse": ", ".join(row.strands_worse) or None, "better": ", ".join(row.strands_better) or None,
        "results": ", ".join(row.new_results) or None, "outcome": outcome.in_words if outcome else None,
        "inspected": outcome.on if outcome else None, "is_new": "new" if row.has_new_inspection else None,
        "flags": row.flags_open, "serious": row.flags_serious, "new": row.flags_new, "late": row.late_visit,
        "overdue": row.overdue, "seen": row.seen_on, "note": note.minutes if note else None,
    }  # fmt: skip
