"""A timeline: what happened when, in rows one below another, with uprights for days that matter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fingerpost.present import formats, strokes
from fingerpost.present.charts import FIRST, MAIN, SECOND, THIRD
from fingerpost.present.strokes import COLOURS, FONT, QUIET, SHAPES, Rows, altair
from fingerpost.present.tables import DAY, Column, Table, table

WIDE, ROW, TOP = 560, 26, 30
_ROLES = (MAIN, FIRST, SECOND, THIRD)


@dataclass(frozen=True)
class Event:
    """Something that happened on a day, in a row of the timeline; `role` says how much it matters."""

    on: date
    row: str
    words: str
    role: str = MAIN


@dataclass(frozen=True)
class Timeline:
    """Events in rows, from a day to a day, and uprights that are named."""

    title: str
    begins: date
    ends: date
    events: tuple[Event, ...]
    uprights: tuple[tuple[date, str], ...] = ()

    @property
    def rows(self) -> list[str]:
        """The rows in the order in which they first have something."""
        return list(dict.fromkeys(event.row for event in self.events))

    def sentence(self) -> str:
        """How many of each row, the first and the last, and the days that are marked."""
        if not self.events:
            return f"{self.title}: nothing is on record."
        said = [f"{row}: {formats.plural(self._count(row), 'time')}" for row in self.rows]
        first, last = (pick(self.events, key=lambda e: e.on) for pick in (min, max))
        marked = [f"{name} on {formats.day(on)}" for on, name in self.uprights]
        ends = f"from {formats.day(first.on)} to {formats.day(last.on)}"
        return f"{self.title}: {'; '.join([*said, ends, *marked])}."

    def _count(self, row: str) -> int:
        return sum(event.row == row for event in self.events)

    def table(self) -> Table:
        """Every event in order of day."""
        columns = [
            Column("on", "Day", DAY, width=16),
            Column("row", "What", width=24),
            Column("words", "In words", width=60),
        ]
        marked = [Event(on, name, "") for on, name in self.uprights]
        rows = [
            {"on": event.on, "row": event.row, "words": event.words}
            for event in sorted((*self.events, *marked), key=lambda e: (e.on, e.row))
        ]
        return table(self.title, columns, rows)

    def draw(self, data: Rows):
        """A mark for each event in its row, told apart by shape as well as by colour."""
        if not self.events:
            return strokes.nothing(data)
        alt = altair()
        scale = alt.Scale(domain=[_moment(self.begins), _moment(self.ends)], type="utc", nice=False)
        x = alt.X(
            "x:T", title=None, scale=scale, axis=alt.Axis(format="%b %Y", tickCount=8, labelOverlap=True)
        )
        y = alt.Y(
            "row:N", title=None, sort=self.rows, axis=alt.Axis(labelLimit=260, ticks=False, domain=False)
        )
        rows = [{"x": _moment(e.on), "row": e.row, "role": e.role} for e in self.events]
        base = alt.Chart(data.named(rows)).encode(x=x, y=y)
        marks = base.mark_point(filled=True, size=80, opacity=0.85).encode(
            color=strokes.by_role("color", COLOURS), shape=strokes.by_role("shape", SHAPES)
        )
        layers = [base.mark_rule(opacity=0), *self._uprights(x, data), marks]
        return alt.layer(*layers, width=WIDE, height=ROW * len(self.rows) + TOP)

    def _uprights(self, x, data: Rows) -> list:
        alt = altair()
        layers = []
        for number, (on, name) in enumerate(sorted(self.uprights)):
            base = alt.Chart(data.named([{"x": _moment(on), "text": name}])).encode(x=x)
            is_late = (on - self.begins) * 2 > self.ends - self.begins
            words = base.mark_text(
                align="right" if is_late else "left",
                dx=-4 if is_late else 4,
                font=FONT,
                fontSize=12,
                color=QUIET,
            ).encode(y=alt.value(-6 - 14 * (len(self.uprights) - 1 - number)), text=alt.Text("text:N"))
            layers += [base.mark_rule(color=QUIET, strokeDash=[4, 3], strokeWidth=1.5), words]
        return layers


def _moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
