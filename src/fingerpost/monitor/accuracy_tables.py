"""How right predictions were, as charts and tables."""

from __future__ import annotations

from fingerpost.evidence.graded import name_of
from fingerpost.monitor.queries.predictions import Accuracy
from fingerpost.monitor.rules.predicting import WAYS, Counted
from fingerpost.present import formats
from fingerpost.present.calibration import Calibration, Mark
from fingerpost.present.tables import DAY, NUMBER, Column, Table, table

_COUNTS = (
    Column("total", "Grades", NUMBER), Column("right", "As predicted", NUMBER),
    Column("optimistic", "Came worse", NUMBER), Column("cautious", "Came better", NUMBER),
    Column("percent", "As predicted", NUMBER, 0, "%"),
)  # fmt: skip


def _counts(counted: Counted) -> dict:
    return {"total": counted.total, "right": counted.right, "optimistic": counted.optimistic,
            "cautious": counted.cautious, "percent": counted.percent}  # fmt: skip


def calibration_chart(found: Accuracy) -> Calibration:
    """How sure advisers were, against how often it came so."""
    marks = tuple(
        Mark(one.confidence, one.percent, one.low, one.high, one.total, one.reading)
        for one in found.calibrated
    )
    return Calibration("How sure advisers were, and how right", marks)


def by_year(found: Accuracy) -> Table:
    """A row for each school year."""
    columns = (Column("year", "School year", width=16), Column("schools", "Inspections", NUMBER), *_COUNTS)
    rows = [
        {"year": formats.school_year(year), "schools": schools} | _counts(counted)
        for year, schools, counted in found.years
    ]
    return table("By school year of the inspection", columns, rows)


def by_judgement(found: Accuracy) -> Table:
    """A row for each thing graded, each on its own scale."""
    columns = (
        Column("framework", "Graded under", width=30),
        Column("name", "What was graded", width=34),
        *_COUNTS,
    )
    rows = [
        {"framework": name_of(framework), "name": name} | _counts(counted)
        for framework, name, counted in found.judgements
    ]
    return table("By what was graded", columns, rows)


def by_adviser(found: Accuracy) -> Table:
    """A row for each adviser that the reader may see: oneself, or all for who may."""
    columns = (
        Column("name", "Adviser", width=24), Column("schools", "Inspections", NUMBER), *_COUNTS,
        Column("reading", "How sure", width=40),
    )  # fmt: skip
    rows = [
        {"name": name, "schools": schools, "reading": _reading(calibrated)} | _counts(counted)
        for name, schools, counted, calibrated in found.advisers
    ]
    return table("By adviser, for development", columns, rows)


def _reading(calibrated: list) -> str:
    off = [f"{one.reading} at {one.confidence}%" for one in calibrated if one.reading != "in line"]
    return "; ".join(off) or "in line with what came, as far as so few can tell"


def every_grade(found: Accuracy) -> Table:
    """A row for each grade that was predicted and given. It names schools and no adviser."""
    columns = (
        Column("urn", "URN"), Column("name", "School", width=34), Column("on", "Inspected", DAY),
        Column("framework", "Graded under", width=30), Column("grade", "What was graded", width=30),
        Column("predicted", "Predicted", width=20), Column("outcome", "Came", width=20),
        Column("way", "Which is", width=22),
        Column("sure", "How sure", NUMBER, 0, "%"), Column("made_on", "Predicted on", DAY),
        Column("counts", "Counts", width=30),
    )  # fmt: skip
    return table("Predictions beside what came", columns, [row for one in found.rows for row in _rows(one)],
                 ["For officers only. Never shown to schools."])  # fmt: skip


def _rows(one) -> list[dict]:
    held = one.prediction or one.late
    base = {
        "urn": one.urn, "name": one.name, "on": one.past.ended_on, "framework": name_of(one.past.graded_as),
        "sure": held.confidence if held else None, "made_on": held.made_on if held else None,
    }  # fmt: skip
    if one.prediction is None:
        return [base | {"counts": "no: recorded after the call"}]
    if one.is_other_scale:
        return [base | {"counts": "no: predicted on another scale"}]
    return [
        base | {"grade": grade.name, "predicted": grade.predicted, "outcome": grade.outcome,
                "way": WAYS[grade.way].lower(), "counts": "yes"}
        for grade in one.grades
    ]  # fmt: skip
