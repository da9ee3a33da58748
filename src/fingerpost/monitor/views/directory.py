"""The directory: who is in post at each school, for a ward, a diocese or a trust; vacancies; what may be stale."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fingerpost.archive.queries import heads
from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission
from fingerpost.monitor import directory_sheet
from fingerpost.monitor.actions import arrivals
from fingerpost.monitor.directory_forms import EntryForm, LeaveForm, SheetForm, VacancyForm
from fingerpost.present import formats, taking
from fingerpost.present.tables import DAY, Column, Table, table
from fingerpost.register import queries as register
from fingerpost.register.actions import in_post
from fingerpost.register.rules import KINDS_IN_POST, same_person

FORM = require_http_methods(["GET", "HEAD", "POST"])
COLUMNS = (
    Column("urn", "URN"), Column("about", "About", width=34), Column("post", "Post", width=22),
    Column("name", "Name", width=26), Column("email", "E-mail", width=30), Column("telephone", "Telephone"),
    Column("appointed by", "Appointed by"), Column("from", "From", DAY), Column("term ends", "Term ends", DAY),
    Column("checked", "Confirmed on", DAY), Column("stale", "May be out of date", width=30),
)  # fmt: skip


def _crumbs(authority, *more):
    people = {"text": "People", "href": reverse("people", kwargs={"code": authority.code})}
    here = {"text": "Directory", "href": reverse("directory", kwargs={"code": authority.code})}
    return [people, here, *({"text": text} for text in more)] if more else [people, {"text": "Directory"}]


@require_safe
@page(Permission.IN_POST_SEE)
def directory(request, authority):
    """Everybody in post today, to be searched, filtered and taken away."""
    asked = _asked(request.GET)
    everybody = register.in_post(request.user, authority.code, timezone.localdate())
    stated = heads.in_the_register(authority.code)
    asked["differs"] = request.GET.get("differs", "")[:1]
    differing = {h.person.pk: stated[h.person.urn] for h in everybody if _differs(h, stated)}
    chosen = _chosen(everybody, asked)
    context = {
        "stated": stated, "differing": differing, "everybody": everybody, "asked": asked, "kinds": KINDS_IN_POST,
        "found": [h for h in chosen if h.person.pk in differing] if asked["differs"] else chosen,
        "stale": sum(bool(holding.stale) for holding in everybody), "crumbs": _crumbs(authority),
        "vacancies": register.vacancies(request.user, authority.code), "today": timezone.localdate(),
    }  # fmt: skip
    return render(request, "monitor/directory.html", context)


def _differs(holding, stated: dict[int, str]) -> bool:
    """Whether the Department's register names another head than the officer entered."""
    person = holding.person
    named = stated.get(person.urn) if person.kind == "head" else None
    return bool(named) and not same_person(person.name, named)


def _asked(said) -> dict[str, str]:
    kind = said.get("kind", "")
    return {
        "q": said.get("q", "")[:80].strip(),
        "kind": kind if kind in KINDS_IN_POST else "",
        "stale": said.get("stale", "")[:1],
    }


def _chosen(everybody, asked: dict[str, str]) -> list:
    words = asked["q"].lower()
    return [
        holding
        for holding in everybody
        if asked["kind"] in ("", holding.person.kind)
        and (not asked["stale"] or holding.stale)
        and words in f"{holding.person.name} {holding.place} {holding.person.urn or ''}".lower()
    ]


@require_safe
@page(Permission.IN_POST_SEE)
def export(request, authority, form):
    """The directory as it is chosen on the page; the same columns are read by the import."""
    everybody = register.in_post(request.user, authority.code, timezone.localdate())
    made = _table(_chosen(everybody, _asked(request.GET)))
    return taking.away(made, form, f"directory-{authority.code}")


def _table(chosen: list) -> Table:
    rows = [
        {
            "urn": holding.person.urn, "about": holding.place, "post": holding.post, "name": holding.person.name,
            "email": holding.person.email, "telephone": holding.person.telephone,
            "appointed by": holding.person.appointed_by, "from": holding.person.from_on,
            "term ends": holding.person.term_ends_on, "checked": holding.person.checked_on, "stale": holding.stale,
        }
        for holding in chosen
    ]  # fmt: skip
    return table("Directory", COLUMNS, rows)


@FORM
@page(Permission.IN_POST_KEEP)
def enter(request, authority):
    """Somebody new in post."""
    begun = {name: request.GET.get(name) for name in ("urn", "name")} | {"from_on": timezone.localdate()}
    form = EntryForm(request.POST or None, initial=begun)
    if form.is_valid():
        try:
            made = arrivals.enter(authority=authority, entry=form.entry(), by=request.user, at=timezone.now())
            messages.success(request, f"{made.name} is entered as {KINDS_IN_POST[made.kind].name.lower()}.")
            return redirect("directory", code=authority.code)
        except in_post.NotSo as problem:
            form.add_error(None, str(problem))
    context = {
        "form": form,
        "heading": "Enter somebody in post",
        "button": "Enter",
        "crumbs": _crumbs(authority, "Enter"),
    }
    return render(request, "parts/form_page.html", context)


def _person(request, authority, person_id: int):
    """An entry that the user may see, or 404."""
    found = register.in_post(request.user, authority.code, timezone.localdate(), with_past=True)
    holding = next((holding for holding in found if holding.person.pk == person_id), None)
    if holding is None:
        raise Http404("There is no such entry, or your posts do not reach it.")
    return holding.person


@FORM
@page(Permission.IN_POST_KEEP)
def leave(request, authority, person_id):
    """Somebody's last day in post."""
    person = _person(request, authority, person_id)
    form = LeaveForm(request.POST or None, initial={"to_on": timezone.localdate()})
    if form.is_valid():
        try:
            in_post.leave(person=person, **form.cleaned_data, by=request.user, at=timezone.now())
            messages.success(request, f"{person.name}'s last day is recorded.")
            return redirect("directory", code=authority.code)
        except in_post.NotSo as problem:
            form.add_error("to_on", str(problem))
    context = {
        "form": form,
        "heading": f"{person.name} leaves",
        "button": "Record",
        "crumbs": _crumbs(authority, "Leaves"),
    }
    return render(request, "parts/form_page.html", context)


@require_POST
@page(Permission.IN_POST_KEEP)
def confirm(request, authority, person_id):
    """An entry is still right."""
    person = in_post.confirm(
        person=_person(request, authority, person_id), by=request.user, at=timezone.now()
    )
    messages.success(request, f"{person.name} is confirmed.")
    return redirect("directory", code=authority.code)


@require_POST
@page(Permission.IN_POST_KEEP)
def remove(request, authority, person_id):
    """An entry was made by mistake."""
    in_post.remove(person=_person(request, authority, person_id), by=request.user, at=timezone.now())
    messages.success(request, "The entry is removed.")
    return redirect("directory", code=authority.code)


@FORM
@page(Permission.IN_POST_KEEP)
def vacancy(request, authority):
    """A post that nobody holds."""
    form = VacancyForm(
        request.POST or None, initial={"urn": request.GET.get("urn"), "since_on": timezone.localdate()}
    )
    if form.is_valid():
        in_post.report_vacancy(authority=authority, **form.cleaned_data, by=request.user, at=timezone.now())
        messages.success(request, "The vacancy is recorded.")
        return redirect("directory", code=authority.code)
    context = {
        "form": form,
        "heading": "Record a vacancy",
        "button": "Record",
        "crumbs": _crumbs(authority, "Vacancy"),
    }
    return render(request, "parts/form_page.html", context)


@require_POST
@page(Permission.IN_POST_KEEP)
def fill(request, authority, vacancy_id):
    """A vacancy is filled."""
    open_ones = {each.pk: each for each, _ in register.vacancies(request.user, authority.code)}
    if vacancy_id not in open_ones:
        raise Http404("There is no such vacancy, or it is filled.")
    in_post.fill(vacancy=open_ones[vacancy_id], on=timezone.localdate(), by=request.user, at=timezone.now())
    messages.success(request, "The vacancy is filled.")
    return redirect("directory", code=authority.code)


@FORM
@page(Permission.IN_POST_KEEP)
def from_sheet(request, authority):
    """People from a spreadsheet: all of them, or none and what is wrong with it."""
    form, problems = SheetForm(request.POST or None, request.FILES or None), ()
    if form.is_valid():
        sent = form.cleaned_data["sheet"]
        read = directory_sheet.read(sent.name, sent.read())
        problems = read.problems or _entered(request, authority, read.entries)
        if not problems:
            messages.success(
                request,
                f"{formats.plural(len(read.entries), 'person is', 'people are')} entered or confirmed.",
            )
            return redirect("directory", code=authority.code)
    context = {"form": form, "problems_found": problems, "columns": directory_sheet.COLUMNS,
               "crumbs": _crumbs(authority, "From a spreadsheet")}  # fmt: skip
    return render(request, "monitor/directory_sheet.html", context)


def _entered(request, authority, entries) -> tuple[str, ...]:
    """Nothing when all were entered; else why none was."""
    if not entries:
        return ("The file holds nobody: each row needs a post, a name and the day from which it is held.",)
    try:
        arrivals.enter_all(authority=authority, entries=entries, by=request.user, at=timezone.now())
    except in_post.NotSo as problem:
        return (str(problem),)
    return ()
