"""An inspection from the call to its report: notified, on site, feedback under embargo, published."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from fingerpost.core import queries as core
from fingerpost.core.actions import audit
from fingerpost.core.calendar import add_working_days
from fingerpost.core.rules import Permission, check_permission
from fingerpost.monitor.models import InspectionFeedback, InspectionStep, LiveInspection, Task
from fingerpost.monitor.rules import inspection_day as rules
from fingerpost.monitor.rules import judging
from fingerpost.monitor.rules.inspection_day import NotNow


@transaction.atomic
def notify(
    *,
    authority: str,
    urn: int,
    kind: str,
    notified_on: date,
    starts_on: date,
    ends_on: date,
    by: Any,
    at: datetime,
) -> LiveInspection:
    """Record that a school has had the call. From then on no prediction counts."""
    check_permission(by, Permission.INSPECTION_KEEP, authority=authority, urn=urn)
    rules.check_notice(kind, notified_on, starts_on, ends_on, at)
    if _open_at(authority, urn) is not None:
        raise NotNow("An inspection of this school is open already: record what came of it first.")
    made = LiveInspection.objects.create(
        authority_id=authority, urn=urn, kind=kind, notified_on=notified_on, starts_on=starts_on, ends_on=ends_on,
        notified_by=by, notified_at=at,
    )  # fmt: skip
    audit.record("inspection notified", by=by, about=made, at=at, detail=_told_of(made))
    return made


def _open_at(authority: str, urn: int) -> LiveInspection | None:
    """The inspection of a school that is on and not yet published."""
    rows = LiveInspection.objects.filter(authority_id=authority, urn=urn, published_at=None, undone_at=None)
    return rows.first()


def _told_of(held: LiveInspection) -> dict:
    return {"authority": held.authority_id, "urn": held.urn, "starts_on": held.starts_on.isoformat()}


def _locked(inspection: LiveInspection, by: Any, permission: Permission) -> LiveInspection:
    held = LiveInspection.objects.select_for_update().get(pk=inspection.pk)
    check_permission(by, permission, authority=held.authority_id, urn=held.urn)
    if held.undone_at is not None:
        raise NotNow("It was recorded by mistake and taken back.")
    return held


def _state(held: LiveInspection) -> str:
    return rules.state_of(
        on_site=held.on_site_at is not None, feedback=held.feedback_at is not None,
        published=held.published_at is not None,
    )  # fmt: skip


@transaction.atomic
def on_site(*, inspection: LiveInspection, by: Any, at: datetime) -> LiveInspection:
    """Inspectors have come."""
    held = _locked(inspection, by, Permission.INSPECTION_KEEP)
    rules.check_next(_state(held), rules.ON_SITE)
    if at.astimezone(judging.HERE).date() < held.starts_on:
        raise NotNow("Inspectors are not due before the first day. Change nothing until then.")
    held.on_site_at, held.on_site_by = at, by
    held.save(update_fields=["on_site_at", "on_site_by"])
    audit.record("inspectors on site", by=by, about=held, at=at, detail=_told_of(held))
    return held


@transaction.atomic
def hear_feedback(*, inspection: LiveInspection, words: str, by: Any, at: datetime) -> InspectionFeedback:
    """Record what was heard at the feedback. Only those who may see what is under embargo write it and read it."""
    held = _locked(inspection, by, Permission.INSPECTION_EMBARGOED)
    if held.published_at is not None:
        raise NotNow("The report is published: read it instead.")
    if not words.strip():
        raise NotNow("Write what was heard.")
    if held.feedback_at is None:
        rules.check_next(_state(held), rules.FEEDBACK)
        held.feedback_at, held.feedback_by = at, by
        held.save(update_fields=["feedback_at", "feedback_by"])
    made = InspectionFeedback.objects.create(inspection=held, words=words.strip(), heard_by=by, heard_at=at)
    audit.record("inspection feedback recorded", by=by, about=held, at=at, detail=_told_of(held))
    return made


@transaction.atomic
def note_reading(*, inspection: LiveInspection, by: Any, at: datetime) -> None:
    """Record that somebody read feedback that is under embargo."""
    audit.record("inspection feedback read", by=by, about=inspection, at=at, detail=_told_of(inspection))


@transaction.atomic
def publish(*, inspection: LiveInspection, published_on: date, by: Any, at: datetime) -> LiveInspection:
    """The report is out: whoever has the school gets two tasks, to decide its level and to write to it. What was
    published comes from Ofsted's own list when that is loaded, never from here."""
    held = _locked(inspection, by, Permission.INSPECTION_KEEP)
    rules.check_next(_state(held), rules.PUBLISHED)
    today = at.astimezone(judging.HERE).date()
    if not held.ends_on <= published_on <= today:
        raise NotNow("A report is published after the inspection, and not on a day that has not come.")
    held.published_at, held.published_by, held.published_on = at, by, published_on
    held.save(update_fields=["published_at", "published_by", "published_on"])
    for words, days in (
        ("Compute levels again, and decide the school's", rules.LEVEL_DAYS),
        ("Write to the head and the chair about the report", rules.LETTER_DAYS),
    ):
        _raise_task(held, words, add_working_days(today, days), by, at)
    audit.record("inspection published", by=by, about=held, at=at, detail=_told_of(held))
    return held


def _raise_task(held: LiveInspection, words: str, due_on: date, by: Any, at: datetime) -> Task:
    owner = core.judge_of(held.authority_id, held.urn, at.astimezone(judging.HERE).date())
    return Task.objects.create(
        authority_id=held.authority_id, urn=held.urn, words=words, because="Ofsted has published its report",
        source="inspection", source_id=held.pk, owner=owner, due_on=due_on, raised_by=by, raised_at=at,
    )  # fmt: skip


@transaction.atomic
def suspend(*, inspection: LiveInspection, reason: str, by: Any, at: datetime) -> LiveInspection:
    """Inspectors have left to come back, over safeguarding alone. The inspection stays open."""
    held = _locked(inspection, by, Permission.INSPECTION_KEEP)
    if held.published_at is not None or held.suspended_at is not None:
        raise NotNow("It is published, or suspended already.")
    if not reason.strip():
        raise NotNow("Say why inspectors left, as the authority was told it.")
    held.suspended_at, held.suspended_by, held.suspended_reason = at, by, reason.strip()[:300]
    held.save(update_fields=["suspended_at", "suspended_by", "suspended_reason"])
    audit.record("inspection suspended", by=by, about=held, at=at, detail=_told_of(held))
    return held


@transaction.atomic
def say_who_meets(*, inspection: LiveInspection, person: Any, by: Any, at: datetime) -> LiveInspection:
    """Say who of the authority meets the inspector."""
    held = _locked(inspection, by, Permission.INSPECTION_KEEP)
    held.meets = person
    held.save(update_fields=["meets"])
    audit.record("who meets the inspector", by=by, about=held, at=at, detail=_told_of(held))
    return held


@transaction.atomic
def do_step(*, inspection: LiveInspection, code: str, by: Any, at: datetime) -> InspectionStep:
    """Tick one thing off the list; ticked twice, it is done once."""
    held = _locked(inspection, by, Permission.INSPECTION_KEEP)
    if code not in {step.code for step in rules.STEPS}:
        raise NotNow("There is no such thing on the list.")
    made, is_new = InspectionStep.objects.get_or_create(
        inspection=held, code=code, defaults={"done_by": by, "done_at": at}
    )
    if is_new:
        audit.record("inspection step done", by=by, about=held, at=at, detail=_told_of(held) | {"step": code})
    return made


@transaction.atomic
def undo_step(*, inspection: LiveInspection, code: str, by: Any, at: datetime) -> None:
    """Put one thing back on the list."""
    held = _locked(inspection, by, Permission.INSPECTION_KEEP)
    InspectionStep.objects.filter(inspection=held, code=code).delete()
    audit.record("inspection step undone", by=by, about=held, at=at, detail=_told_of(held) | {"step": code})


@transaction.atomic
def undo_notice(*, inspection: LiveInspection, by: Any, at: datetime) -> LiveInspection:
    """Take back an inspection that one recorded today by mistake, before anything came of it."""
    held = _locked(inspection, by, Permission.INSPECTION_KEEP)
    if _state(held) != rules.NOTIFIED:
        raise NotNow("Something has been recorded of it since: it stands.")
    judging.check_can_undo(held.notified_by_id, held.notified_at, is_undone=False, person=by.pk, at=at)
    held.undone_at, held.undone_by = at, by
    held.save(update_fields=["undone_at", "undone_by"])
    audit.record("inspection taken back", by=by, about=held, at=at, detail=_told_of(held))
    return held


@transaction.atomic
def step_back(*, inspection: LiveInspection, by: Any, at: datetime) -> LiveInspection:
    """Take back the last thing that one recorded of an inspection today: published, or on site. What was heard under
    embargo stands."""
    held = _locked(inspection, by, Permission.INSPECTION_KEEP)
    state = _state(held)
    if state not in (rules.ON_SITE, rules.PUBLISHED):
        raise NotNow("There is nothing here to take back.")
    when, who = getattr(held, f"{state}_at"), getattr(held, f"{state}_by_id")
    judging.check_can_undo(who, when, is_undone=False, person=by.pk, at=at)
    setattr(held, f"{state}_at", None)
    setattr(held, f"{state}_by", None)
    held.published_on = None
    held.save(update_fields=[f"{state}_at", f"{state}_by", "published_on"])
    if state == rules.PUBLISHED:
        Task.objects.filter(source="inspection", source_id=held.pk, done_at=None).delete()
    audit.record(
        "inspection taken one step back", by=by, about=held, at=at, detail=_told_of(held) | {"from": state}
    )
    return held
