"""An UpSet plot: combinations that exclude one another, a bar each, with dots below that say what each combines."""

from dataclasses import dataclass

from fingerpost.present import formats, strokes
from fingerpost.present.charts import FIRST, MAIN
from fingerpost.present.strokes import COLOURS, FONT, INK, PALE, Rows, altair
from fingerpost.present.tables import NUMBER, TEXT, Column, Table, table

STEP, ROW, TALL = 46, 26, 190
LABEL = 250


@dataclass(frozen=True)
class Bar:
    """A combination: which of the sets it has, its number, its share in percent, and the number held against it."""

    name: str
    sets: tuple[str, ...]
    number: int | None
    share: float | None = None
    against: float | None = None
    of: int | None = None


@dataclass(frozen=True)
class UpSetChart:
    """Combinations of sets. `what` is counted; `against` names what the marks across the bars stand for."""

    title: str
    sets: tuple[str, ...]
    bars: tuple[Bar, ...]
    what: str = "pupils"
    against: str = ""

    def sentence(self) -> str:
        """Every combination with its number and share, for those who do not see the plot."""
        told = [
            f"{bar.name} {formats.number(bar.number)}"
            + (f" ({formats.with_unit(bar.share, '%')})" if bar.share is not None else "")
            for bar in self.bars
            if bar.number
        ]
        return f"{self.title}: {'; '.join(told) or 'no figures'}."

    def table(self) -> Table:
        """The combinations, a column a set."""
        columns = [Column("name", "Combination", width=34), *(Column(name, name, TEXT) for name in self.sets)]
        columns += [
            Column("of", "Pupils", NUMBER),
            Column("number", self.what.capitalize(), NUMBER),
            Column("share", "Share", NUMBER, 1, "%"),
        ]
        if self.against:
            columns.append(Column("against", self.against, NUMBER, 1))
        rows = [
            {"name": bar.name, "of": bar.of, "number": bar.number, "share": bar.share, "against": bar.against}
            | {name: "yes" if name in bar.sets else "no" for name in self.sets}
            for bar in self.bars
        ]
        return table(self.title, columns, rows)

    def draw(self, data: Rows):
        """Bars above, dots below, each combination in a column of its own."""
        bars = [bar for bar in self.bars if bar.number is not None]
        if not bars or not any(bar.number for bar in bars):
            return strokes.nothing(data)
        alt = altair()
        order = [str(place) for place in range(len(bars))]
        x = alt.X(
            "x:N", sort=order, axis=None, scale=alt.Scale(domain=order, paddingInner=0.35, paddingOuter=0.2)
        )
        width = STEP * len(bars)
        top = self._bars(bars, x, data).properties(width=width, height=TALL)
        below = self._dots(bars, x, data).properties(width=width, height=ROW * len(self.sets))
        return alt.vconcat(top, below, spacing=6).resolve_scale(x="shared")

    def _bars(self, bars: list[Bar], x, data: Rows):
        alt = altair()
        rows = [
            {
                "x": str(place),
                "y": bar.number,
                # The words stand above the bar and above the mark across it.
                "top": max(bar.number or 0, bar.against or 0),
                "text": formats.number(bar.number),
                "share": self._share(bar),
            }
            for place, bar in enumerate(bars)
        ]
        scale = alt.Scale(domain=[0, max(row["top"] for row in rows) * 1.22])
        y = alt.Y("y:Q", title=None, scale=scale, axis=alt.Axis(tickCount=4, grid=True))
        base = alt.Chart(data.named(rows)).encode(x=x, y=y)
        over = alt.Chart(data.named(rows)).encode(x=x, y=alt.Y("top:Q", title=None, scale=scale))
        words = over.mark_text(dy=-20, font=FONT, fontSize=13, fontWeight="bold", color=INK)
        shares = over.mark_text(dy=-7, font=FONT, fontSize=11, color=strokes.QUIET)
        layers = [
            base.mark_bar(color=COLOURS[MAIN]),
            words.encode(text=alt.Text("text:N")),
            shares.encode(text=alt.Text("share:N")),
        ]
        held = [
            {"x": str(place), "y": bar.against} for place, bar in enumerate(bars) if bar.against is not None
        ]
        if held:
            mark = alt.Chart(data.named(held)).mark_tick(
                color=COLOURS[FIRST], thickness=4, size=STEP * 0.8, opacity=1
            )
            layers.insert(1, mark.encode(x=x, y=y))
        return alt.layer(*layers)

    @staticmethod
    def _share(bar: Bar) -> str:
        return formats.with_unit(bar.share, "%") if bar.share is not None else ""

    def _dots(self, bars: list[Bar], x, data: Rows):
        alt = altair()
        shown = {name: formats.shortened(name, 40) for name in self.sets}
        axis = alt.Axis(
            labelFontSize=13,
            labelColor=INK,
            labelLimit=LABEL,
            ticks=False,
            domain=False,
            grid=False,
            title=None,
        )
        y = alt.Y("set:N", sort=list(shown.values()), axis=axis, scale=alt.Scale(domain=list(shown.values())))
        every = [
            {"x": str(place), "set": shown[name], "has": name in bar.sets}
            for place, bar in enumerate(bars)
            for name in self.sets
        ]
        full, empty = [row for row in every if row["has"]], [row for row in every if not row["has"]]
        joined = [
            {"x": str(place), "set": shown[held[0]], "to": shown[held[-1]]}
            for place, bar in enumerate(bars)
            if len(held := [name for name in self.sets if name in bar.sets]) > 1
        ]
        layers = [alt.Chart(data.named(empty)).mark_circle(size=130, color=PALE, opacity=1).encode(x=x, y=y)]
        if joined:
            rule = alt.Chart(data.named(joined)).mark_rule(strokeWidth=4, color=COLOURS[MAIN])
            layers.append(rule.encode(x=x, y=y, y2=alt.Y2("to:N")))
        if full:
            layers.append(
                alt.Chart(data.named(full))
                .mark_circle(size=170, color=COLOURS[MAIN], opacity=1)
                .encode(x=x, y=y)
            )
        return alt.layer(*layers)
