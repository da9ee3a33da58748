"""Which schools are likely to be inspected next, and a school's own page about its inspections."""

from __future__ import annotations

from datetime import timedelta

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from fingerpost.archive.queries import editions, ratings
from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission, check_permission
from fingerpost.evidence import graded, inspection_windows
from fingerpost.monitor import inspection_look
from fingerpost.monitor.queries import live_inspections, next_inspections, predictions
from fingerpost.monitor.rules import inspection_day, predicting
from fingerpost.monitor.rules.judging import can_undo
from fingerpost.monitor.views.contacts import todays_school
from fingerpost.monitor.views.school import crumbs
from fingerpost.present import taking
from fingerpost.register import queries as register
from fingerpost.register.rules import PHASE_NAMES
from fingerpost.strategy.prediction import Prediction
from fingerpost.strategy.problems import NotAnEdition

#: How long a published inspection stays at the head of the list (ours).
LATELY = timedelta(days=42)
WORDS = {
    "places": inspection_windows.PLACES, "phases": PHASE_NAMES, "confidences": predicting.CONFIDENCES,
    "ends": predicting.ENDS, "ways": predicting.WAYS, "states": inspection_day.STATES,
    "kinds": inspection_day.KINDS, "in_short": inspection_look.in_short, "framework_name": graded.name_of,
}  # fmt: skip


def edition_in_use(authority: str):
    """The edition of the latest levels, or None."""
    code = ratings.edition_last_used(authority)
    if code is None:
        return None
    try:
        return editions.edition(code)
    except (editions.NoSuchEdition, NotAnEdition):
        return None


def renew_days(authority: str) -> int:
    """For how many days a prediction stands, as the edition in use has it."""
    edition = edition_in_use(authority)
    return (edition.prediction if edition else Prediction()).renew_days


def _looked(request, authority):
    look = inspection_look.read(request.GET)
    rows = next_inspections.every(
        request.user, authority.code, timezone.localdate(), renew_days(authority.code)
    )
    return look, rows, inspection_look.chosen(look, rows)


@require_safe
@page(Permission.OUTCOME_SEE)
def inspections(request, authority):
    """Every school by how near its next inspection is, with what is predicted of it."""
    look, rows, found = _looked(request, authority)
    live = live_inspections.open_now(request.user, authority.code)
    lately = live_inspections.lately_published(request.user, authority.code, timezone.localdate() - LATELY)
    names = register.names([one.urn for one in (*live, *lately)])
    context = {
        "look": look, "rows": found, "options": inspection_look.options(rows), "every": rows,
        "live": [(one, names.get(one.urn, str(one.urn)), live_inspections.shown_state(request.user, one))
                 for one in (*live, *lately)],
        "counts": [(code, word, sum(row.place == code for row in rows))
                   for code, word in inspection_windows.PLACES.items()],
        "without": sum(row.prediction is None for row in rows), "stale": sum(row.is_stale for row in rows),
    }  # fmt: skip
    return render(request, "monitor/inspections.html", context | WORDS)


@require_safe
@page(Permission.OUTCOME_SEE)
def export(request, authority, form):
    """The same list as a file."""
    _, _, found = _looked(request, authority)
    return taking.away(inspection_look.list_table(found), form, f"inspections-{authority.code}")


@require_safe
@page(Permission.OUTCOME_SEE)
def of_school(request, authority, urn):
    """When a school is likely to be inspected, why then, what is predicted, and how past predictions came out."""
    check_permission(request.user, Permission.OUTCOME_SEE, authority=authority.code, urn=urn)
    school, today, now = todays_school(authority, urn), timezone.localdate(), timezone.now()
    days = renew_days(authority.code)
    found = next_inspections.of_school(request.user, authority.code, urn, today, days)
    made = predictions.of_school(request.user, authority.code, urn)
    edition = edition_in_use(authority.code)
    live = live_inspections.of_school(request.user, authority.code, urn)
    notice = next((one.notified_on for one in live if one.published_at is None), None)
    context = {
        "late": {one.pk for one in made if predicting.is_late(predictions.recorded_on(one), notice)},
        "school": school, "next": found, "made": made, "today": today,
        "undoable": {one.pk for one in made if one.moderated_at is None and can_undo(
            one.recorded_by_id, one.recorded_at, is_undone=one.undone_at is not None, person=request.user.pk, at=now)},
        "unmoderatable": {one.pk for one in made if one.moderated_at and can_undo(
            one.moderated_by_id, one.moderated_at, is_undone=False, person=request.user.pk, at=now)},
        "standing": found.prediction if found else None, "renew_days": days,
        "floor": _floor(edition, found.prediction) if found and found.prediction else "",
        "compared": predictions.of_one(request.user, authority.code, urn, today),
        "live": live,
        "shown_state": lambda one: live_inspections.shown_state(request.user, one),
        "graded": {one.pk: graded.graded_under(one.framework) for one in made},
        "crumbs": crumbs(authority, school, "Inspections"),
    }  # fmt: skip
    return render(request, "monitor/inspection_school.html", context | WORDS)


def _floor(edition, prediction) -> str:
    """The name of the floor that moderating this prediction would lay."""
    if edition is None:
        return ""
    wanted = edition.prediction.floor_for(predicting.ends_in(prediction.grades))
    named = {floor.id: floor.name for scheme in edition.schemes for floor in scheme.floors}
    return named.get(wanted, "")
