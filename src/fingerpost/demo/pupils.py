"""Invented pupils: how many there are in a year group, who they are, and how able.

No pupil is anybody. They are drawn so that a school's figures hang together as real ones do: those of small groups
jump about, disadvantage weighs on attainment, and what is true of boys and girls adds up to what is true of all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from random import Random

from fingerpost.demo.days import chance
from fingerpost.demo.lives import Life

NO_SEN, SUPPORT, PLAN = 0, 1, 2
#: How far disadvantage and special needs lower attainment, in standard deviations of one pupil.
DISADVANTAGE, NEEDS = 0.36, {NO_SEN: 0.0, SUPPORT: 1.0, PLAN: 1.9}


@dataclass(slots=True)
class Pupil:
    """One invented pupil; `able` is attainment in general and `prior` 0, 1 or 2 that of years before."""

    is_girl: bool
    is_disadvantaged: bool
    has_other_language: bool
    sen: int
    is_settled: bool
    prior: int
    able: float


#: The groups of the performance tables and who is in them.
GROUPS: dict[str, Callable[[Pupil], bool]] = {
    "all": lambda p: True,
    "boys": lambda p: not p.is_girl,
    "girls": lambda p: p.is_girl,
    "low_prior": lambda p: p.prior == 0,
    "middle_prior": lambda p: p.prior == 1,
    "high_prior": lambda p: p.prior == 2,
    "disadvantaged": lambda p: p.is_disadvantaged,
    "not_disadvantaged": lambda p: not p.is_disadvantaged,
    "eal": lambda p: p.has_other_language,
    "settled": lambda p: p.is_settled,
}
#: Groups of which one is the rest of the other: when one is hidden, both are.
PAIRS = (("boys", "girls"), ("disadvantaged", "not_disadvantaged"))


@cache
def size(life: Life, age: int, year: int) -> int:
    """How many pupils of a school turn an age in a year; the class keeps its size as it goes up the school."""
    if not life.teaches(age, year):
        return 0
    draw = chance("class", life.key, year - age)
    usual = life.intake if age <= 16 else life.intake * (0.42 if life.phase == "secondary" else 0.6)
    if usual <= 25:
        return max(2, round(draw.gauss(usual, 0.65 * usual**0.5)))
    return max(10, round(usual - abs(draw.gauss(0, 0.07 * usual))))


@cache
def roll(life: Life, year: int) -> int:
    """Pupils on roll in January: all classes, and the nursery."""
    nursery = round(life.intake * 0.7) if life.has_nursery and life.phase != "nursery" else 0
    if life.phase == "nursery":
        return life.intake + chance("nursery", life.key, year).randint(-6, 6)
    return nursery + sum(size(life, age, year) for age in range(5, 20))


def cohort(life: Life, age: int, year: int) -> list[Pupil]:
    """The pupils who turn an age in a year, at this school."""
    draw = chance("cohort", life.key, age, year)
    lift = life.strength[year]
    return [_pupil(draw, life, lift) for _ in range(size(life, age, year))]


def _pupil(draw: Random, life: Life, lift: float) -> Pupil:
    is_disadvantaged = draw.random() < life.deprivation
    sen = _needs(draw, life, is_disadvantaged)
    own = draw.gauss(0, 0.82) - DISADVANTAGE * is_disadvantaged - NEEDS[sen]
    prior = own + draw.gauss(0, 0.45)
    return Pupil(
        is_girl=life.gender == "Girls" or (life.gender != "Girls" and draw.random() < 0.49),
        is_disadvantaged=is_disadvantaged,
        has_other_language=draw.random() < life.eal,
        sen=sen,
        is_settled=draw.random() < 0.93,
        prior=0 if prior < -1.25 else 1 if prior < 0.45 else 2,
        able=own + lift,
    )


def _needs(draw: Random, life: Life, is_disadvantaged: bool) -> int:
    if life.phase in ("special", "pru"):
        return PLAN if draw.random() < (0.98 if life.phase == "special" else 0.35) else SUPPORT
    share = life.sen * (1.45 if is_disadvantaged else 0.87)
    point = draw.random()
    return PLAN if point < 0.24 * share else SUPPORT if point < share else NO_SEN


def members(pupils: Iterable[Pupil]) -> dict[str, list[int]]:
    """For each group the positions of its pupils."""
    listed = list(pupils)
    return {group: [i for i, p in enumerate(listed) if belongs(p)] for group, belongs in GROUPS.items()}


def shown(groups: dict[str, list[int]], small: int) -> dict[str, bool]:
    """Which groups may be published: none of few pupils, nor one that would give another away."""
    found = {group: len(found) > small for group, found in groups.items()}
    for one, other in PAIRS:
        if any(0 < len(groups[g]) <= small for g in (one, other)):
            found[one] = found[other] = False
    return found
