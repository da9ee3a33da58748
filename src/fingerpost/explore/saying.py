"""What the page says first, in plain sentences, for a director with five minutes and a governor new to it all."""

from __future__ import annotations

from typing import Any

import polars as pl

from fingerpost.evidence import groups
from fingerpost.evidence.comparison.significance import ABOVE, BELOW, OF_SESSIONS, SAME, SMALL_DIFFERENCE
from fingerpost.evidence.indicators import Indicator
from fingerpost.explore.queries.explore import Found
from fingerpost.present import formats

#: From the place that the page is most about to the one that it is least about.
_ABOUT = (
    "school",
    "authority",
    "district",
    "home_district",
    "area",
    "cluster",
    "trust",
    "neighbours",
    "region",
    "england",
)
_CHANCE = {
    ABOVE: ", more than chance would explain",
    BELOW: ", more than chance would explain",
    SAME: ", which chance could explain",
}


def sentences(found: Found) -> list[str]:
    """The figure itself, the groups held against one another, the schools."""
    first = _subject(found)
    if first is None:
        return []
    said = [_figure(first, found), _groups(first, found), _schools(found)]
    return [sentence for sentence in said if sentence]


def _subject(found: Found) -> dict[str, Any] | None:
    """The row that the first sentence is about: one school asked for by name, else the widest place shown."""
    now = found.now.filter(pl.col("place_kind") != "england") if found.now.height else found.now
    rows = list((now if now.height else found.now).iter_rows(named=True))
    wanted = [row for row in rows if row["place"] == str(found.look.school)]
    if not wanted:
        kinds = [kind for kind in _ABOUT[1:] if any(row["place_kind"] == kind for row in rows)]
        wanted = [row for row in rows if kinds and row["place_kind"] == kinds[0]]
    order = list(found.look.groups)
    return min(wanted, key=lambda row: order.index(row["group"]), default=None)


def _figure(row: dict[str, Any], found: Found) -> str:
    place, year = row["place_name"], row["period"]
    whom = "" if row["group"] == "all" else f" ({in_words(row['group'])})"
    if row["hidden"]:
        return f"The figure for {place}{whom} in {year} is not shown. {row['hidden']}."
    if row["value"] is None:
        return f"There is no figure for {place}{whom} in {year}: {formats.missing(row['status'])}."
    value = formats.with_unit(row["value"], found.indicator.unit, found.indicator.decimals)
    told = f"In {year} the figure for {place}{whom} was {value}{_counted(row, found.indicator)}"
    return f"{told}. {_moved(row, found)}{_beside(row, found)}"


def _counted(row: dict[str, Any], indicator: Indicator) -> str:
    if row["denominator"] is None or indicator.code in OF_SESSIONS or indicator.unit in ("pupils", "staff"):
        return ""
    pupils = formats.plural(round(row["denominator"]), "pupil")
    return f" of {pupils}" if indicator.unit == "%" else f", over {pupils}"


def _moved(row: dict[str, Any], found: Found) -> str:
    """The change, or why there is none."""
    before = str(int(row["period"]) - 1)
    if row["change"] is None:
        return f"It cannot be held against {before}: {row['change_because'] or 'no change is shown'}. "
    if is_small(row["change"], found.indicator):
        return f"That is about the same as in {before} ({formats.change(row['change'])}). "
    way = "up" if row["change"] > 0 else "down"
    return f"That is {size(row['change'], found.indicator)} {way} on {before}. "


def _beside(row: dict[str, Any], found: Found) -> str:
    gap = row["gap_to_national"]
    if gap is None or row["england"] is None:
        return ""
    england = formats.with_unit(row["england"], found.indicator.unit, found.indicator.decimals)
    chance = _CHANCE.get(row["significance"], "")
    whom = "" if row["group"] == "all" else " for the same pupils"
    if is_small(gap, found.indicator):
        return f"It is about the same as England's {england}{whom} ({formats.change(gap)}){chance}."
    way = "above" if gap > 0 else "below"
    return f"It is {size(gap, found.indicator)} {way} England's {england}{whom}{chance}."


def _groups(first: dict[str, Any], found: Found) -> str:
    """The highest and the lowest of the groups, where there are several."""
    here = (pl.col("place_kind") == first["place_kind"]) & (pl.col("place") == first["place"])
    rows = found.now.filter(here & pl.col("value").is_not_null() & (pl.col("group") != "all"))
    if rows.height < 2:
        return ""
    ordered = rows.sort("value").select("group", "value").rows()
    (low, lowest), (high, highest) = ordered[0], ordered[-1]
    written = [
        formats.with_unit(value, found.indicator.unit, found.indicator.decimals)
        for value in (lowest, highest)
    ]
    return (
        f"Of the {rows.height} groups with a figure, the lowest is {in_words(low)} ({written[0]}) and "
        f"the highest {in_words(high)} ({written[1]})."
    )


def _schools(found: Found) -> str:
    """How many schools are below England, how many hidden and how many without a figure; of the first group."""
    if not found.look.has_schools:
        return ""
    group = found.look.groups[0]
    rows = found.now.filter((pl.col("place_kind") == "school") & (pl.col("group") == group))
    valued = rows.filter(pl.col("value").is_not_null())
    if valued.is_empty():
        return "No school has a figure that can be shown."
    below = valued.filter(pl.col("gap_to_national") < 0).height
    sure = valued.filter(pl.col("significance") == BELOW).height
    hidden = rows.filter(pl.col("hidden").is_not_null()).height
    without = rows.height - valued.height - hidden
    whom = "" if group == "all" else f" ({in_words(group)})"
    if valued["england"].count():
        said = f"Of {formats.plural(valued.height, 'school')} with a figure{whom}"
        said += f", {below} {'is' if below == 1 else 'are'} below England"
        said += f", {sure} of them by more than chance would explain" if sure else ""
    else:
        said = f"{formats.plural(valued.height, 'school has', 'schools have')} a figure{whom}"
    rest = [f"{hidden} hidden" if hidden else "", f"{without} without a figure" if without else ""]
    kept = formats.listed([part for part in rest if part])
    return f"{said}; {kept}." if kept else f"{said}."


def in_words(group: str) -> str:
    """A group as the inside of a sentence has it: names of peoples, and letters for words, stay as they are."""
    parts = groups.name(group).split(", ")
    return ", ".join(_lowered(part) for part in parts)


_NAMES = frozenset(group.name for group in groups.GROUPS if group.characteristic == "ethnicity")


def _lowered(name: str) -> str:
    return name if name in _NAMES or name[1:2].isupper() else name[:1].lower() + name[1:]


def is_small(number: float, indicator: Indicator) -> bool:
    """Whether a difference is one that nobody should make much of: half a point of a percentage or less."""
    return indicator.unit == "%" and abs(number) <= SMALL_DIFFERENCE + 1e-9


def size(number: float, indicator: Indicator) -> str:
    """How large a difference is, without its sign: 2 points, 0.4."""
    decimals = (
        0
        if indicator.unit == "%" and indicator.decimals == 0 and abs(number) >= 1
        else max(indicator.decimals, 1)
    )
    written = formats.number(abs(number), decimals)
    if indicator.unit != "%":
        return written
    return f"{written} {'point' if written == '1' else 'points'}"
