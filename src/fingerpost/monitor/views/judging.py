"""Record an adviser's judgement, take it back; correct the register."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission
from fingerpost.monitor import actions, forms, rules
from fingerpost.monitor.actions import levels
from fingerpost.monitor.queries import judgements
from fingerpost.monitor.views.school import crumbs, found
from fingerpost.register.actions import corrections
from fingerpost.register.rules import CORRECTABLE, NotACorrection

FORM = require_http_methods(["GET", "HEAD", "POST"])


def _judged(shown, scheme, strand):
    """The strand or floor to judge, and its cells; 404 when the edition has none such."""
    edition = shown.standing.edition if shown.standing else None
    held = next((s for s in edition.schemes if s.id == scheme), None) if edition else None
    if held is None or strand not in rules.judged_strands(held):
        raise Http404("The strategy gives advisers no such strand to judge.")
    return edition, next(s for s in (*held.strands, *held.floors) if s.id == strand)


@FORM
@page(Permission.JUDGEMENT_RECORD)
def judge(request, authority, urn, scheme, strand):
    """Record a judgement of one strand, with reasons."""
    shown = found(request, authority, urn)
    edition, judged = _judged(shown, scheme, strand)
    latest = min(shown.as_at, timezone.localdate())
    form = forms.JudgementForm(
        request.POST or None, initial={"made_on": latest}, levels=forms.level_choices(edition, judged)
    )
    if form.is_valid():
        try:
            actions.record_judgement(
                authority=authority.code, urn=urn, edition=edition, scheme=scheme, strand=strand,
                by=request.user, at=timezone.now(), **form.cleaned_data,
            )  # fmt: skip
            return _recorded(request, authority, shown, judged)
        except rules.NotAJudgement as refusal:
            form.add_error(None, str(refusal))
    context = {"form": form, "judged": judged, "school": shown.school, "page": shown}
    return render(
        request, "monitor/judge.html", context | {"crumbs": crumbs(authority, shown.school, judged.name)}
    )


def _recorded(request, authority, shown, judged):
    """Back to the school; with the levels computed anew when that was asked for."""
    run, now = shown.standing.run, timezone.now()
    said = f"Your judgement of {judged.name.lower()} is recorded."
    if "compute" in request.POST:
        levels.compute(
            authority=authority.code, edition=run.edition, as_at=run.as_at, by=request.user, at=now
        )
        said += " The levels are computed anew."
    messages.success(request, said)
    return redirect("school", code=authority.code, urn=shown.school.urn)


@require_POST
@page(Permission.JUDGEMENT_RECORD)
def undo(request, authority, urn, judgement_id):
    """Take back a judgement that one recorded today."""
    shown = found(request, authority, urn)
    one = next(
        (j for j in judgements.of_school(request.user, authority.code, urn) if j.pk == judgement_id), None
    )
    if one is None:
        raise Http404("There is no such judgement of this school.")
    try:
        actions.undo_judgement(judgement=one, by=request.user, at=timezone.now())
        messages.success(request, "Your judgement is taken back. It stays on record as taken back.")
    except rules.CannotUndo as refusal:
        messages.error(request, str(refusal))
    return redirect("school", code=authority.code, urn=shown.school.urn)


@FORM
@page(Permission.REGISTER_CORRECT)
def correct(request, authority, urn):
    """Put right by hand what the register says of a school."""
    shown = found(request, authority, urn)
    form = forms.CorrectionForm(request.POST or None, initial={"field": request.GET.get("field", "name")})
    if form.is_valid():
        try:
            corrections.correct(school=shown.school, by=request.user, at=timezone.now(), **form.cleaned_data)
            messages.success(
                request, f"{CORRECTABLE[form.cleaned_data['field']]} is corrected. Loads will not undo it."
            )
            return redirect("school", code=authority.code, urn=urn)
        except NotACorrection as refusal:
            form.add_error("value", str(refusal))
    context = {
        "form": form,
        "heading": f"Correct {shown.school.name}",
        "button": "Correct",
        "school": shown.school,
    }
    now = [(label, getattr(shown.school, name)) for name, label in CORRECTABLE.items()]
    context |= {"now": now, "page": shown, "crumbs": crumbs(authority, shown.school, "Correct the register")}
    return render(request, "monitor/correct.html", context)


@require_POST
@page(Permission.REGISTER_CORRECT)
def take_back(request, authority, urn, field):
    """Take a correction back: the lists' own value returns at the next load."""
    shown = found(request, authority, urn)
    correction = shown.corrections.get(field)
    if correction is None:
        raise Http404("That field is not corrected.")
    corrections.take_back(correction=correction, by=request.user, at=timezone.now())
    messages.success(request, "The correction is taken back. The lists' own value returns at the next load.")
    return redirect("school", code=authority.code, urn=urn)
