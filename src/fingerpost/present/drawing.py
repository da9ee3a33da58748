"""Charts drawn by Vega-Altair and vl-convert, and kept by fingerprint: drawing takes time."""

import os
from functools import cache
from pathlib import Path

from fingerpost.core.home import home
from fingerpost.present import charts, formats
from fingerpost.present.charts import FIRST, MAIN, SECOND, THIRD, BarChart, Chart, LineChart, StripChart

FONT = "Arial, Liberation Sans, Helvetica, sans-serif"
INK, QUIET, PALE = "#0e1e24", "#505a5f", "#c9d6d8"
COLOURS = {MAIN: "#143c4a", FIRST: "#8f5902", SECOND: "#5b3a7a", THIRD: "#6f777b"}
DASHES = {MAIN: [1, 0], FIRST: [6, 3], SECOND: [2, 2], THIRD: [8, 2, 2, 2]}
WIDTHS = {MAIN: 3, FIRST: 2, SECOND: 2, THIRD: 1.5}
SHAPES = {MAIN: "circle", FIRST: "square", SECOND: "triangle-up", THIRD: "diamond"}
WIDTH, HEIGHT, LOW = 400, 190, 60
LABEL_APART = 13


def svg(chart: Chart) -> str:
    """The chart as SVG, from what was kept when it was drawn before."""
    kept = _folder() / f"{charts.fingerprint(chart)}.svg"
    if kept.is_file():
        return kept.read_text(encoding="utf-8")
    drawn = _draw(chart)
    _keep(kept, drawn.encode())
    return drawn


def png(chart: Chart, scale: float = 2) -> bytes:
    """The chart as a picture, for documents that take no SVG."""
    import vl_convert

    return vl_convert.svg_to_png(svg(chart), scale=scale)


def _folder() -> Path:
    folder = home() / "cache" / "charts"
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def _keep(path: Path, content: bytes) -> None:
    """Written beside and then put in place, so that nobody reads half a drawing."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    draft.write_bytes(content)
    draft.replace(path)


def prepare() -> None:
    """Read the libraries that draw, which takes seconds, before a chart is asked for."""
    _draw(BarChart("", ()))


def _draw(chart: Chart) -> str:
    import vl_convert

    rows = Rows()
    drawn, height = DRAWERS[type(chart)](chart, rows)
    # The tests draw every kind of chart, so it need not be held against the whole of the grammar each time; and what is
    # put in last, here, the library does not copy.
    whole = drawn.to_dict(validate=False) | {"datasets": rows.sets, "config": _config()}
    whole |= {"width": WIDTH, "height": height}
    return vl_convert.vegalite_to_svg(whole)


class Rows:
    """The rows of a drawing under names: the library copies a chart at every step, and would copy them with it."""

    def __init__(self) -> None:
        self.sets: dict[str, list[dict]] = {}

    def named(self, rows: list[dict]):
        """Rows as the data of a layer."""
        name = f"rows {len(self.sets) + 1}"
        self.sets[name] = rows
        return _altair().NamedData(name=name)


@cache
def _altair():
    """Imported at the first drawing: it takes more time than Django itself."""
    import altair
    from altair.utils import schemapi

    schemapi.disable_debug_mode()
    return altair


@cache
def _config() -> dict:
    """The look that all charts share, worked out once. A title stands beside a chart, in words."""
    axis = {
        "labelFont": FONT,
        "titleFont": FONT,
        "labelColor": QUIET,
        "titleColor": QUIET,
        "domainColor": QUIET,
    }
    chart, _ = _nothing(_altair(), Rows())
    chart = (
        chart.configure(font=FONT, background="white", padding=4)
        .configure_view(stroke=None)
        .configure_axis(**axis, gridColor="#e8eeee", labelFontSize=12, titleFontSize=12, tickColor=PALE)
    )
    return chart.to_dict(validate=False)["config"]


def _segments(chart: LineChart) -> list[dict]:
    """Rows to draw, numbered anew after each break and each year without a value."""
    rows = []
    for line in chart.lines:
        points = {point.period: point.value for point in line.points}
        segment = 0
        for period in chart.periods():
            segment += period in chart.breaks or points.get(period) is None
            if points.get(period) is not None:
                rows.append(
                    {
                        "x": period,
                        "y": points[period],
                        "name": line.name,
                        "role": line.role,
                        "run": f"{line.name}{segment}",
                    }
                )
    return rows


def _span(rows: list[dict], unit: str) -> list[float]:
    """The ends of the upright axis: room about the values, within what a percentage can be."""
    low, high = min(row["y"] for row in rows), max(row["y"] for row in rows)
    room = max((high - low) * 0.15, abs(high) * 0.02, 0.5)
    low, high = low - room, high + room
    if unit.startswith(tuple(formats.UNITS)):
        low, high = max(low, 0), min(high, 100) if high - room <= 100 else high
    return [low, high]


def _labels(chart: LineChart, rows: list[dict], span: list[float]) -> list[dict]:
    """The name and last value at the end of each line, moved apart where they would touch."""
    apart = LABEL_APART * (span[1] - span[0]) / HEIGHT
    last = {}
    for row in rows:
        last[row["name"]] = row
    ends = sorted(last.values(), key=lambda row: row["y"])
    places: list[float] = []
    for row in ends:
        places.append(max(row["y"], places[-1] + apart) if places else row["y"])
    over = max(0, places[-1] - span[1]) if places else 0
    end = chart.periods()[-1]
    return [
        {
            "x": end,
            "y": place - over,
            "role": row["role"],
            "text": f"{row['name']} {formats.with_unit(row['y'], chart.unit, chart.decimals)}"
            + (f" in {row['x']}" if row["x"] != end else ""),
        }
        for row, place in zip(ends, places, strict=True)
    ]


def _by_role(alt, channel: str, values: dict):
    made = {"color": alt.Color, "strokeDash": alt.StrokeDash, "size": alt.Size, "shape": alt.Shape}[channel]
    scale = alt.Scale(domain=list(values), range=list(values.values()))
    return made("role:N", scale=scale, legend=None)


def _over_years(alt, years: list[str]):
    axis = alt.Axis(labelAngle=0, labelOverlap=True)
    return alt.X("x:O", title=None, scale=alt.Scale(domain=years), axis=axis)


def _over_days(alt):
    axis = alt.Axis(labelAngle=0, labelOverlap=True, format="%b %Y", tickCount=5)
    return alt.X("x:T", title=None, axis=axis)


def _draw_lines(chart: LineChart, data: Rows):
    alt = _altair()
    rows = _segments(chart)
    if not rows:
        return _nothing(alt, data)
    span = _span(rows, chart.unit)
    x = _over_days(alt) if chart.is_dated else _over_years(alt, chart.periods())
    y = alt.Y(
        "y:Q", title=None, scale=alt.Scale(domain=span, zero=False, nice=False), axis=alt.Axis(tickCount=5)
    )
    base = alt.Chart(data.named(rows)).encode(x=x, y=y, color=_by_role(alt, "color", COLOURS))
    lines = base.mark_line().encode(
        strokeDash=_by_role(alt, "strokeDash", DASHES),
        size=_by_role(alt, "size", WIDTHS),
        detail=alt.Detail("run:N"),
    )
    points = base.mark_point(filled=True, size=45, opacity=1).encode(shape=_by_role(alt, "shape", SHAPES))
    labels = alt.Chart(data.named(_labels(chart, rows, span))).mark_text(
        align="left", dx=9, fontSize=12, font=FONT
    )
    labels = labels.encode(x=x, y=y, text=alt.Text("text:N"), color=_by_role(alt, "color", COLOURS))
    layers = [lines, points, labels, *_breaks(alt, chart, x, data)]
    # Padding on the right is where the labels stand.
    return alt.layer(*layers), HEIGHT


def _breaks(alt, chart: LineChart, x, data: Rows) -> list:
    """A dashed upright before each year in which the measure changed."""
    shown = [
        {"x": period, "text": "measure changed"} for period in chart.breaks if period in chart.periods()[1:]
    ]
    if not shown:
        return []
    step = WIDTH / max(len(chart.periods()), 1) / 2
    rules = alt.Chart(data.named(shown)).mark_rule(strokeDash=[3, 3], color=QUIET, xOffset=-step).encode(x=x)
    words = alt.Chart(data.named(shown)).mark_text(
        align="left", baseline="top", dx=-step + 4, dy=2, color=QUIET, fontSize=11, font=FONT
    )
    return [rules, words.encode(x=x, y=alt.value(0), text=alt.Text("text:N"))]


def _draw_bars(chart: BarChart, data: Rows):
    alt = _altair()
    rows = [
        {
            "name": bar.name,
            "y": bar.value,
            "role": bar.role,
            "text": formats.with_unit(bar.value, chart.unit, chart.decimals),
        }
        for bar in chart.bars
        if bar.value is not None
    ]
    if not rows:
        return _nothing(alt, data)
    order = [row["name"] for row in rows]
    base = alt.Chart(data.named(rows)).encode(
        y=alt.Y("name:N", title=None, sort=order, axis=alt.Axis(labelLimit=260, ticks=False, domain=False)),
        x=alt.X("y:Q", title=None, axis=None),
    )
    bars = base.mark_bar(height=18).encode(color=_by_role(alt, "color", COLOURS))
    words = base.mark_text(align="left", dx=5, font=FONT, fontSize=12, color=INK).encode(
        text=alt.Text("text:N")
    )
    return bars + words, 26 * len(rows)


def _draw_strip(chart: StripChart, data: Rows):
    alt = _altair()
    x = alt.X("v:Q", title=None, scale=alt.Scale(zero=False), axis=alt.Axis(grid=False))
    others = alt.Chart(data.named([{"v": value} for value in chart.values])).mark_tick(
        color=COLOURS[THIRD], opacity=0.45
    )
    own = [
        {
            "v": chart.value,
            "text": f"{chart.name} {formats.with_unit(chart.value, chart.unit, chart.decimals)}",
        }
    ]
    tick = (
        alt.Chart(data.named(own)).mark_tick(color=COLOURS[MAIN], thickness=5, size=34, opacity=1).encode(x=x)
    )
    words = (
        alt.Chart(data.named(own))
        .mark_text(dy=-28, font=FONT, fontSize=12, color=COLOURS[MAIN])
        .encode(x=x, text=alt.Text("text:N"))
    )
    return alt.layer(others.encode(x=x), tick, words), LOW


def _nothing(alt, data: Rows):
    words = (
        alt.Chart(data.named([{"text": "No figures to draw"}]))
        .mark_text(color=QUIET, font=FONT)
        .encode(text=alt.Text("text:N"))
    )
    return words, LOW


DRAWERS = {LineChart: _draw_lines, BarChart: _draw_bars, StripChart: _draw_strip}
