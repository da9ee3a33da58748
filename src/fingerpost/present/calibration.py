"""A calibration plot: how sure people said they were, against how often they turned out right."""

from __future__ import annotations

from dataclasses import dataclass

from fingerpost.present import formats, strokes
from fingerpost.present.charts import FIRST, MAIN
from fingerpost.present.strokes import COLOURS, FONT, Rows, altair
from fingerpost.present.tables import NUMBER, Column, Table, table

SIDE = 300


@dataclass(frozen=True)
class Mark:
    """Of those said to be so sure, how many came so, and between what shares the truth likely lies; all in per cent."""

    said: float
    came: float
    low: float
    high: float
    count: int
    reading: str = ""


@dataclass(frozen=True)
class Calibration:
    """Marks on a square whose diagonal is being exactly as sure as one should be."""

    title: str
    marks: tuple[Mark, ...]
    #: What was foretold: "grade".
    what: str = "grade"

    def sentence(self) -> str:
        """How many came right at each degree of sureness, and which lies off the diagonal."""
        if not self.marks:
            return f"{self.title}: nothing to show yet."
        said = [
            f"of {formats.plural(m.count, self.what)} said to be {m.said:.0f}% sure {m.came:.0f}% came so"
            + (f" ({m.reading})" if m.reading else "")
            for m in self.marks
        ]
        return f"{self.title}: {'; '.join(said)}."

    def table(self) -> Table:
        """A row for each degree of sureness."""
        columns = [
            Column("said", "How sure", NUMBER, 0, "%"), Column("count", f"{self.what.capitalize()}s", NUMBER),
            Column("came", "Came as predicted", NUMBER, 0, "%"), Column("range", "Likely between", width=18),
            Column("reading", "Reading", width=18),
        ]  # fmt: skip
        rows = [
            {"said": m.said, "count": m.count, "came": m.came, "reading": m.reading,
             "range": f"{m.low:.0f}% and {m.high:.0f}%"}
            for m in self.marks
        ]  # fmt: skip
        return table(self.title, columns, rows)

    def draw(self, data: Rows):
        """The diagonal, and a point with its range for each degree of sureness."""
        if not self.marks:
            return strokes.nothing(data)
        alt = altair()
        scale = alt.Scale(domain=[0, 100], nice=False)
        axis = {"values": [0, 25, 50, 75, 100], "labelExpr": "datum.value + '%'"}
        x = alt.X("x:Q", title="How sure the adviser was", scale=scale, axis=alt.Axis(**axis))
        y = alt.Y("y:Q", title="Came as predicted", scale=scale, axis=alt.Axis(**axis))
        line = alt.Chart(data.named([{"x": 0, "y": 0}, {"x": 100, "y": 100}]))
        exact = line.mark_line(color=COLOURS[FIRST], strokeDash=[6, 3], strokeWidth=2).encode(x=x, y=y)
        rows = [
            {"x": m.said, "y": m.came, "low": m.low, "high": m.high, "text": f"{m.came:.0f}% of {m.count}"}
            for m in self.marks
        ]
        base = alt.Chart(data.named(rows)).encode(x=x)
        ranges = base.mark_rule(color=COLOURS[MAIN], strokeWidth=2).encode(
            y=alt.Y("low:Q", scale=scale), y2="high:Q"
        )
        points = base.mark_point(filled=True, size=90, color=COLOURS[MAIN], opacity=1).encode(y=y)
        # Above and below in turn, as neighbours' words would touch.
        words = [self._words(alt, data, rows[number::2], number, scale) for number in (0, 1)]
        return alt.layer(exact, ranges, points, *words, width=SIDE, height=SIDE)

    def _words(self, alt, data: Rows, rows: list[dict], number: int, scale):
        base = alt.Chart(data.named(rows)).mark_text(
            baseline="top" if number else "bottom", dy=5 if number else -5, font=FONT, fontSize=12,
            color=COLOURS[MAIN],
        )  # fmt: skip
        end = alt.Y("low:Q" if number else "high:Q", scale=scale)
        return base.encode(x=alt.X("x:Q"), y=end, text=alt.Text("text:N"))
