"""What did we know, and when: of each school inspected, the signs held before, and what was done about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from fingerpost.core.rules import Permission, check_permission, schools_within
from fingerpost.monitor.queries import held_signs, inspection_history, predictions
from fingerpost.monitor.queries.inspection_history import Past
from fingerpost.monitor.rules import signs
from fingerpost.monitor.rules.signs import Found, Held, Tally
from fingerpost.register import queries as register


@dataclass(frozen=True)
class Inspected:
    """One graded inspection of a school: whether it fell, how, and what was held before."""

    urn: int
    name: str
    past: Past
    before: Past | None
    how: str
    held: Held

    @property
    def fell(self) -> bool:
        return bool(self.how)

    @property
    def year(self) -> int:
        """The school year, by the year in which it ends."""
        return predictions.school_year(self.past.ended_on)


@dataclass(frozen=True)
class Record:
    """Every graded inspection, and since when the authority has kept anything but published figures."""

    rows: list[Inspected]
    since: date | None

    def is_on_record(self, one: Inspected) -> bool:
        """Whether anything but published figures could have been held of it."""
        return self.since is not None and one.past.started_on > self.since


def inspected(user: Any, authority: str, today: date, *, urn: int | None = None) -> Record:
    """Every graded inspection known by today, of all schools or of one, the latest first."""
    check_permission(user, Permission.OUTCOME_SEE, authority=authority, urn=urn)
    history = inspection_history.of_authority(authority, today)
    within = schools_within(user, Permission.OUTCOME_SEE, authority=authority)
    mine = [u for u in ([urn] if urn is not None else history) if within is None or u in within]
    gathered = held_signs.gather(user, authority, today, urn=urn)
    names = register.names(mine)
    found = [
        one
        for school in mine
        for one in _of_school(school, names.get(school, str(school)), history.get(school, ()), gathered)
    ]
    rows = sorted(found, key=lambda one: (one.past.ended_on, one.name), reverse=True)
    return Record(rows, gathered.kept_since)


def _of_school(
    urn: int, name: str, history: tuple[Past, ...], gathered: held_signs.Gathered
) -> list[Inspected]:
    graded = [past for past in history if past.is_graded]
    found = []
    for number, past in enumerate(graded):
        before = graded[number - 1] if number else None
        how = signs.fell(_found(past), _found(before) if before else None)
        held = signs.held(
            gathered.signs.get(urn, ()), gathered.acts.get(urn, ()), past.started_on,
            before.ended_on if before else None,
        )  # fmt: skip
        found.append(Inspected(urn, name, past, before, how, held))
    return found


def _found(past: Past) -> Found:
    return Found(past.ended_on, past.framework, past.overall, past.category, past.grades)


@dataclass(frozen=True)
class Year:
    """The graded inspections of one school year: who fell, what was known, false alarms, the time it took to act."""

    year: int
    rows: list[Inspected]
    tally: Tally
    days_to_act: float | None
    days_of_warning: float | None

    @property
    def fell(self) -> list[Inspected]:
        return [row for row in self.rows if row.fell]

    @property
    def false_alarms(self) -> list[Inspected]:
        """Under alarm, inspected, and not fallen."""
        return [row for row in self.rows if not row.fell and row.held.is_alarm]

    @property
    def never_acted(self) -> list[Inspected]:
        """Fell after signs that nothing was done about."""
        return [row for row in self.fell if row.held.signs and row.held.first_act is None]


def years(record: Record) -> list[Year]:
    """A summary for each school year with an inspection that something could be held of, the latest first."""
    rows = [row for row in record.rows if record.is_on_record(row)]
    return [_year(rows, one) for one in sorted({row.year for row in rows}, reverse=True)]


def _year(rows: list[Inspected], which: int) -> Year:
    """One school year of these."""
    mine = [row for row in rows if row.year == which]
    fell = [row for row in mine if row.fell]
    return Year(
        which, mine, signs.tally([(row.held.is_alarm, row.fell) for row in mine]),
        signs.middle(row.held.days_to_act for row in fell), signs.middle(row.held.days_of_warning for row in fell),
    )  # fmt: skip
