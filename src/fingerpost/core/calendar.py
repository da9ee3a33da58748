"""The days on which schools and offices are open: terms as the authority set them, England's bank holidays.

A day outside every term that has been set is not a holiday: nobody knows what it is, and questions about it answer None
or raise `TermsNotSet`. Missing is a third answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache

import holidays

SATURDAY = 5
FRIDAY = 4
#: Ours, from the product's brief: nothing is told to a school when nobody there could act on it before the weekend.
LAST_HOUR_ON_FRIDAY = time(15)
DAY = timedelta(days=1)


class TermsNotSet(Exception):
    """No term dates are set that reach a day; the message says what to do."""


@dataclass(frozen=True, order=True)
class Term:
    """A term of a school year with its half-term holiday, each from its first day to its last."""

    from_on: date
    to_on: date
    name: str
    half_from: date | None = None
    half_to: date | None = None

    def holds(self, day: date) -> bool:
        """Whether a day lies in the term, its half-term holiday left out."""
        return self.from_on <= day <= self.to_on and not self.is_half_term(day)

    def is_half_term(self, day: date) -> bool:
        """Whether a day lies in the term's holiday."""
        return (
            self.half_from is not None and self.half_to is not None and self.half_from <= day <= self.half_to
        )

    def halves(self) -> list[HalfTerm]:
        """The term's two halves, or the whole where no half-term holiday is set."""
        if self.half_from is None or self.half_to is None:
            return [HalfTerm(self.name, self.from_on, self.to_on)]
        return [
            HalfTerm(f"{self.name} 1", self.from_on, self.half_from - DAY),
            HalfTerm(f"{self.name} 2", self.half_to + DAY, self.to_on),
        ]


@dataclass(frozen=True)
class HalfTerm:
    """Half a term: "Autumn 1"."""

    name: str
    from_on: date
    to_on: date


@dataclass(frozen=True)
class Release:
    """Whether a school may be told now; if not, why, and the first moment at which it may."""

    allowed: bool
    because: str = ""
    from_at: datetime | None = None


@cache
def _bank_holidays(year: int) -> dict[date, str]:
    return dict(holidays.country_holidays("GB", subdiv="ENG", years=year))


def bank_holiday(day: date) -> str:
    """The name of England's bank holiday on a day; empty when it is none."""
    return _bank_holidays(day.year).get(day, "")


def is_working_day(day: date) -> bool:
    """Monday to Friday, bank holidays left out: the day of an office, in term or not."""
    return day.weekday() < SATURDAY and not bank_holiday(day)


def add_working_days(day: date, count: int) -> date:
    """The day that many working days after a day, which itself is not counted; 0 is the day itself."""
    return _after(_days_after(day, is_working_day), day, count)


def _days_after(day: date, counts) -> Iterator[date]:
    while True:
        day += DAY
        if counts(day):
            yield day


def _after(days: Iterator[date], day: date, count: int) -> date:
    for _ in range(count):
        day = next(days)
    return day


@dataclass(frozen=True)
class SchoolCalendar:
    """An authority's terms, in order of time."""

    terms: tuple[Term, ...] = ()

    def term_of(self, day: date) -> Term | None:
        """The term in whose span a day lies, its half-term holiday too."""
        return next((term for term in self.terms if term.from_on <= day <= term.to_on), None)

    def half_term_of(self, day: date) -> HalfTerm | None:
        """The half of a term in which a day lies; none in a holiday."""
        return next((half for half in self.half_terms() if half.from_on <= day <= half.to_on), None)

    def half_terms(self) -> list[HalfTerm]:
        """Every half of every term, in order."""
        return [half for term in self.terms for half in term.halves()]

    def reaches(self, day: date) -> bool:
        """Whether it is known of a day if it is in term: it lies between the first term set and the last."""
        return bool(self.terms) and self.terms[0].from_on <= day <= self.terms[-1].to_on

    def is_school_day(self, day: date) -> bool | None:
        """Whether schools are open: a working day in term. None of a day that the terms set do not reach."""
        if not self.reaches(day):
            return None
        return is_working_day(day) and any(term.holds(day) for term in self.terms)

    def add_school_days(self, day: date, count: int) -> date:
        """The day that many school days after a day, which itself is not counted."""
        return _after(self._school_days_after(day), day, count)

    def school_days_between(self, start: date, end: date) -> int:
        """School days after a day up to and with another; 0 when that is not later."""
        return sum(1 for _ in self._until(start, end))

    def _until(self, start: date, end: date) -> Iterator[date]:
        for day in self._school_days_after(start) if end > start else ():
            if day > end:
                return
            yield day
            if day == end:
                return

    def _school_days_after(self, day: date) -> Iterator[date]:
        while True:
            day += DAY
            if self._is_open(day):
                yield day

    def _is_open(self, day: date) -> bool:
        is_open = self.is_school_day(day)
        if is_open is None:
            raise TermsNotSet(
                f"No term dates are set that reach {day.day} {day:%B %Y}. Set them under People, Term dates."
            )
        return is_open

    def release(self, moment: datetime) -> Release:
        """Whether a school may be told at a moment (local time): on a school day, and not after 3pm on a Friday."""
        day = moment.date()
        because = self._closed(day) or self._too_late(moment)
        if not because:
            return Release(True)
        opens = next(self._school_days_after(day))
        return Release(False, because, datetime.combine(opens, time(9), tzinfo=moment.tzinfo))

    def _closed(self, day: date) -> str:
        if self._is_open(day):
            return ""
        if day.weekday() >= SATURDAY:
            return "it is the weekend"
        return (
            f"it is a bank holiday ({bank_holiday(day)})" if bank_holiday(day) else "schools are on holiday"
        )

    def _too_late(self, moment: datetime) -> str:
        is_late = moment.weekday() == FRIDAY and moment.time() >= LAST_HOUR_ON_FRIDAY
        return "it is after 3pm on a Friday" if is_late else ""
