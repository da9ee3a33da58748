"""Small multiples: the same lines panel by panel on one scale, so that groups are held against one another."""

import textwrap
from dataclasses import dataclass

from fingerpost.present import charts, formats, strokes
from fingerpost.present.charts import FIRST, MAIN, SECOND, THIRD, Line, Point
from fingerpost.present.strokes import COLOURS, FONT, QUIET, Rows, altair
from fingerpost.present.tables import NUMBER, Column, Table, table

#: How many stand beside one another, and how large each is.
ACROSS, WIDE, HIGH, FOLD = 3, 180, 100, 28
#: So many of the highest and of the lowest are told where there are more.
FEW = 3
#: The shapes of `strokes.SHAPES` as letters, for the key.
GLYPHS = {MAIN: "●", FIRST: "■", SECOND: "▲", THIRD: "◆"}


@dataclass(frozen=True)
class Panel:
    """One group with its lines."""

    name: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Multiples:
    """Panels on one scale. Nothing is joined across a break, nor across a year without a value."""

    title: str
    panels: tuple[Panel, ...]
    unit: str = ""
    decimals: int = 0
    breaks: tuple[str, ...] = ()

    def periods(self) -> list[str]:
        """Every year from the first to the last of any panel."""
        return charts.periods(line for panel in self.panels for line in panel.lines)

    def sentence(self) -> str:
        """What the chart shows: where each panel's first line ends, the highest first."""
        ends = [(panel.name, panel.lines[0].latest()) for panel in self.panels if panel.lines]
        known = sorted(((n, p) for n, p in ends if p), key=lambda pair: -(pair[1].value or 0))
        last = {point.period for _, point in known}
        when = f"in {last.pop()} " if len(last) == 1 else ""
        said = [self._end(name, point, bool(when)) for name, point in known]
        if len(said) > 2 * FEW:
            told = f"the highest {'; '.join(said[:FEW])}; the lowest {'; '.join(reversed(said[-FEW:]))}"
        else:
            told = "; ".join(said) or "no figures"
        without = [name for name, point in ends if point is None]
        none = f" There is no figure for {formats.listed(without)}." if without else ""
        return f"{self.title}: {when}{told}.{none}{charts.changed_in(self.breaks)}"

    def _end(self, name: str, point: Point, is_dated: bool) -> str:
        value = formats.with_unit(point.value, self.unit, self.decimals)
        return f"{name} {value}" if is_dated else f"{name} {value} in {point.period}"

    def table(self) -> Table:
        """A row for each panel and line, a column for each year."""
        rows = []
        for panel in self.panels:
            for line in panel.lines:
                found = {point.period: point.cell for point in line.points}
                rows.append({"panel": panel.name, "line": line.name} | found)
        columns = [Column("panel", "Group", width=30), Column("line", "Place", width=24)]
        columns += [Column(year, year, NUMBER, self.decimals, self.unit) for year in self.periods()]
        return table(self.title, columns, rows, charts.not_across(self.breaks))

    def draw(self, data: Rows):
        """Panels in rows of three."""
        rows = self._rows()
        if not rows:
            return strokes.nothing(data)
        alt = altair()
        span = strokes.span((row["y"] for row in rows), self.unit)
        names = [_folded(panel.name) for panel in self.panels]
        # A facet of layers takes one set of rows.
        facet = alt.Facet("panel:N", sort=names, title=None, header=_header())
        layers = alt.layer(*self._layers(span), data=data.named(rows)).properties(width=WIDE, height=HIGH)
        facets = layers.facet(facet=facet, columns=ACROSS, spacing={"row": 16, "column": 34})
        return facets.properties(title=self._key())

    def _key(self):
        """Which line is whose, by the shape of its points."""
        names = {line.name: GLYPHS[line.role] for panel in self.panels for line in panel.lines}
        words = ("\u00a0" * 5).join(f"{glyph} {name}" for name, glyph in names.items())
        return altair().TitleParams(
            words, anchor="start", font=FONT, fontSize=12, fontWeight="normal", color=QUIET, offset=10
        )

    def _layers(self, span: list[float]) -> list:
        alt = altair()
        x, y = strokes.over_years(self.periods(), ticks=False), strokes.upright(span, 4)
        base = alt.Chart().encode(x=x, y=y, color=strokes.by_role("color", COLOURS))
        words = base.mark_text(align="left", dx=6, fontSize=12, font=FONT, fontWeight="bold")
        return [*strokes.lined(base, 28), words.encode(text=alt.Text("text:N"))]

    def _rows(self) -> list[dict]:
        """The rows of every panel; the last of its first line carries its value in words."""
        made = []
        for panel in self.panels:
            rows = strokes.segments(panel.lines, self.periods(), self.breaks)
            own = [row for row in rows if row["role"] == MAIN]
            last = own[-1] if own else None
            made += [row | {"panel": _folded(panel.name), "text": self._words(row, last)} for row in rows]
        return made

    def _words(self, row: dict, last: dict | None) -> str:
        return formats.with_unit(row["y"], self.unit, self.decimals) if row is last else ""


def _folded(name: str) -> str:
    """A long name in lines."""
    return "\n".join(textwrap.wrap(name, FOLD))


def _header():
    return altair().Header(
        labelFont=FONT, labelFontSize=13, labelColor=QUIET, labelAnchor="start", labelFontWeight="bold",
        labelLimit=WIDE + 30, labelExpr="split(datum.value, '\\n')",
    )  # fmt: skip
