"""A school's return: on a page, by the template, sent, corrected, taken back."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fingerpost.core.permissions import page
from fingerpost.core.rules import NotAllowed, Permission
from fingerpost.present import exports, taking
from fingerpost.returns import forms, reading, rules, template
from fingerpost.returns.actions import sending
from fingerpost.returns.queries import one_school, results, rounds
from fingerpost.returns.views.shared import crumbs, found

FORM = require_http_methods(["GET", "HEAD", "POST"])


def _opened(request, authority, round_id, urn):
    """The round and the school's part of it, for those who may see it."""
    one = found(authority, round_id)
    enters = rounds.may_enter(request.user, authority.code, urn)
    if not enters and not rounds.sees_all(request.user, authority.code):
        raise NotAllowed("A school's return is for its head and the authority's officers.")
    school = one_school.of_school(one, urn, timezone.localdate())
    if school is None:
        raise Http404("The round does not ask that school.")
    return one, school, enters


@FORM
@page(Permission.FIGURES_SEE)
def school(request, authority, round_id, urn):
    """Fill in, look over, send, correct."""
    one, held, enters = _opened(request, authority, round_id, urn)
    form = forms.LinesForm(request.POST or None, asks=rounds.asks_of(one), said=held.said())
    if request.method == "POST" and form.is_valid():
        try:
            return _kept(request, authority, one, urn, form)
        except rules.NotAReturn as refusal:
            form.add_faults(refusal.faults)
        except (rules.RoundNotOpen, rules.NotAsked) as refusal:
            form.add_error(None, str(refusal))
    return _page(request, authority, one, held, enters, form=form)


def _kept(request, authority, one, urn, form):
    """Keep or send what the form says, and go back to the page."""
    is_sent = "send" in request.POST
    act = sending.send if is_sent else sending.save_draft
    act(asked=one, urn=urn, said=form.said(), by=request.user, at=timezone.now())
    told = "It is sent. Thank you." if is_sent else "The draft is kept. It counts only when it is sent."
    messages.success(request, told)
    return redirect("return_school", code=authority.code, round_id=one.pk, urn=urn)


def _page(request, authority, one, held, enters, *, form=None, upload=None, wrong=()):
    today = timezone.localdate()
    form = form or forms.LinesForm(asks=rounds.asks_of(one), said=held.said())
    is_open = rules.is_open(one.opens_on, one.closes_on, one.closed_at, today)
    said = held.said()
    context = {
        "round": one,
        "school": held,
        "form": form,
        "upload": upload or forms.UploadForm(),
        "wrong": wrong,
        "lines": [
            (*row, rounds.in_words(row[0]), held.last_year.get(row[0]), said.get(row[0]))
            for row in form.rows()
        ],
        "named": [(ask, rounds.in_words(ask)) for ask in rounds.asks_of(one)],
        "can_enter": enters and is_open,
        "is_open": is_open,
        "is_late": rules.is_late(None, one.due_on, today),
        "can_undo": enters and held.can_undo(one, request.user, today),
        "came": results.came_of(one, held, today),
        "crumbs": crumbs(authority, one, held.name),
    }
    return render(request, "returns/school.html", context)


@require_safe
@page(Permission.FIGURES_SEE)
def take_template(request, authority, round_id, urn):
    """The template to fill in Excel."""
    one, held, _ = _opened(request, authority, round_id, urn)
    return taking.attached(template.made(one, held), exports.XLSX_TYPE, f"{slugify(str(one))}-{urn}.xlsx")


@require_POST
@page(Permission.FIGURES_SEE)
def upload(request, authority, round_id, urn):
    """Take a filled-in template: kept as a draft when all of it is right, else nothing of it."""
    one, held, enters = _opened(request, authority, round_id, urn)
    form, wrong = forms.UploadForm(request.POST, request.FILES), []
    if form.is_valid():
        try:
            filled = reading.read(
                form.cleaned_data["file"].read(reading.LARGEST_FILE + 1), asked=one, urn=urn
            )
            if not filled.wrong:
                return _drafted(request, authority, one, urn, filled)
            wrong = filled.wrong
        except (reading.NotATemplate, rules.RoundNotOpen, rules.NotAsked) as refusal:
            form.add_error("file", str(refusal))
    return _page(request, authority, one, held, enters, upload=form, wrong=wrong)


def _drafted(request, authority, one, urn, filled):
    sending.save_draft(
        asked=one, urn=urn, said=filled.said, by=request.user, at=timezone.now(), came_by=sending.TEMPLATE
    )
    messages.success(request, "The template is read and kept as a draft. Look it over below, then send it.")
    return redirect("return_school", code=authority.code, round_id=one.pk, urn=urn)


@require_POST
@page(Permission.FIGURES_SEE)
def undo(request, authority, round_id, urn):
    """Take back what one sent, until the day it is due."""
    one, held, _ = _opened(request, authority, round_id, urn)
    if held.standing is None:
        raise Http404("Nothing is sent that could be taken back.")
    try:
        sending.undo(sent=held.standing, by=request.user, at=timezone.now())
        messages.success(request, "It is taken back. What you had written is a draft again.")
    except (rules.CannotUndo, rules.RoundNotOpen) as refusal:
        messages.error(request, str(refusal))
    return redirect("return_school", code=authority.code, round_id=one.pk, urn=urn)


@require_POST
@page(Permission.FIGURES_SEE)
def drop(request, authority, round_id, urn):
    """Drop a draft."""
    one, held, _ = _opened(request, authority, round_id, urn)
    if held.draft is None:
        raise Http404("There is no draft to drop.")
    try:
        sending.drop_draft(draft=held.draft, by=request.user, at=timezone.now())
        messages.success(request, "The draft is dropped.")
    except rules.RoundNotOpen as refusal:
        messages.error(request, str(refusal))
    return redirect("return_school", code=authority.code, round_id=one.pk, urn=urn)
