"""What every drawing shares: colours that are never alone, rows under names, the room about values and labels apart."""

from collections.abc import Iterable
from functools import cache

from fingerpost.present import formats
from fingerpost.present.charts import FIRST, MAIN, SECOND, THIRD, Line

FONT = "Arial, Liberation Sans, Helvetica, sans-serif"
INK, QUIET, PALE = "#0e1e24", "#505a5f", "#c9d6d8"
COLOURS = {MAIN: "#143c4a", FIRST: "#8f5902", SECOND: "#5b3a7a", THIRD: "#6f777b"}
DASHES = {MAIN: [1, 0], FIRST: [6, 3], SECOND: [2, 2], THIRD: [8, 2, 2, 2]}
WIDTHS = {MAIN: 3, FIRST: 2, SECOND: 2, THIRD: 1.5}
SHAPES = {MAIN: "circle", FIRST: "square", SECOND: "triangle-up", THIRD: "diamond"}
WIDTH, HEIGHT, LOW = 400, 190, 60
LABEL_APART = 13


class Rows:
    """The rows of a drawing under names: the library copies a chart at every step, and would copy them with it."""

    def __init__(self) -> None:
        self.sets: dict[str, list[dict]] = {}

    def named(self, rows: list[dict]):
        """Rows as the data of a layer."""
        name = f"rows {len(self.sets) + 1}"
        self.sets[name] = rows
        return altair().NamedData(name=name)


@cache
def altair():
    """Imported at the first drawing: it takes more time than Django itself."""
    import altair
    from altair.utils import schemapi

    schemapi.disable_debug_mode()
    return altair


def by_role(channel: str, values: dict):
    """How much a line matters, by a channel of its drawing."""
    alt = altair()
    made = {"color": alt.Color, "strokeDash": alt.StrokeDash, "size": alt.Size, "shape": alt.Shape}[channel]
    scale = alt.Scale(domain=list(values), range=list(values.values()))
    return made("role:N", scale=scale, legend=None)


def lined(base, size: int) -> list:
    """Lines and their points, told apart by dash, width and shape as well as by colour."""
    lines = base.mark_line().encode(
        strokeDash=by_role("strokeDash", DASHES),
        size=by_role("size", WIDTHS),
        detail=altair().Detail("run:N"),
    )
    points = base.mark_point(filled=True, size=size, opacity=1)
    return [lines, points.encode(shape=by_role("shape", SHAPES))]


def over_years(years: list[str], **more):
    """The level axis of years, those without a value too."""
    alt = altair()
    axis = alt.Axis(labelAngle=0, labelOverlap=True, **more)
    return alt.X("x:O", title=None, scale=alt.Scale(domain=years), axis=axis)


def upright(span: list[float], ticks: int = 5):
    """The upright axis from end to end."""
    alt = altair()
    scale = alt.Scale(domain=span, zero=False, nice=False)
    return alt.Y("y:Q", title=None, scale=scale, axis=alt.Axis(tickCount=ticks))


def segments(lines: Iterable[Line], periods: list[str], breaks: tuple[str, ...]) -> list[dict]:
    """Rows to draw, numbered anew after each break and each year without a value."""
    rows = []
    for line in lines:
        points = {point.period: point.value for point in line.points}
        segment = 0
        for period in periods:
            segment += period in breaks or points.get(period) is None
            if points.get(period) is not None:
                run = f"{line.name}{segment}"
                rows.append(
                    {"x": period, "y": points[period], "name": line.name, "role": line.role, "run": run}
                )
    return rows


def span(values: Iterable[float], unit: str) -> list[float]:
    """The ends of an axis: room about the values, within what a percentage can be."""
    found = list(values)
    low, high = min(found), max(found)
    room = max((high - low) * 0.15, abs(high) * 0.02, 0.5)
    low, high = low - room, high + room
    if unit.startswith(tuple(formats.UNITS)):
        low, high = max(low, 0), min(high, 100) if high - room <= 100 else high
    return [low, high]


def apart(values: list[float], ends: list[float], height: float = HEIGHT) -> list[float]:
    """Where labels of values in rising order stand, moved where they would touch, and none above the axis."""
    least = LABEL_APART * (ends[1] - ends[0]) / height
    places: list[float] = []
    for value in values:
        places.append(max(value, places[-1] + least) if places else value)
    over = max(0, places[-1] - ends[1]) if places else 0
    return [place - over for place in places]


def nothing(data: Rows):
    """What stands where there is nothing to draw."""
    alt = altair()
    words = alt.Chart(data.named([{"text": "No figures to draw"}]), width=WIDTH, height=LOW)
    return words.mark_text(color=QUIET, font=FONT).encode(text=alt.Text("text:N"))
