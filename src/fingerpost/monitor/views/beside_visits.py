"""What stands beside visits: where a concern about a child is passed on, and what schools thought of visits."""

from __future__ import annotations

from collections import defaultdict

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission, has_permission
from fingerpost.monitor.actions import evaluations
from fingerpost.monitor.actions import visits as actions
from fingerpost.monitor.queries import visits as queries
from fingerpost.monitor.rules import visits as rules
from fingerpost.monitor.rules.visits import NotAVisit
from fingerpost.monitor.views.visits import check_at, crumbs, found
from fingerpost.monitor.visit_forms import EvaluateForm, PassOnForm, WordsForm
from fingerpost.register import queries as register

FORM = require_http_methods(["GET", "HEAD", "POST"])
#: Ours: an average of fewer evaluations than this says more about one school than about visits.
FEWEST = 3


@FORM
@page(Permission.NOTE_WRITE)
def safeguarding(request, authority, visit_id):
    """Where a concern about a child is passed on; here only that it was, when and to whom."""
    visit = found(request, authority, visit_id)
    check_at(request, visit, Permission.NOTE_WRITE)
    form = PassOnForm(request.POST or None)
    if form.is_valid():
        try:
            actions.pass_on(visit=visit, by=request.user, at=timezone.now(), **form.cleaned_data)
            messages.success(request, "It is recorded that you passed it on, when and to whom.")
            return redirect("visit_safeguarding", code=authority.code, visit_id=visit_id)
        except NotAVisit as problem:
            form.add_error("to_whom", str(problem))
    context = {
        "visit": visit, "form": form, "route": queries.safeguarding_route(authority.code),
        "passed": queries.passed_on(request.user, visit), "crumbs": crumbs(authority, "A concern about a child"),
        "may_set": has_permission(request.user, Permission.USERS_MANAGE, authority=authority.code),
    }  # fmt: skip
    return render(request, "monitor/visit_safeguarding.html", context)


@FORM
@page(Permission.USERS_MANAGE)
def route(request, authority):
    """Set whom an adviser calls when a child may be at risk."""
    held = queries.safeguarding_route(authority.code)
    form = WordsForm(
        request.POST or None, initial={"words": held.words if held else ""}, label="Whom to call",
        hint="The service and its number, and what to do out of hours. Advisers read it on their phones.",
    )  # fmt: skip
    if request.method == "POST" and request.POST.get("words", "").strip():
        actions.set_route(
            authority=authority.code, words=request.POST["words"][:2000], by=request.user, at=timezone.now()
        )
        messages.success(request, "Advisers now see this when they hear something about a child.")
        return redirect("visits", code=authority.code)
    heading = "Whom an adviser calls when a child may be at risk"
    context = {
        "form": form,
        "heading": heading,
        "button": "Save",
        "crumbs": crumbs(authority, "Safeguarding"),
    }
    return render(request, "parts/form_page.html", context)


@FORM
@page(Permission.VISIT_EVALUATE)
def evaluate(request, authority, urn, visit_id):
    """Evaluate a visit for a school."""
    visit = found(request, authority, visit_id)
    school = next((one for one in visit.schools.all() if one.urn == urn), None)
    if school is None or visit.is_appraisal:
        raise Http404("That visit was not to your school.")
    there = queries.evaluation_of(request.user, visit, urn)
    initial = {name: getattr(there, name) for name in (*rules.SCORES, "words")} if there else {}
    form = EvaluateForm(request.POST or None, initial=initial, place=school.name)
    if form.is_valid():
        try:
            evaluations.evaluate(
                visit=visit, urn=urn, scores=form.scores(), words=form.cleaned_data["words"], by=request.user,
                at=timezone.now(),
            )  # fmt: skip
            messages.success(request, "Thank you. The adviser and those who lead the service see it.")
            return redirect("visit", code=authority.code, visit_id=visit_id)
        except NotAVisit as problem:
            form.add_error(None, str(problem))
    context = {"form": form, "heading": f"What did you think of the visit? {visit}", "button": "Send"}
    return render(request, "parts/form_page.html", context)


@require_safe
@page(Permission.VISIT_SEE)
def listed(request, authority):
    """How schools evaluated visits: an adviser's own; by adviser only for those who lead."""
    rows = queries.evaluations(request.user, authority.code)
    leads = has_permission(request.user, Permission.EVALUATION_SEE, authority=authority.code)
    by_adviser: dict[str, list] = defaultdict(list)
    for row in rows:
        by_adviser[str(row.visit.adviser)].append(row)
    context = {
        "rows": rows, "names": register.names([row.urn for row in rows]), "leads": leads, "scores": rules.SCORES,
        "by_adviser": [(name, len(said), _averages(said)) for name, said in sorted(by_adviser.items()) if leads],
        "mine": _averages(rows), "fewest": FEWEST, "crumbs": crumbs(authority, "Evaluations"),
    }  # fmt: skip
    return render(request, "monitor/evaluations.html", context)


def _averages(rows: list) -> dict[str, float | None]:
    """The mean of each score; none of too few to mean anything."""
    if len(rows) < FEWEST:
        return dict.fromkeys(rules.SCORES)
    return {name: sum(getattr(row, name) for row in rows) / len(rows) for name in rules.SCORES}
