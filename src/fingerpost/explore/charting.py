"""The charts of a look: groups side by side, who rose and fell, where each school stands, quarters over the years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import polars as pl

from fingerpost.evidence import groups
from fingerpost.explore import saying
from fingerpost.explore.queries.explore import Found
from fingerpost.present import bands, charts, formats
from fingerpost.present.bands import Bands
from fingerpost.present.charts import FIRST, MAIN, SECOND, THIRD, Chart
from fingerpost.present.multiples import Multiples, Panel
from fingerpost.present.slope import Slope, Step
from fingerpost.present.swarm import Dot, Swarm
from fingerpost.present.trends import LineChart

#: More than so many panels or slopes is more than anybody reads at once.
MOST_PANELS, MOST_SLOPES = 12, 12
#: Places in the order in which they lend their line; every school is no line.
_WIDE = ("authority", "neighbours", "region", "england")
_ROLES = (MAIN, FIRST, SECOND, THIRD)


def of(found: Found) -> dict[str, Chart]:
    """Every chart that has something to show, by the name under which it is drawn."""
    made = {name: make(found) for name, make in KINDS.items()}
    return {name: chart for name, chart in made.items() if chart is not None}


def told(chart: Chart) -> str:
    """The sentence of a chart below a heading that names it already."""
    said = chart.sentence().removeprefix(f"{chart.title}: ")
    return said[:1].upper() + said[1:]


def _named(found: Found, about: str = "") -> str:
    return f"{found.indicator.name}{about}"


def _group_words(group: str) -> str:
    return "" if group == "all" else f", {saying.in_words(group)}"


def _rows(found: Found, *filters: pl.Expr) -> list[dict[str, Any]]:
    columns = ["place_kind", "place", "place_name", "group", "period", "value", "status", "hidden"]
    return list(found.frame.filter(*filters).select(columns).iter_rows(named=True))


def _missing(row: dict[str, Any]) -> str:
    return row["hidden"] or formats.missing(row["status"])


def _leading(found: Found) -> list[tuple[str, str, str]]:
    """The places that have a line each: the school asked for, then the wide ones; at most four, England always."""
    asked = set(found.look.asked_places()) | {"england"}
    keys = [f"school:{found.look.school}"] if found.look.school else []
    keys += [kind for kind in _WIDE if kind in asked]
    places = {}
    for kind, place, name in found.frame.select("place_kind", "place", "place_name").unique().rows():
        places[f"school:{place}" if kind == "school" else kind] = (kind, place, name)
    held = [places[key] for key in keys if key in places]
    return [*held[:3], *[place for place in held[3:] if place[0] == "england"]]


def _lines(found: Found) -> dict[str, list[charts.Line]]:
    """For each group a line over the years of each leading place."""
    leading = _leading(found)
    wanted = pl.any_horizontal(pl.lit(False), *(_at(kind, place) for kind, place, _ in leading))
    points: dict[tuple[str, str, str], list[tuple]] = {}
    for row in _rows(found, wanted):
        said = "" if row["value"] is not None else _missing(row)
        point = (row["period"], row["value"], said)
        points.setdefault((row["group"], row["place_kind"], row["place"]), []).append(point)
    made: dict[str, list[charts.Line]] = {}
    for group in found.look.groups:
        for role, (kind, place, name) in zip(_ROLES, leading, strict=False):
            if (group, kind, place) in points:
                made.setdefault(group, []).append(charts.line(name, points[group, kind, place], role))
    return made


def _at(kind: str, place: str) -> pl.Expr:
    return (pl.col("place_kind") == kind) & (pl.col("place") == place)


def _breaks(found: Found) -> tuple[str, ...]:
    periods = found.frame.filter(pl.col("value").is_not_null())["period"].unique().to_list()
    if not periods:
        return ()
    return tuple(
        str(cut.year) for cut in found.indicator.breaks if min(periods) < str(cut.year) <= max(periods)
    )


def _is_drawn(lines: list[charts.Line]) -> bool:
    """Whether a first line has a figure, and somebody has two."""
    counts = [sum(point.value is not None for point in line.points) for line in lines]
    return bool(counts) and counts[0] > 0 and max(counts) > 1


def trend(found: Found) -> Chart | None:
    """One group over the years, place beside place."""
    if len(found.look.groups) != 1 or found.look.has_schools:
        return None
    lines = _lines(found).get(found.look.groups[0], [])
    if not _is_drawn(lines):
        return None
    title = _named(found, f"{_group_words(found.look.groups[0])}, over the years")
    return LineChart(title, tuple(lines), found.indicator.unit, found.indicator.decimals, _breaks(found))


def multiples(found: Found) -> Chart | None:
    """A panel for each group."""
    if len(found.look.groups) < 2:
        return None
    panels = list(_lines(found).items())[:MOST_PANELS]
    shown = tuple(Panel(groups.name(group), tuple(lines)) for group, lines in panels)
    if len(shown) < 2 or not any(_is_drawn(list(panel.lines)) for panel in shown):
        return None
    title = _named(found, ", group by group")
    return Multiples(title, shown, found.indicator.unit, found.indicator.decimals, _breaks(found))


def slope(found: Found) -> Chart | None:
    """What each group of the leading place moved from and to; of one group, each place other than schools."""
    now = found.now
    if len(found.look.groups) > 1:
        leading = _leading(found)[:1]
        rows = now.filter(_at(*leading[0][:2])) if leading else now.head(0)
        name, about = "group", f", each group of {leading[0][2]}" if leading else ""
    else:
        rows = now.filter((pl.col("place_kind") != "school") | (pl.col("place") == str(found.look.school)))
        name, about = "place_name", f"{_group_words(found.look.groups[0])}, place by place"
    steps = [_step(row, name) for row in rows.iter_rows(named=True)]
    out_of = len(steps) if len(steps) > MOST_SLOPES else 0
    steps = _most_moved(steps) if out_of else steps
    if sum(step.before is not None and step.after is not None for step in steps) < 3:
        return None
    before, title = str(int(found.look.year) - 1), _named(found, f"{about}, from one year to the next")
    return Slope(
        title, before, found.look.year, tuple(steps), found.indicator.unit, found.indicator.decimals, out_of
    )


def _most_moved(steps: list[Step]) -> list[Step]:
    """Of many, those that the page is about or held against, and those that moved most."""
    kept = [step for step in steps if step.role != SECOND][:3]
    rest = [step for step in steps if step.role == SECOND and step.change is not None]
    rest.sort(key=lambda step: -abs(step.change or 0))
    return [*kept, *rest[: MOST_SLOPES - len(kept)]]


def _step(row: dict[str, Any], name: str) -> Step:
    is_main = row["group"] == "all" if name == "group" else row["place_kind"] in ("authority", "school")
    role = MAIN if is_main else FIRST if row["place_kind"] == "england" else SECOND
    words = groups.name(row["group"]) if name == "group" else row["place_name"]
    because = row["change_because"] or "" if row["change"] is None else ""
    return Step(words, row["before"], row["value"], role, because)


def swarm(found: Found) -> Chart | None:
    """Every school with a figure of the first group, held against the authority and England."""
    if not found.look.has_schools:
        return None
    group, year = found.look.groups[0], found.look.year
    here = (pl.col("group") == group) & (pl.col("period") == year) & pl.col("value").is_not_null()
    schools = _rows(found, here, pl.col("place_kind") == "school")
    if len(schools) < 2:
        return None
    counts = Counter(row["place_name"] for row in schools)
    twice = {name for name, count in counts.items() if count > 1}
    dots = tuple(Dot(_told(row, twice), row["value"]) for row in schools)
    own = next((_told(row, twice) for row in schools if row["place"] == str(found.look.school)), None)
    wide = _rows(found, here, pl.col("place_kind").is_in(["authority", "england"]))
    title = _named(found, f"{_group_words(group)}, school by school in {year}")
    against = tuple((row["place_name"], row["value"]) for row in wide)
    unit, decimals = found.indicator.unit, found.indicator.decimals
    return Swarm(title, dots, (own,) if own else (), against, unit, decimals)


def _told(row: dict[str, Any], twice: set[str]) -> str:
    """A school by name, and by URN where two bear it."""
    return f"{row['place_name']} ({row['place']})" if row["place_name"] in twice else row["place_name"]


def quarters(found: Found) -> Chart | None:
    """The quarters of the schools year by year, behind the school asked for or the authority, and England."""
    if not found.look.has_schools:
        return None
    group = found.look.groups[0]
    valued = (pl.col("group") == group) & pl.col("value").is_not_null()
    schools = found.frame.filter(valued, pl.col("place_kind") == "school")
    by_year = {str(key): part["value"].to_list() for (key,), part in schools.group_by("period")}
    found_bands = [bands.band(year, by_year[year]) for year in sorted(by_year)]
    kept = tuple(band for band in found_bands if band is not None)
    if len(kept) < 2:
        return None
    lines = [line for line in _lines(found).get(group, []) if line.latest()]
    title = _named(found, f"{_group_words(group)}, quarters of schools over the years")
    unit, decimals = found.indicator.unit, found.indicator.decimals
    return Bands(title, kept, (*lines[:1], *lines[1:][-1:]), unit, decimals, _breaks(found))


KINDS: dict[str, Callable[[Found], Chart | None]] = {
    "trend": trend,
    "groups": multiples,
    "change": slope,
    "schools": swarm,
    "quarters": quarters,
}

#: What each chart is called above it.
HEADINGS = {
    "trend": "Over the years",
    "groups": "Group by group",
    "change": "Who rose and who fell",
    "schools": "School by school",
    "quarters": "Where schools stood over the years",
}
