"""What services heard of schools: raise a flag, hear it again, substantiate it, tell the school, close it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fingerpost.core import queries as core
from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission, schools_within
from fingerpost.monitor import rules
from fingerpost.monitor.actions import flags as actions
from fingerpost.monitor.actions import tasks
from fingerpost.monitor.hearing_forms import USUAL_REVIEW, AgainForm, AnyFlagForm, FlagForm, WordsForm
from fingerpost.monitor.queries import flags as queries
from fingerpost.monitor.rules import NotAFlag
from fingerpost.monitor.views.contacts import todays_school
from fingerpost.monitor.views.school import crumbs
from fingerpost.present import taking
from fingerpost.present.tables import DAY, NUMBER, Column, table
from fingerpost.register import queries as register

FORM = require_http_methods(["GET", "HEAD", "POST"])
STATES = {
    "review": "Past the day of review", "waiting": "Nobody has looked into it", "founded": "Found to be so",
    "telling": "Found to be so, the school not told",
}  # fmt: skip
WORDS = {"kinds": rules.FLAG_KINDS, "severities": rules.SEVERITIES}
#: What may be done to a flag with words alone: the action, the permission, what is said when it is done.
WITH_WORDS = {
    "substantiate": (actions.substantiate, "reason", "The flag is substantiated."),
    "answer": (actions.answer, "words", "The school's answer is recorded."),
    "close": (actions.close_flag, "reason", "The flag is closed."),
}


@FORM
@page(Permission.FLAG_RAISE)
def raise_flag(request, authority, urn):
    """Record what was heard of a school."""
    school = todays_school(authority, urn)
    initial = {"review_on": timezone.localdate() + USUAL_REVIEW, "severity": "note"}
    form = FlagForm(request.POST or None, place=school.name, initial=initial)
    if form.is_valid():
        try:
            actions.raise_flag(
                authority=authority.code, urn=urn, by=request.user, at=timezone.now(), **form.cleaned_data
            )
            messages.success(request, "The flag is recorded. It prompts the adviser and moves no level.")
            return redirect("flags_school", code=authority.code, urn=urn)
        except NotAFlag as problem:
            form.add_error(None, str(problem))
    context = {"form": form, "heading": f"What was heard of {school.name}", "button": "Record",
               "crumbs": crumbs(authority, school, "Flag")}  # fmt: skip
    return render(request, "parts/form_page.html", context)


@FORM
@page(Permission.FLAG_RAISE)
def raise_any(request, authority):
    """Record what was heard, from any page: the school is named first."""
    within = schools_within(request.user, Permission.FLAG_RAISE, authority=authority.code)
    rows = register.schools_of(authority.code, timezone.localdate()).select("urn", "name").sort("name")
    schools = [(urn, name) for urn, name in rows.iter_rows() if within is None or urn in within]
    initial = {"review_on": timezone.localdate() + USUAL_REVIEW, "severity": "note"}
    form = AnyFlagForm(request.POST or None, schools=schools, initial=initial)
    if form.is_valid():
        said = dict(form.cleaned_data)
        urn = int(said.pop("school"))
        try:
            actions.raise_flag(authority=authority.code, urn=urn, by=request.user, at=timezone.now(), **said)
            messages.success(request, "The flag is recorded. It prompts the adviser and moves no level.")
            return redirect("flags_school", code=authority.code, urn=urn)
        except NotAFlag as problem:
            form.add_error(None, str(problem))
    first = {"text": "Flags", "href": reverse("flags", kwargs={"code": authority.code})}
    context = {
        "form": form,
        "heading": "What was heard",
        "button": "Record",
        "crumbs": [first, {"text": "Record"}],
    }
    return render(request, "parts/form_page.html", context)


@require_safe
@page(Permission.SCHOOLS_SEE)
def of_school(request, authority, urn):
    """A school's flags: all of them for officers, what it was told of for the school itself."""
    school = todays_school(authority, urn)
    found = queries.of_school(request.user, authority.code, urn)
    context = {"school": school, "found": found, "crumbs": crumbs(authority, school, "Flags"),
               "today": timezone.localdate()}  # fmt: skip
    return render(request, "monitor/flags_school.html", context | WORDS)


@require_safe
@page(Permission.FLAG_SEE)
def flags(request, authority):
    """Every open flag, what is due for review first, and the tasks that came of them."""
    every = queries.open_flags(request.user, authority.code)
    found, today = _chosen(request, every), timezone.localdate()
    names = register.names([flag.urn for flag in found])
    context = {
        "found": found, "names": names, "today": today, "asked": request.GET, "states": STATES,
        "ageing": queries.ageing(every, today), "tasks": _tasks(request, authority),
        "waiting": sum(flag.substantiated_at is None for flag in every),
    }  # fmt: skip
    return render(request, "monitor/flags.html", context | WORDS)


def _tasks(request, authority) -> list[tuple]:
    found = queries.tasks(request.user, authority.code)
    names = register.names([task.urn for task in found if task.urn])
    return [(task, names.get(task.urn, str(task.urn or ""))) for task in found]


def _chosen(request, found) -> list:
    kind, severity = request.GET.get("kind", ""), request.GET.get("severity", "")
    is_so = _in_state(request.GET.get("state", ""), timezone.localdate())
    return [
        flag for flag in found if kind in ("", flag.kind) and severity in ("", flag.severity) and is_so(flag)
    ]


def _in_state(state: str, today: date) -> Callable[[Any], bool]:
    """Whether a flag waits for what somebody looks for."""
    return {
        "review": lambda flag: flag.review_on < today,
        "waiting": lambda flag: flag.substantiated_at is None,
        "founded": lambda flag: flag.substantiated_at is not None,
        "telling": lambda flag: flag.substantiated_at and not flag.told_at and not flag.is_restricted,
    }.get(state, lambda flag: True)


@require_safe
@page(Permission.FLAG_SEE)
def export(request, authority, form):
    """The open flags as a file, without what is restricted."""
    found = [
        f for f in _chosen(request, queries.open_flags(request.user, authority.code)) if not f.is_restricted
    ]
    names = register.names([flag.urn for flag in found])
    columns = (
        Column("urn", "URN"), Column("school", "School", width=34), Column("kind", "About"),
        Column("severity", "How serious"), Column("source", "Heard from", width=24),
        Column("words", "What was heard", width=60),
        Column("raised", "Raised on", DAY), Column("hearings", "Times heard", NUMBER),
        Column("review", "Review on", DAY),
        Column("state", "State", width=24),
    )  # fmt: skip
    rows = [
        {"urn": f.urn, "school": names.get(f.urn), "kind": rules.FLAG_KINDS[f.kind],
         "severity": rules.SEVERITIES[f.severity], "source": f.source, "words": f.words, "raised": f.raised_at.date(),
         "hearings": f.hearings, "review": f.review_on, "state": "substantiated" if f.substantiated_at else "heard"}
        for f in found
    ]  # fmt: skip
    return taking.away(table("Open flags", columns, rows), form, f"flags-{authority.code}")


def _flag(request, authority, flag_id: int):
    found = queries.flag(request.user, authority.code, flag_id)
    if found is None:
        raise Http404("There is no such flag, or your posts do not reach it.")
    return found


@require_safe
@page(Permission.SCHOOLS_SEE)
def flag(request, authority, flag_id):
    """One flag with all that came of it. Reading a restricted one is recorded."""
    found = _flag(request, authority, flag_id)
    if found.is_restricted:
        actions.note_reading(flag=found, by=request.user, at=timezone.now())
    school = register.school(found.urn)
    context = {
        "flag": found, "school": school,
        "crumbs": crumbs(authority, school, "Flag"), "today": timezone.localdate(),
        "counts_on": queries.counts_on_day(found, core.school_calendar(authority.code)),
        "never_counts": found.is_restricted and found.kind in rules.NEVER_COUNT_IN_CONFIDENCE,
    }  # fmt: skip
    return render(request, "monitor/flag.html", context | WORDS)


@require_POST
@page(Permission.SCHOOLS_SEE)
def act(request, authority, flag_id, deed):
    """Substantiate, answer or close a flag, with words; hear it again; tell the school."""
    found = _flag(request, authority, flag_id)
    try:
        said = _done(request, found, deed)
        messages.success(request, said)
    except NotAFlag as problem:
        messages.error(request, str(problem))
    return redirect(reverse("flag", kwargs={"code": authority.code, "flag_id": found.pk}))


def _done(request, found, deed: str) -> str:
    by, at = request.user, timezone.now()
    if deed == "tell":
        actions.tell_school(flag=found, by=by, at=at)
        return "It is recorded that the school was told."
    place = register.school(found.urn).name
    form = AgainForm(request.POST, place=place) if deed == "again" else WordsForm(request.POST, place=place)
    if not form.is_valid():
        raise NotAFlag(" ".join(error for errors in form.errors.values() for error in errors))
    if deed == "again":
        actions.hear_again(flag=found, by=by, at=at, **form.cleaned_data)
        return "It is recorded that this was heard again."
    if deed not in WITH_WORDS:
        raise Http404("Nothing of that name can be done to a flag.")
    action, name, said = WITH_WORDS[deed]
    action(flag=found, by=by, at=at, **{name: form.cleaned_data["words"]})
    return said


@require_POST
@page(Permission.FLAG_SEE)
def task_done(request, authority, task_id):
    """Its owner, or whoever may look into it, is done."""
    found = queries.task(request.user, authority.code, task_id)
    if found is None:
        raise Http404("There is no such task, or it is done.")
    tasks.finish_task(task=found, by=request.user, at=timezone.now())
    messages.success(request, "The task is done.")
    back = request.POST.get("back", "")
    if url_has_allowed_host_and_scheme(back, {request.get_host()}):
        return redirect(back)
    return redirect("flags", code=authority.code)
