"""When each school was inspected, and what was found: three ways of inspecting, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from random import Random

from fingerpost.demo import stories
from fingerpost.demo.days import TODAY, YEARS, chance
from fingerpost.demo.lives import Life, Spell

GRADED, UNGRADED, CARD = "graded", "ungraded", "card"
NO_OVERALL, REPORT_CARDS = date(2024, 9, 1), date(2025, 11, 10)
SHORT_VISITS = date(2015, 9, 1)
#: A school graded longer ago than this is graded again; one graded lately and well has a shorter visit.
LONG_SINCE = timedelta(days=2400)
#: Nothing was inspected and graded in these days: the pandemic, and the change to report cards.
PAUSES = ((date(2020, 3, 17), date(2021, 9, 7)), (date(2025, 7, 18), REPORT_CARDS + timedelta(days=8)))
#: The least score for a grade.
GRADES = ((1.32, 1), (-1.2, 2), (-2.3, 3))
WORDS = ("Exceptional", "Strong standard", "Expected standard", "Needs attention", "Urgent improvement")
LEAST = (2.5, 0.8, -1.25, -2.85)
SUB = ("quality", "behaviour", "personal", "leadership")
AREAS = ("inclusion", "curriculum", "achievement", "attendance", "personal", "leadership")


@dataclass(frozen=True)
class Inspection:
    """One inspection. `grades` are numbers before report cards and words in them; 9 is not applicable."""

    kind: str
    ended_on: date
    spell: Spell
    overall: int | None = None
    grades: dict[str, str] = field(default_factory=dict)
    category: str = ""
    is_safe: bool = True
    outcome: str = ""

    @property
    def started_on(self) -> date:
        """The day before its last."""
        return self.ended_on - timedelta(days=1)

    @property
    def published_on(self) -> date:
        """Reports come some five weeks after."""
        return self.ended_on + timedelta(days=30 + (self.ended_on.toordinal() + self.spell.urn) % 14)

    @property
    def number(self) -> str:
        """Ofsted's number of it."""
        return f"10{self.ended_on.toordinal() % 100_000:05d}{self.spell.urn % 10}"


def known(life: Life, day: date) -> list[Inspection]:
    """Inspections published by a day that count for the school as it then is.

    A school that a sponsor took over is a new school to Ofsted: what was found before is not told of it.
    """
    spell = life.spell_on(day)
    if spell is None:
        return []
    begins = spell.opened_on if _is_new(life, spell) else date(1900, 1, 1)
    return [i for i in history(life) if i.published_on <= day and i.ended_on >= begins]


def _is_new(life: Life, spell: Spell) -> bool:
    return bool(life.before) or "sponsor" in spell.type or spell.type.startswith("Free")


def latest(life: Life, day: date, *kinds: str) -> Inspection | None:
    """The latest inspection of these kinds (any, when none is named)."""
    return next((i for i in reversed(known(life, day)) if not kinds or i.kind in kinds), None)


@cache
def history(life: Life) -> tuple[Inspection, ...]:
    """Every inspection of a school's life, in order; those told by hand in place of chance from their day on."""
    drawn = list(_drawn(life))
    told = [_told(life, entry) for entry in stories.INSPECTED.get(life.key, ())]
    if told:
        drawn = [i for i in drawn if i.ended_on < told[0].ended_on - timedelta(days=500)]
    return (*drawn, *told)


def _drawn(life: Life) -> Iterator[Inspection]:
    draw = chance("inspections", life.key)
    day = _term_day(date(2010, 1, 12) + timedelta(days=draw.randrange(1500)))
    if life.spells[0].opened_on > date(2005, 1, 1):
        day = _first_visit(draw, life.spells[0])
    before: Inspection | None = None
    while day <= TODAY:
        spell = life.spell_on(day)
        if spell is None:
            break
        if before and _is_new(life, spell) and before.ended_on < spell.opened_on:
            before, day = None, max(day, _first_visit(draw, spell))
            continue
        found = _inspected(draw, life, spell, day, before)
        yield found
        before = found if found.kind != UNGRADED else before
        day = _next_visit(draw, found, before)


def _first_visit(draw: Random, spell: Spell) -> date:
    return _term_day(spell.opened_on + timedelta(days=draw.randrange(800, 1090)))


def _term_day(day: date) -> date:
    """The Wednesday of a week of term, outside the days in which nothing is inspected."""
    day += timedelta(days=(2 - day.weekday()) % 7)
    for (first, last), spread in zip(PAUSES, (1.5, 3.0), strict=True):
        if first <= day < last:
            day = last + (day - first) * spread
    month_day = (day.month, day.day)
    if (7, 15) <= month_day < (9, 10):
        day = date(day.year, 9, 17)
    elif month_day >= (12, 12):
        day = date(day.year + 1, 1, 14)
    elif month_day < (1, 10):
        day = date(day.year, 1, 20)
    return day + timedelta(days=(2 - day.weekday()) % 7)


def _next_visit(draw: Random, found: Inspection, graded: Inspection | None) -> date:
    """Good schools every four years or so, the best once not at all for ten years, the others soon."""
    overall = found.overall or (graded.overall if graded else None) or _from_grades(found)
    if overall == 1 and found.ended_on < date(2017, 9, 1):
        return _term_day(date(2021, 9, 14) + timedelta(days=draw.randrange(1100)))
    least, most = {1: (1450, 2350), 2: (1150, 2150), 3: (760, 1120), 4: (600, 860)}[overall]
    return _term_day(found.ended_on + timedelta(days=draw.randrange(least, most)))


def _from_grades(found: Inspection) -> int:
    worst = max((int(g) for g in found.grades.values() if g.isdigit() and g != "9"), default=0)
    return worst or 2


def _score(draw: Random, life: Life, day: date) -> float:
    year = min(max(day.year + (day.month >= 9), YEARS[0]), YEARS[-1])
    return 0.72 * life.led + 1.7 * life.strength[year] + draw.gauss(0.1, 0.5)


def _inspected(draw: Random, life: Life, spell: Spell, day: date, before: Inspection | None) -> Inspection:
    score = _score(draw, life, day)
    if day >= REPORT_CARDS:
        return _card(draw, life, spell, day, score)
    overall = next((grade for least, grade in GRADES if score >= least), 4)
    was_good = before is not None and (before.overall or _from_grades(before)) <= 2
    is_recent = before is not None and day - before.ended_on < LONG_SINCE
    if day >= SHORT_VISITS and was_good and is_recent and overall <= 2 and draw.random() < 0.7:
        assert before is not None
        was = {1: "Outstanding", 2: "Good"}[before.overall or 2]
        return Inspection(UNGRADED, day, spell, outcome=f"School remains {was}")
    return graded(draw, life, spell, day, overall)


def graded(draw: Random, life: Life, spell: Spell, day: date, overall: int, category: str = "") -> Inspection:
    """A graded inspection of the old kind; from September 2024 without one overall grade."""
    grades = {name: str(_near(draw, overall, name)) for name in SUB}
    grades["quality"] = str(overall)
    grades["early"] = (
        str(_near(draw, overall, "early")) if life.teaches(5, day.year) or life.phase == "nursery" else "9"
    )
    grades["sixth"] = str(_near(draw, overall, "sixth")) if life.has_sixth_form else "9"
    said = category or ("" if overall < 4 else "SM" if draw.random() < 0.6 else "SWK")
    is_safe = not (overall == 4 and draw.random() < 0.4)
    return Inspection(GRADED, day, spell, overall if day < NO_OVERALL else None, grades, said, is_safe)


def _near(draw: Random, overall: int, name: str) -> int:
    """Behaviour and personal development are often a grade better than the whole, leadership the same."""
    better = {"behaviour": 0.22, "personal": 0.26, "leadership": 0.06, "early": 0.15, "sixth": 0.15}.get(
        name, 0
    )
    point = draw.random()
    if point < better:
        return max(1, overall - 1)
    return min(4, overall + 1) if point > 0.97 and overall == 1 else overall


def _card(draw: Random, life: Life, spell: Spell, day: date, score: float) -> Inspection:
    year = min(day.year + (day.month >= 9), YEARS[-1])
    leaning = {"achievement": 1.2 * life.strength[year], "attendance": -3.0 * life.absence}
    words = {area: _word(score + leaning.get(area, 0) + draw.gauss(0, 0.4)) for area in AREAS}
    return card(life, spell, day, words)


def card(life: Life, spell: Spell, day: date, words: dict[str, str], category: str = "") -> Inspection:
    """A report card; a school with an area in urgent improvement is in a category."""
    words = dict(words)
    if life.teaches(5, day.year) or life.phase == "nursery":
        words["early"] = words["curriculum"]
    if life.has_sixth_form:
        words["post16"] = words["achievement"]
    if not category and WORDS[4] in words.values():
        category = "SM" if words["leadership"] == WORDS[4] else "RSI"
    return Inspection(
        CARD, day, spell, grades=words, category=category, is_safe=words["leadership"] != WORDS[4]
    )


def _word(score: float) -> str:
    return next((word for word, least in zip(WORDS, LEAST, strict=False) if score >= least), WORDS[4])


def _told(life: Life, entry: tuple) -> Inspection:
    day, what, category = entry
    spell = life.spell_on(day) or life.spells[0]
    if isinstance(what, int):
        return graded(chance("told", life.key, day), life, spell, day, what, category)
    words = dict(zip(AREAS, (WORDS[int(letter)] for letter in what), strict=True))
    return card(life, spell, day, words, category)
