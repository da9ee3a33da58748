"""Charts drawn by Vega-Altair and vl-convert, and kept by fingerprint: drawing takes time."""

import html
import os
from functools import cache
from pathlib import Path

from fingerpost.core.home import home
from fingerpost.present import charts, formats, strokes
from fingerpost.present.charts import MAIN, THIRD, BarChart, Chart, LineChart, StripChart
from fingerpost.present.strokes import COLOURS, FONT, HEIGHT, INK, LOW, PALE, QUIET, WIDTH, Rows, altair


def svg(chart: Chart) -> str:
    """The chart as SVG, from what was kept when it was drawn before."""
    kept = _folder() / f"{charts.fingerprint(chart)}.svg"
    if kept.is_file():
        return kept.read_text(encoding="utf-8")
    drawn = _told(_draw(chart), chart)
    _keep(kept, drawn.encode())
    return drawn


def png(chart: Chart, scale: float = 2) -> bytes:
    """The chart as a picture, for documents that take no SVG."""
    import vl_convert

    return vl_convert.svg_to_png(svg(chart), scale=scale)


def _told(drawn: str, chart: Chart) -> str:
    """The drawing with its title and its sentence inside, for those who hear it."""
    title, words = html.escape(chart.title), html.escape(chart.sentence())
    return drawn.replace("<svg ", '<svg role="img" ', 1).replace(
        ">", f"><title>{title}</title><desc>{words}</desc>", 1
    )


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
    drawn, height = _drawer(chart)(chart, rows)
    # The tests draw every kind of chart, so it need not be held against the whole of the grammar each time; and what is
    # put in last, here, the library does not copy.
    whole = drawn.to_dict(validate=False) | {"datasets": rows.sets, "config": _config()}
    if height:
        whole |= {"width": WIDTH, "height": height}
    return vl_convert.vegalite_to_svg(whole)


def _drawer(chart: Chart):
    """What draws a kind of chart: `draw(rows)` of its own, or one of those below.

    It gives the drawing and its height, or nothing for one that is sized already.
    """
    return DRAWERS.get(type(chart)) or type(chart).draw  # type: ignore[attr-defined]


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
    chart, _ = strokes.nothing(Rows())
    chart = (
        chart.configure(font=FONT, background="white", padding=4)
        .configure_view(stroke=None)
        .configure_axis(**axis, gridColor="#e8eeee", labelFontSize=12, titleFontSize=12, tickColor=PALE)
    )
    return chart.to_dict(validate=False)["config"]


def _labels(chart: LineChart, rows: list[dict], span: list[float]) -> list[dict]:
    """The name and last value at the end of each line, moved apart where they would touch."""
    last = {row["name"]: row for row in rows}
    ends = sorted(last.values(), key=lambda row: row["y"])
    end = chart.periods()[-1]
    return [
        {
            "x": end,
            "y": place,
            "role": row["role"],
            "text": f"{row['name']} {formats.with_unit(row['y'], chart.unit, chart.decimals)}"
            + (f" in {row['x']}" if row["x"] != end else ""),
        }
        for row, place in zip(ends, strokes.apart([row["y"] for row in ends], span), strict=True)
    ]


def _over_days():
    alt = altair()
    axis = alt.Axis(labelAngle=0, labelOverlap=True, format="%b %Y", tickCount=5)
    return alt.X("x:T", title=None, axis=axis)


def _draw_lines(chart: LineChart, data: Rows):
    alt = altair()
    rows = strokes.segments(chart.lines, chart.periods(), chart.breaks)
    if not rows:
        return strokes.nothing(data)
    span = strokes.span((row["y"] for row in rows), chart.unit)
    x = _over_days() if chart.is_dated else strokes.over_years(chart.periods())
    y = strokes.upright(span)
    colour = strokes.by_role("color", COLOURS)
    base = alt.Chart(data.named(rows)).encode(x=x, y=y, color=colour)
    labels = alt.Chart(data.named(_labels(chart, rows, span))).mark_text(
        align="left", dx=9, fontSize=12, font=FONT
    )
    labels = labels.encode(x=x, y=y, text=alt.Text("text:N"), color=colour)
    layers = [*strokes.lined(base, 45), labels, *_breaks(chart, x, data)]
    # Padding on the right is where the labels stand.
    return alt.layer(*layers), HEIGHT


def _breaks(chart: LineChart, x, data: Rows) -> list:
    """A dashed upright before each year in which the measure changed."""
    alt = altair()
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
    alt = altair()
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
        return strokes.nothing(data)
    order = [row["name"] for row in rows]
    base = alt.Chart(data.named(rows)).encode(
        y=alt.Y("name:N", title=None, sort=order, axis=alt.Axis(labelLimit=260, ticks=False, domain=False)),
        x=alt.X("y:Q", title=None, axis=None),
    )
    bars = base.mark_bar(height=18).encode(color=strokes.by_role("color", COLOURS))
    words = base.mark_text(align="left", dx=5, font=FONT, fontSize=12, color=INK).encode(
        text=alt.Text("text:N")
    )
    return bars + words, 26 * len(rows)


def _draw_strip(chart: StripChart, data: Rows):
    alt = altair()
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


DRAWERS = {LineChart: _draw_lines, BarChart: _draw_bars, StripChart: _draw_strip}
