"""Ofsted, September 2015 to August 2019: every inspection of these years in one file, a title above its header.

Each row is an inspection and no row a school as it stands, so the file makes no list: it moves schools on from the
lists before it.
"""

from __future__ import annotations

import polars as pl

from fingerpost.evidence.layouts.base import Context, Layout, Output
from fingerpost.evidence.reading.files import Table
from fingerpost.evidence.shapes import inspected
from fingerpost.evidence.shapes.inspected import NUMBERS, YES_NO, Block

_STUDY = (
    "16 - 19 study programmes",
    "16-19 study programmes",
    "16 to 19 study programmes (where applicable)",
)
ASPECTS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "achievement": (("Outcomes for pupils", "Outcomes for children and learners"), NUMBERS),
    "teaching": (("Quality of teaching, learning and assessment",), NUMBERS),
    "leadership": (("Effectiveness of leadership and management",), NUMBERS),
    "behaviour": (("Personal development, behaviour and welfare",), NUMBERS),
    "early_years": (("Early years provision (where applicable)", "Early years provision"), NUMBERS),
    "sixth_form": (_STUDY, NUMBERS),
}

INSPECTION = Block(
    role="event",
    number=("Inspection number",),
    started=("Inspection start date",),
    ended=("Inspection end date",),
    published=("Publication date",),
    overall=("Overall effectiveness",),
    category=("Category of concern",),
    outcome=("Outcomes for short inspections that did not convert",),
    aspects={**ASPECTS, "safeguarding": (("Is safeguarding effective?",), YES_NO)},
)
PREVIOUS = Block(
    role="previous",
    number=("Previous inspection number",),
    started=("Previous inspection start date",),
    ended=("Previous inspection end date",),
    urn=("URN at time of previous inspection",),
    overall=("Previous overall effectiveness", "Previous full inspection overall effectiveness"),
    category=("Previous category of concern",),
    aspects={
        aspect: (tuple(f"Previous {name[0].lower()}{name[1:]}" for name in names), grades)
        for aspect, (names, grades) in ASPECTS.items()
    },
)


def read(table: Table, context: Context, output: Output) -> None:
    """One inspection a row, and the one before it; without an overall grade it was a visit that kept the grade."""
    unplaced = table.frame.filter(inspected.whole(table, ("URN",)).is_null()).height
    output.aside("rows without a URN", unplaced)
    found = inspected.read(table, INSPECTION, output)
    judged = pl.col("overall").is_not_null()
    kind = pl.when(judged).then(pl.lit("graded")).otherwise(pl.lit("ungraded"))
    found = found.with_columns(kind=kind, inspected_urn=pl.col("urn"))
    inspected.add(found, INSPECTION, output)
    inspected.add(inspected.read(table, PREVIOUS, output), PREVIOUS, output)


LAYOUTS = (
    Layout(
        code="ofsted_2015",
        title="Ofsted inspections, September 2015 to August 2019",
        required=(
            "Academic year",
            "URN",
            "LAESTAB",
            "Inspection number",
            "Overall effectiveness",
            "Quality of teaching, learning and assessment",
            "Effectiveness of leadership and management",
        ),
        read=read,
    ),
)
