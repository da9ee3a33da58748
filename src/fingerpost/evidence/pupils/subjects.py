"""Two files that belong together: one row a pupil, and one row a pupil and subject.

Grades of one column are on many scales here (9 to 1 with marks of our own after them, A* to U, D*D*D*, percentages),
and a teacher's grade in February is no examination. From them no Attainment 8 can be made faithfully, and none is:
what each pupil's grade in English and maths was is taken where it is on the scale of GCSEs, entries are counted, and
the rest is set aside with the reason.
"""

from __future__ import annotations

import re

import polars as pl

from fingerpost.evidence.pupils import columns
from fingerpost.evidence.pupils.reading import RefusedPupils
from fingerpost.evidence.pupils.schema import Stage
from fingerpost.evidence.reading.files import Table

_SUBJECT, _GRADE = ("subject", "subjectname"), ("score", "grade", "result", "mark")
_DAY, _YEAR_GROUP, _KIND = (
    ("date", "resultdate", "assessmentdate"),
    ("yeargroup", "ncyear"),
    ("assessmenttype", "type"),
)
#: Which of the stages' results a subject is.
_ENGLISH = re.compile(r"^english( language| literature)?$", re.IGNORECASE)
_MATHS = re.compile(r"^math(s|ematics)$", re.IGNORECASE)
_ENDS_IN = {Stage.KS4.value: ("Y11", "11"), Stage.KS5.value: ("Y13", "13")}
#: The shapes of grades, the first that fits; the name is what the counts say.
SHAPES: tuple[tuple[str, str], ...] = (
    ("9 to 1", r"^([1-9]|U)$"),
    ("9 to 1 with a mark of the school's own", r"^[1-9][A-E]$"),
    ("A* to G", r"^(A\*|[A-G])$"),
    ("several letters together", r"^[DMPU]\*?([DMPU]\*?)+\d?$"),
    ("distinction, merit, pass", r"^(D\*?|M|P|L[12][DMP]|D[12]|M[12]|P[12])$"),
    ("a percentage", r"^\d{1,3}\.\d+$"),
)


def _find(table: Table, names: tuple[str, ...]) -> str | None:
    plain = {columns.plain(name): name for name in table.frame.columns[1:]}
    return next((plain[name] for name in names if name in plain), None)


def is_of_subjects(table: Table) -> bool:
    """Whether a table has one row a pupil and subject."""
    return bool(_find(table, _SUBJECT) and _find(table, _GRADE))


def shape(grade: pl.Expr) -> pl.Expr:
    """The scale that a grade is written on, in words."""
    told = pl.lit("not known")
    for name, pattern in reversed(SHAPES):
        told = pl.when(grade.str.contains(pattern)).then(pl.lit(name)).otherwise(told)
    return told


def counted(table: Table) -> pl.DataFrame:
    """How many results there are by subject and scale: what can be said of a mixed column honestly."""
    subject, grade = _find(table, _SUBJECT), _find(table, _GRADE)
    if not subject or not grade:
        return pl.DataFrame(schema={"subject": pl.String, "scale": pl.String, "results": pl.UInt32})
    named = table.frame.select(subject=pl.col(subject), scale=shape(pl.col(grade)))
    return named.group_by("subject", "scale").agg(results=pl.len()).sort("subject", "scale")


def notes(*tables: Table) -> tuple[str, ...]:
    """What became of the rows of results, in words."""
    rows = pl.concat([counted(table) for table in tables])
    by_scale = rows.group_by("scale").agg(pl.col("results").sum()).sort("results", descending=True)
    listed = ", ".join(f"{n:,} {scale}" for scale, n in by_scale.rows())
    return (
        f"{by_scale['results'].sum():,} results by subject, by how the grade is written: {listed}.",
        "Taken are each pupil's last grades in English and maths where they are written 9 to 1 or A* to G. The rest is "
        "set aside: grades of several scales in one column cannot be added up, so no Attainment 8 is made of them.",
    )


def joined(pupils: Table, results: Table, stage: str) -> Table:
    """One row a pupil with what can be taken of the results; the files may come in either order."""
    if is_of_subjects(pupils) and not is_of_subjects(results):
        pupils, results = results, pupils
    keys = _keys(pupils, results)
    if not keys:
        raise RefusedPupils(
            "The two files share no column that says who a pupil is and at which school. Both need the same numbers."
        )
    frame = pupils.frame
    ours = [k for k, _ in keys]
    taken = _taken(results, [r for _, r in keys], stage)
    if taken.is_empty():
        raise RefusedPupils(
            f"No row of the results is of the year group in which {stage.upper()} ends. Choose their stage."
        )
    taken = taken.rename({r: k for k, r in keys if k != r})
    frame = frame.join(taken, on=ours, how="semi", maintain_order="left").join(
        taken, on=ours, how="left", maintain_order="left"
    )
    return Table(pupils.sheet, frame, pupils.duplicates, pupils.blank_rows, pupils.overlong)


def _keys(pupils: Table, results: Table) -> list[tuple[str, str]]:
    """The columns by which a row of one belongs to a row of the other: the pupil's number, and the school's."""
    theirs = {columns.plain(name): name for name in results.frame.columns[1:]}
    shared = [(n, theirs[columns.plain(n)]) for n in pupils.frame.columns[1:] if columns.plain(n) in theirs]
    who = [p for p in shared if set(columns.candidates(p[0], Stage.KS4)) & {columns.UPN, columns.SUPPLIER}]
    where = [p for p in shared if set(columns.candidates(p[0], Stage.KS4)) & {columns.URN, columns.LAESTAB}]
    return [*who, *where] if who else []


def _taken(results: Table, keys: list[str], stage: str) -> pl.DataFrame:
    """The last grade in English and maths of each pupil of the stage's last year, where it is on a scale of GCSEs."""
    subject, grade = _find(results, _SUBJECT), _find(results, _GRADE)
    day, group = _find(results, _DAY), _find(results, _YEAR_GROUP)
    frame = results.frame
    if group and stage in _ENDS_IN:
        frame = frame.filter(pl.col(group).str.to_uppercase().is_in(list(_ENDS_IN[stage])))
    frame = frame.sort(day) if day else frame
    is_gcse = pl.col(grade or "").str.contains(r"^([1-9]|U|A\*|[A-G])$")
    english, maths = (pl.col(subject or "").str.contains(f"(?i){p.pattern}") for p in (_ENGLISH, _MATHS))
    last = {
        "English grade": pl.col(grade or "").filter(english & is_gcse).last(),
        "Maths grade": pl.col(grade or "").filter(maths & is_gcse).last(),
    }
    return frame.group_by(keys, maintain_order=True).agg(**last)
