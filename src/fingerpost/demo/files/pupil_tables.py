"""Files of one row a pupil, as an authority gets them in the summer: the very pupils of whom the tables are made.

Those of the year before last summer are as they were before schools had checked them, so that a few schools differ
from what was published in the end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from random import Random

from fingerpost.demo import characteristics
from fingerpost.demo.days import TODAY, chance
from fingerpost.demo.files import checked, early, ks2, ks4
from fingerpost.demo.files.schools import tested
from fingerpost.demo.lives import County, Life
from fingerpost.demo.pupils import Pupil
from fingerpost.demo.writing import table
from fingerpost.evidence.pupils.results import GOALS

FOLDER = "pupils"
YEARS = (TODAY.year - 1, TODAY.year)
PRIOR = ("L", "M", "H")
#: The goals of the good level of development come first; of these, those that are missed most often.
GOOD, HARDEST = 12, (8, 9, 10, 7, 11)
Row = dict[str, object]


@dataclass(frozen=True)
class Sitting:
    """One stage as it is handed to the authority: when, whom, and what each pupil reached.

    `first` keeps the numbers of pupils of one school and birth year apart, who are others at every stage.
    """

    stage: str
    age: int
    year_group: str
    known: tuple[int, int]
    first: int
    reached: Callable[[Life, int], Iterable[tuple[Pupil, Row]]]


def name(stage: str, year: int) -> str:
    """A file's name."""
    return f"{FOLDER}/{stage}_{year}_pupils.csv"


def files(county: County) -> Iterator[tuple[str, bytes]]:
    """Every file of pupils."""
    for sitting in SITTINGS:
        for year in YEARS:
            rows = list(_rows(county, sitting, year))
            yield name(sitting.stage, year), table(list(rows[0]), rows)


def known_on(stage: str, year: int) -> date:
    """The day on which the authority had a file."""
    return date(year, *next(sitting.known for sitting in SITTINGS if sitting.stage == stage))


def _rows(county: County, sitting: Sitting, year: int) -> Iterator[Row]:
    for life, spell in tested(county, sitting.age, year):
        draw = chance("who", sitting.stage, life.key, year)
        for position, (pupil, row) in enumerate(sitting.reached(life, year), sitting.first):
            born = year - sitting.age
            yield {
                "URN": spell.urn,
                "UPN": characteristics.number(spell, born, position),
                "YearGroup": sitting.year_group,
                **characteristics.described(draw, pupil, life.place),
                **row,
            }


def _early_years(life: Life, year: int) -> Iterator[tuple[Pupil, Row]]:
    draw = chance("goals", life.key, year)
    found, met = early.marked(life, "eyfs_gld", year)
    for pupil, is_good in zip(found, met, strict=True):
        yield pupil, {f"E{n:02d}": level for n, level in enumerate(_levels(draw, is_good), 1)}


def _levels(draw: Random, is_good: bool) -> list[int]:
    """A level for each goal: 2 is expected. Who misses the good level misses one to many of its goals."""
    levels = [2] * GOOD + [2 if draw.random() < (0.9955 if is_good else 0.7) else 1 for _ in GOALS[GOOD:]]
    if not is_good:
        for goal in (draw.choice(HARDEST), *(n for n in range(GOOD) if draw.random() < 0.38)):
            levels[goal] = 1
    return levels


def _phonics(life: Life, year: int) -> Iterator[tuple[Pupil, Row]]:
    draw = chance("phonics marks", life.key, year)
    found, met = early.marked(life, "phonics_year1", year)
    for pupil, is_met in zip(found, met, strict=True):
        mark = draw.triangular(32, 40.9, 39) if is_met else draw.triangular(0, 31.9, 26)
        yield pupil, {"PhonicsMark": int(mark)}


def _key_stage_2(life: Life, year: int) -> Iterator[tuple[Pupil, Row]]:
    draw = chance("science", life.key, year)
    cohort = ks2.sat(life, year)
    if year < TODAY.year:
        cohort = checked.before(life.key, year, cohort)
    for n, pupil in enumerate(cohort.pupils):
        score = {name: values[n] for name, values in cohort.scores.items()}
        written = "GDS" if score["PTWRITTA_HIGH"] else "EXS" if score["PTWRITTA_EXP"] else "WTS"
        row: Row = {"PriorBand": PRIOR[pupil.prior]} if year == TODAY.year else {}
        yield (
            pupil,
            row
            | {
                "ReadScaledScore": score["READ_AVERAGE"],
                "GPSScaledScore": score["GPS_AVERAGE"],
                "MatScaledScore": score["MAT_AVERAGE"],
                "WritTA": written,
                "SciTA": "EXS" if pupil.able + draw.gauss(0, 0.4) > -1.12 else "HNM",
            },
        )


def _key_stage_4(life: Life, year: int) -> Iterator[tuple[Pupil, Row]]:
    cohort = ks4.sat(life, year)
    for n, pupil in enumerate(cohort.pupils):
        score = {name: values[n] for name, values in cohort.scores.items()}
        yield (
            pupil,
            {
                "PriorBand": PRIOR[pupil.prior],
                "Att8": f"{score['ATT8SCR']:.2f}",
                "Basics4": int(score["PTL2BASICS_94"]),
                "Basics5": int(score["PTL2BASICS_95"]),
                "EBaccEntry": int(score["PTEBACC_E_PTQ_EE"]),
                "EBacc94": int(score["PTEBACC_94"]),
                "EBacc95": int(score["PTEBACC_95"]),
                "EBaccAPS": f"{min(9.0, score['EBACCAPS']):.2f}",
            },
        )


SITTINGS = (
    Sitting("eyfs", 5, "R", (7, 10), 0, _early_years),
    Sitting("phonics", 6, "1", (7, 6), 200, _phonics),
    Sitting("ks2", ks2.AGE, "6", (7, 14), 400, _key_stage_2),
    Sitting("ks4", ks4.AGE, "11", (8, 21), 600, _key_stage_4),
)
