"""`fingerpost indicators` and `fingerpost figures`."""

from __future__ import annotations

import argparse
from typing import Any

from fingerpost.archive.queries import figures, snapshots
from fingerpost.cli import output
from fingerpost.evidence.groups import name as group_name
from fingerpost.evidence.indicators import CATALOGUE, Indicator
from fingerpost.present import formats


def add(commands: Any) -> None:
    """Declare the words."""
    indicators = commands.add_parser(
        "indicators", help="every indicator, ours and those of a loaded dictionary"
    )
    output.with_json(indicators)
    indicators.set_defaults(run=run_indicators)
    asked = commands.add_parser(
        "figures",
        help="figures of an authority or its schools, compared and sourced",
        description="One row for each year and pupil group, with rank, change, England, region, statistical neighbours "
        "and the file and row it came from. Percentages are shown rounded and kept unrounded.",
    )
    asked.add_argument("--authority", required=True, help="the DfE code, like 873")
    asked.add_argument("--indicator", required=True, metavar="CODE", help="see: fingerpost indicators")
    asked.add_argument(
        "--group", action="append", default=[], help="a pupil group, like disadvantaged; may be repeated"
    )
    asked.add_argument("--years", help="2017 or 2013-2018: the years in which the school years end")
    asked.add_argument("--as-at", type=output.day, help="only what was known by this day")
    asked.add_argument("--schools", action="store_true", help="one row a school")
    kind = asked.add_mutually_exclusive_group()
    kind.add_argument(
        "--published", dest="kind", action="store_const", const="published", help="only published figures"
    )
    kind.add_argument(
        "--computed", dest="kind", action="store_const", const="computed", help="added up from schools"
    )
    output.with_json(asked)
    asked.set_defaults(run=run_figures, kind=None)


def run_indicators(arguments: argparse.Namespace) -> int:
    """List the indicators."""
    ours = list(CATALOGUE.by_code.values())
    theirs = figures.dictionary(snapshots.holdings(None))
    if arguments.json:
        output.emit([_declared(i, "ours") for i in ours] + [_declared(i, "lait") for i in theirs])
        return 0
    columns = ("Code", "Name", "Phase", "Unit", "Better", "Source")
    rows = [(i.code, i.name, i.phase, i.unit, i.better, "ours") for i in ours]
    rows += [(i.code, i.name, i.phase, i.unit, i.better, "lait") for i in theirs]
    output.table(f"{len(rows)} indicators", columns, rows)
    if not theirs:
        output.say(
            "The dictionary of the Local Authority Interactive Tool is not loaded; with it there are 434 more."
        )
    return 0


def _declared(indicator: Indicator, source: str) -> dict:
    return {
        "code": indicator.code,
        "name": indicator.name,
        "phase": indicator.phase,
        "unit": indicator.unit,
        "decimals": indicator.decimals,
        "better": indicator.better,
        "source": source,
    }


def run_figures(arguments: argparse.Namespace) -> int:
    """Print the figures."""
    asked = figures.Asked(
        authority=output.authority(arguments.authority).code,
        indicator=arguments.indicator,
        groups=tuple(arguments.group),
        years=_years(arguments.years),
        as_at=arguments.as_at,
    )
    try:
        rows = (
            figures.of_schools(asked)
            if arguments.schools
            else figures.of_authority(asked, kind=arguments.kind)
        )
        indicator = figures.indicator_of(asked.indicator, snapshots.holdings(asked.authority))
    except figures.NoSuchIndicator as missing:
        raise output.Wrong(str(missing)) from missing
    if arguments.json:
        output.emit(rows)
    elif not rows:
        output.say(
            "Nothing is loaded that answers this. Load the file that holds it with: fingerpost load PATH"
        )
    elif arguments.schools:
        _show_schools(indicator, rows)
    else:
        _show(indicator, rows)
    return 0


def _years(text: str | None) -> tuple[int, int] | None:
    if text is None:
        return None
    parts = text.split("-")
    if len(parts) > 2 or not all(part.isdigit() and len(part) == 4 for part in parts) or parts[0] > parts[-1]:
        raise output.Wrong(f"{text} is not a span of years. Write 2017 or 2013-2018.")
    return int(parts[0]), int(parts[-1])


def _number(indicator: Indicator, value: float | None, *, sign: bool = False) -> str:
    return (formats.change if sign else formats.number)(value, indicator.decimals)


def _show(indicator: Indicator, rows: list[dict]) -> None:
    shown = [
        (
            group_name(row["group"]),
            row["period"],
            _number(indicator, row["value"]) or row["status"],
            _number(indicator, row["change"], sign=True),
            f"{row['rank']} of {row['of']}" if row["rank"] else "",
            *(_number(indicator, row[k]) for k in ("england", "region", "neighbours")),
            row["source"]["kind"],
            f"{row['source']['file']}{', row ' + str(row['source']['row']) if row['source']['row'] else ''}",
        )
        for row in rows
    ]
    columns = ("Group", "Year", "Value", "Change", "Rank", "England", "Region", "Neighbours", "Kind", "From")
    output.table(
        f"{indicator.name} ({indicator.unit}), {rows[0]['place']['name']}", columns, shown, right=range(2, 8)
    )


def _show_schools(indicator: Indicator, rows: list[dict]) -> None:
    shown = [
        (
            row["place"]["name"],
            group_name(row["group"]),
            row["period"],
            _number(indicator, row["value"]) or row["status"],
            _number(indicator, row["denominator"]) and f"{row['denominator']:.0f}",
            f"{row['source']['file']}, row {row['source']['row']}",
        )
        for row in rows
    ]
    output.table(
        f"{indicator.name} ({indicator.unit})",
        ("School", "Group", "Year", "Value", "Pupils", "From"),
        shown,
        right=(3, 4),
    )
