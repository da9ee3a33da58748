"""Lines over the years or over days."""

from dataclasses import dataclass
from datetime import date

from fingerpost.present import charts, formats, strokes
from fingerpost.present.charts import Line
from fingerpost.present.strokes import COLOURS, FONT, HEIGHT, QUIET, WIDTH, Rows, altair
from fingerpost.present.tables import DAY, NUMBER, Column, Table, table


@dataclass(frozen=True)
class LineChart:
    """Lines over the years, or over days (ISO), each where it lies in time.

    Nothing is joined across a break, nor across a year without a value.
    """

    title: str
    lines: tuple[Line, ...]
    unit: str = ""
    decimals: int = 0
    breaks: tuple[str, ...] = ()

    @property
    def is_dated(self) -> bool:
        """Whether the periods are days and not years."""
        return any("-" in point.period for line in self.lines for point in line.points)

    def _when(self, period: str) -> str:
        return f"on {formats.day(date.fromisoformat(period))}" if self.is_dated else f"in {period}"

    def periods(self) -> list[str]:
        """Every year from the first to the last, those without a value too."""
        return charts.periods(self.lines)

    def sentence(self) -> str:
        """What the chart shows, for those who do not see it."""
        said = []
        for line in self.lines:
            point = line.latest()
            if point:
                value = formats.with_unit(point.value, self.unit, self.decimals)
                said.append(f"{line.name} {value} {self._when(point.period)}")
        return f"{self.title}: {'; '.join(said) or 'no figures'}.{charts.changed_in(self.breaks)}"

    def table(self) -> Table:
        """The figures of the chart, a row a year or a day."""
        found = {line.name: {point.period: point for point in line.points} for line in self.lines}
        rows = []
        for period in self.periods():
            row = {"period": date.fromisoformat(period) if self.is_dated else period}
            for name, points in found.items():
                point = points.get(period)
                row[name] = point.cell if point else None
            rows.append(row)
        columns = [Column("period", "Day", DAY) if self.is_dated else Column("period", "Year")]
        columns += [Column(line.name, line.name, NUMBER, self.decimals, self.unit) for line in self.lines]
        return table(self.title, columns, rows, charts.not_across(self.breaks))

    def draw(self, data: Rows):
        """Lines with their points, each named and valued at its end, and a dashed upright at each break."""
        alt = altair()
        rows = strokes.segments(self.lines, self.periods(), self.breaks)
        if not rows:
            return strokes.nothing(data)
        span = strokes.span((row["y"] for row in rows), self.unit)
        x = _over_days() if self.is_dated else strokes.over_years(self.periods())
        y = strokes.upright(span)
        colour = strokes.by_role("color", COLOURS)
        base = alt.Chart(data.named(rows)).encode(x=x, y=y, color=colour)
        labels = alt.Chart(data.named(self._labels(rows, span))).mark_text(
            align="left", dx=9, fontSize=12, font=FONT
        )
        labels = labels.encode(x=x, y=y, text=alt.Text("text:N"), color=colour)
        layers = [*strokes.lined(base, 45), labels, *self._breaks(x, data)]
        # Padding on the right is where the labels stand.
        return alt.layer(*layers, width=WIDTH, height=HEIGHT)

    def _labels(self, rows: list[dict], span: list[float]) -> list[dict]:
        """The name and last value at the end of each line, moved apart where they would touch."""
        last = {row["name"]: row for row in rows}
        ends = sorted(last.values(), key=lambda row: row["y"])
        end = self.periods()[-1]
        return [
            {
                "x": end,
                "y": place,
                "role": row["role"],
                "text": f"{row['name']} {formats.with_unit(row['y'], self.unit, self.decimals)}"
                + (f" in {row['x']}" if row["x"] != end else ""),
            }
            for row, place in zip(ends, strokes.apart([row["y"] for row in ends], span), strict=True)
        ]

    def _breaks(self, x, data: Rows) -> list:
        """A dashed upright before each year in which the measure changed."""
        alt = altair()
        shown = [
            {"x": period, "text": "measure changed"} for period in self.breaks if period in self.periods()[1:]
        ]
        if not shown:
            return []
        step = WIDTH / max(len(self.periods()), 1) / 2
        rules = (
            alt.Chart(data.named(shown)).mark_rule(strokeDash=[3, 3], color=QUIET, xOffset=-step).encode(x=x)
        )
        words = alt.Chart(data.named(shown)).mark_text(
            align="left", baseline="top", dx=-step + 4, dy=2, color=QUIET, fontSize=11, font=FONT
        )
        return [rules, words.encode(x=x, y=alt.value(0), text=alt.Text("text:N"))]


def _over_days():
    alt = altair()
    axis = alt.Axis(labelAngle=0, labelOverlap=True, format="%b %Y", tickCount=5)
    return alt.X("x:T", title=None, axis=axis)
