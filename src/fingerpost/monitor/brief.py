"""The morning brief in words: the same sentences and tables on the page and on the printed sheet."""

from __future__ import annotations

from typing import Any

from fingerpost.evidence import groups
from fingerpost.monitor.queries.brief import FEW, MOST_NAMED, STAGE_NAMES, Brief, Line, Mover, Prediction
from fingerpost.present import formats
from fingerpost.present.documents import Document, Facts, Heading, Paragraph, Row, Thing
from fingerpost.present.tables import NUMBER, Column, Table, table


def title(brief: Brief) -> str:
    """Key stage 2, 2025 to 2026."""
    return f"{STAGE_NAMES[brief.stage]}, {formats.school_year(brief.year)}"


def lead(brief: Brief) -> str:
    """The first line of all: the main figure against last year and England."""
    if not brief.lines:
        return "No figure of the authority is held for the year."
    line = brief.lines[0]
    shown = formats.with_unit(line.value, line.unit, line.decimals)
    pupils = f" of {formats.number(line.pupils)} pupils" if line.pupils else ""
    parts = [_against_last_year(line), _against_england(line)]
    return f"{line.measure}: {shown}{pupils}; {formats.listed([part for part in parts if part])}."


def _against_last_year(line: Line) -> str:
    if line.change is None:
        return line.why_no_change or "nothing to compare with last year"
    if abs(line.change) < 0.05:
        return "the same as last year"
    return f"{formats.number(abs(line.change), 1)} points {'up' if line.change > 0 else 'down'} on last year"


def _against_england(line: Line) -> str:
    if line.beside is None:
        return "England is not known yet"
    if abs(line.beside) < 0.05:
        return "the same as England"
    return f"{formats.number(abs(line.beside), 1)} points {'above' if line.beside > 0 else 'below'} England"


def figures(brief: Brief) -> Table:
    """The headline figures."""
    columns = [
        Column("measure", "Measure", width=44), Column("pupils", "Pupils", NUMBER, width=9),
        Column("value", brief.year, NUMBER, width=9), Column("before", str(int(brief.year) - 1), NUMBER, width=9),
        Column("change", "Change", NUMBER, width=10), Column("england", "England", NUMBER, width=9),
        Column("beside", "Against England", NUMBER, width=10), Column("release", "Release", width=13),
    ]  # fmt: skip
    return table("Headline figures", columns, [_figure(line) for line in brief.lines])


def _figure(line: Line) -> dict:
    def shown(value: float | None) -> str:
        return formats.with_unit(value, line.unit, line.decimals)

    group = "" if line.group == "all" else f", {groups.name(line.group).lower()}"
    return {
        "measure": f"{line.measure}{group}", "pupils": line.pupils, "value": shown(line.value),
        "before": shown(line.before), "change": formats.change(line.change), "england": shown(line.england),
        "beside": formats.change(line.beside), "release": line.release,
    }  # fmt: skip


def movers(name: str, rows: list[Mover], brief: Brief) -> Table:
    """Schools that moved most."""
    line = brief.lines[0] if brief.lines else None
    unit, decimals = (line.unit, line.decimals) if line else ("", 1)
    columns = [
        Column("name", "School", width=30), Column("pupils", "Pupils", NUMBER, width=8),
        Column("value", brief.year, NUMBER, decimals, unit, width=8), Column("change", "Change", NUMBER, width=8),
    ]  # fmt: skip
    told = [
        {"urn": row.urn, "name": row.name, "pupils": row.pupils, "value": row.value,
         "change": formats.change(row.change)}
        for row in rows
    ]  # fmt: skip
    return table(name, columns, told)


def to_know(brief: Brief) -> list[tuple[str, str]]:
    """What else must be known, each under its word."""
    return [
        ("Loaded", _loaded(brief)),
        ("Provisional", _provisional(brief)),
        ("Missing", _missing(brief)),
        ("Disputed", _disputed(brief)),
        *(("Predicted", _predicted(one)) for one in brief.predictions),
    ]


def _loaded(brief: Brief) -> str:
    named = [
        f"{one.name} ({formats.number(one.kept)} of {formats.number(one.rows)} rows)" for one in brief.files
    ]
    if brief.more_files:
        named.append(f"{formats.plural(brief.more_files, 'file')} more")
    return f"Since {formats.day(brief.since)}: {formats.listed(named) or 'nothing'}."


def _provisional(brief: Brief) -> str:
    if not brief.provisional:
        return "Nothing: these figures are final."
    what = (
        "All of these"
        if len(brief.provisional) == len({line.measure for line in brief.lines})
        else (formats.listed(brief.provisional))
    )
    return f"{what}. Final figures usually come about {formats.day(brief.final_on)}."


def _missing(brief: Brief) -> str:
    said = []
    if brief.missing:
        named = brief.missing[:MOST_NAMED]
        more = len(brief.missing) - len(named)
        listed = formats.listed([*named, *([f"{more} more"] if more else [])])
        said.append(
            f"{formats.plural(len(brief.missing), 'school')} with a figure last year {_are(len(brief.missing))} not in "
            f"the file: {listed}."
        )
    if brief.without:
        said.append(
            f"{formats.plural(brief.without, 'school')} of {brief.schools} in it have no figure of their own."
        )
    return " ".join(said) or f"No school: all {brief.schools} that were expected have a figure."


def _are(count: int) -> str:
    return "is" if count == 1 else "are"


def _disputed(brief: Brief) -> str:
    if not brief.disputed:
        return "No figure is disputed."
    what = "figure waits" if brief.disputed == 1 else "figures wait"
    oldest = f"the oldest for {formats.plural(brief.oldest, 'day')}"
    return f"{brief.disputed} disputed {what} for an answer, {oldest}."


def _predicted(one: Prediction) -> str:
    row, near, counted = one.row, one.row.accuracy, one.row.counted()
    assert near is not None
    side = "above" if near.points < 0 else "below"
    schools = formats.plural(row.predicted.schools, "school")
    expected, came = (formats.number(pooled.value, 1) for pooled in (row.predicted, row.outcome))
    return (
        f"In “{one.round.name}” {schools} expected {expected}; it came to {came} in them, "
        f"{formats.number(abs(near.points), 1)} points {side}. By school: "
        f"{counted['right']} right, {counted['optimistic']} too optimistic, {counted['cautious']} too cautious."
    )


def document(brief: Brief, authority: Any, today: Any) -> Document:
    """The brief on one sheet."""
    things: list[Thing] = [Facts(facts(brief))]
    things += [
        Paragraph(f"{one.title}: {' '.join(s.text for s in one.sentences)}") for one in brief.headlines
    ]
    things.append(figures(brief))
    things.append(Row((movers("Rose most", brief.risers, brief), movers("Fell most", brief.fallers, brief))))
    if brief.too_few:
        things.append(Paragraph(few(brief), is_small=True))
    things.append(Heading("To know"))
    things += [Paragraph(f"{word}: {said}") for word, said in to_know(brief)]
    return Document(
        title=f"Morning brief: {title(brief)}",
        subtitle=f"{authority.name}, {formats.day(today)}. {lead(brief)}",
        things=tuple(things),
        foot="Fingerpost. For officers: small numbers stand in it.",
    )


def few(brief: Brief) -> str:
    """Why some schools are in neither list."""
    schools = formats.plural(brief.too_few, "school")
    return f"{schools} with fewer than {FEW} pupils {_are(brief.too_few)} in neither list."


def facts(brief: Brief) -> tuple[tuple[str, str], ...]:
    line = brief.lines[0] if brief.lines else None
    value = formats.with_unit(line.value, line.unit, line.decimals) if line else "–"
    return (
        (brief.year, value),
        ("Change on last year", formats.change(line.change) if line and line.change is not None else "–"),
        ("Against England", formats.change(line.beside) if line and line.beside is not None else "–"),
        ("Schools with a figure", f"{brief.schools - brief.without} of {brief.schools + len(brief.missing)}"),
    )
