"""Rounds, their schools and what schools said, limited to what the person may see."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Prefetch

from fingerpost.archive.queries import editions
from fingerpost.core import queries as core
from fingerpost.core.calendar import TermsNotSet
from fingerpost.core.rules import Permission, check_permission, has_permission, schools_within
from fingerpost.monitor import rules
from fingerpost.monitor.models import Round, RoundComment, RoundLevel, RoundSchool, SecondLook, Stage
from fingerpost.monitor.queries.standings import EARLY_YEARS
from fingerpost.strategy.problems import NotAnEdition

#: What of a stored rating a list of hundreds does not read.
HEAVY = ("rating__strands", "rating__marks", "rating__because", "rating__direction_because")


def rounds(user: Any, authority: str) -> list[Round]:
    """Every round of an authority, the latest first."""
    check_permission(user, Permission.INDICATIVE_SEE, authority=authority)
    return list(Round.objects.filter(authority_id=authority).select_related("opened_by", "closed_by"))


def authorities_with_rounds() -> set[str]:
    """The codes of the authorities that have opened a round; nothing of the rounds."""
    return set(Round.objects.order_by().values_list("authority_id", flat=True).distinct())


def one(user: Any, authority: str, round_id: int) -> Round | None:
    """One round of an authority."""
    check_permission(user, Permission.INDICATIVE_SEE, authority=authority)
    rows = Round.objects.select_related("run", "opened_by", "closed_by", "reopened_by")
    return rows.filter(authority_id=authority, pk=round_id).first()


def latest(user: Any, authority: str) -> Round | None:
    """The latest round of an authority, open or closed."""
    check_permission(user, Permission.INDICATIVE_SEE, authority=authority)
    return Round.objects.filter(authority_id=authority).select_related("run").first()


def schools(user: Any, held: Round) -> list[RoundSchool]:
    """The schools of a round within the person's scope, each with its levels, by name; five questions at most."""
    urns = schools_within(user, Permission.INDICATIVE_SEE, authority=held.authority_id)
    rows = held.schools.select_related("adviser", "spoken_by")
    rows = rows if urns is None else rows.filter(urn__in=urns)
    levels = RoundLevel.objects.select_related("rating", "decided_by").defer(*HEAVY)
    return list(rows.prefetch_related(Prefetch("levels", levels), "tellings", "comments"))


def levels(user: Any, held: Round) -> list[tuple[str, str, str]]:
    """Last time's, the computed and the standing level of each school of a round, without the early years."""
    urns = schools_within(user, Permission.INDICATIVE_SEE, authority=held.authority_id)
    rows = RoundLevel.objects.filter(school__round=held, school__frozen_at=None).exclude(scheme=EARLY_YEARS)
    rows = rows if urns is None else rows.filter(school__urn__in=urns)
    found = rows.values_list("before", "computed", "decided", "confirmed")
    return [
        (before, computed, confirmed or decided or computed) for before, computed, decided, confirmed in found
    ]


def school(user: Any, held: Round, urn: int) -> RoundSchool | None:
    """One school of a round."""
    check_permission(user, Permission.INDICATIVE_SEE, authority=held.authority_id, urn=urn)
    rows = held.schools.select_related("adviser", "spoken_by", "released_by", "round")
    return rows.prefetch_related("levels__rating", "comments__said_by", "tellings").filter(urn=urn).first()


def level(user: Any, held: Round, level_id: int) -> RoundLevel | None:
    """One school's level in a round, if the school is within the person's scope."""
    rows = RoundLevel.objects.select_related("school__round", "school__adviser", "rating", "decided_by")
    found = rows.filter(school__round=held, pk=level_id).first()
    if found is None:
        return None
    sees = has_permission(user, Permission.INDICATIVE_SEE, authority=held.authority_id, urn=found.school.urn)
    return found if sees else None


def comments(user: Any, held: Round) -> list[RoundComment]:
    """What schools said in a round, those not answered first."""
    urns = schools_within(user, Permission.INDICATIVE_SEE, authority=held.authority_id)
    rows = RoundComment.objects.filter(school__round=held, undone_at=None)
    rows = rows if urns is None else rows.filter(school__urn__in=urns)
    found = rows.select_related("school", "said_by", "answered_by")
    return sorted(found, key=lambda row: (row.answered_at is not None, row.said_at))


def comments_of_school(user: Any, authority: str, urn: int) -> list[RoundComment]:
    """What a school said in any round, for the school itself and for officers, the latest first."""
    permission = _may_read_school(user, authority, urn)
    check_permission(user, permission, authority=authority, urn=urn)
    rows = RoundComment.objects.filter(school__round__authority_id=authority, school__urn=urn)
    return list(rows.select_related("school__round", "said_by", "answered_by").order_by("-said_at", "-id"))


def _may_read_school(user: Any, authority: str, urn: int) -> Permission:
    answers = has_permission(user, Permission.ROUND_ANSWER, authority=authority, urn=urn)
    return Permission.ROUND_ANSWER if answers else Permission.INDICATIVE_SEE


def open_for_comment(user: Any, authority: str, urn: int, today: date) -> RoundSchool | None:
    """The school in the round whose window for comments is open, for whoever answers for it; else None.

    Its levels carry the ratings that explain each strand. The level itself is not for the school until it is told.
    """
    check_permission(user, Permission.ROUND_ANSWER, authority=authority, urn=urn)
    rows = RoundSchool.objects.filter(
        urn=urn, frozen_at=None, round__authority_id=authority, round__stage=Stage.COMMENTING,
        round__comments_from_on__lte=today, round__comments_to_on__gte=today,
    )  # fmt: skip
    return rows.select_related("round").prefetch_related("levels__rating").first()


def second_looks(user: Any, authority: str, *, urn: int | None = None) -> list[SecondLook]:
    """Second looks of an authority's schools, or of one that the person may answer for, those open first."""
    permission = Permission.INDICATIVE_SEE if urn is None else _may_read_school(user, authority, urn)
    check_permission(user, permission, authority=authority, urn=urn)
    rows = SecondLook.objects.filter(level__school__round__authority_id=authority)
    within = schools_within(user, permission, authority=authority)
    if urn is not None:
        rows = rows.filter(level__school__urn=urn)
    elif within is not None:
        rows = rows.filter(level__school__urn__in=within)
    found = rows.select_related("level__school__round", "asked_by", "found_by")
    return sorted(found, key=lambda row: (row.found_at is not None, row.asked_at))


def second_look_until(held: RoundSchool) -> date | None:
    """The last day on which a school may ask for a second look; None before it is told, or where no terms are set."""
    if held.released_at is None:
        return None
    told_on = held.released_at.astimezone(rules.HERE).date()
    try:
        calendar = core.school_calendar(held.round.authority_id)
        return calendar.add_school_days(told_on, _second_look_days(held.round))
    except TermsNotSet:
        return None


def _second_look_days(held: Round) -> int:
    """As many as the edition gives; those of the brief where its files are no longer there."""
    try:
        return editions.edition(held.edition).rhythm.second_look
    except (editions.NoSuchEdition, NotAnEdition):
        return rules.SECOND_LOOK_DAYS
