"""A strip: where one value stands among many."""

from dataclasses import dataclass

from fingerpost.present import formats
from fingerpost.present.charts import MAIN, THIRD
from fingerpost.present.strokes import COLOURS, FONT, LOW, WIDTH, Rows, altair
from fingerpost.present.tables import NUMBER, Column, Table, table


@dataclass(frozen=True)
class StripChart:
    """Where one value stands among many: a tick each, one of them named."""

    title: str
    values: tuple[float, ...]
    name: str
    value: float
    unit: str = ""
    decimals: int = 0

    def sentence(self) -> str:
        """What the chart shows, for those who do not see it."""
        lower = sum(value < self.value for value in self.values)
        shown = formats.with_unit(self.value, self.unit, self.decimals)
        return f"{self.title}: {self.name} {shown}, above {lower} of {len(self.values)}."

    def table(self) -> Table:
        """The highest, the middle and the lowest, and the one that is named."""
        ordered = sorted(self.values)
        middle = ordered[len(ordered) // 2] if ordered else None
        shown = {
            "Highest": ordered[-1] if ordered else None,
            "Middle": middle,
            "Lowest": ordered[0] if ordered else None,
        }
        rows = [{"name": name, "value": value} for name, value in (shown | {self.name: self.value}).items()]
        columns = [Column("name", "Name"), Column("value", "Value", NUMBER, self.decimals, self.unit)]
        return table(self.title, columns, rows)

    def draw(self, data: Rows):
        """Pale ticks, and before them the one that is named."""
        alt = altair()
        x = alt.X("v:Q", title=None, scale=alt.Scale(zero=False), axis=alt.Axis(grid=False))
        others = alt.Chart(data.named([{"v": value} for value in self.values])).mark_tick(
            color=COLOURS[THIRD], opacity=0.45
        )
        own = [
            {
                "v": self.value,
                "text": f"{self.name} {formats.with_unit(self.value, self.unit, self.decimals)}",
            }
        ]
        tick = (
            alt.Chart(data.named(own))
            .mark_tick(color=COLOURS[MAIN], thickness=5, size=34, opacity=1)
            .encode(x=x)
        )
        words = (
            alt.Chart(data.named(own))
            .mark_text(dy=-28, font=FONT, fontSize=12, color=COLOURS[MAIN])
            .encode(x=x, text=alt.Text("text:N"))
        )
        return alt.layer(others.encode(x=x), tick, words, width=WIDTH, height=LOW)
