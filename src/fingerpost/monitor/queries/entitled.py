"""What each school is entitled to beside what was planned and made: late, due, planned, in time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from fingerpost.archive.queries import editions, ratings
from fingerpost.core import queries as core
from fingerpost.core.rules import Permission, check_permission, has_permission, schools_within
from fingerpost.monitor.models import VisitSchool
from fingerpost.monitor.queries import rounds
from fingerpost.monitor.rules import visits as rules
from fingerpost.register import queries as register
from fingerpost.strategy.edition import Edition
from fingerpost.strategy.visits import Entitled, VisitType


@dataclass(frozen=True)
class Owed:
    """One kind of visit that a school is entitled to, and how it stands on a day."""

    urn: int
    name: str
    is_academy: bool
    adviser: str
    level: str
    kind: VisitType
    entitled: Entitled
    made: int
    planned: int
    last_on: date | None
    planned_on: date | None
    due_on: date
    standing: str

    @property
    def none_yet(self) -> bool:
        """Whether no visit of the kind was ever recorded."""
        return self.last_on is None


@dataclass
class _Count:
    """The visits of one kind to one school: made this school year, planned ahead, the last, the next."""

    made: int = 0
    planned: int = 0
    last_on: date | None = None
    planned_on: date | None = None

    def add(self, made_on: date | None, planned_on: date, on: date) -> None:
        first, last = rules.school_year(on)
        if made_on is not None and made_on <= on:
            self.made += first <= made_on <= last
            self.last_on = max(self.last_on or made_on, made_on)
        elif planned_on >= on:
            self.planned += 1
            self.planned_on = min(self.planned_on or planned_on, planned_on)


def every(user: Any, authority: str, on: date) -> list[Owed]:
    """Each kind of visit that each school within the person's scope is entitled to, by school."""
    check_permission(user, Permission.VISIT_SEE, authority=authority)
    edition = editions.edition_of(authority)
    if edition is None or not edition.visits.types:
        return []
    within = schools_within(user, Permission.VISIT_SEE, authority=authority)
    fields = ("urn", "name", "is_academy", "opened_on")
    schools = [
        row for row in register.schools_of(authority, on).select(fields).iter_rows(named=True)
        if within is None or row["urn"] in within
    ]  # fmt: skip
    shows_appraisal = has_permission(user, Permission.HEAD_APPRAISAL, authority=authority)
    counts, since = _counts(authority, on)
    found = levels(user, authority, edition, [row["urn"] for row in schools] if within is not None else None)
    advisers = core.advisers_of(authority, on)
    return [
        _owed(row, edition, one, found.get(row["urn"], ""), counts, since, on, advisers.get(row["urn"], ""))
        for row in sorted(schools, key=lambda row: row["name"])
        for one in edition.visits.of_school(found.get(row["urn"]), is_academy=row["is_academy"])
        if shows_appraisal or not _type(edition, one).is_appraisal
    ]


def _type(edition: Edition, one: Entitled) -> VisitType:
    return edition.visits.type_of(one.type) or VisitType(one.type, one.type)


def _owed(
    row: dict, edition: Edition, one: Entitled, level: str, counts: dict, since: date, on: date, adviser: str
) -> Owed:
    kind, count = _type(edition, one), counts[row["urn"], one.type]
    began = max(since, row["opened_on"] or since)
    due_on = rules.due_next(count.last_on, one.a_year, since=began)
    return Owed(
        urn=row["urn"], name=row["name"], is_academy=row["is_academy"], adviser=adviser, level=level, kind=kind,
        entitled=one, made=count.made, planned=count.planned, last_on=count.last_on, planned_on=count.planned_on,
        due_on=due_on,
        standing=rules.standing(
            one, by_invitation=kind.academies_invite and row["is_academy"], due_on=due_on,
            planned_on=count.planned_on, on=on,
        ),
    )  # fmt: skip


def _counts(authority: str, on: date) -> tuple[dict[tuple[int, str], _Count], date]:
    """By school and kind what was made and planned, and the day from which visits are recorded here at all."""
    rows = VisitSchool.objects.filter(
        visit__authority_id=authority, visit__undone_at=None, visit__missed_at=None
    )
    counts: dict[tuple[int, str], _Count] = defaultdict(_Count)
    since = on
    for urn, kind, made_on, planned_on in rows.values_list(
        "urn", "visit__kind", "visit__made_on", "visit__planned_on"
    ):
        counts[urn, kind].add(made_on, planned_on, on)
        since = min(since, made_on or planned_on)
    return counts, since


def levels(user: Any, authority: str, edition: Edition, urns: Iterable[int] | None = None) -> dict[int, str]:
    """School -> the level that decides what it is entitled to: the one confirmed last, else the one computed last."""
    beside = {scheme.id for scheme in edition.schemes if scheme.beside}
    found: dict[int, str] = {}
    if has_permission(user, Permission.INDICATIVE_SEE, authority=authority):
        run = ratings.latest_run(user, authority)
        rows = ratings.of_run(user, run).exclude(scheme__in=beside).values_list("urn", "level") if run else ()
        found = {urn: level for urn, level in rows if level in edition.level_ids}
    for one in reversed(rounds.confirmed(user, authority, urns=urns)):
        if one.scheme not in beside and one.level in edition.level_ids:
            found[one.urn] = one.level
    return found


def of_school(user: Any, authority: str, urn: int, on: date) -> list[Owed]:
    """One school's entitlements."""
    return [one for one in every(user, authority, on) if one.urn == urn]


def late(user: Any, authority: str, on: date) -> list[Owed]:
    """The visits that are late on a day, the longest overdue first."""
    return sorted(
        (one for one in every(user, authority, on) if one.standing == "late"), key=lambda one: one.due_on
    )
