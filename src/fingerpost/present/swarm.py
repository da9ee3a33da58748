"""A swarm: a dot for each of many, where its value lies, with one of them named and others' averages as uprights."""

from dataclasses import dataclass

from fingerpost.present import formats, strokes
from fingerpost.present.charts import FIRST, MAIN, SECOND, THIRD
from fingerpost.present.strokes import COLOURS, FONT, Rows, altair
from fingerpost.present.tables import NUMBER, Column, Table, table

WIDE, ACROSS, MOST = 560, 7, 25
ROOM = 38


@dataclass(frozen=True)
class Dot:
    """One of the many."""

    name: str
    value: float


@dataclass(frozen=True)
class Swarm:
    """Many values, those picked out by name, and the uprights that they are held against."""

    title: str
    dots: tuple[Dot, ...]
    named: tuple[str, ...] = ()
    against: tuple[tuple[str, float], ...] = ()
    unit: str = ""
    decimals: int = 0
    #: What a dot is: "school".
    what: str = "school"

    def _written(self, value: float) -> str:
        return formats.with_unit(value, self.unit, self.decimals)

    def sentence(self) -> str:
        """How far the many lie apart, how many lie below each upright, and where those named stand."""
        if not self.dots:
            return f"{self.title}: no figures."
        values = sorted(dot.value for dot in self.dots)
        count = formats.plural(len(values), self.what)
        ends = f"from {self._written(values[0])} to {self._written(values[-1])}"
        said = [f"{count} {ends}" if len(values) > 1 else f"{count} at {self._written(values[0])}"]
        for name, value in self.against:
            lower = sum(other < value for other in values)
            said.append(f"{lower} below {name} ({self._written(value)})")
        for dot in self._picked():
            lower = sum(other < dot.value for other in values)
            said.append(f"{dot.name} at {self._written(dot.value)}, above {lower}")
        return f"{self.title}: {'; '.join(said)}."

    def _picked(self) -> list[Dot]:
        return [dot for dot in self.dots if dot.name in self.named]

    def table(self) -> Table:
        """Every one, the highest first, with what it is held against."""
        rows = [{"name": dot.name, "value": dot.value} for dot in self.dots]
        rows += [{"name": name, "value": value} for name, value in self.against]
        rows.sort(key=lambda row: (-row["value"], row["name"]))
        columns = [Column("name", self.what.capitalize(), width=40)]
        columns.append(Column("value", "Value", NUMBER, self.decimals, self.unit))
        return table(self.title, columns, rows)

    def draw(self, data: Rows):
        """Dots beside one another where they would touch."""
        if not self.dots:
            return strokes.nothing(data)
        alt = altair()
        everything = [dot.value for dot in self.dots] + [value for _, value in self.against]
        ends = strokes.span(everything, self.unit)
        placed = self._placed(ends)
        height = 2 * min(max(max(abs(row["y"]) for row in placed), 3), MOST) * ACROSS / 2 + 20
        axis = alt.Axis(grid=False, tickCount=8)
        x = alt.X("v:Q", title=None, scale=alt.Scale(domain=ends, zero=False, nice=False), axis=axis)
        far = max(max(abs(row["y"]) for row in placed), 3) + 1
        y = alt.Y("y:Q", axis=None, scale=alt.Scale(domain=[-far, far]))
        others = [row for row in placed if row["name"] not in self.named]
        base = alt.Chart(data.named(others)).mark_circle(size=34, opacity=0.75, color=COLOURS[THIRD])
        layers = [*self._uprights(x, data, height), base.encode(x=x, y=y), *self._names(placed, x, y, data)]
        return alt.layer(*layers, width=WIDE, height=height)

    def _placed(self, ends: list[float]) -> list[dict]:
        """Each dot in its column of the width of a dot: the first in the middle, the next above, the next below."""
        step = (ends[1] - ends[0]) * ACROSS / WIDE
        columns: dict[int, int] = {}
        rows = []
        for dot in sorted(self.dots, key=lambda dot: (dot.name not in self.named, dot.value, dot.name)):
            column = int((dot.value - ends[0]) / step) if step else 0
            number = columns.get(column, 0)
            columns[column] = number + 1
            rows.append(
                {"v": dot.value, "y": (number + 1) // 2 * (1 if number % 2 else -1), "name": dot.name}
            )
        return rows

    def _uprights(self, x, data: Rows, height: float) -> list:
        alt = altair()
        ordered = sorted(self.against, key=lambda pair: pair[1])
        rows = [
            {"v": value, "role": (FIRST, SECOND)[number % 2], "text": f"{name} {self._written(value)}"}
            for number, (name, value) in enumerate(ordered)
        ]
        layers = []
        for number, row in enumerate(rows):
            base = alt.Chart(data.named([row])).encode(x=x, color=strokes.by_role("color", COLOURS))
            dash = strokes.DASHES[row["role"]]
            words = base.mark_text(align="left", dx=4, font=FONT, fontSize=12, baseline="bottom")
            # Each name on a line of its own above the dots, so that close ones do not touch.
            words = words.encode(y=alt.value(-4 - 15 * (len(rows) - 1 - number)), text=alt.Text("text:N"))
            layers += [base.mark_rule(strokeDash=dash, strokeWidth=2), words]
        return layers

    def _names(self, placed: list[dict], x, y, data: Rows) -> list:
        alt = altair()
        own = [row | {"text": self._named(row)} for row in placed if row["name"] in self.named]
        if not own:
            return []
        base = alt.Chart(data.named(own)).encode(x=x)
        colour = COLOURS[MAIN]
        dots = base.mark_point(
            filled=True, size=150, shape="diamond", color=colour, opacity=1, stroke="white"
        )
        words = base.mark_text(font=FONT, fontSize=13, fontWeight="bold", color=colour, baseline="top")
        below = alt.value("height")
        return [
            dots.encode(y=y),
            words.encode(y=below, yOffset=alt.value(ROOM - 14), text=alt.Text("text:N")),
        ]

    def _named(self, row: dict) -> str:
        return f"{row['name']} {self._written(row['v'])}"
