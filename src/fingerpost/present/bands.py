"""Quarters of many behind the line of one, year by year: where it stood among them, and where they went."""

from dataclasses import dataclass

from fingerpost.present import charts, formats, strokes
from fingerpost.present.charts import THIRD, Line
from fingerpost.present.strokes import COLOURS, FONT, HEIGHT, QUIET, WIDTH, Rows, altair
from fingerpost.present.tables import NUMBER, Column, Table, table

OUTER, INNER = "#e6eef0", "#c3d5d9"
CUTS = (0.0, 0.25, 0.5, 0.75, 1.0)


@dataclass(frozen=True)
class Band:
    """The quarters of a year: the lowest, the ends of the quarters and the highest, of so many."""

    period: str
    cuts: tuple[float, float, float, float, float]
    count: int


@dataclass(frozen=True)
class Bands:
    """Bands, and the lines before them: the first is whom the page is about."""

    title: str
    bands: tuple[Band, ...]
    lines: tuple[Line, ...]
    unit: str = ""
    decimals: int = 0
    breaks: tuple[str, ...] = ()
    what: str = "school"

    def periods(self) -> list[str]:
        """Every year from the first to the last."""
        named = sorted({band.period for band in self.bands} | set(charts.periods(self.lines)))
        return [str(year) for year in range(int(named[0]), int(named[-1]) + 1)] if named else []

    def _written(self, value: float | None) -> str:
        return formats.with_unit(value, self.unit, self.decimals)

    def sentence(self) -> str:
        """Where the middle half lies in the last year, and in which quarter each line ends."""
        if not self.bands:
            return f"{self.title}: no figures."
        last = max(self.bands, key=lambda band: band.period)
        half = f"from {self._written(last.cuts[1])} to {self._written(last.cuts[3])}"
        count = formats.plural(last.count, self.what)
        said = [f"in {last.period} the middle half of {count} lay {half}"]
        for line in self.lines:
            point = line.latest()
            if point and point.value is not None:
                quarter = f", {self._quarter(point.value, last)}" if point.period == last.period else ""
                said.append(f"{line.name} {self._written(point.value)} in {point.period}{quarter}")
        return f"{self.title}: {'; '.join(said)}.{charts.changed_in(self.breaks)}"

    def _quarter(self, value: float, band: Band) -> str:
        """Which quarter of the many a value lies in, by size and not by merit."""
        words = ("in the lowest quarter", "in the second lowest quarter", "in the second highest quarter")
        for cut, said in zip(band.cuts[1:4], words, strict=True):
            if value <= cut:
                return said
        return "in the highest quarter"

    def table(self) -> Table:
        """A row a year: the quarters and the lines."""
        by_period = {band.period: band for band in self.bands}
        keys = ("lowest", "lower", "middle", "upper", "highest")
        rows: list[dict] = []
        for period in self.periods():
            band = by_period.get(period)
            row: dict = {"period": period} | (dict(zip(keys, band.cuts, strict=True)) if band else {})
            row["count"] = band.count if band else None
            for line in self.lines:
                point = next((p for p in line.points if p.period == period), None)
                row[line.name] = point.cell if point else None
            rows.append(row)
        heads = ("Lowest", "A quarter are below", "Half are below", "Three quarters are below", "Highest")
        columns = [Column("period", "Year"), Column("count", f"{self.what.capitalize()}s", NUMBER)]
        columns += [
            Column(key, head, NUMBER, self.decimals, self.unit) for key, head in zip(keys, heads, strict=True)
        ]
        columns += [Column(line.name, line.name, NUMBER, self.decimals, self.unit) for line in self.lines]
        return table(self.title, columns, rows, charts.not_across(self.breaks))

    def draw(self, data: Rows):
        """The quarters pale, the middle dashed, the lines before them."""
        rows = strokes.segments(self.lines, self.periods(), self.breaks)
        ends = [row["y"] for row in rows] + [cut for band in self.bands for cut in band.cuts]
        if not ends:
            return strokes.nothing(data)
        span = strokes.span(ends, self.unit)
        x, y = strokes.over_years(self.periods()), strokes.upright(span)
        layers = [*self._areas(x, y, data), *self._over(rows, x, y, span, data)]
        return altair().layer(*layers, width=WIDTH, height=HEIGHT)

    def _areas(self, x, y, data: Rows) -> list:
        """Each year's quarters as a column: years without figures stay white, and nothing is joined across a break."""
        alt = altair()
        bars = [
            {"x": band.period, "y": low, "y2": high, "fill": fill}
            for band in self.bands
            for low, high, fill in (
                (band.cuts[0], band.cuts[1], OUTER),
                (band.cuts[1], band.cuts[3], INNER),
                (band.cuts[3], band.cuts[4], OUTER),
            )
        ]
        middles = [{"x": band.period, "y": band.cuts[2]} for band in self.bands]
        fill = alt.Color("fill:N", scale=None)
        areas = (
            alt.Chart(data.named(bars)).mark_bar(width={"band": 0.8}).encode(x=x, y=y, y2="y2:Q", color=fill)
        )
        ticks = alt.Chart(data.named(middles)).mark_tick(color=QUIET, thickness=2, width={"band": 0.8})
        return [areas, ticks.encode(x=x, y=y)]

    def _over(self, rows: list[dict], x, y, span: list[float], data: Rows) -> list:
        alt = altair()
        colour = strokes.by_role("color", COLOURS)
        base = alt.Chart(data.named(rows)).encode(x=x, y=y, color=colour)
        words = alt.Chart(data.named(self._labels(rows, span)))
        words = words.mark_text(align="left", dx=26, fontSize=12, font=FONT)
        return [*strokes.lined(base, 60), words.encode(x=x, y=y, text=alt.Text("text:N"), color=colour)]

    def _labels(self, rows: list[dict], span: list[float]) -> list[dict]:
        """The lines' names and last values, and the names of the quarters, at the right."""
        end = self.periods()[-1]
        last = {row["name"]: row for row in rows}
        named = [
            {"y": row["y"], "role": row["role"], "text": f"{row['name']} {self._written(row['y'])}"}
            for row in last.values()
        ]
        band = max(self.bands, key=lambda band: band.period, default=None)
        if band and band.period == end:
            low, lower, middle, upper, high = band.cuts
            names = (
                ("highest quarter", (upper + high) / 2),
                ("the middle", middle),
                ("lowest quarter", (low + lower) / 2),
            )
            named += [{"y": at, "role": THIRD, "text": name} for name, at in names]
        named.sort(key=lambda row: row["y"])
        places = strokes.apart([row["y"] for row in named], span)
        return [row | {"x": end, "y": place} for row, place in zip(named, places, strict=True)]


def band(period: str, values: list[float]) -> Band | None:
    """The quarters of a year's values, by linear interpolation; none of fewer than four."""
    if len(values) < 4:
        return None
    ordered = sorted(values)
    return Band(period, tuple(_cut(ordered, share) for share in CUTS), len(ordered))  # type: ignore[arg-type]


def _cut(ordered: list[float], share: float) -> float:
    place = share * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)
