"""Ofsted's monthly lists with report cards, November 2025 on: areas graded one by one, each with its own day.

Beside the report card stands the last inspection of the old kind and the last visit. The two scales are kept apart: no
word of a report card becomes a number, and no old grade a word. The list gives the first day of an inspection only; a
report card's last day is that of the grades given in it, and an area graded again later keeps its own day.
"""

from __future__ import annotations

import polars as pl

from fingerpost.evidence.frameworks import CATEGORIES
from fingerpost.evidence.layouts.base import Context, Layout, Output, rows_have
from fingerpost.evidence.layouts.ofsted_2019 import ASPECTS as OLD_ASPECTS
from fingerpost.evidence.reading.files import Table
from fingerpost.evidence.shapes import inspected
from fingerpost.evidence.shapes.inspected import MISSING, Block

WORDS = ("Exceptional", "Strong standard", "Expected standard", "Needs attention", "Urgent improvement")
#: An area of the report card: the column of its grade and of the day of that grade.
AREAS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "rc_safeguarding": ("Safeguarding standards", "Safeguarding standards", ("Met", "Not met")),
    "rc_inclusion": ("Inclusion", "Inclusion", WORDS),
    "rc_curriculum": ("Curriculum and teaching", "Curriculum and teaching", WORDS),
    "rc_achievement": ("Achievement", "Achievement", WORDS),
    "rc_attendance_behaviour": ("Attendance and behaviour", "Attendance and behaviour", WORDS),
    "rc_personal_development": (
        "Personal development and wellbeing",
        "Personal development and wellbeing",
        WORDS,
    ),
    "rc_early_years": ("Early years (where applicable)", "Early years", WORDS),
    "rc_post16": ("Post-16 provision (where applicable)", "Post-16 provision", WORDS),
    "rc_leadership": ("Leadership and governance", "Leadership and governance", WORDS),
}

CARD = Block(
    role="latest",
    number=("Inspection number of latest full inspection",),
    started=("Inspection start date",),
    published=("Publication date",),
    urn=("URN at time of latest full inspection",),
    category=("Category of concern",),
    aspects={area: ((column,), words) for area, (column, _, words) in AREAS.items()},
    dated={area: f"{dated} - date of grade" for area, (_, dated, _) in AREAS.items()},
)
OLD = Block(
    role="latest",
    number=("Inspection number of latest OEIF graded inspection",),
    started=("Inspection start date of latest OEIF graded inspection",),
    published=("Publication date of latest OEIF graded inspection",),
    urn=("URN at time of latest OEIF graded inspection",),
    overall=("Latest OEIF overall effectiveness",),
    category=("Latest OEIF category of concern",),
    aspects={
        aspect: ((f"Latest OEIF {name[0].lower()}{name[1:]}",), grades)
        for aspect, (name, grades) in OLD_ASPECTS.items()
    },
)
VISIT = Block(
    role="event",
    kind="ungraded",
    number=("Latest ungraded inspection number",),
    ended=("Date of latest ungraded inspection",),
    published=("Ungraded inspection publication date",),
    urn=("URN at time of the ungraded inspection",),
    outcome=("Ungraded inspection overall outcome",),
)
NOW = "Most recent category of concern"


def read(table: Table, context: Context, output: Output) -> None:
    """The list itself; the report card where there is one, the old inspection before it, and the last visit."""
    listing = inspected.listing(table)
    output.aside("rows without a URN", table.frame.height - listing.height)
    output.add("listing", listing)
    _name_categories(table, output)
    day = context.time.as_at
    cards = inspected.read(table, CARD, output, day)
    cards = cards.filter(pl.any_horizontal(pl.col(area).is_not_null() for area in AREAS))
    cards = cards.with_columns(framework=pl.lit("report-card-2025"))
    old = inspected.read(table, OLD, output, day)
    with_card = pl.col("row").is_in(cards["row"].implode())
    old = old.with_columns(role=pl.when(with_card).then(pl.lit("previous")).otherwise(pl.lit("latest")))
    inspected.add(_in_force(table, cards), CARD, output)
    inspected.add(_in_force(table, old), OLD, output)
    inspected.add(inspected.read(table, VISIT, output, day), VISIT, output)


def _in_force(table: Table, found: pl.DataFrame) -> pl.DataFrame:
    """The category of the latest inspection is the one in force on the day of the list, where the list says which."""
    if table.find(NOW) is None:
        return found
    now = table.frame.select("row", now=inspected.words(table, (NOW,)))
    return (
        found.join(now, on="row", maintain_order="left")
        .with_columns(
            category=pl.when(pl.col("role") == "latest").then(pl.col("now")).otherwise(pl.col("category"))
        )
        .drop("now")
    )


def _name_categories(table: Table, output: Output) -> None:
    for name in ("Category of concern", "Latest OEIF category of concern", NOW):
        column = table.find(name)
        if column is None:
            continue
        odd = table.frame.filter(~pl.col(column).fill_null("").is_in([*CATEGORIES, *MISSING]))
        if odd.height:
            shown = ", ".join(
                repr(word) for word in odd[column].unique(maintain_order=True).head(3).to_list()
            )
            output.say(
                "warning",
                f"{rows_have(odd.height)} {shown} in {column}, which is no category of concern that is known.",
                row=int(odd["row"][0]),
                column=column,
            )


LAYOUTS = (
    Layout(
        code="ofsted_2025",
        title="Ofsted monthly management information with report cards, November 2025 on",
        required=(
            "URN",
            "LAESTAB",
            "Ofsted phase",
            "Safeguarding standards",
            "Inclusion",
            "Curriculum and teaching",
            "Leadership and governance",
            "Latest OEIF overall effectiveness",
        ),
        read=read,
        needs="as_at",
    ),
)
