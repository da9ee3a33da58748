"""A slope: two years side by side, a line each, so that who rose and who fell is seen at once."""

from dataclasses import dataclass

from fingerpost.present import formats, strokes
from fingerpost.present.charts import SECOND
from fingerpost.present.strokes import COLOURS, FONT, Rows, altair
from fingerpost.present.tables import NUMBER, Column, Table, table

WIDE, LEAST, EACH = 220, 170, 24


@dataclass(frozen=True)
class Step:
    """One name with its two values; `because` says why there is no change to show."""

    name: str
    before: float | None
    after: float | None
    role: str = SECOND
    because: str = ""

    @property
    def change(self) -> float | None:
        """From the first to the second, unless something forbids it."""
        if self.before is None or self.after is None or self.because:
            return None
        return self.after - self.before


@dataclass(frozen=True)
class Slope:
    """Two years and what each name moved from and to."""

    title: str
    before: str
    after: str
    steps: tuple[Step, ...]
    unit: str = ""
    decimals: int = 0
    #: Of how many these are the ones that moved most; nothing when all are shown.
    out_of: int = 0

    def sentence(self) -> str:
        """How many rose and fell, who the most, and who cannot be compared."""
        moved = [(step, formats.rounded(step.change, 1)) for step in self.steps if step.change is not None]
        if not moved:
            return f"{self.title}: nobody's change from {self.before} to {self.after} can be shown."
        rose = [pair for pair in moved if pair[1] > 0]
        fell = [pair for pair in moved if pair[1] < 0]
        said = [f"{len(rose)} of {len(moved)} rose from {self.before} to {self.after} and {len(fell)} fell"]
        if rose:
            said.append(f"the most up: {self._most(max(rose, key=lambda pair: pair[1]))}")
        if fell:
            said.append(f"the most down: {self._most(min(fell, key=lambda pair: pair[1]))}")
        said += [f"shown are those that moved most of {self.out_of}"] if self.out_of else []
        without = len(self.steps) - len(moved)
        none = f" {formats.plural(without, 'change')} cannot be shown." if without else ""
        return f"{self.title}: {'; '.join(said)}.{none}"

    def _most(self, pair: tuple[Step, float]) -> str:
        return f"{pair[0].name} ({formats.change(pair[1])})"

    def table(self) -> Table:
        """A row for each name."""
        columns = [
            Column("name", "Name", width=34),
            Column("before", self.before, NUMBER, self.decimals, self.unit),
            Column("after", self.after, NUMBER, self.decimals, self.unit),
            Column("change", "Change", NUMBER, 1),
            Column("because", "Why there is no change", width=40),
        ]
        rows = [
            {"name": s.name, "before": s.before, "after": s.after, "change": s.change, "because": s.because}
            for s in self.steps
        ]
        return table(self.title, columns, rows)

    def draw(self, data: Rows):
        """A line each, named and valued at its end."""
        rows = [row for step in self.steps for row in self._ends(step)]
        if not rows:
            return strokes.nothing(data)
        alt = altair()
        height = max(LEAST, EACH * len(self.steps))
        span = strokes.span((row["y"] for row in rows), self.unit)
        y = strokes.upright(span).axis(None)
        years = alt.Scale(domain=[self.before, self.after], padding=0.1)
        axis = alt.Axis(labelAngle=0, ticks=False, domain=False, labelFontWeight="bold")
        x = alt.X("x:O", title=None, scale=years, axis=axis)
        base = alt.Chart(data.named(rows)).encode(x=x, y=y, color=strokes.by_role("color", COLOURS))
        ends = [self._labels(rows, span, height, year, x, y, data) for year in (self.before, self.after)]
        return alt.layer(*strokes.lined(base, 50), *ends, width=WIDE, height=height)

    def _ends(self, step: Step) -> list[dict]:
        pairs = ((self.before, step.before), (self.after, step.after))
        return [
            {
                "x": year,
                "y": value,
                "role": step.role,
                "name": step.name,
                # Whoever cannot be compared is shown as two points, not as a line.
                "run": f"{step.name}{year if step.because else ''}",
            }
            for year, value in pairs
            if value is not None
        ]

    def _labels(self, rows: list[dict], span: list[float], height: float, year: str, x, y, data: Rows):
        alt = altair()
        here = sorted((row for row in rows if row["x"] == year), key=lambda row: row["y"])
        places = strokes.apart([row["y"] for row in here], span, height)
        is_last = year == self.after
        named = [
            row | {"y": place, "text": self._words(row, is_last)}
            for row, place in zip(here, places, strict=True)
        ]
        words = alt.Chart(data.named(named)).mark_text(
            align="left" if is_last else "right", dx=10 if is_last else -10, fontSize=12, font=FONT
        )
        return words.encode(x=x, y=y, text=alt.Text("text:N"), color=strokes.by_role("color", COLOURS))

    def _words(self, row: dict, is_last: bool) -> str:
        value = formats.with_unit(row["y"], self.unit, self.decimals)
        return f"{value}  {row['name']}" if is_last else value
