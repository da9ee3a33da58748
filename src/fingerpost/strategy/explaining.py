"""Say in words why a school has its level: for the page, the letter and the terminal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from fingerpost.evidence import groups
from fingerpost.evidence.indicators import CATALOGUE
from fingerpost.strategy.edition import Edition
from fingerpost.strategy.moving import Move, what_it_takes
from fingerpost.strategy.rating import NO_SCHEME, NOT_ENOUGH, Ratings


@dataclass(frozen=True)
class Figure:
    """One figure that a cell read, what it was held against, and where it came from."""

    cell: str
    name: str
    period: str
    value: str
    asked: str
    comparator: str
    line: str
    result: bool | None
    is_left_out: bool
    source: str
    known_on: date | None


@dataclass(frozen=True)
class ExplainedStrand:
    """One strand: where it stands, by which sentence, on what."""

    id: str
    name: str
    family: str
    level: str | None
    state: str
    says: str
    sentence: str
    page: str
    by: str
    made_on: date | None
    reason: str
    missing: str
    figures: tuple[Figure, ...]
    takes: tuple[Move, ...]


@dataclass(frozen=True)
class Explanation:
    """A school's rating in words."""

    urn: int
    name: str
    scheme: str
    headline: str
    because: tuple[str, ...]
    fragile: tuple[str, ...]
    strands: tuple[ExplainedStrand, ...]


def explain(ratings: Ratings, edition: Edition, urn: int, scheme: str | None) -> Explanation:
    """Why one school has its level under one scheme. Needs ratings with their detail."""
    mine = pl.col("scheme").eq_missing(pl.lit(scheme, dtype=pl.String)) & (pl.col("urn") == urn)
    row = ratings.schools.filter(mine).row(0, named=True)
    named = edition.scheme(scheme).name if scheme else ""
    strands, uses = ratings.strands.filter(mine), ratings.uses.filter(mine)
    return Explanation(
        urn=urn,
        name=row["name"] or str(urn),
        scheme=named,
        headline=headline(row, edition),
        because=tuple(row["because"]),
        fragile=tuple(row["fragile_because"]),
        strands=tuple(_strand(strand, uses, edition) for strand in strands.iter_rows(named=True)),
    )


def headline(row: dict[str, Any], edition: Edition) -> str:
    """The level in one line."""
    names = {level.id: level.name for level in edition.levels}
    if row["level"] == NO_SCHEME:
        return "No scheme"
    if row["level"] == NOT_ENOUGH:
        indicative = names.get(row["indicative"], "none")
        return f"Not enough evidence. Indicative level: {indicative.lower()}, for officers only"
    meaning = next(level.meaning for level in edition.levels if level.id == row["level"])
    return f"{names[row['level']]}{f': {meaning}' if meaning else ''}"


def _strand(row: dict[str, Any], uses: pl.DataFrame, edition: Edition) -> ExplainedStrand:
    mine = uses.filter(pl.col("strand") == row["strand"])
    return ExplainedStrand(
        id=row["strand"],
        name=row["name"],
        family=row["family"],
        level=row["level"],
        state=row["state"],
        says=_says(row, edition),
        sentence=row["sentence"] or "",
        page=row["page"] or "",
        by=_by(row["by"]),
        made_on=row["made_on"],
        reason=row["reason"] or "",
        missing=row["missing"] or "",
        figures=tuple(figure_in_words(use) for use in mine.iter_rows(named=True)),
        takes=tuple(what_it_takes(mine)) if row["state"] == "decided" else (),
    )


def _says(row: dict[str, Any], edition: Edition) -> str:
    names = {level.id: level.name.lower() for level in edition.levels}
    if row["state"] == "decided":
        return names[row["level"]]
    if row["state"] == "open":
        best, worst = names[row["best"]], names.get(row["worst"], "")
        return f"open: {best} to {worst}" if best != worst else f"open: {best}, if anything"
    return row["state"].replace("_", " ")


def _by(by: str | None) -> str:
    return {
        "data": "published figures",
        "flags": "what services heard and an officer found to be so",
        "inspection": "the inspectors' grade",
        None: "",
    }.get(by, by or "")


def figure_in_words(use: dict[str, Any]) -> Figure:
    """A use as a reader would write it: rounded as the indicator is shown, dates as 12 May 2026."""
    indicator = CATALOGUE.by_code[use["indicator"]]
    group = "" if use["group"] == "all" else f", {groups.name(use['group']).lower()}"
    line = "" if use["comparator_value"] is None else shown(use["indicator"], use["comparator_value"])
    comparator = f"{use['comparator']}: {line}" if line and use["comparator"] else ""
    return Figure(
        cell=use["level"] or "",
        name=f"{indicator.name}{group}",
        period=period_in_words(use["period"]),
        value=_value(use),
        asked=use["asked"],
        comparator=comparator,
        line=line,
        result=use["result"],
        is_left_out=bool(use["left_out"]),
        source=_source(use),
        known_on=use["known_on"],
    )


def _value(use: dict[str, Any]) -> str:
    if use["value"] is None:
        return use["text"] or use["status"] or "not known"
    read = read_in_words(use)
    return shown(use["indicator"], use["value"]) + (f" ({read})" if read else "")


def read_in_words(use: dict[str, Any]) -> str:
    """What was held against the comparator, where that is not the year's own value: a small cohort is read with the
    two before it, a change is the move and a gap the distance.
    """
    figure, value = use["figure"], use["value"]
    if figure is None or value is None:
        return ""
    if use["measured"] == "year":
        is_same = abs(figure - value) < 1e-9
        return "" if is_same else f"three years together: {shown(use['indicator'], figure)}"
    return f"{use['measured']}: {signed(use['indicator'], figure)}" if use["measured"] else ""


def signed(indicator: str, value: float) -> str:
    """A difference with its sign; of percentages in points."""
    known = CATALOGUE.by_code[indicator]
    unit = {"%": " points", "points": " points", "pupils": " pupils"}.get(known.unit, "")
    return f"{value:+.{known.decimals}f}{unit}"


def shown(indicator: str, value: float) -> str:
    """A value with the decimals and unit of its indicator."""
    known = CATALOGUE.by_code[indicator]
    unit = {"%": "%", "points": " points", "pupils": " pupils"}.get(known.unit, "")
    return f"{value:.{known.decimals}f}{unit}"


def period_in_words(period: str | None) -> str:
    """A day as 12 May 2026; a school year by the year in which it ends."""
    try:
        return in_words(date.fromisoformat(period or ""))
    except ValueError:
        return period or ""


def in_words(day: date) -> str:
    """12 May 2026."""
    return f"{day.day} {day:%B %Y}"


def _source(use: dict[str, Any]) -> str:
    if not use["file"]:
        return ""
    row = f", row {use['row']}" if use["row"] is not None else ""
    inherited = f", of the school before it ({use['inherited_from']})" if use["inherited_from"] else ""
    return f"{use['file']}{row}{inherited}"


def as_text(explanation: Explanation) -> str:
    """The explanation for a terminal."""
    title = f"{explanation.name} ({explanation.urn})" + (
        f", {explanation.scheme}" if explanation.scheme else ""
    )
    lines = [title, f"  {explanation.headline}", *(f"  {line}" for line in explanation.because)]
    lines += [f"  Fragile: {line}" for line in explanation.fragile]
    for strand in explanation.strands:
        lines += ["", *_strand_text(strand)]
    return "\n".join(lines)


def _strand_text(strand: ExplainedStrand) -> list[str]:
    lines = [f"  {strand.name}: {strand.says}"]
    if strand.sentence:
        lines.append(f"    “{strand.sentence}” (page {strand.page})")
    if strand.by:
        made = f", {in_words(strand.made_on)}" if strand.made_on else ""
        lines.append(f"    Decided by {strand.by}{made}." + (f" {strand.reason}" if strand.reason else ""))
    if strand.missing:
        lines.append(f"    {strand.missing}")
    shown_figures = [
        f for f in strand.figures if f.cell in ("", strand.level or f.cell) and not f.is_left_out
    ]
    lines += [f"    {line}" for line in dict.fromkeys(_figure_text(figure) for figure in shown_figures)]
    lines += [f"    To move: {move.sentence}" for move in strand.takes]
    return lines


def _figure_text(figure: Figure) -> str:
    result = {True: "yes", False: "no", None: "cannot say"}[figure.result]
    against = f" ({figure.line})" if figure.comparator else ""
    known = f", known on {in_words(figure.known_on)}" if figure.known_on else ""
    asked = f" - {figure.asked}{against}: {result}" if figure.cell else ""
    return f"{figure.name}, {figure.period}: {figure.value}{asked} [{figure.source}{known}]"
