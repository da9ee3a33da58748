"""What the state of inspections adds up to: the Ofsted profile, each scale by itself.

Overall grades, report cards, and key judgements without an overall grade are three scales. None is turned into another:
a school counts on the scale of its latest graded inspection, and those on the others are counted beside it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import polars as pl

from fingerpost.evidence import inspections
from fingerpost.evidence.frameworks import CATEGORIES, GRADES, NAMES
from fingerpost.evidence.indicators.inspection import ASPECTS, CARD_ASPECTS
from fingerpost.evidence.inspections import Held

GRADED, JUDGED, CARD, UNGRADED = "graded", "key-judgements", "report-card", "not-graded"
SCALES = {
    GRADED: "An overall grade",
    JUDGED: "Key judgements, without an overall grade",
    CARD: "A report card",
    UNGRADED: "Not graded",
}
CARD_GRADES = ("Exceptional", "Strong standard", "Expected standard", "Needs attention", "Urgent improvement")
_RANK = {
    word: place for place, word in enumerate([*map(str, GRADES), *CARD_GRADES, "Met", "Yes", "Not met", "No"])
}
#: As Ofsted prints them, whatever the framework; safeguarding and what is not known come last.
_ORDER = (
    "quality_of_education", "achievement", "teaching", "behaviour", "personal_development", "leadership", "governance",
    "early_years", "sixth_form", *(f"rc_{code}" for code in CARD_ASPECTS),
)  # fmt: skip
PUPILS, SCHOOLS = "learners", "schools"


def with_scale(states: pl.DataFrame, grades: pl.DataFrame) -> pl.DataFrame:
    """The state with `scale`: on which of the scales each school's latest graded inspection stands."""
    told = _told(grades).select("urn", "ended_on").unique().with_columns(is_told=True)
    found = states.join(told, on=["urn", "ended_on"], how="left", maintain_order="left")
    scale = (
        pl.when(pl.col("overall").is_not_null()).then(pl.lit(GRADED))
        .when(pl.col("framework").str.starts_with("report-card")).then(pl.lit(CARD))
        .when(pl.col("is_told")).then(pl.lit(JUDGED))
        .otherwise(pl.lit(UNGRADED))
    )  # fmt: skip
    return found.with_columns(scale=scale).drop("is_told")


def _told(grades: pl.DataFrame) -> pl.DataFrame:
    """Sub-judgements that say something, each grade as it is shown: 1 to 4, or the report card's own words."""
    word = pl.col("grade").str.strip_chars().str.replace(r"\.0$", "")
    shown = pl.concat_str(word.str.slice(0, 1).str.to_uppercase(), word.str.slice(1).str.to_lowercase())
    return grades.with_columns(grade=shown).filter(pl.col("grade").is_in(list(_RANK)))


def phases_of(states: pl.DataFrame) -> list[str]:
    """The phases that the state holds."""
    return sorted(states["phase"].drop_nulls().unique().to_list())


def weight(basis: str) -> pl.Expr:
    """What a school counts for: one, or its learners; none when their number is not known."""
    return pl.lit(1, dtype=pl.Int64) if basis == SCHOOLS else pl.col("pupils")


@dataclass(frozen=True)
class Aspect:
    """One judgement that inspectors made beside, or instead of, the overall grade: how many have each grade."""

    code: str
    name: str
    scale: str
    counts: dict[str, int]

    @property
    def total(self) -> int:
        """All that were judged on it."""
        return sum(self.counts.values())


def aspects(states: pl.DataFrame, grades: pl.DataFrame, basis: str = SCHOOLS) -> list[Aspect]:
    """Counts for each judgement and grade, on the scale it was made on; `states` come with their scale."""
    weighed = states.with_columns(weight=weight(basis)).filter(pl.col("weight").is_not_null())
    joined = _told(grades).join(weighed.select("urn", "ended_on", "scale", "weight"), on=["urn", "ended_on"])
    counted = joined.group_by("scale", "aspect", "grade").agg(pl.col("weight").sum())
    found: dict[tuple[str, str], dict[str, int]] = {}
    for scale, aspect, grade, total in counted.rows():
        found.setdefault((scale, aspect), {})[grade] = total
    ordered = sorted(found, key=_in_order)
    return [
        Aspect(code, aspect_name(code), scale, dict(sorted(found[scale, code].items(), key=_by_rank)))
        for scale, code in ordered
    ]


def _in_order(judged: tuple[str, str]) -> tuple[int, int, str]:
    scale, aspect = judged
    return (list(SCALES).index(scale), place_of(aspect), aspect)


def _by_rank(counted: tuple[str, int]) -> int:
    return _RANK[counted[0]]


def place_of(aspect: str) -> int:
    """Where an aspect stands among the others; safeguarding and strangers last."""
    return _ORDER.index(aspect) if aspect in _ORDER else len(_ORDER)


def aspect_name(aspect: str) -> str:
    """An aspect in words."""
    code = aspect.removeprefix("rc_")
    known = CARD_ASPECTS if aspect.startswith("rc_") else ASPECTS
    return known.get(code) or code.replace("_", " ").capitalize()


def frameworks(states: pl.DataFrame) -> list[tuple[str, int]]:
    """Under which framework the schools were last graded, the newest first: its name and how many schools."""
    counted = dict(states.filter(pl.col("framework").is_not_null()).group_by("framework").len().rows())
    return [(name, counted[code]) for code, name in NAMES.items() if code in counted]


def categories(states: pl.DataFrame) -> list[tuple[str, str, int]]:
    """Code, name and number of schools in each category of concern."""
    counted = dict(states.group_by("category").len().rows())
    return [(code, name, counted[code]) for code, name in CATEGORIES.items() if code in counted]


@dataclass(frozen=True)
class Ask:
    """Which schools stand behind a number. What is left empty does not narrow."""

    phase: str = ""
    scale: str = ""
    grade: str = ""
    aspect: str = ""
    category: str = ""
    is_moved_on: bool = False
    is_without_pupils: bool = False

    @property
    def grades(self) -> list[str]:
        """The grades asked for: `1-2` is outstanding or good."""
        return ["1", "2"] if self.grade == "1-2" else [self.grade]


def behind(states: pl.DataFrame, grades: pl.DataFrame, ask: Ask) -> pl.DataFrame:
    """The schools that a number counts; with an aspect, the judgement on it is `asked` and its row is `row`."""
    rows = states.filter(_narrowed(ask))
    if not ask.aspect:
        return rows if not ask.grade else rows.filter(pl.col("overall").cast(pl.String).is_in(ask.grades))
    told = _told(grades).filter(pl.col("aspect") == ask.aspect)
    if ask.grade:
        told = told.filter(pl.col("grade").is_in(ask.grades))
    sourced = told.select("urn", "ended_on", "row", "snapshot", asked="grade")
    return rows.drop("row", "snapshot").join(sourced, on=["urn", "ended_on"], maintain_order="left")


def _narrowed(ask: Ask) -> list[pl.Expr]:
    narrowed = [
        pl.col(name) == value
        for name, value in (("phase", ask.phase), ("scale", ask.scale), ("category", ask.category))
        if value
    ]
    if ask.is_moved_on:
        narrowed.append(pl.col("moved_on"))
    if ask.is_without_pupils:
        narrowed.append(pl.col("pupils").is_null())
    return narrowed or [pl.lit(True)]


BETTER, WORSE, SAME, FIRST, OTHER, GONE = "better", "worse", "same", "first", "other-scale", "gone"
#: On one scale all the time, which has no overall grade to compare.
STILL = "still"


def moves(before: pl.DataFrame, now: pl.DataFrame) -> pl.DataFrame:
    """What became of each school between two days: urn, was, is_now, way.

    Both states come with their scale, and `before` under the URN that the school has now. Grades on two scales are not
    compared, and neither grade is filled in for a school that is in one of the two lists alone.
    """
    was, is_now = pl.col("was"), pl.col("is_now")
    joined = (
        before.select("urn", was="overall", was_on="scale", before_on="ended_on")
        .unique("urn", keep="first")
        .join(
            now.select("urn", "ended_on", is_now="overall", now_on="scale"),
            on="urn",
            how="full",
            coalesce=True,
        )
    )
    way = (
        pl.when(pl.col("now_on").is_null()).then(pl.lit(GONE))
        .when(pl.col("was_on").is_null() | ((pl.col("was_on") == UNGRADED) & (pl.col("now_on") != UNGRADED)))
        .then(pl.lit(FIRST))
        .when(pl.col("was_on") != pl.col("now_on")).then(pl.lit(OTHER))
        .when(pl.col("now_on") != GRADED).then(pl.lit(STILL))
        .when(is_now < was).then(pl.lit(BETTER))
        .when(is_now > was).then(pl.lit(WORSE))
        .otherwise(pl.lit(SAME))
    )  # fmt: skip
    again = (pl.col("ended_on") > pl.col("before_on")).fill_null(False)
    return joined.with_columns(way=way, is_inspected_again=again).sort("urn")


def counted_moves(moved: pl.DataFrame) -> list[tuple[str, int | None, int | None, int]]:
    """Way, grade before, grade now and how many schools: what is better first."""
    changed = moved.filter(pl.col("way").is_in([BETTER, WORSE]))
    counted = changed.group_by("way", "was", "is_now").len()
    return sorted(counted.rows(), key=lambda row: (row[0], row[2], row[1]))


@dataclass(frozen=True)
class ListDay:
    """The profile on the day of one list: schools (or learners) of a phase by grade, and those on other scales."""

    phase: str
    total: int
    grades: dict[int, int]
    elsewhere: int

    @property
    def good(self) -> float | None:
        """The share that is outstanding or good, of those with an overall grade."""
        return 100 * (self.grades[1] + self.grades[2]) / self.total if self.total else None


def of_day(states: pl.DataFrame, basis: str) -> list[ListDay]:
    """One day of a trend: each phase, then all."""
    parts = [(phase, states.filter(pl.col("phase") == phase)) for phase in phases_of(states)]
    return [_of_phase(phase, rows, basis) for phase, rows in [*parts, ("all", states)]]


def _of_phase(phase: str, rows: pl.DataFrame, basis: str) -> ListDay:
    counted = inspections.counts(rows, basis)
    grades = {int(grade): number for grade, number in counted["grades"].items()}
    elsewhere = rows.filter(pl.col("overall").is_null() & pl.col("ended_on").is_not_null()).height
    return ListDay(phase, counted["total"], grades, elsewhere)


def on_list_days(held: Held, authority: str, urns: Collection[int] | None = None) -> pl.DataFrame:
    """The state on the day of every list of an authority: a list of that very day stands exactly as it is."""
    here = held.listing.filter(pl.col("authority") == authority)
    if urns is not None:
        here = here.filter(pl.col("urn").is_in(list(urns)))
    return inspections.as_listed(held, here.unique(["urn", "list_as_at"], keep="last", maintain_order=True))
