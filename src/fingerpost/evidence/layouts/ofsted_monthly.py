"""Ofsted's monthly management information, 2013 to 2015: one row a school with a published inspection.

Every month moved or renamed columns, so each cell is found by any of the names it has had. The workbook's other
sheets hold the day (`Dates`, then `Cover`) and Ofsted's own totals.
"""

from __future__ import annotations

from datetime import timedelta

import polars as pl

from fingerpost.evidence import frameworks
from fingerpost.evidence.layouts.base import Context, Layout, Output
from fingerpost.evidence.reading import timing
from fingerpost.evidence.reading.files import Table, Workbook
from fingerpost.evidence.reading.values import dates, integers, text

MISSING = ("", "-", "NULL", "x")
OVERALL = "Overall effectiveness: how good is the school"
_LEADERSHIP = "The effectiveness of leadership and management in embedding ambition and driving improvement"
_GOVERNANCE = (
    "The effectiveness of the governing body in challenging and supporting the school "
    "so that weaknesses are tackled decisively..."
)

NAMES: dict[str, tuple[str, ...]] = {
    "laestab": ("Laestab", "LAESTAB"),
    "name": ("School name", "schoolname"),
    "authority_name": ("Local Authority", "Local Authority (Education)"),
    "phase": ("Ofsted Phase", "Phase"),
    "type": ("Type of school", "Type of Education"),
    "pupils": ("Total pupils",),
    "category": ("Category",),
    "previous_on": ("Previous inspection date",),
    "previous": ("Previous Overall effectiveness", "previous Overall effectivness"),
    "previous_category": ("Previous category", "Previous_Category"),
}
#: The same judgement under the names of successive frameworks; 9 in one and a grade in the other is usual.
ASPECTS: dict[str, tuple[str, ...]] = {
    "achievement": (
        "Achievement of pupils",
        "How well do learners achieve?",
        "How well do pupils achieve?",
        "Pupils' achievement and the extent to which they enjoy their learning",
    ),
    "teaching": ("The quality of teaching",),
    "behaviour": ("Behaviour and safety of pupils", "Pupils' behaviour"),
    "leadership": ("Leadership and management", _LEADERSHIP),
    "governance": (_GOVERNANCE,),
    "sixth_form": ("Effectiveness of the sixth form provision", "Overall effectiveness of the sixth form"),
    "early_years": (
        "Effectiveness of the Early Years provision",
        "Overall effectiveness of the Early Years Foundation stage",
    ),
}
#: An inspection without a publication date is taken to be known this long after it ended (ours: reports were due in 15
#: working days), but never later than the list that holds it.
ESTIMATE = timedelta(days=28)


def _first(table: Table, names: tuple[str, ...]) -> str | None:
    return next((found for name in names if (found := table.find(name))), None)


def _texts(table: Table, key: str) -> pl.Expr:
    column = _first(table, NAMES[key])
    return text(column, MISSING).alias(key) if column else pl.lit(None, dtype=pl.String).alias(key)


def _grade(table: Table, names: tuple[str, ...]) -> pl.Expr:
    """A grade 1 to 4 from whichever of the columns has one; 8 and 9 are no judgement."""
    found = [integers(column) for name in names if (column := table.find(name))]
    graded = [pl.when(number.is_between(1, 4)).then(number) for number in found]
    return pl.coalesce(graded).cast(pl.Int8) if graded else pl.lit(None, dtype=pl.Int8)


def read(table: Table, context: Context, output: Output) -> None:
    """Turn the provider sheet into the list itself, its latest and previous inspections and their grades."""
    as_at = context.time.as_at
    frame = table.frame.select(
        "row",
        *(_texts(table, key) for key in NAMES),
        urn=integers(table.find("URN") or "URN"),
        ended_on=dates(table.find("Latest inspection date") or ""),
        overall=_grade(table, (OVERALL,)),
        **{aspect: _grade(table, names) for aspect, names in ASPECTS.items()},
    )
    placed = frame.filter(pl.col("urn").is_not_null())
    output.aside("rows without a URN", frame.height - placed.height)
    _name_strangers(table, output)
    output.add("listing", _listing(placed))
    latest = _inspections(placed, "latest", "ended_on", pl.col("overall"), "category")
    previous = _inspections(placed, "previous", "previous_on", _previous(), "previous_category")
    for inspections in (latest, previous):
        known = pl.min_horizontal(pl.col("ended_on") + ESTIMATE, pl.lit(as_at))
        output.add(
            "inspections", inspections.with_columns(known_on=known, known_how=pl.lit("inspection + 28 days"))
        )
    output.add("grades", _grades(placed))


def _name_strangers(table: Table, output: Output) -> None:
    column = table.find(OVERALL)
    if column is None:
        return
    grade = integers(column)
    odd = table.frame.filter(grade.is_null() & (pl.col(column).fill_null("") != "") | ~grade.is_between(1, 9))
    if odd.height:
        shown = ", ".join(repr(value) for value in odd[column].unique().head(3).to_list())
        output.say(
            "warning",
            f"{odd.height} schools have an overall effectiveness of {shown}, not a grade: read as not judged.",
            row=int(odd["row"][0]),
            column=column,
        )


def _previous() -> pl.Expr:
    number = integers("previous")
    return pl.when(number.is_between(1, 4)).then(number).cast(pl.Int8)


def _listing(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(
        "row", "urn", "laestab", "name", "authority_name", "phase", "type",
        authority=pl.when(pl.col("laestab").str.contains(r"^\d{7}")).then(pl.col("laestab").str.slice(0, 3)),
        pupils=integers("pupils"),
    )  # fmt: skip


def _inspections(frame: pl.DataFrame, role: str, day: str, overall: pl.Expr, category: str) -> pl.DataFrame:
    ended = frame[day] if frame.schema[day] == pl.Date else frame.select(dates(day))[day]
    return (
        frame.select("row", "urn", overall=overall, category=pl.col(category), ended_on=ended)
        .filter(pl.col("ended_on").is_not_null())
        .with_columns(role=pl.lit(role), kind=pl.lit("graded"), framework=frameworks.of("ended_on"))
    )


def _grades(frame: pl.DataFrame) -> pl.DataFrame:
    long = frame.unpivot(
        list(ASPECTS), index=["row", "urn", "ended_on"], variable_name="aspect", value_name="grade"
    )
    return long.filter(pl.col("grade").is_not_null()).with_columns(
        pl.col("grade").cast(pl.String), role=pl.lit("latest")
    )


def clock(table: Table, workbook: Workbook) -> timing.Told:
    """The as-at day in the `Dates` sheet, then the cover."""
    return timing.from_sheets(workbook)


LAYOUTS = (
    Layout(
        code="ofsted_monthly",
        title="Ofsted monthly management information, 2013 to 2015",
        required=("URN", "Laestab", "Latest inspection date", OVERALL, "Category", "The quality of teaching"),
        read=read,
        needs="as_at",
        clock=clock,
    ),
)
