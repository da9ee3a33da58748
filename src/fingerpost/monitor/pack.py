"""The data pack of a school: what is known of it, on two pages."""

from __future__ import annotations

from typing import Any

from fingerpost.monitor import charts, strand_views
from fingerpost.monitor.queries.school import SchoolPage
from fingerpost.present import formats
from fingerpost.present.documents import Document, Facts, Figure, Heading, Paragraph, Row, Thing
from fingerpost.present.tables import NUMBER, Column, Table, table
from fingerpost.register.rules import PHASE_NAMES

CHARTS = 6
LATEST_INSPECTIONS = 5
LATEST_FIGURES = 16
STRAND_COLUMNS = (
    Column("name", "Strand", width=10),
    Column("level", "Level", width=9),
    Column("why", "Why", width=30),
)


def document(page: SchoolPage, authority: Any, *, user: Any, with_levels: bool) -> Document:
    """The pack; levels only for officers, since none reaches a school before it is confirmed."""
    series = charts.of_school(page.school.urn, authority.code, page.as_at, user=user)
    things: list[Thing] = [Facts(tuple(_facts(page, with_levels)))]
    if with_levels and page.standing:
        things += _levels(page)
    things += _evidence(series, authority)
    things += [_latest(series), _inspections(page)]
    return Document(
        title=f"{page.school.name}: data pack",
        subtitle=f"URN {page.school.urn}, {authority.name}. From what was known on {formats.day(page.as_at)}.",
        things=tuple(things),
        foot="Fingerpost. "
        + ("Levels computed, not confirmed: for officers only." if with_levels else authority.name),
    )


def _facts(page: SchoolPage, with_levels: bool) -> list[tuple[str, str]]:
    school = page.school
    facts = []
    if with_levels and page.standing and page.standing.main:
        rating = page.standing.main[0]
        facts += [
            ("Level", page.standing.scale.word(rating.level)),
            ("Direction of travel", (rating.direction or "not known").capitalize()),
        ]
    outcome = f"{page.outcome.in_words}, {formats.day(page.outcome.on)}" if page.outcome else "Not inspected"
    facts += [
        ("Ofsted", outcome),
        ("Phase", PHASE_NAMES.get(school.phase, school.phase)),
        ("Pupils on roll", formats.number(school.roll) or "not known"),
        ("Ages", f"{school.age_low} to {school.age_high}" if school.age_low is not None else "not known"),
        ("Type", school.type or "not known"),
        ("Adviser", page.adviser or "none named"),
    ]
    return facts


def _levels(page: SchoolPage) -> list[Thing]:
    standing = page.standing
    things: list[Thing] = []
    for rating in standing.main:
        things.append(Heading(f"Why: {standing.run.edition_name}"))
        things += [Paragraph(line) for line in rating.because]
        strands = [s for s in rating.strands if s["state"] != "not_applicable"]
        rows = [
            {"name": s["name"], "level": strand_views.said(s, standing.scale), "why": _why(s)}
            for s in strands
        ]
        columns = [
            Column("name", "Strand", width=10),
            Column("level", "Level", width=9),
            Column("why", "Why", width=30),
        ]
        things.append(table("", columns, rows))
    return things


def _why(strand: dict) -> str:
    said = strand["sentence"] if strand["state"] == "decided" else strand["missing"]
    return formats.shortened(said or "", 150)


def _evidence(series: list, authority: Any) -> list[Thing]:
    drawn = [s for s in series if charts.is_drawn(s)][:CHARTS]
    if not drawn:
        return []
    figures = [Figure(charts.line_chart(one, authority.name)) for one in drawn]
    pairs = [Row(tuple(figures[at : at + 2])) for at in range(0, len(figures), 2)]
    return [Heading("Over the years"), *pairs]


def _latest(series: list) -> Table:
    """The newest figure of each measure beside England's."""
    rows = []
    for one in series:
        point = one.points[-1]
        indicator = one.indicator
        rows.append(
            {
                "name": charts.title(one),
                "period": formats.school_year(point.period),
                "value": formats.with_unit(point.value, indicator.unit, indicator.decimals)
                or formats.missing(point.status),
                "england": _beside(point.england, indicator),
                "pupils": point.denominator,
            }
        )
    newest = sorted(rows, key=lambda row: row["period"], reverse=True)[:LATEST_FIGURES]
    columns = [
        Column("name", "Latest figures", width=30),
        Column("period", "Year", width=11),
        Column("value", "School", width=9),
        Column("england", "England", width=8),
        Column("pupils", "Pupils", NUMBER, width=7),
    ]
    return table("", columns, newest, ["No figure is published yet." if not newest else ""])


def _beside(value: float | None, indicator: Any) -> str:
    """England's figure; a count of the nation's pupils is no measure of a school."""
    return "" if indicator.unit == "pupils" else formats.with_unit(value, indicator.unit, indicator.decimals)


def _inspections(page: SchoolPage) -> Table:
    rows = [
        {
            "on": i.ended_on,
            "kind": i.kind.capitalize(),
            "outcome": i.outcome.in_words,
            "framework": i.framework,
        }
        for i in page.inspections[:LATEST_INSPECTIONS]
    ]
    columns = [
        Column("on", "Inspected", width=14),
        Column("kind", "Kind", width=10),
        Column("outcome", "Outcome", width=22),
        Column("framework", "Framework", width=26),
    ]
    return table("Inspections", columns, rows, ["" if rows else "No inspection is known."])
