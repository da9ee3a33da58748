"""An inspection from the call to its report: one page with what is to be done, made for a phone."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fingerpost.core.calendar import add_working_days
from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission
from fingerpost.monitor import briefing
from fingerpost.monitor.actions import inspections as actions
from fingerpost.monitor.inspecting_forms import USUAL_DAYS, NoticeForm, PublishedForm, SaidForm
from fingerpost.monitor.queries import live_inspections as queries
from fingerpost.monitor.queries import outcomes
from fingerpost.monitor.rules import CannotUndo
from fingerpost.monitor.rules import inspection_day as rules
from fingerpost.monitor.rules.inspection_day import NotNow
from fingerpost.monitor.views import school as school_views
from fingerpost.monitor.views.contacts import todays_school
from fingerpost.monitor.views.inspections import WORDS
from fingerpost.monitor.views.school import crumbs
from fingerpost.present import pdf, taking
from fingerpost.register import queries as register

FORM = require_http_methods(["GET", "HEAD", "POST"])


@FORM
@page(Permission.INSPECTION_KEEP)
def notify(request, authority, urn):
    """Record that the call has come."""
    school, today = todays_school(authority, urn), timezone.localdate()
    tomorrow = add_working_days(today, 1)
    initial = {"kind": "full", "notified_on": today, "starts_on": tomorrow, "ends_on": tomorrow + USUAL_DAYS}
    form = NoticeForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            made = actions.notify(
                authority=authority.code, urn=urn, by=request.user, at=timezone.now(), **form.cleaned_data
            )
            messages.success(request, "It is recorded. Here is what to do now.")
            return redirect("inspection", code=authority.code, inspection_id=made.pk)
        except NotNow as problem:
            form.add_error(None, str(problem))
    context = {"form": form, "heading": f"{school.name} has had the call", "button": "Record",
               "crumbs": crumbs(authority, school, "Inspection")}  # fmt: skip
    return render(request, "parts/form_page.html", context)


def _inspection(request, authority, inspection_id: int):
    found = queries.inspection(request.user, authority.code, inspection_id)
    if found is None:
        raise Http404("There is no such inspection, or your posts do not reach it.")
    return found


@require_safe
@page(Permission.OUTCOME_SEE)
def inspection(request, authority, inspection_id):
    """What is to be done now, who can go, and what was done."""
    found, school = _inspection(request, authority, inspection_id), None
    school = register.school(found.urn)
    state, today = queries.shown_state(request.user, found), timezone.localdate()
    done = {step.code: step for step in found.steps.all()}
    context = {
        "inspection": found, "school": school, "state": state, "steps": rules.shown_steps(state), "done": done,
        "left": sum(step.code not in done for _, steps in rules.shown_steps(state)[:1] for step in steps),
        "people": queries.who_can_meet(request.user, found) if found.published_at is None else [],
        "hears": queries.hears_feedback(request.user, found), "today": today, "published_form": PublishedForm(
            initial={"published_on": today}),
        "result": queries.published_result(found, today) if found.published_at else None,
        "outcome": outcomes.of_authority(authority.code, today).get(found.urn) if found.published_at else None,
        "crumbs": crumbs(authority, school, "Inspection"),
    }  # fmt: skip
    return render(request, "monitor/inspection.html", context | WORDS)


@require_POST
@page(Permission.INSPECTION_KEEP)
def act(request, authority, inspection_id, deed):
    """Tick something off, say who goes, move the inspection on, or take one's own mistake back."""
    found = _inspection(request, authority, inspection_id)
    try:
        said = _done(request, found, deed)
        messages.success(request, said)
    except (NotNow, CannotUndo) as problem:
        messages.error(request, str(problem))
    if deed == "undo" and found.undone_at is None:
        found.refresh_from_db()
    if found.undone_at is not None:
        return redirect("inspection_school", code=authority.code, urn=found.urn)
    return redirect("inspection", code=authority.code, inspection_id=found.pk)


#: What is done without more being said: the action, and what is said of it.
PLAIN = {
    "on-site": (actions.on_site, "Inspectors are on site."),
    "undo": (actions.undo_notice, "It is taken back."),
    "back": (actions.step_back, "The last step is taken back."),
}


def _done(request, found, deed: str) -> str:
    who = {"inspection": found, "by": request.user, "at": timezone.now()}
    if deed in PLAIN:
        action, said = PLAIN[deed]
        action(**who)
        return said
    handlers = {"step": _step, "meets": _meets, "publish": _publish, "suspend": _suspend}
    if deed not in handlers:
        raise Http404("Nothing of that name can be done to an inspection.")
    return handlers[deed](request, found, who)


def _step(request, found, who) -> str:
    code = request.POST.get("step", "")
    if request.POST.get("undo"):
        actions.undo_step(code=code, **who)
        return "It is back on the list."
    actions.do_step(code=code, **who)
    return "Done."


def _meets(request, found, who) -> str:
    people = {str(one.person.pk): one.person for one in queries.who_can_meet(request.user, found)}
    person = people.get(request.POST.get("person", ""))
    if person is None:
        raise NotNow("Choose somebody from the list.")
    actions.say_who_meets(person=person, **who)
    return f"{person} meets the inspector. Tell the school."


def _publish(request, found, who) -> str:
    form = PublishedForm(request.POST)
    if not form.is_valid():
        raise NotNow("Give the day on which the report was published.")
    actions.publish(published_on=form.cleaned_data["published_on"], **who)
    return "It is published. Two tasks were given to the school's adviser: decide the level, and write to the school."


def _suspend(request, found, who) -> str:
    form = SaidForm(request.POST)
    if not form.is_valid():
        raise NotNow(" ".join(error for errors in form.errors.values() for error in errors))
    actions.suspend(reason=form.cleaned_data["words"], **who)
    return "The inspection is suspended. Inspectors return within three months."


@FORM
@page(Permission.INSPECTION_EMBARGOED)
def feedback(request, authority, inspection_id):
    """What was heard under embargo. That it is read is recorded each time."""
    found = _inspection(request, authority, inspection_id)
    school, form = register.school(found.urn), SaidForm(request.POST or None)
    if form.is_valid():
        try:
            actions.hear_feedback(
                inspection=found, words=form.cleaned_data["words"], by=request.user, at=timezone.now()
            )
            messages.success(request, "It is recorded, under embargo.")
            return redirect(
                reverse("inspection_feedback", kwargs={"code": authority.code, "inspection_id": found.pk})
            )
        except NotNow as problem:
            form.add_error(None, str(problem))
    heard = queries.feedback(request.user, found)
    if heard:
        actions.note_reading(inspection=found, by=request.user, at=timezone.now())
    context = {"inspection": found, "school": school, "form": form, "heard": heard,
               "crumbs": crumbs(authority, school, "Feedback")}  # fmt: skip
    return render(request, "monitor/inspection_feedback.html", context | WORDS)


@require_safe
@page(Permission.OUTCOME_SEE)
def briefing_pack(request, authority, inspection_id):
    """The pack as PDF."""
    found, now = _inspection(request, authority, inspection_id), timezone.now()
    shown = school_views.found(request, authority, found.urn)
    asked = briefing.Asked(found, shown, request.user, authority, timezone.localdate())
    made = pdf.to_pdf(briefing.document(asked), made_at=now)
    return taking.opened(made, pdf.PDF_TYPE, f"inspection-briefing-{found.urn}.pdf")
