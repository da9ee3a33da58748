"""Invented pupils, to measure and to try the cube with: as many as asked, the same for the same words.

Nobody in them exists, and the codes of places are none of England's. Characteristics go together as they do in life
(who gets free meals now got them in the last six years; results are lower with special needs), rows lie in no order.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from fingerpost.evidence.cube.writing import one_file
from fingerpost.evidence.pupils import schema
from fingerpost.evidence.pupils.schema import Kind, Measure, Stage

Numbers = np.ndarray[Any, Any]

REGIONS, AUTHORITIES, DISTRICTS, WARDS = 9, 152, 310, 6_900
#: How many pupils of a stage a school has on average.
PER_SCHOOL = {Stage.KS4: 180, Stage.KS5: 130, Stage.ABSENCE: 290}
USUAL_SCHOOL = 40
#: How often what is said of everybody is not known.
UNKNOWN = 0.012

_ETHNIC_SHARES = (
    *(0.655, 0.003, 0.001, 0.003, 0.071),
    *(0.016, 0.009, 0.015, 0.024),
    *(0.034, 0.045, 0.018, 0.020),
    *(0.011, 0.042, 0.007, 0.006, 0.020),
)
#: Column -> lowest, highest, middle and spread of a score in the whole numbers that are kept; others 0 to 100.
_SCORES = {
    **dict.fromkeys(("reading_score", "maths_score", "gps_score"), (80, 120, 104, 8)),
    **dict.fromkeys(("reading_progress", "writing_progress", "maths_progress"), (-3000, 3000, 0, 600)),
    "goals_met": (0, 17, 14, 4),
    "points": (17, 51, 34, 6),
    "mark": (0, 40, 33, 7),
    "score": (0, 25, 20, 5),
    "attainment8": (0, 9000, 4600, 2000),
    "progress8": (-5000, 5000, 0, 1400),
    "ebacc_points": (0, 900, 410, 220),
    "best3_points": (0, 6000, 3500, 1100),
    "value_added": (-300, 300, 0, 80),
}
_ABSENCE = ("sessions_missed", "sessions_authorised", "sessions_unauthorised", "sessions_attended")


@dataclass(frozen=True)
class Schools:
    """The schools of a sample and where they lie; the same every year."""

    urns: Numbers
    authority: Numbers
    district: Numbers
    region: Numbers
    weight: Numbers


def schools(stage: Stage, rows: int) -> Schools:
    """As many schools as the pupils fill, in districts of authorities of regions."""
    draw = np.random.default_rng(7)
    number = max(1, rows // PER_SCHOOL.get(stage, USUAL_SCHOOL))
    district = draw.integers(0, DISTRICTS, number)
    authority = district * AUTHORITIES // DISTRICTS
    weight = draw.lognormal(0.0, 0.55, number).clip(0.15, 5.0)
    region = authority * REGIONS // AUTHORITIES
    return Schools(300_000 + np.arange(number), authority, district, region, weight / weight.sum())


def pupils(stage: str, year: int, rows: int) -> pl.DataFrame:
    """One year's pupils of a stage."""
    found = Stage(stage)
    draw = np.random.default_rng([year, rows, list(Stage).index(found)])
    where = _places(draw, schools(found, rows), rows)
    who, ability = _characteristics(draw, rows)
    reached = _results(draw, found, ability)
    base = {
        "pupil": _keys(draw, rows),
        "year": pl.repeat(year, rows, eager=True),
        "stage": pl.repeat(found.value, rows, eager=True),
        "row": pl.int_range(1, rows + 1, eager=True),
    }
    return schema.conform(found, pl.DataFrame({**base, **where, **who, **reached}))


def write(path: Path, stage: str, years: list[int], rows: int) -> None:
    """Write so many pupils of each year into one Parquet file, a year after the other."""
    with one_file(path) as add:
        for year in years:
            add(pupils(stage, year, rows))


def _keys(draw: np.random.Generator, rows: int) -> pl.Series:
    """A key of 32 hexadecimal digits for each pupil."""
    digits = draw.bytes(16 * rows).hex()
    return pl.Series([digits[first : first + 32] for first in range(0, 32 * rows, 32)])


def _coded(letter: str, numbers: Numbers, of: int) -> pl.Series:
    names = pl.Series([f"{letter}{number:0{len(str(of))}d}" for number in range(1, of + 1)])
    return names.gather(pl.Series(numbers))


def _places(draw: np.random.Generator, there: Schools, rows: int) -> dict[str, pl.Series]:
    """Where the school lies and where the pupil lives: nineteen in twenty in the school's own district."""
    position = draw.choice(len(there.urns), rows, p=there.weight)
    district = there.district[position]
    lives_in = np.where(draw.random(rows) < 0.95, district, draw.integers(0, DISTRICTS, rows))
    first = lives_in * WARDS // DISTRICTS
    ward = first + (draw.random(rows) * ((lives_in + 1) * WARDS // DISTRICTS - first)).astype(int)
    return {
        "urn": pl.Series(there.urns[position]),
        "authority": _coded("A", there.authority[position], AUTHORITIES),
        "district": _coded("D", district, DISTRICTS),
        "region": _coded("R", there.region[position], REGIONS),
        "home_authority": _coded("A", lives_in * AUTHORITIES // DISTRICTS, AUTHORITIES),
        "home_district": _coded("D", lives_in, DISTRICTS),
        "home_ward": _coded("W", ward, WARDS),
    }


def _characteristics(draw: np.random.Generator, rows: int) -> tuple[dict[str, pl.Series], Numbers]:
    """Who the pupils are, and how able at what is measured."""

    def chance(share: float) -> Numbers:
        return draw.random(rows) < share

    ability = draw.normal(0.0, 1.0, rows)
    fsm = chance(0.245)
    fsm6 = fsm | chance(0.08)
    care, before = chance(0.006), chance(0.011)
    poor = fsm6 | care | before
    needs = np.searchsorted([0.80, 0.955], draw.random(rows) - 0.06 * fsm6).clip(0, 2)
    minor = draw.choice(18, rows, p=np.array(_ETHNIC_SHARES) / sum(_ETHNIC_SHARES))
    abroad = np.where(minor < 4, 0.01, np.where(minor == 4, 0.75, 0.45))
    language = np.where(draw.random(rows) > abroad, 0, np.where((minor < 5) & chance(0.8), 1, 2))
    ability = ability - 0.45 * poor - 0.9 * (needs > 0) - 0.5 * (needs > 1)
    major = np.searchsorted(np.cumsum([len(codes) for codes in schema.ETHNICITIES.values()]), minor, "right")
    prior = np.searchsorted([-1.0, 0.5], ability + draw.normal(0.0, 0.6, rows))
    no_language, no_ethnicity, no_meals = chance(UNKNOWN), chance(2 * UNKNOWN), chance(UNKNOWN / 4)
    found = {
        "sex": _worded("sex", chance(0.511).astype(int), None),
        "fsm": _but(fsm, no_meals),
        "fsm6": _but(fsm6, no_meals),
        "disadvantaged": _but(poor, no_meals),
        "sen": _worded("sen", needs, chance(UNKNOWN)),
        "first_language": _worded("first_language", (language > 0).astype(int), no_language),
        "language_group": _worded("language_group", language, no_language),
        "ethnicity": _worded("ethnicity", minor, no_ethnicity),
        "ethnicity_major": _worded("ethnicity_major", major, no_ethnicity),
        "looked_after": pl.Series(care),
        "previously_looked_after": pl.Series(before),
        "service_child": pl.Series(chance(0.009)),
        "mobile": _but(chance(0.07), chance(UNKNOWN)),
        "new_arrival": _but((language > 0) & chance(0.08), no_language),
        "birth_month": pl.Series(draw.integers(1, 13, rows)),
        "prior": _worded("prior", prior, chance(0.08)),
    }
    return found, ability


def _worded(column: str, positions: Numbers, unknown: Numbers | None) -> pl.Series:
    words = pl.Series(schema.WORDS[column]).gather(pl.Series(positions))
    return words if unknown is None else _but(words, unknown)


def _but(values: Numbers | pl.Series, unknown: Numbers) -> pl.Series:
    """The values, with nothing where it is unknown."""
    return pl.select(pl.when(pl.lit(pl.Series(~unknown))).then(pl.lit(pl.Series(values)))).to_series()


def _results(draw: np.random.Generator, stage: Stage, ability: Numbers) -> dict[str, pl.Series]:
    if stage is Stage.ABSENCE:
        return _sessions(draw, ability)
    found: dict[str, pl.Series] = {}
    absent: dict[str, Numbers] = {}
    for measure in schema.measures(stage):
        subject = measure.name.split("_")[0]
        if subject not in absent:
            absent[subject] = draw.random(len(ability)) < UNKNOWN
        found |= _reached(draw, measure, ability, absent[subject])
    return found


def _reached(
    draw: np.random.Generator, measure: Measure, ability: Numbers, absent: Numbers
) -> dict[str, pl.Series]:
    """One measure; whoever is outside the cohort has nothing."""
    rows = len(ability)
    near = 0.75 * ability + draw.normal(0.0, 0.66, rows)
    if measure.kind is Kind.SHARE:
        return {measure.name: _but(near > (1.0 if measure.name.endswith("_high") else -0.75), absent)}
    if measure.kind is Kind.RATE:
        entries = draw.integers(1, 5, rows)
        each = (3400 + 900 * near).clip(0, 6000).astype(int)
        return {
            measure.columns[0]: _but(each * entries, absent),
            measure.columns[1]: _but(entries, absent),
        }
    low, high, middle, spread = _SCORES.get(measure.name, (0, 100, 50, 20))
    score = (middle + spread * near).round().clip(low, high).astype(int)
    return {measure.name: _but(score, absent | (draw.random(rows) < 0.05))}


def _sessions(draw: np.random.Generator, ability: Numbers) -> dict[str, pl.Series]:
    """A year's half days: those possible, missed with and without leave."""
    rows = len(ability)
    possible = np.where(draw.random(rows) < 0.95, 380, draw.integers(20, 380, rows))
    missed = (possible * draw.beta(0.9, 11.0, rows)).astype(int)
    allowed = (missed * draw.random(rows)).astype(int)
    counts = (missed, allowed, missed - allowed, possible - missed)
    return {
        **{name: pl.Series(values) for name, values in zip(_ABSENCE, counts, strict=True)},
        "sessions_possible": pl.Series(possible),
        "persistent": pl.Series(missed * 10 >= possible),
        "severe": pl.Series(missed * 2 >= possible),
    }
