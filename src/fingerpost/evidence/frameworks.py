"""Ofsted's inspection frameworks by the day of inspection. Each has its own scale; none is turned into another."""

from __future__ import annotations

from datetime import date

import polars as pl

#: First day of each framework, its code and name.
#: Source: Ofsted handbooks of the time; days from memory, to be verified.
FRAMEWORKS: tuple[tuple[date, str, str], ...] = (
    (date(2025, 11, 10), "report-card-2025", "Report card, November 2025"),
    (date(2019, 9, 1), "eif-2019", "Education inspection framework, 2019"),
    (date(2015, 9, 1), "oeif-2015", "Common inspection framework, 2015"),
    (date(2012, 9, 1), "oeif-2012", "Framework for school inspection, 2012"),
    (date(2009, 9, 1), "section5-2009", "Section 5 framework, 2009"),
    (date(2005, 9, 1), "section5-2005", "Section 5 framework, 2005"),
    (date(1990, 1, 1), "section10", "Section 10 inspections"),
)

NAMES = {code: name for _, code, name in FRAMEWORKS}
GRADES = {1: "Outstanding", 2: "Good", 3: "Requires improvement", 4: "Inadequate"}
CATEGORIES = {
    "SM": "special measures",
    "SWK": "serious weaknesses",
    "NTI": "notice to improve",
    "RSI": "requires significant improvement",
}


def of(day: str) -> pl.Expr:
    """The framework in force on the day that a column holds."""
    expression: pl.Expr = pl.lit(None, dtype=pl.String)
    for first, code, _ in reversed(FRAMEWORKS):
        expression = pl.when(pl.col(day) >= first).then(pl.lit(code)).otherwise(expression)
    return expression


def grade_name(grade: int | None, inspected_on: date | None = None) -> str:
    """A grade in the words of its day: 3 was satisfactory before September 2012."""
    if grade is None:
        return "Not judged"
    if grade == 3 and inspected_on and inspected_on < date(2012, 9, 1):
        return "Satisfactory"
    return GRADES.get(grade, "Not judged")
