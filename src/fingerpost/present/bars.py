"""Bars from the top down."""

from dataclasses import dataclass

from fingerpost.present import formats, strokes
from fingerpost.present.charts import FIRST
from fingerpost.present.strokes import COLOURS, FONT, INK, WIDTH, Rows, altair
from fingerpost.present.tables import NUMBER, Column, Table, table

EACH = 26


@dataclass(frozen=True)
class Bar:
    """A named length."""

    name: str
    value: float | None
    role: str = FIRST


@dataclass(frozen=True)
class BarChart:
    """Bars from the top down."""

    title: str
    bars: tuple[Bar, ...]
    unit: str = ""
    decimals: int = 0

    def sentence(self) -> str:
        """What the chart shows, for those who do not see it."""
        said = (
            f"{bar.name} {formats.with_unit(bar.value, self.unit, self.decimals) or 'none'}"
            for bar in self.bars
        )
        return f"{self.title}: {'; '.join(said)}."

    def table(self) -> Table:
        """The figures of the chart."""
        columns = [Column("name", "Name"), Column("value", "Value", NUMBER, self.decimals, self.unit)]
        return table(self.title, columns, [{"name": bar.name, "value": bar.value} for bar in self.bars])

    def draw(self, data: Rows):
        """A bar each, named at its beginning and valued at its end."""
        alt = altair()
        rows = [
            {
                "name": bar.name,
                "y": bar.value,
                "role": bar.role,
                "text": formats.with_unit(bar.value, self.unit, self.decimals),
            }
            for bar in self.bars
            if bar.value is not None
        ]
        if not rows:
            return strokes.nothing(data)
        order = [row["name"] for row in rows]
        base = alt.Chart(data.named(rows)).encode(
            y=alt.Y(
                "name:N", title=None, sort=order, axis=alt.Axis(labelLimit=260, ticks=False, domain=False)
            ),
            x=alt.X("y:Q", title=None, axis=None),
        )
        bars = base.mark_bar(height=18).encode(color=strokes.by_role("color", COLOURS))
        words = base.mark_text(align="left", dx=5, font=FONT, fontSize=12, color=INK).encode(
            text=alt.Text("text:N")
        )
        return alt.layer(bars, words, width=WIDTH, height=EACH * len(rows))
