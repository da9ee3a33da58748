"""Ofsted's monthly lists, September 2019 to August 2024: the latest full inspection, a visit since, the one before."""

from __future__ import annotations

from fingerpost.evidence.layouts.base import Context, Layout, Output
from fingerpost.evidence.reading.files import Table
from fingerpost.evidence.shapes import inspected
from fingerpost.evidence.shapes.inspected import NUMBERS, YES_NO, Block

ASPECTS: dict[str, tuple[str, tuple[str, ...]]] = {
    "quality_of_education": ("Quality of education", NUMBERS),
    "behaviour": ("Behaviour and attitudes", NUMBERS),
    "personal_development": ("Personal development", NUMBERS),
    "leadership": ("Effectiveness of leadership and management", NUMBERS),
    "safeguarding": ("Safeguarding is effective?", YES_NO),
    "early_years": ("Early years provision (where applicable)", NUMBERS),
    "sixth_form": ("Sixth form provision (where applicable)", NUMBERS),
}

LATEST = Block(
    role="latest",
    number=("Inspection number of latest full inspection",),
    started=("Inspection start date",),
    ended=("Inspection end date",),
    published=("Publication date",),
    urn=("URN at time of latest full inspection",),
    overall=("Overall effectiveness",),
    category=("Category of concern",),
    aspects={aspect: ((name,), grades) for aspect, (name, grades) in ASPECTS.items()},
)
#: A visit under section 8 (since 2022 "ungraded") that did not become a full inspection: the grades stay as they were.
VISIT = Block(
    role="event",
    kind="ungraded",
    number=("Latest section 8 inspection number since last full inspection",),
    ended=("Date of latest section 8 inspection",),
    published=("Section 8 inspection publication date",),
    urn=("URN at time of the section 8 inspection",),
    outcome=("Section 8 inspection overall outcome",),
)
PREVIOUS = Block(
    role="previous",
    number=("Previous full inspection number",),
    started=("Previous inspection start date",),
    ended=("Previous inspection end date",),
    published=("Previous publication date",),
    urn=("URN at time of previous full inspection",),
    overall=("Previous full inspection overall effectiveness",),
    category=("Previous category of concern",),
    aspects={
        aspect: ((f"Previous {name[0].lower()}{name[1:]}",), grades)
        for aspect, (name, grades) in ASPECTS.items()
    },
)


def read(table: Table, context: Context, output: Output) -> None:
    """The list itself, and three blocks of inspections."""
    listing = inspected.listing(table)
    output.aside("rows without a URN", table.frame.height - listing.height)
    output.add("listing", listing)
    for block in (LATEST, VISIT, PREVIOUS):
        inspected.add(inspected.read(table, block, output, context.time.as_at), block, output)


LAYOUTS = (
    Layout(
        code="ofsted_2019",
        title="Ofsted monthly management information, September 2019 to August 2024",
        required=(
            "URN",
            "LAESTAB",
            "Ofsted phase",
            "Inspection number of latest full inspection",
            "Overall effectiveness",
            "Quality of education",
            "Behaviour and attitudes",
        ),
        read=read,
        needs="as_at",
    ),
)
