"""Charts drawn by Vega-Altair and vl-convert, and kept by fingerprint: drawing takes time."""

import html
import os
from functools import cache
from pathlib import Path

from fingerpost.core.home import home
from fingerpost.present import charts, strokes
from fingerpost.present.bars import BarChart
from fingerpost.present.charts import Chart
from fingerpost.present.strokes import FONT, PALE, QUIET, Rows


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
    drawn = chart.draw(rows)
    # The tests draw every kind of chart, so it need not be held against the whole of the grammar each time; and what is
    # put in last, here, the library does not copy.
    whole = drawn.to_dict(validate=False) | {"datasets": rows.sets, "config": _config()}
    return vl_convert.vegalite_to_svg(whole)


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
    chart = (
        strokes.nothing(Rows())
        .configure(font=FONT, background="white", padding=4)
        .configure_view(stroke=None)
        .configure_axis(**axis, gridColor="#e8eeee", labelFontSize=12, titleFontSize=12, tickColor=PALE)
    )
    return chart.to_dict(validate=False)["config"]
