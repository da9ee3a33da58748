"""What is shown of a round's results: sentences, tables and charts, from the figures of the queries."""

from __future__ import annotations

from statistics import median
from typing import Any

from fingerpost.present import formats
from fingerpost.present.bars import Bar, BarChart
from fingerpost.present.charts import FIRST, MAIN, SECOND, Chart
from fingerpost.present.strip import StripChart
from fingerpost.present.tables import NUMBER, Column, Table, table
from fingerpost.returns import rules
from fingerpost.returns.queries.results import Results, Row, SchoolRow
from fingerpost.returns.queries.rounds import indicator

#: Fewer schools than this make no strip: each is read in the table.
FEWEST_FOR_STRIP = 5
OPTIMISM = {
    rules.RIGHT: "right",
    rules.OPTIMISTIC: "too optimistic",
    rules.CAUTIOUS: "too cautious",
}


def sentences(one: Any, held: Results, row: Row) -> list[str]:
    """What the figures of the row chosen say, for somebody who reads no table."""
    if row.predicted.value is None:
        return ["No school has sent this yet. Remind those who owe it on the page of the round."]
    shown = _shown(row)
    what = f"{shown(row.predicted.value)} "
    what += "on average" if row.ask.is_score else f"of {formats.number(row.predicted.cohort)} pupils"
    expect = "expected" if row.outcome.value is not None else "expect"
    said = [
        f"{row.predicted.schools} of {held.asked} schools {expect} {what} in {one.year}{_beside(row, one)}."
    ]
    if row.accuracy and row.outcome.value is not None:
        said.append(_outcome(row, one))
    return said


def _shown(row: Row):
    measure = indicator(row.ask)
    return lambda value: formats.with_unit(value, measure.unit, measure.decimals)


def _beside(row: Row, one: Any) -> str:
    shown, parts = _shown(row), []
    if row.last_year.value is not None:
        parts.append(f"the same schools had {shown(row.last_year.value)} in {one.year - 1}")
    if row.england_last_year is not None:
        parts.append(f"England had {shown(row.england_last_year)}")
    return f"; {formats.listed(parts)}" if parts else ""


def _outcome(row: Row, one: Any) -> str:
    shown, near, counted = _shown(row), row.accuracy, row.counted()
    assert near is not None
    came = f"It came to {shown(row.outcome.value)}" + (" (provisional)" if row.is_provisional else "")
    if row.ask.is_score:
        by = f"{formats.number(abs(near.points), 1)} {'below' if near.points > 0 else 'above'} what was expected"
    else:
        side = "fewer" if near.points > 0 else "more"
        by = f"{formats.number(abs(near.points), 1)} points {'below' if near.points > 0 else 'above'} what was expected"
        by += f", which is {formats.plural(round(abs(near.pupils or 0)), 'pupil')} {side}"
    words = formats.listed([f"{counted[word]} {OPTIMISM[word]}" for word in OPTIMISM])
    return f"{came}: {by}. School by school: {words}."


def county_table(one: Any, held: Results) -> Table:
    """All schools that sent as one, a row a measure and group."""
    columns = [
        Column("measure", "Measure", width=46), Column("group", "Pupils", width=20),
        Column("schools", "Schools sent", NUMBER, width=9), Column("cohort", "Pupils counted", NUMBER, width=9),
        Column("predicted", f"Expected {one.year}", NUMBER, 1, width=10),
        Column("last_year", f"The same schools {one.year - 1}", NUMBER, 1, width=12),
        Column("change", "Change", width=9),
        Column("england", f"England {one.year - 1}", NUMBER, 1, width=10),
    ]  # fmt: skip
    if held.has_outcome:
        columns += [
            Column("outcome", f"Outcome {one.year}", NUMBER, 1, width=10),
            Column("points", "Expected less outcome", width=11), Column("pupils", "In pupils", width=9),
        ]  # fmt: skip
    return table(f"{one}: all schools", columns, [_county_row(row) for row in held.rows], _notes(held))


def _county_row(row: Row) -> dict:
    before, near = row.last_year.value, row.accuracy
    change = None if before is None or row.predicted.value is None else row.predicted.value - before
    return {
        "measure": row.measure, "group": row.group, "schools": row.predicted.schools, "cohort": row.predicted.cohort,
        "predicted": row.predicted.value, "last_year": before, "change": formats.change(change),
        "england": row.england_last_year, "outcome": row.outcome.value,
        "points": formats.change(near.points) if near else "",
        "pupils": formats.change(near.pupils, 0) if near else "",
    }  # fmt: skip


def _notes(held: Results) -> list[str]:
    return [
        f"{held.sent} of {held.asked} schools have sent.",
        "Last year and outcome are those of the schools that sent and have a result, each pupil counting once.",
        "A prediction is right when it is within one pupil of the outcome, a score when it is within half a point "
        "(ours; Attainment 8 one point, Progress 8 a tenth).",
        "Some results are provisional." if any(row.is_provisional for row in held.rows) else "",
    ]


def gaps_table(one: Any, held: Results) -> Table:
    """Disadvantaged less other pupils, in points."""
    columns = [
        Column("measure", "Measure", width=46), Column("predicted", f"Expected {one.year}", width=12),
        Column("last_year", f"The same schools {one.year - 1}", width=14),
        Column("outcome", f"Outcome {one.year}", width=12),
    ]  # fmt: skip
    rows = [
        {"measure": gap.measure, "predicted": formats.change(gap.predicted), "last_year": formats.change(gap.last_year),
         "outcome": formats.change(gap.outcome)}
        for gap in held.gaps
    ]  # fmt: skip
    return table(f"{one}: disadvantaged less other pupils", columns, rows)


def schools_table(one: Any, row: Row) -> Table:
    """School by school, those furthest from the outcome first once there is one, else by name."""
    has_outcome = any(school.outcome for school in row.schools)
    columns = [
        Column("name", "School", width=38), Column("cohort", "Pupils", NUMBER, width=8),
        Column("number", "Number expected", NUMBER, width=9), Column("predicted", "Expected", NUMBER, 1, width=9),
        Column("last_year", f"{one.year - 1}", NUMBER, 1, width=9), Column("change", "Change", width=9),
    ]  # fmt: skip
    if has_outcome:
        columns += [
            Column("outcome", f"Outcome {one.year}", NUMBER, 1, width=10),
            Column("points", "Expected less outcome", width=11), Column("pupils", "In pupils", width=9),
            Column("word", "", width=14),
        ]  # fmt: skip
    ordered = sorted(row.schools, key=_furthest) if has_outcome else row.schools
    title = f"{one}: {row.measure}, {row.group.lower()}, by school"
    return table(title, columns, [_school_row(school) for school in ordered])


def _furthest(school: SchoolRow) -> tuple[float, str]:
    near = school.accuracy
    return (-abs(near.points) if near else 1.0, school.name)


def _school_row(school: SchoolRow) -> dict:
    near = school.accuracy
    return {
        "urn": school.urn, "name": school.name, "cohort": school.said.cohort, "number": school.said.number,
        "predicted": school.said.value, "last_year": school.last_year.value if school.last_year else None,
        "change": formats.change(school.change), "outcome": school.outcome.value if school.outcome else None,
        "points": formats.change(near.points) if near else "",
        "pupils": formats.change(near.pupils, 0) if near else "", "word": OPTIMISM[near.word] if near else "",
    }  # fmt: skip


def charts(authority: Any, one: Any, row: Row, held: Results) -> list[tuple[str, Chart]]:
    """All schools beside England; then how far each school was out."""
    measure = indicator(row.ask)
    bars = [
        Bar(f"Expected {one.year}", row.predicted.value, MAIN),
        Bar(f"Outcome {one.year}", row.outcome.value, FIRST),
        Bar(f"Same schools {one.year - 1}", row.last_year.value, FIRST),
        Bar(f"England {one.year}", row.england, SECOND),
        Bar(f"England {one.year - 1}", row.england_last_year, SECOND),
    ]
    shown = tuple(bar for bar in bars if bar.value is not None)
    title = f"{row.measure}, {row.group.lower()}"
    drawn: list[tuple[str, Chart]] = [("expected", BarChart(title, shown, measure.unit, 1))] if shown else []
    out = tuple(school.accuracy.points for school in row.schools if school.accuracy)
    if len(out) >= FEWEST_FOR_STRIP:
        name = "Expected less outcome, a tick a school (points)"
        drawn.append(
            ("accuracy", StripChart(name, out, "the school in the middle", median(out), "points", 1))
        )
    return drawn
