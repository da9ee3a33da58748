"""Plan a visit, move it, record that it was made or why not, and take one's own mistake back on the same day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.db import transaction

from fingerpost.core.actions import audit
from fingerpost.core.rules import Permission, check_permission, has_permission
from fingerpost.monitor.holding import hold_visit
from fingerpost.monitor.models import PassedOn, SafeguardingRoute, Visit, VisitSchool
from fingerpost.monitor.rules import CannotUndo
from fingerpost.monitor.rules import visits as rules
from fingerpost.monitor.rules.visits import Invitation, NotAVisit
from fingerpost.register import queries as register
from fingerpost.strategy.edition import Edition


@transaction.atomic
def plan(
    *, authority: str, edition: Edition, kind: str, urns: Iterable[int], adviser: Any, planned_on: date, by: Any,
    at: datetime, begins: time | None = None, minutes: int = 120, about: str = "", invitation: Invitation | None = None,
) -> Visit:  # fmt: skip
    """Plan a visit to a school, or to several of one federation or trust. A day that has passed is recorded late."""
    urns = list(dict.fromkeys(urns))
    schools = [_school(authority, urn, planned_on) for urn in urns]
    chosen = edition.visits.type_of(kind)
    _check_may_plan(authority, urns, adviser, by, is_appraisal=bool(chosen and chosen.is_appraisal))
    rules.check_planned(chosen, schools, planned_on, at, invitation)
    made = Visit.objects.create(
        authority_id=authority, edition=edition.code, kind=kind, kind_name=chosen.name,
        is_evidence=chosen.is_evidence, is_appraisal=chosen.is_appraisal, adviser=adviser, planned_on=planned_on,
        begins=begins, minutes=minutes, about=about.strip(), planned_by=by, planned_at=at,
    )  # fmt: skip
    VisitSchool.objects.bulk_create(_visited(made, school, invitation) for school in schools)
    audit.record("visit planned", by=by, about=made, at=at, detail=_told_of(made, urns))
    return made


def _school(authority: str, urn: int, day: date) -> Any:
    found = register.school(urn)
    if found is None:
        raise NotAVisit(f"No school has the URN {urn}.")
    if found.authority_id != authority and register.authority_on(urn, day) != authority:
        raise NotAVisit(f"{found.name} is none of this authority's schools.")
    return found


def _check_may_plan(authority: str, urns: list[int], adviser: Any, by: Any, *, is_appraisal: bool) -> None:
    for urn in urns:
        check_permission(by, Permission.VISIT_PLAN, authority=authority, urn=urn)
        if not has_permission(adviser, Permission.NOTE_WRITE, authority=authority, urn=urn):
            raise NotAVisit(f"{adviser} holds no post that visits this school. Choose another adviser.")
        if is_appraisal:
            check_permission(by, Permission.HEAD_APPRAISAL, authority=authority, urn=urn)
            if not has_permission(adviser, Permission.HEAD_APPRAISAL, authority=authority, urn=urn):
                raise NotAVisit(f"{adviser} holds no post that may keep the record of a head's appraisal.")


def _visited(visit: Visit, school: Any, invitation: Invitation | None) -> VisitSchool:
    made = VisitSchool(visit=visit, urn=school.urn, name=school.name, is_academy=school.is_academy)
    if invitation is not None and invitation.name.strip():
        made.invited_by_name, made.invited_on = invitation.name.strip(), invitation.on
    return made


def _told_of(visit: Visit, urns: list[int]) -> dict:
    """What the record of deeds may say of a visit: of a head's appraisal, not even whose."""
    return {"authority": visit.authority_id} | (
        {} if visit.is_appraisal else {"urns": urns, "kind": visit.kind}
    )


def _still_planned(held: Visit) -> None:
    if held.made_at is not None:
        raise NotAVisit("It is recorded as made already.")
    if held.missed_at is not None:
        raise NotAVisit("It is recorded as not made. Plan a new visit.")


@transaction.atomic
def move(
    *,
    visit: Visit,
    planned_on: date,
    by: Any,
    at: datetime,
    begins: time | None = None,
    minutes: int | None = None,
) -> Visit:
    """Give a planned visit another day or time."""
    held, urns = hold_visit(visit, by, Permission.VISIT_PLAN)
    _still_planned(held)
    if planned_on < rules.today_of(at):
        raise NotAVisit("That day has passed. Record the visit as made, or say why it was not.")
    rules.check_day([_school(held.authority_id, urn, planned_on) for urn in urns], planned_on)
    was = held.planned_on
    held.planned_on, held.begins, held.minutes = planned_on, begins, minutes or held.minutes
    held.save(update_fields=["planned_on", "begins", "minutes"])
    audit.record(
        "visit moved", by=by, about=held, at=at, detail=_told_of(held, urns) | {"was": was.isoformat()}
    )
    return held


@transaction.atomic
def record_made(*, visit: Visit, made_on: date, by: Any, at: datetime) -> Visit:
    """Record that a visit was made, on its day or on another."""
    held, urns = hold_visit(visit, by, Permission.VISIT_PLAN)
    if held.made_on == made_on:
        return held
    _still_planned(held)
    rules.check_made([_school(held.authority_id, urn, made_on) for urn in urns], made_on, at)
    held.made_on, held.made_by, held.made_at = made_on, by, at
    held.save(update_fields=["made_on", "made_by", "made_at"])
    audit.record("visit made", by=by, about=held, at=at, detail=_told_of(held, urns))
    return held


@transaction.atomic
def record_missed(*, visit: Visit, reason: str, by: Any, at: datetime) -> Visit:
    """Record that a visit was not made, and why."""
    held, urns = hold_visit(visit, by, Permission.VISIT_PLAN)
    _still_planned(held)
    rules.check_reason(reason, "Say why the visit was not made: the school and the next adviser will ask.")
    held.missed_by, held.missed_at, held.missed_reason = by, at, reason.strip()
    held.save(update_fields=["missed_by", "missed_at", "missed_reason"])
    audit.record("visit not made", by=by, about=held, at=at, detail=_told_of(held, urns))
    return held


@transaction.atomic
def undo(*, visit: Visit, by: Any, at: datetime) -> Visit:
    """Take back what one recorded of a visit today: that it was made or not, or the planning of it."""
    held, urns = hold_visit(visit, by, Permission.VISIT_PLAN)
    deed = "made" if held.made_at else "missed" if held.missed_at else "planned"
    done_by, done_at = getattr(held, f"{deed}_by_id"), getattr(held, f"{deed}_at")
    if hasattr(held, "note"):
        raise CannotUndo("A note of this visit has been begun, so the visit stands.")
    if not rules.can_undo_today(done_by, done_at, person=by.pk, at=at):
        raise CannotUndo(
            "What is recorded of a visit can be taken back by whoever recorded it, on the same day."
        )
    _UNDOES[deed](held, by, at)
    held.save()
    audit.record(f"visit {deed}: taken back", by=by, about=held, at=at, detail=_told_of(held, urns))
    return held


def _not_made(held: Visit, by: Any, at: datetime) -> None:
    held.made_on = held.made_by = held.made_at = None


def _not_missed(held: Visit, by: Any, at: datetime) -> None:
    held.missed_by = held.missed_at = None
    held.missed_reason = ""


def _not_planned(held: Visit, by: Any, at: datetime) -> None:
    held.undone_by, held.undone_at = by, at


_UNDOES = {"made": _not_made, "missed": _not_missed, "planned": _not_planned}


@transaction.atomic
def pass_on(*, visit: Visit, to_whom: str, by: Any, at: datetime) -> PassedOn:
    """Record that something heard on a visit was passed to whoever answers for safeguarding; never what it was."""
    held, _ = hold_visit(visit, by, Permission.NOTE_WRITE)
    rules.check_reason(
        to_whom, "Say to whom you passed it on: a service and a post. Write nothing of what you heard."
    )
    made = PassedOn.objects.create(visit=held, to_whom=to_whom.strip(), passed_by=by, passed_at=at)
    audit.record("concern passed on", by=by, about=made, at=at, detail={"authority": held.authority_id})
    return made


@transaction.atomic
def set_route(*, authority: str, words: str, by: Any, at: datetime) -> SafeguardingRoute:
    """Set whom an adviser calls when a child may be at risk."""
    check_permission(by, Permission.USERS_MANAGE, authority=authority)
    rules.check_reason(words, "Say whom to call: the service, its number, and what to do out of hours.")
    made, _ = SafeguardingRoute.objects.update_or_create(
        authority_id=authority, defaults={"words": words.strip(), "set_by": by, "set_at": at}
    )
    audit.record("safeguarding route set", by=by, about=made, at=at, detail={"authority": authority})
    return made
