"""A school's strands as its page tells them: state, sentence, figures, who judged, what is missing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from markupsafe import Markup

from fingerpost.evidence import groups
from fingerpost.evidence.indicators import CATALOGUE
from fingerpost.monitor.marks import Scale
from fingerpost.present import formats
from fingerpost.strategy.edition import Edition

RESULTS = {True: "yes", False: "no", None: "cannot be told"}
# Grades of the report card and of the older frameworks are words; the number behind them is for the rating alone.
SPOKEN = ("ofsted_", "rc_")


@dataclass(frozen=True)
class FigureView:
    """A figure that a strand read."""

    name: str
    period: str
    value: str
    read: str
    asked: str
    against: str
    result: str
    is_left_out: bool
    query: str
    file: str
    row: int | None
    column: str
    known_on: date | None
    inherited_from: int | None


@dataclass(frozen=True)
class CellView:
    """One level's sentence with the figures that it asks of."""

    level: Markup
    sentence: str
    page: str
    ours: str
    decides: bool
    figures: tuple[FigureView, ...]


@dataclass(frozen=True)
class StrandView:
    """One strand of a school."""

    id: str
    name: str
    family: str
    mark: Markup
    said: str
    by: str
    reason: str
    missing: str
    cell: CellView | None
    others: tuple[CellView, ...]
    is_judged: bool
    applies: bool
    takes: tuple[str, ...] = ()


def views(strands: Iterable[dict], scale: Scale, scheme: str, edition: Edition | None) -> list[StrandView]:
    """Every strand of a stored rating."""
    held = _scheme(edition, scheme)
    return [_view(strand, scale, held) for strand in strands]


def _scheme(edition: Edition | None, scheme: str) -> Any:
    return next((s for s in edition.schemes if s.id == scheme), None) if edition else None


def _view(strand: dict, scale: Scale, scheme: Any) -> StrandView:
    declared = next((s for s in scheme.strands if s.id == strand["id"]), None) if scheme else None
    cells = _cells(strand, scale, declared)
    deciding = next((cell for cell in cells if cell.decides), None)
    family = next((f.name for f in scheme.families if f.id == strand["family"]), "") if scheme else ""
    return StrandView(
        id=strand["id"],
        name=strand["name"],
        family=family or strand["family"].capitalize(),
        mark=scale.strand(strand),
        said=said(strand, scale),
        by=_by(strand),
        reason=strand["reason"] or "",
        missing=strand["missing"] or "",
        cell=deciding,
        others=tuple(cell for cell in cells if not cell.decides),
        is_judged=bool(declared and declared.judged),
        applies=strand["state"] != "not_applicable",
        takes=tuple(strand.get("takes") or ()),
    )


def said(strand: dict, scale: Scale) -> str:
    """Where a strand stands, in words."""
    if strand["state"] == "decided":
        return scale.word(strand["level"])
    if strand["state"] == "open":
        return f"Open: {scale.span(strand['best'], strand['worst']).lower()}"
    return {"unknown": "Not known", "not_applicable": "Does not apply"}.get(strand["state"], strand["state"])


def _by(strand: dict) -> str:
    """Who or what decided a strand."""
    by = strand["by"]
    if not by or strand["state"] != "decided":
        return ""
    if by == "data":
        return "Decided by figures."
    if by == "flags":
        return "Decided by what services heard and an officer found to be so."
    if by == "inspection":
        return "Decided by the inspectors' grade."
    day = formats.day(date.fromisoformat(strand["made_on"])) if strand["made_on"] else ""
    return f"Judged by {by}{', ' + day if day else ''}."


def _cells(strand: dict, scale: Scale, declared: Any) -> list[CellView]:
    facts: dict[str, list[dict]] = {}
    for fact in strand["facts"]:
        facts.setdefault(fact["cell"] or "", []).append(fact)
    grades = _figures(facts.pop("", []))
    known = {cell.level: cell for cell in declared.cells} if declared else {}
    order = [level for level in scale.names if level in known or level in facts or level == strand["level"]]
    return [_cell(level, strand, scale, known.get(level), facts.get(level, []), grades) for level in order]


def _cell(level: str, strand: dict, scale: Scale, declared: Any, facts: list, grades: tuple) -> CellView:
    decides = strand["state"] == "decided" and strand["level"] == level
    by_grade = decides and strand["by"] == "inspection"
    return CellView(
        level=scale.level(level),
        sentence=(strand["sentence"] if decides else declared.sentence if declared else "") or "",
        page=(strand["page"] if decides else declared.page if declared else "") or "",
        ours=declared.ours if declared else "",
        decides=decides,
        figures=grades if by_grade and grades else _figures(facts),
    )


def _figures(facts: Iterable[dict]) -> tuple[FigureView, ...]:
    """Each figure and question once, those that were left out last: cells may ask the same in several places."""
    made = {(f["indicator"], f["group"], f["period"], f["asked"]): figure_view(f) for f in facts}
    return tuple(sorted(made.values(), key=lambda view: view.is_left_out))


def figure_view(fact: dict) -> FigureView:
    """A stored figure as a reader would write it."""
    indicator = CATALOGUE.by_code.get(fact["indicator"])
    group = "" if fact["group"] == "all" else f", {groups.name(fact['group']).lower()}"
    beside = fact["comparator"]
    return FigureView(
        name=f"{indicator.name if indicator else fact['indicator']}{group}",
        period=period(fact["period"]),
        value=shown(fact["indicator"], fact["value"], fact["text"], fact["status"]),
        read=fact.get("read") or "",
        asked=fact["asked"] or "",
        against=shown(fact["indicator"], beside["value"], None, None)
        if beside and beside["value"] is not None
        else "",
        result=RESULTS[fact["result"]],
        is_left_out=bool(fact["left_out"]),
        query=urlencode({name: fact[name] for name in ("indicator", "group", "period")}),
        file=fact["file"] or "",
        row=fact["row"],
        column=fact["column"] or "",
        known_on=date.fromisoformat(fact["known_on"]) if fact["known_on"] else None,
        inherited_from=fact["inherited_from"],
    )


def shown(code: str, value: float | None, text: str | None, status: str | None) -> str:
    """A value with its unit; a grade in its words; else why there is none."""
    if code.startswith(SPOKEN) and text and not text[:1].isdigit() and text != "report-card-2025":
        word = text
        return word if code != "ofsted_overall" else formats.number(value)
    if value is None:
        return text or formats.missing(status)
    indicator = CATALOGUE.by_code.get(code)
    return (
        formats.with_unit(value, indicator.unit, indicator.decimals)
        if indicator
        else formats.number(value, 1)
    )


def period(text: str) -> str:
    """A school year as 2016 to 2017, the day of an inspection as 12 May 2026."""
    if len(text) == 10 and text[4] == "-":
        return formats.day(date.fromisoformat(text))
    return formats.school_year(text)
