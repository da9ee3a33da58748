"""Pupils' results: what is held, one file, corrections, retention and deletion."""

from __future__ import annotations

import re

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fingerpost.archive import forms, pupil_store
from fingerpost.archive.actions import pupils as actions
from fingerpost.archive.actions import pupils_correcting
from fingerpost.archive.queries import pupils as queries
from fingerpost.archive.views.in_memory import in_memory, path_of
from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission
from fingerpost.evidence.pupils import columns
from fingerpost.evidence.pupils.reading import RefusedPupils
from fingerpost.evidence.pupils.stages import title_of
from fingerpost.present import formats

NAMED = re.compile(r"^([a-z0-9]+)-(20\d\d)$")


def crumbs(authority, *more) -> list[dict]:
    """Where a page of this part of the section lies; a pair is a text and its address."""
    code = {"code": authority.code}
    first = [
        {"text": "Data", "href": reverse("data", kwargs=code)},
        {"text": "Pupils' results", "href": reverse("pupils", kwargs=code)},
    ]
    if not more:
        return [first[0], {"text": "Pupils' results"}]
    return [*first, *({"text": m} if isinstance(m, str) else {"text": m[0], "href": m[1]} for m in more)]


def in_words(stage: str, year: int) -> str:
    """A stage and school year."""
    return f"{title_of(stage)}, {formats.school_year(str(year))}"


@require_safe
@page(Permission.DATA_SEE)
def everything(request, authority):
    """What is held by stage and year, what is due to be deleted, and the way to load more."""
    pupil_store.remove_forgotten()
    return _everything(request, authority, None)


def _everything(request, authority, form):
    kept = queries.years_kept(authority.code)
    held = queries.held(request.user, authority.code)
    today = timezone.localdate()
    context = {
        "held": held,
        "due": [one for one in held if one.due_on <= today],
        "kept": kept,
        "form": form or forms.KeepForm(initial={"years": kept}),
        "in_words": in_words,
        "crumbs": crumbs(authority),
    }
    return render(request, "archive/pupils.html", context)


@require_POST
@page(Permission.PUPILS_LOAD)
def keep_for(request, authority):
    """Say for how many years pupils' results are kept."""
    form = forms.KeepForm(request.POST)
    if form.is_valid():
        actions.keep_for(authority=authority.code, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(
            request, "How long pupils' results are kept is set. Nothing is deleted until you say so."
        )
        return redirect("pupils", code=authority.code)
    return _everything(request, authority, form)


@require_safe
@page(Permission.DATA_SEE)
def file(request, authority, identity):
    """One file: how it was read, what was set aside and why."""
    return _file_page(request, authority, _found(request, authority, identity), forms.WithdrawForm())


@require_POST
@page(Permission.PUPILS_LOAD)
def withdraw(request, authority, identity):
    """Withdraw a file with a reason."""
    found, form = _found(request, authority, identity), forms.WithdrawForm(request.POST)
    if form.is_valid():
        try:
            actions.withdraw_pupils(file=found, by=request.user, at=timezone.now(), **form.cleaned_data)
            messages.success(
                request, f"{found.name} no longer counts, and the figures are counted without it."
            )
            return redirect("pupils_file", code=authority.code, identity=found.id)
        except actions.CannotChange as refusal:
            form.add_error("reason", str(refusal))
    return _file_page(request, authority, found, form)


def _found(request, authority, identity):
    found = queries.file(request.user, authority.code, identity)
    if found is None:
        raise Http404("There is no such file of pupils.")
    return found


def _file_page(request, authority, found, form):
    listed = {**found.identity, **found.mapping.get("columns", {})}
    year = reverse("pupils_year", kwargs={"code": authority.code, "identity": f"{found.stage}-{found.year}"})
    context = {
        "file": found,
        "form": form,
        "columns": [(name, columns.title(target, found.stage)) for name, target in listed.items()],
        "measures": [columns.title(measure, found.stage) for measure in found.made],
        "title": in_words(found.stage, found.year),
        "crumbs": crumbs(authority, (in_words(found.stage, found.year), year), found.name),
    }
    return render(request, "archive/pupils_file.html", context)


@require_safe
@page(Permission.DATA_SEE)
def year(request, authority, identity):
    """One stage and year: its files, its corrections, and the way to delete it."""
    return _year_page(request, authority, *_named(identity), None)


def _named(identity: str) -> tuple[str, int]:
    found = NAMED.match(identity)
    if found is None:
        raise Http404("A stage and a school year are named like ks2-2025.")
    return found[1], int(found[2])


def _held(request, authority, stage: str, year: int):
    held = queries.held(request.user, authority.code)
    found = next((one for one in held if (one.stage, one.year) == (stage, year)), None)
    if found is None:
        raise Http404("Nothing is held of that stage and year.")
    return found


def _year_page(request, authority, stage, year, form):
    found = _held(request, authority, stage, year)
    context = {
        "held": found,
        "name": f"{stage}-{year}",
        "title": in_words(stage, year),
        "corrections": queries.corrections(request.user, authority.code, stage, year),
        "form": form or forms.CorrectPupilsForm(files=_choices(found)),
        "crumbs": crumbs(authority, in_words(stage, year)),
    }
    return render(request, "archive/pupils_year.html", context)


def _choices(found) -> list[tuple[str, str]]:
    return [(one.id, one.name) for one in found.files if one.withdrawn_at is None]


@in_memory
@require_POST
@page(Permission.PUPILS_LOAD)
def correct(request, authority, identity):
    """Take in a list of pupils who count elsewhere."""
    stage, year = _named(identity)
    found = _held(request, authority, stage, year)
    form = forms.CorrectPupilsForm(request.POST, request.FILES, files=_choices(found))
    if form.is_valid():
        try:
            done = _corrected(request, authority, stage, year, form.cleaned_data)
            unused = sum(len(rows) for rows in done.unused.values())
            messages.success(
                request,
                f"{done.moved} pupils count at another school and {done.out} no longer here. "
                + (f"{unused} lines of the list could not be used: {_why(done.unused)}" if unused else ""),
            )
            return redirect("pupils_year", code=authority.code, identity=identity)
        except (RefusedPupils, actions.CannotChange) as refusal:
            form.add_error("file", str(refusal))
    return _year_page(request, authority, stage, year, form)


def _corrected(request, authority, stage, year, told):
    rows_of = queries.file(request.user, authority.code, told["rows_of"]) if told["rows_of"] else None
    return pupils_correcting.correct_pupils(
        path=path_of(told["file"]),
        content=told["file"].read(),
        authority=authority.code,
        stage=stage,
        year=year,
        known_on=told["known_on"],
        rows_of=rows_of,
        by=request.user,
        at=timezone.now(),
    )


def _why(unused: dict[str, list[int]]) -> str:
    return "; ".join(f"{why} (rows {', '.join(map(str, rows[:5]))})" for why, rows in unused.items()) + "."


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.PUPILS_LOAD)
def delete(request, authority, identity):
    """Delete all that is held of a stage and year, asked once more."""
    stage, year = _named(identity)
    found = _held(request, authority, stage, year)
    if request.method == "POST":
        gone = actions.delete_pupils(
            authority=authority.code, stage=stage, year=year, by=request.user, at=timezone.now()
        )
        messages.success(
            request,
            f"{in_words(stage, year)} is deleted: {gone.files} files, {gone.rows:,} pupils, {gone.corrections} "
            "corrections, and the figures that were counted from them.",
        )
        return redirect("pupils", code=authority.code)
    context = {
        "held": found,
        "name": identity,
        "title": in_words(stage, year),
        "crumbs": crumbs(authority, in_words(stage, year), "Delete"),
    }
    return render(request, "archive/pupils_delete.html", context)
