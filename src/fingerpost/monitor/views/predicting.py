"""Predict how an inspection will end, take it back, moderate it; and how right predictions were."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fingerpost.archive.queries import ratings
from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission
from fingerpost.evidence import graded
from fingerpost.monitor import accuracy_tables
from fingerpost.monitor.actions import predicting as actions
from fingerpost.monitor.inspecting_forms import PredictionForm, SaidForm
from fingerpost.monitor.queries import live_inspections, next_inspections
from fingerpost.monitor.queries import predictions as queries
from fingerpost.monitor.rules import CannotUndo
from fingerpost.monitor.rules.predicting import NotAPrediction
from fingerpost.monitor.views.contacts import todays_school
from fingerpost.monitor.views.inspections import WORDS, edition_in_use, renew_days
from fingerpost.monitor.views.school import crumbs
from fingerpost.present import drawing, taking

FORM = require_http_methods(["GET", "HEAD", "POST"])


@FORM
@page(Permission.OUTCOME_PREDICT)
def predict(request, authority, urn):
    """Record a prediction, beginning from the one that stands."""
    school, today = todays_school(authority, urn), timezone.localdate()
    framework = graded.framework_on(today)
    found = next_inspections.of_school(request.user, authority.code, urn, today, renew_days(authority.code))
    held = found.prediction if found else None
    initial = {f"grade_{code}": grade for code, grade in held.grades.items()} if held else {}
    form = PredictionForm(
        request.POST or None, graded=graded.graded_under(framework), place=school.name, initial=initial
    )
    if form.is_valid():
        try:
            actions.predict(
                authority=authority.code, urn=urn, framework=framework, grades=form.grades(),
                confidence=form.cleaned_data["confidence"], reason=form.cleaned_data["words"], by=request.user,
                at=timezone.now(),
            )  # fmt: skip
            messages.success(request, "The prediction is recorded. It supersedes earlier ones.")
            return redirect("inspection_school", code=authority.code, urn=urn)
        except NotAPrediction as problem:
            form.add_error(None, str(problem))
    context = {
        "form": form, "school": school, "framework": graded.name_of(framework), "next": found,
        "is_late": bool(_open(request, authority, urn)), "held": held,
        "crumbs": crumbs(authority, school, "Predict"),
    }  # fmt: skip
    return render(request, "monitor/inspection_predict.html", context | WORDS)


def _open(request, authority, urn):
    rows = live_inspections.of_school(request.user, authority.code, urn)
    return next((one for one in rows if one.published_at is None), None)


def _prediction(request, authority, prediction_id: int):
    found = queries.prediction(request.user, authority.code, prediction_id)
    if found is None:
        raise Http404("There is no such prediction, or your posts do not reach it.")
    return found


@require_POST
@page(Permission.OUTCOME_SEE)
def undo(request, authority, prediction_id):
    """Take back one's own prediction of today."""
    found = _prediction(request, authority, prediction_id)
    try:
        actions.undo_prediction(prediction=found, by=request.user, at=timezone.now())
        messages.success(request, "The prediction is taken back.")
    except (CannotUndo, NotAPrediction) as refusal:
        messages.error(request, str(refusal))
    return redirect("inspection_school", code=authority.code, urn=found.urn)


@require_POST
@page(Permission.LEVEL_MODERATE)
def moderate(request, authority, prediction_id):
    """Agree to a prediction, and lay the floor that the edition has for it."""
    found, edition = _prediction(request, authority, prediction_id), edition_in_use(authority.code)
    form = SaidForm(request.POST)
    try:
        if not form.is_valid():
            raise NotAPrediction(" ".join(error for errors in form.errors.values() for error in errors))
        if edition is None:
            raise NotAPrediction("No strategy is in use: compute levels first.")
        held = actions.moderate(
            prediction=found, reason=form.cleaned_data["words"], edition=edition,
            schemes=_schemes(request, authority, found.urn), by=request.user, at=timezone.now(),
        )  # fmt: skip
        laid = (
            "A floor is laid, and counts when levels are next computed."
            if held.floors
            else "No floor follows."
        )
        messages.success(request, f"The prediction is moderated. {laid}")
    except NotAPrediction as refusal:
        messages.error(request, str(refusal))
    return redirect("inspection_school", code=authority.code, urn=found.urn)


def _schemes(request, authority, urn: int) -> list[str]:
    """The schemes under which the school was last rated."""
    run = ratings.latest_run(request.user, authority.code)
    return [row.scheme for row in ratings.of_school(request.user, run, urn)] if run else []


@require_POST
@page(Permission.LEVEL_MODERATE)
def undo_moderation(request, authority, prediction_id):
    """Take back one's own moderation of today, with its floor."""
    found = _prediction(request, authority, prediction_id)
    try:
        actions.undo_moderation(prediction=found, by=request.user, at=timezone.now())
        messages.success(request, "The moderation is taken back, and its floor lifted.")
    except (CannotUndo, NotAPrediction) as refusal:
        messages.error(request, str(refusal))
    return redirect("inspection_school", code=authority.code, urn=found.urn)


@require_safe
@page(Permission.OUTCOME_SEE)
def accuracy(request, authority):
    """How right the authority's predictions were, over time and by judgement, and how sure people should have been."""
    found = queries.accuracy(request.user, authority.code, timezone.localdate())
    chart = accuracy_tables.calibration_chart(found)
    context = {
        "found": found, "chart": chart, "years": accuracy_tables.by_year(found),
        "judgements": accuracy_tables.by_judgement(found), "advisers": accuracy_tables.by_adviser(found),
    }  # fmt: skip
    return render(request, "monitor/inspections_accuracy.html", context | WORDS)


@require_safe
@page(Permission.OUTCOME_SEE)
def calibration(request, authority):
    """The calibration plot."""
    found = queries.accuracy(request.user, authority.code, timezone.localdate())
    drawn = drawing.svg(accuracy_tables.calibration_chart(found))
    return HttpResponse(drawn, content_type="image/svg+xml", headers={"Cache-Control": "private, max-age=60"})


@require_safe
@page(Permission.OUTCOME_SEE)
def accuracy_export(request, authority, form):
    """Every prediction beside what came, as a file: by school and judgement, and by nobody's name."""
    found = queries.accuracy(request.user, authority.code, timezone.localdate())
    return taking.away(accuracy_tables.every_grade(found), form, f"predictions-{authority.code}")
