"""Results by school that nobody publishes: the early years profile, phonics, attendance in the year. Own data."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from fingerpost.demo import pupils
from fingerpost.demo.days import YEARS, chance
from fingerpost.demo.files.context import absent
from fingerpost.demo.files.schools import tested
from fingerpost.demo.lives import County, Life, Spell
from fingerpost.demo.pupils import Pupil
from fingerpost.demo.writing import table

#: The age in which each is taken, and how far above the middle of ability the mark lies in each year.
AGES = {"eyfs_gld": 5, "phonics_year1": 6}
MARKS = {
    "eyfs_gld": (-0.59, -0.65, -0.67, -0.69, -0.71),
    "phonics_year1": (-0.93, -1.06, -1.1, -1.11, -1.13),
}
GROUPS = ("all", "boys", "girls", "disadvantaged")
#: The day on which the authority had each result, in the summer of its year.
KNOWN = {
    "eyfs_gld": (7, 10),
    "phonics_year1": (7, 6),
    "attendance_overall": (8, 14),
}
COLUMNS = ("urn", "indicator", "group", "period", "value", "numerator", "denominator", "known_on", "release")


Results = dict[str, tuple[int, int]]


def marked(life: Life, measure: str, year: int) -> tuple[list[Pupil], list[bool]]:
    """The pupils of a school, and which of them reached the mark."""
    age, mark = AGES[measure], MARKS[measure][year - YEARS[0]]
    found = pupils.cohort(life, age, year)
    draw = chance(measure, life.key, year)
    return found, [p.able * 0.9 + draw.gauss(0.12 * (1 if p.is_girl else -1), 0.5) >= mark for p in found]


def sat(life: Life, measure: str, year: int) -> Results:
    """For each group how many reached the mark, of how many."""
    found, met = marked(life, measure, year)
    groups = pupils.members(found)
    return {group: (sum(met[i] for i in groups[group]), len(groups[group])) for group in GROUPS}


class Early:
    """Early results of the whole county, each school's worked out once."""

    def __init__(self, county: County) -> None:
        self.county = county
        self.kept: dict[tuple[str, int], list[tuple[Spell, Results]]] = {}

    def results(self, measure: str, year: int) -> list[tuple[Spell, Results]]:
        """Every school's results, under the number it then had."""
        if (measure, year) not in self.kept:
            found = tested(self.county, AGES[measure], year)
            self.kept[measure, year] = [(spell, sat(life, measure, year)) for life, spell in found]
        return self.kept[measure, year]

    def together(self, measure: str, year: int) -> tuple[int, int]:
        """How many in the whole authority reached the mark, of how many."""
        found = [results["all"] for _, results in self.results(measure, year)]
        return sum(met for met, _ in found), sum(of for _, of in found)

    def own(self) -> bytes:
        """The authority's own file of them, all years."""
        return table(COLUMNS, [*self._assessed(), *_attending(self.county)])

    def _assessed(self) -> Iterator[dict[str, object]]:
        for measure in AGES:
            for year in YEARS:
                for spell, results in self.results(measure, year):
                    for group, (met, of) in results.items():
                        value = {"value": f"{100 * met / (of or 1):.1f}", "numerator": met, "denominator": of}
                        if of:
                            yield _named(spell.urn, measure, group, year) | value


def _attending(county: County) -> Iterator[dict[str, object]]:
    """Attendance of the last two years, which schools share day by day long before it is published.

    Absence is left to the published tables: a year of it that no other authority has published could not be compared.
    """
    for year in YEARS[-2:]:
        for life, spell in county.open_on(date(year, 7, 1)):
            if life.phase == "nursery":
                continue
            sessions = pupils.roll(life, year) * 370
            attended = sessions - round(sessions * absent(life, year)[0] / 100)
            counts = {"numerator": attended, "denominator": sessions}
            yield (
                _named(spell.urn, "attendance_overall", "all", year)
                | {"value": f"{100 * attended / sessions:.1f}"}
                | counts
            )


def _named(urn: int, measure: str, group: str, year: int) -> dict[str, object]:
    month, day = KNOWN[measure]
    return {
        "urn": urn, "indicator": measure, "group": group, "period": year,
        "known_on": date(year, month, day).isoformat(), "release": "provisional",
    }  # fmt: skip
