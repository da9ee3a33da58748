"""The stages: what a file of each may hold, and the measures that can be made of what it does hold.

A file holds results as they were marked (a scaled score, a teacher's judgement, sessions missed) or measures made
already (expected standard: yes or no); what it holds already is taken before what could be made.
"""

from __future__ import annotations

from functools import cache

import polars as pl

from fingerpost.evidence.indicators import CATALOGUE
from fingerpost.evidence.pupils import scales
from fingerpost.evidence.pupils.results import (
    CHARACTERISTICS,
    DERIVED,
    EXPECTED,
    HIGH,
    RESULTS,
    SUBJECT,
    Derived,
    Result,
    names_of,
)
from fingerpost.evidence.pupils.scales import Scale
from fingerpost.evidence.pupils.schema import Kind, Measure, Stage, measures

TITLES: dict[str, str] = {
    Stage.EYFS: "Early years foundation stage profile",
    Stage.PHONICS: "Phonics screening check",
    Stage.KS1: "Key stage 1",
    Stage.MTC: "Multiplication tables check",
    Stage.KS2: "Key stage 2",
    Stage.KS4: "Key stage 4",
    Stage.KS5: "16 to 18",
    Stage.ABSENCE: "Absence (sessions)",
    CHARACTERISTICS: "Characteristics alone",
}


def title_of(stage: str) -> str:
    """The stage in words."""
    return TITLES.get(stage, stage)


#: The national curriculum years in which a stage ends; a file of mostly other years is of another stage.
YEAR_GROUPS: dict[str, frozenset[str]] = {
    Stage.EYFS: frozenset({"R", "0", "N2", "1"}),
    Stage.PHONICS: frozenset({"1", "2"}),
    Stage.KS1: frozenset({"1", "2", "3"}),
    Stage.MTC: frozenset({"3", "4", "5"}),
    Stage.KS2: frozenset({"5", "6", "7"}),
    Stage.KS4: frozenset({"10", "11", "12"}),
    Stage.KS5: frozenset({"12", "13", "14"}),
}


#: Bounds of the measures that a file may hold as they are; a score without an entry is wide open.
_BOUNDS: dict[str, tuple[float, float]] = {
    "reading_score": (80, 120), "maths_score": (80, 120), "gps_score": (80, 120), "reading_progress": (-60, 60),
    "writing_progress": (-60, 60), "maths_progress": (-60, 60), "mark": (0, 40), "score": (0, 25),
    "attainment8": (0, 90), "progress8": (-15, 15), "ebacc_points": (0, 9), "goals_met": (0, 17), "points": (0, 51),
    "best3_points": (0, 60), "value_added": (-6, 6), "sessions_possible": (0, 600), "sessions_missed": (0, 600),
    "sessions_authorised": (0, 600), "sessions_unauthorised": (0, 600), "sessions_attended": (0, 600),
}  # fmt: skip
_MEASURE_NAMES: dict[str, tuple[str, ...]] = {
    "gld": ("gld", "goodlevelofdevelopment"),
    "attainment8": ("att8", "attainment8", "attainment8score", "att8scr", "a8", "a8score", "ks4att8"),
    "progress8": ("p8", "progress8", "p8score", "progress8score", "p8mea", "ks4p8score"),
    "ebacc_entry": ("ebaccentry", "enteredebacc", "ebaccent", "ebacce"),
    "ebacc_points": ("ebaccaps", "ebaccpoints", "ebaccaveragepoints"),
    "five_good_em": ("5acem", "level2em", "l2em", "fiveacem"),
    "english_maths_4": ("basics4", "l2basics94", "engmath4", "em4"),
    "english_maths_5": ("basics5", "l2basics95", "engmath5", "em5"),
    "ebacc_5": ("ebacc95",),
    "ebacc_4": ("ebacc94",),
    "sessions_possible": ("sessionspossible", "possiblesessions", "possible", "annualsessionspossible"),
    "sessions_authorised": ("sessionsauthorised", "authorisedsessions", "authorised", "authorisedabsence",
                            "annualauthorisedabsence", "annualauthorised"),
    "sessions_unauthorised": ("sessionsunauthorised", "unauthorisedsessions", "unauthorised", "unauthorisedabsence",
                              "annualunauthorisedabsence", "annualunauthorised"),
    "sessions_missed": ("sessionsmissed", "missed", "overallabsence", "totalabsence", "absentsessions"),
    "sessions_attended": ("sessionsattended", "attended", "present", "attendances"),
    "alevel_points": ("alevelpoints", "talpoints"),
    "alevel_entries": ("alevelentries",),
}  # fmt: skip
_ENDINGS = {
    "expected": EXPECTED,
    "high": HIGH,
    "progress": ("progress", "prog", "progscore", "progressscore"),
}


def _scale_of(measure: Measure, column: str) -> Scale:
    if measure.kind is Kind.SHARE:
        return scales.FLAG
    low, high = _BOUNDS.get(column, (-100_000, 100_000))
    # Of two sums that are divided the second counts entries or sessions, which have no parts.
    is_divisor = measure.kind is Kind.RATE and column != measure.columns[0]
    return scales.score(low, high, 1 if is_divisor else round(1 / measure.factor))


def _names_of(column: str) -> tuple[str, ...]:
    plain = column.replace("_", "")
    subject, _, ending = column.partition("_")
    made = names_of(subject, _ENDINGS[ending]) if subject in SUBJECT and ending in _ENDINGS else ()
    return (plain, *_MEASURE_NAMES.get(column, ()), *made)


def _title(measure: Measure, column: str) -> str:
    if measure.kind is Kind.RATE:
        return column.replace("_", " ").capitalize()
    return CATALOGUE.by_code[measure.indicator].name


@cache
def measured(stage: str) -> dict[str, Result]:
    """The stage's measures as columns that a file may hold ready made."""
    return {
        column: Result(column, _title(measure, column), _scale_of(measure, column), _names_of(column))
        for measure in measures(stage)
        for column in measure.columns
    }


@cache
def may_hold(stage: str) -> dict[str, Result]:
    """Every column of results that a file of the stage may have, those as they were marked first."""
    return {result.code: result for result in RESULTS[stage]} | measured(stage)


def derive(stage: str, frame: pl.DataFrame, mapped: set[str]) -> tuple[pl.DataFrame, set[str]]:
    """Add the measures that can be made of what is mapped; says which there are then.

    Of each result the frame has its number under its code and `<code> in`; of a ready measure only the number.
    """
    wanted, have = measured(stage), set(mapped)
    frame = _with_blanks(stage, frame)
    for rule in DERIVED[stage]:
        if rule.measure not in wanted or rule.measure in mapped or not _can(rule, have, stage):
            continue
        made = rule.made if rule.measure not in have else pl.coalesce(pl.col(rule.measure), rule.made)
        frame, have = frame.with_columns(made.alias(rule.measure)), have | {rule.measure}
    return frame, have & set(wanted)


def _can(rule: Derived, have: set[str], stage: str) -> bool:
    if stage == Stage.PHONICS and not rule.needs:
        return bool(have & {"this_mark", "this_outcome", "earlier_outcome"})
    return set(rule.needs) <= have


def _with_blanks(stage: str, frame: pl.DataFrame) -> pl.DataFrame:
    """The results that the file has not, as columns of nothing, so that a rule may name them."""
    blank = [
        pl.lit(None, dtype=kind).alias(name)
        for code in (result.code for result in RESULTS[stage])
        for name, kind in ((code, pl.Int32), (f"{code} in", pl.Boolean))
        if name not in frame.columns
    ]
    if "year_group" not in frame.columns:
        blank.append(pl.lit(None, dtype=pl.String).alias("year_group"))
    return frame.with_columns(blank)
