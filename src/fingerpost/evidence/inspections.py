"""The state of inspections on any day, from dated lists and from what was inspected between them.

A list of that very day stands exactly as it is. Between lists, the latest list before, moved on by the inspections
known by the day. A scraped source never speaks against a published list: it moves a school on only where no later list
holds it.
Frameworks keep their own scales.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from fingerpost.evidence import frameworks

STATE = {
    "urn": pl.Int64, "authority": pl.String, "phase": pl.String, "type": pl.String, "name": pl.String,
    "pupils": pl.Int64, "list_as_at": pl.Date, "ended_on": pl.Date, "known_on": pl.Date, "known_how": pl.String,
    "framework": pl.String, "kind": pl.String, "overall": pl.Int8, "category": pl.String, "outcome": pl.String,
    "previous_on": pl.Date, "previous_overall": pl.Int8, "previous_category": pl.String, "inspected_urn": pl.Int64,
    "snapshot": pl.String, "row": pl.UInt32, "moved_on": pl.Boolean,
}  # fmt: skip


@dataclass(frozen=True)
class Held:
    """All that live snapshots hold: each frame has the table's columns and `snapshot`, `list_as_at`, `origin`.

    `listing.authority` is filled for every row that any source places.
    """

    listing: pl.DataFrame
    inspections: pl.DataFrame
    grades: pl.DataFrame


def state(held: Held, day: date, authority: str | None = None) -> pl.DataFrame:
    """One row (STATE) for each school that is listed or was inspected by the day."""
    base = _base(held, day, authority)
    between = base.filter(pl.col("list_as_at") < day)
    if between.is_empty():
        return base.sort("urn")
    exact = base.filter(pl.col("list_as_at") == day)
    return pl.concat([exact, _moved(between, _candidates(held, day, base))]).sort("urn")


def _base(held: Held, day: date, authority: str | None) -> pl.DataFrame:
    """The rows of the latest list by the day, authority by authority: a list of one county says nothing of another."""
    listing = held.listing.filter((pl.col("list_as_at") <= day) & pl.col("authority").is_not_null())
    if authority is not None:
        listing = listing.filter(pl.col("authority") == authority)
    latest = listing.group_by("authority").agg(pl.col("list_as_at").max())
    rows = listing.join(latest, on=["authority", "list_as_at"]).sort("urn", "list_as_at", "snapshot", "row")
    return as_listed(held, rows.unique("urn", keep="last", maintain_order=True))


def as_listed(held: Held, rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of lists as a state: each with the latest and the previous inspection that its own list gives it."""
    stated = held.inspections.filter(
        pl.col("list_as_at").is_not_null() & pl.col("urn").is_in(rows["urn"].implode())
    )
    return _with_inspections(rows, stated)


def _with_inspections(rows: pl.DataFrame, stated: pl.DataFrame) -> pl.DataFrame:
    graded = stated.filter(pl.col("kind") != "ungraded")
    now = graded.filter(pl.col("role") == "latest").unique(
        ["urn", "snapshot"], keep="last", maintain_order=True
    )
    then = graded.filter(pl.col("role") == "previous").unique(
        ["urn", "snapshot"], keep="last", maintain_order=True
    )
    joined = rows.join(
        now.select("urn", "snapshot", "ended_on", "known_on", "known_how", "framework", "kind", "overall", "category",
                   "outcome", "inspected_urn"),
        on=["urn", "snapshot"], how="left",
    ).join(
        then.select("urn", "snapshot", previous_on="ended_on", previous_overall="overall",
                    previous_category="category"),
        on=["urn", "snapshot"], how="left",
    )  # fmt: skip
    return joined.with_columns(moved_on=pl.lit(False)).select(_columns(joined))


def _columns(frame: pl.DataFrame) -> list[pl.Expr]:
    return [
        (pl.col(name) if name in frame.columns or name == "moved_on" else pl.lit(None)).cast(kind).alias(name)
        for name, kind in STATE.items()
    ]


def _candidates(held: Held, day: date, base: pl.DataFrame) -> pl.DataFrame:
    """Graded inspections known by the day, the latest for each URN, told once however many lists state it."""
    lists = held.listing.group_by("urn").agg(last_listed=pl.col("list_as_at").max())
    known = (
        held.inspections.filter((pl.col("known_on") <= day) & (pl.col("kind") != "ungraded"))
        .join(lists, on="urn", how="left")
        .with_columns(is_scraped=pl.col("origin") == "scraped")
    )
    refuted = pl.col("is_scraped") & (pl.col("last_listed") >= pl.col("known_on")).fill_null(False)
    return _told_once(known.filter(~refuted)).group_by("urn", maintain_order=True).agg(pl.all().last())


def _told_once(known: pl.DataFrame) -> pl.DataFrame:
    """One row an inspection: a published source before a scraped one, a stated day of publication before an estimate,
    the first list to state it before later ones; the category from whichever source has it.
    """
    guessed = pl.col("known_how") != "row"
    order = known.sort(
        "urn", "ended_on", "is_scraped", guessed, "list_as_at", "snapshot", "row", nulls_last=True
    )
    others = [name for name in known.columns if name not in ("urn", "ended_on", "category")]
    return order.group_by("urn", "ended_on", maintain_order=True).agg(
        *(pl.col(name).first() for name in others), pl.col("category").drop_nulls().first()
    )


def _moved(base: pl.DataFrame, candidates: pl.DataFrame) -> pl.DataFrame:
    """Each school's row, replaced by a later inspection where one is known; the replaced one becomes the previous."""
    newer = candidates.rename({c: f"new_{c}" for c in candidates.columns if c != "urn"})
    joined = base.join(newer, on="urn", how="left")
    # A list that gives no last day has an inspection end on its first; the same one ends later in another list.
    began = pl.coalesce("new_started_on", "new_ended_on")
    is_new = (began > pl.col("ended_on")) | (
        pl.col("ended_on").is_null() & pl.col("new_ended_on").is_not_null()
    )
    # What a list left out was not known when it was drawn up, whatever an estimate says; a scraped source cannot tell.
    later = is_new & (~pl.col("new_is_scraped") | (pl.col("new_ended_on") > pl.col("list_as_at")))
    fields = ("ended_on", "known_on", "known_how", "framework", "kind", "overall", "category", "outcome",
              "inspected_urn", "snapshot", "row")  # fmt: skip
    return joined.with_columns(
        previous_on=pl.when(later).then("ended_on").otherwise("previous_on"),
        previous_overall=pl.when(later).then("overall").otherwise("previous_overall"),
        previous_category=pl.when(later).then("category").otherwise("previous_category"),
    ).with_columns(
        moved_on=later.fill_null(False),
        **{f: pl.when(later).then(f"new_{f}").otherwise(f).alias(f) for f in fields},
    ).select(_columns(joined))  # fmt: skip


def unlisted(held: Held, day: date, base: pl.DataFrame) -> pl.DataFrame:
    """Schools inspected by the day that the list in force does not hold (new academies): urn and the inspection."""
    found = _candidates(held, day, base).join(base.select("urn"), on="urn", how="anti")
    return found.with_columns(moved_on=pl.lit(True)).select(_columns(found))


def grades_of(held: Held, states: pl.DataFrame) -> pl.DataFrame:
    """Sub-judgements of the inspections in `states`: urn, aspect, grade, graded_on, ended_on, snapshot, row.

    They are taken from the list that states the inspection, else from the first list that has them.
    """
    wanted = states.select("urn", "ended_on", stated_in="snapshot").drop_nulls(["urn", "ended_on"])
    found = held.grades.join(wanted, on=["urn", "ended_on"], how="inner")
    order = found.sort(pl.col("snapshot") != pl.col("stated_in"), "list_as_at", "snapshot", "row")
    return order.unique(["urn", "ended_on", "aspect"], keep="first", maintain_order=True).drop("stated_in")


def profile(states: pl.DataFrame, basis: str = "schools") -> dict[str, dict]:
    """Counts and shares of each grade by phase, `all` included. `basis` learners weighs a school by its pupils.

    Schools without a grade on this scale are counted apart (`not_graded`), and so are those without a number of pupils.
    """
    phases = sorted({p for p in states["phase"].to_list() if p})
    return {phase: counts(states.filter(pl.col("phase") == phase), basis) for phase in phases} | {
        "all": counts(states, basis)
    }


def counts(states: pl.DataFrame, basis: str) -> dict:
    """How many have each overall grade, in numbers and per cent, and who is left out of them."""
    graded = states.filter(pl.col("overall").is_not_null())
    weight = pl.lit(1) if basis == "schools" else pl.col("pupils")
    weighed = graded.with_columns(weight=weight).filter(pl.col("weight").is_not_null())
    grades = {str(g): int(weighed.filter(pl.col("overall") == g)["weight"].sum()) for g in (1, 2, 3, 4)}
    total = sum(grades.values())
    return {
        "total": total,
        "grades": grades,
        "percent": {g: (100 * n / total if total else None) for g, n in grades.items()},
        "not_graded": states.height - graded.height,
        "without_pupil_number": graded.height - weighed.height,
    }


#: Aspects of the old frameworks and of the report card as indicator codes.
_WORDS = {
    "exceptional": 5, "strong standard": 4, "expected standard": 3, "needs attention": 2, "urgent improvement": 1,
    "met": 1, "not met": 0, "yes": 1, "no": 0,
}  # fmt: skip


def as_facts(states: pl.DataFrame, grades: pl.DataFrame) -> pl.DataFrame:
    """The state as facts for the rating: urn, indicator, value, text, period (the day inspected), known_on, source."""
    base = states.filter(pl.col("ended_on").is_not_null()).with_columns(
        period=pl.col("ended_on").dt.to_string("%Y-%m-%d"),
        year=_school_year("ended_on"),
    )
    keep = ["urn", "period", "year", "known_on", "snapshot", "row", "inspected_urn"]
    overall = base.select(
        *keep, indicator=pl.lit("ofsted_overall"), value=pl.col("overall").cast(pl.Float64), text="framework"
    )
    # Whoever is inadequate is in a category: a source that does not say which has not said that there is none.
    is_told = pl.col("category").is_not_null() | (pl.col("overall") != 4).fill_null(True)
    category = base.filter(is_told).select(
        *keep,
        indicator=pl.lit("ofsted_category"),
        value=pl.when(pl.col("category").is_in(list(frameworks.CATEGORIES))).then(1.0).otherwise(0.0),
        text="category",
    )
    previous = base.filter(pl.col("previous_overall").is_not_null()).select(
        *keep,
        indicator=pl.lit("ofsted_previous_overall"),
        value=pl.col("previous_overall").cast(pl.Float64),
        text=pl.col("previous_on").dt.to_string("%Y-%m-%d"),
    )
    return pl.concat(
        [overall.filter(pl.col("value").is_not_null()), category, previous, _grade_facts(base, grades)]
    )


def _grade_facts(base: pl.DataFrame, grades: pl.DataFrame) -> pl.DataFrame:
    word = pl.col("grade").str.strip_chars().str.to_lowercase()
    number = pl.coalesce(
        word.cast(pl.Float64, strict=False),
        word.replace_strict({k: float(v) for k, v in _WORDS.items()}, default=None, return_dtype=pl.Float64),
    )
    is_card = pl.col("aspect").str.starts_with("rc_")
    code = (
        pl.when(pl.col("aspect") == "rc_safeguarding")
        .then(pl.lit("ofsted_safeguarding"))
        .when(is_card)
        .then("aspect")
    )
    held = grades.select(
        "urn", "ended_on", "aspect", "grade", "graded_on", grade_row="row", grade_snapshot="snapshot"
    )
    joined = base.join(held, on=["urn", "ended_on"], how="inner")
    return joined.select(
        "urn",
        "period",
        "year",
        "known_on",
        snapshot="grade_snapshot",
        row="grade_row",
        inspected_urn="inspected_urn",
        indicator=code.otherwise(pl.concat_str(pl.lit("ofsted_"), "aspect")),
        value=number,
        text="grade",
    ).filter(pl.col("value") < 6)


def _school_year(column: str) -> pl.Expr:
    """The year in which the school year of a day ends: it begins on 1 September."""
    day = pl.col(column)
    return (day.dt.year() + (day.dt.month() >= 9).cast(pl.Int32)).cast(pl.Int16)
