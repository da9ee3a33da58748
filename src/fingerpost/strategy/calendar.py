"""School years, terms, and the last results that could have been published by a day. No clock: the day is given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


def school_year(day: date) -> int:
    """The year in which the school year of a day ends; it begins on 1 September."""
    return day.year + (day.month >= 9)


def last_academic_year_began(day: date) -> date:
    """1 September of the academic year before the one that the day lies in."""
    return date(school_year(day) - 2, 9, 1)


@dataclass(frozen=True)
class Calendar:
    """What an edition takes as the start of its terms, and the day by which a summer's results are out."""

    terms: tuple[tuple[int, int], ...] = ((1, 1), (4, 15), (9, 1))
    results: tuple[int, int] = (12, 1)
    ours: str = ""

    def results_year(self, day: date) -> int:
        """The newest summer whose results a school could have in the tables by the day."""
        month, dom = self.results
        return day.year if day >= date(day.year, month, dom) else day.year - 1

    def term(self, day: date) -> int:
        """A running number of the term that a day lies in; two days in one term share it."""
        begun = sum(day >= date(day.year, month, dom) for month, dom in self.terms)
        return day.year * len(self.terms) + begun

    def terms_between(self, earlier: date, later: date) -> int:
        """How many terms began after `earlier`, up to `later`."""
        return self.term(later) - self.term(earlier)
