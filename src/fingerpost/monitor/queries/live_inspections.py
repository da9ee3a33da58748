"""Inspections that are on, and who could meet the inspector, limited to what the person may see."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from fingerpost.core import queries as core
from fingerpost.core.rules import Permission, check_permission, has_permission, schools_within
from fingerpost.monitor.models import InspectionFeedback, LiveInspection, Visit
from fingerpost.monitor.queries import inspection_history
from fingerpost.monitor.queries.inspection_history import Past
from fingerpost.monitor.queries.predictions import SAME_WITHIN_DAYS
from fingerpost.monitor.rules import inspection_day as rules


def _seen(user: Any, authority: str) -> QuerySet[LiveInspection]:
    rows = LiveInspection.objects.filter(authority_id=authority, undone_at=None)
    rows = rows.select_related("meets", "notified_by", "on_site_by", "published_by")
    urns = schools_within(user, Permission.OUTCOME_SEE, authority=authority)
    return rows if urns is None else rows.filter(urn__in=urns)


def open_now(user: Any, authority: str) -> list[LiveInspection]:
    """Every inspection that is on and not yet published, the first to begin first."""
    check_permission(user, Permission.OUTCOME_SEE, authority=authority)
    return list(_seen(user, authority).filter(published_at=None).order_by("starts_on", "id"))


def lately_published(user: Any, authority: str, since: date) -> list[LiveInspection]:
    """Those recorded as published since a day, the latest first."""
    check_permission(user, Permission.OUTCOME_SEE, authority=authority)
    return list(_seen(user, authority).filter(published_on__gte=since).order_by("-published_on", "-id"))


def of_school(user: Any, authority: str, urn: int) -> list[LiveInspection]:
    """A school's recorded inspections, the latest first."""
    check_permission(user, Permission.OUTCOME_SEE, authority=authority, urn=urn)
    return list(_seen(user, authority).filter(urn=urn))


def inspection(user: Any, authority: str, inspection_id: int) -> LiveInspection | None:
    """One recorded inspection, if the person may see it."""
    return _seen(user, authority).filter(pk=inspection_id).prefetch_related("steps__done_by").first()


def state_of(one: LiveInspection) -> str:
    """Where an inspection stands (STATES)."""
    return rules.state_of(
        on_site=one.on_site_at is not None, feedback=one.feedback_at is not None,
        published=one.published_at is not None,
    )  # fmt: skip


def hears_feedback(user: Any, one: LiveInspection) -> bool:
    """Whether a person may see what is under embargo, at this school."""
    return has_permission(user, Permission.INSPECTION_EMBARGOED, authority=one.authority_id, urn=one.urn)


def shown_state(user: Any, one: LiveInspection) -> str:
    """Where it stands, as this person may know it: that feedback was heard is itself under embargo."""
    state = state_of(one)
    return rules.ON_SITE if state == rules.FEEDBACK and not hears_feedback(user, one) else state


def feedback(user: Any, one: LiveInspection) -> list[InspectionFeedback]:
    """What was heard, for the few who may know it. Whoever shows it records that it was read."""
    check_permission(user, Permission.INSPECTION_EMBARGOED, authority=one.authority_id, urn=one.urn)
    return list(InspectionFeedback.objects.filter(inspection=one).select_related("heard_by"))


def published_result(one: LiveInspection, today: date) -> Past | None:
    """What Ofsted's list says of it, once a list that has it is loaded."""
    history = inspection_history.of_authority(one.authority_id, today).get(one.urn, ())
    near = [p for p in history if abs((p.ended_on - one.ends_on).days) <= SAME_WITHIN_DAYS]
    return near[-1] if near else None


@dataclass(frozen=True)
class Meets:
    """Somebody who could meet the inspector, why them, and what stands in the way."""

    person: Any
    because: str
    busy: tuple[str, ...]

    @property
    def is_free(self) -> bool:
        return not self.busy


def who_can_meet(user: Any, one: LiveInspection) -> list[Meets]:
    """The school's adviser, whoever may confirm levels, then the other advisers: those free that day first."""
    check_permission(user, Permission.OUTCOME_SEE, authority=one.authority_id, urn=one.urn)
    own = core.judge_of(one.authority_id, one.urn, one.starts_on)
    people: dict[int, tuple[Any, str]] = {own.pk: (own, "the school's adviser")} if own else {}
    for post in core.people_of(one.authority_id, one.starts_on):
        because = _because(post)
        if because and post.user.is_active:
            people.setdefault(post.user_id, (post.user, because))
    busy = _busy(one, list(people))
    found = [Meets(person, because, tuple(busy.get(pk, ()))) for pk, (person, because) in people.items()]
    return sorted(found, key=lambda meets: (not meets.is_free, _RANK.index(meets.because)))


_RANK = ("the school's adviser", "may confirm levels", "an adviser")


def _because(post: Any) -> str:
    granted = post.held().permissions if post.kind != "operator" else frozenset()
    if Permission.LEVEL_CONFIRM in granted:
        return "may confirm levels"
    return "an adviser" if Permission.OUTCOME_PREDICT in granted else ""


def _busy(one: LiveInspection, people: list[int]) -> dict[int, list[str]]:
    """Person -> what they have on the days of the inspection."""
    found: dict[int, list[str]] = defaultdict(list)
    days = Q(planned_on__range=(one.starts_on, one.ends_on))
    visits = Visit.objects.filter(days, authority_id=one.authority_id, adviser__in=people)
    visits = visits.filter(undone_at=None, missed_at=None).prefetch_related("schools")
    for visit in visits:
        names = ", ".join(school.name for school in visit.schools.all())
        found[visit.adviser_id].append(f"visits {names} on {visit.planned_on:%A}")
    others = LiveInspection.objects.filter(
        authority_id=one.authority_id, undone_at=None, published_at=None, meets__in=people,
        starts_on__lte=one.ends_on, ends_on__gte=one.starts_on,
    ).exclude(pk=one.pk)  # fmt: skip
    for other in others:
        found[other.meets_id].append("meets the inspector at another school")
    return found
