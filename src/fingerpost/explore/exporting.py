"""The table of a look as a file: unrounded, with the source of every figure, and what the reader must know."""

from __future__ import annotations

from typing import Any

from fingerpost.evidence import groups
from fingerpost.evidence.comparison import gaps
from fingerpost.explore import saying
from fingerpost.explore.queries.explore import Found
from fingerpost.explore.tabling import SHORT, Line, lines, why_no_change
from fingerpost.present import formats
from fingerpost.present.tables import DAY, NUMBER, TEXT, Column, Table, table


def notes(found: Found) -> list[str]:
    """What was asked, what it shows, what a gap is, and for whom small numbers are hidden."""
    asked = formats.listed([groups.name(group) for group in found.look.groups])
    said = [f"{found.indicator.name}. Groups: {asked}.", *saying.sentences(found)]
    said += [found.past.sentence] if found.past else []
    said += [f"{name}." for key, name in gaps.NAMES.items() if key in SHORT]
    said.append("Differences are of unrounded figures, in points; a figure is never 0 for want of one.")
    said.append(f"Small numbers are hidden as for this audience: {found.audience.value}.")
    return said


def exported(found: Found, notes: list[str]) -> tuple[Table, Table]:
    """The table with unrounded numbers, and one of where each figure of it came from."""
    held = lines(found)
    unit, places = found.indicator.unit, max(found.indicator.decimals, 1)
    years = found.look.years
    columns = [Column("place", "Place", width=34), Column("group", "Group", width=30)]
    columns += [Column("code", "Code", width=12)]
    for year in years:
        columns += [Column(f"n{year}", f"Pupils {year}", NUMBER), Column(year, year, NUMBER, places, unit)]
    columns += [Column("change", f"Change on {int(found.look.year) - 1}", NUMBER, 1)]
    columns += [Column(key, words, NUMBER, 1, width=18) for key, words in SHORT.items()]
    columns += [
        Column("significance", "Against England", width=24), Column("because", "Because", width=40),
        Column("rank", "Rank", NUMBER), Column("of", "Of", NUMBER), Column("quartile", "Quartile"),
    ]  # fmt: skip
    title = f"{found.indicator.name}, {found.look.year}"
    return table(title, columns, [_exported(line, years) for line in held], notes), sources(found, held)


def _exported(line: Line, years: tuple[str, ...]) -> dict[str, Any]:
    row: dict[str, Any] = {"place": line.place_name, "group": line.group_name, "code": line.place}
    for year in years:
        one = line.by_year.get(year)
        row[f"n{year}"] = one["denominator"] if one else None
        row[year] = _value(one)
    now = line.now
    row |= {key: now.get(key) for key in (*SHORT, "significance", "rank", "of", "quartile")}
    change = now.get("change")
    row["change"] = change if change is not None else why_no_change(now)
    row["because"] = now.get("significance_because")
    return row


def _value(row: dict[str, Any] | None) -> float | str:
    """A value, or in its place why there is none."""
    if row is None:
        return "no figure is held"
    if row["hidden"]:
        return str(row["hidden"])
    return formats.missing(row["status"]) if row["value"] is None else row["value"]


def sources(found: Found, held: list[Line]) -> Table:
    """A row for each figure: its file, row, release, the day it could be known, and how it came about."""
    columns = [
        Column("place", "Place", width=34), Column("group", "Group", width=30), Column("year", "Year"),
        Column("value", "Value", NUMBER, max(found.indicator.decimals, 1)),
        Column("file", "File", width=34), Column("row", "Row", NUMBER), Column("column", "Column", width=20),
        Column("release", "Release"), Column("known_on", "Known on", DAY),
        Column("note", "How it came about", TEXT, width=44),
    ]  # fmt: skip
    rows = []
    for line in held:
        for year in found.look.years:
            row = line.by_year.get(year)
            if row is not None:
                told = {key: row.get(key) for key in ("file", "row", "column", "release", "known_on", "note")}
                rows.append(
                    told
                    | {"place": line.place_name, "group": line.group_name, "year": year, "value": _value(row)}
                )
    return table("Sources", columns, rows)


def with_sources(made: Table, of: Table) -> Table:
    """The table for a file of one sheet: the source of the latest year's figure at the end of each row."""
    latest: dict[tuple[str, str], Any] = {}
    for row in of.rows:
        latest[(row["place"], row["group"])] = row
    told = ("file", "row", "column", "release", "known_on", "note")
    rows = [
        dict(row) | {key: (latest.get((row["place"], row["group"])) or {}).get(key) for key in told}
        for row in made.rows
    ]
    columns = [*made.columns, *(column for column in of.columns if column.key in told)]
    return table(made.title, columns, rows, made.notes)
