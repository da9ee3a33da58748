"""The tracking grid: looking, exporting, keeping a view, computing levels anew."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fingerpost.archive.queries import editions
from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission
from fingerpost.monitor import forms, grid_columns, grid_view, marks
from fingerpost.monitor.actions import levels, saving
from fingerpost.monitor.queries import disputed
from fingerpost.monitor.queries import grid as queries
from fingerpost.monitor.queries import views as saved
from fingerpost.present import formats, taking
from fingerpost.present.tables import table


def _looked(request, authority):
    look = grid_view.read(request.GET)
    found = queries.grid(request.user, authority.code, today=timezone.localdate(), run=look.run)
    rows = grid_view.chosen(look, found)
    if look.is_anonymous:
        rows = queries.anonymous(rows, salt=str(request.user.pk))
    return look, found, rows


@require_safe
@page(Permission.SCHOOLS_SEE)
def grid(request, authority):
    """Every school and where it stands."""
    look, found, rows = _looked(request, authority)
    columns = grid_view.columns(look, found)
    keys = tuple(column.key for column in columns)
    schools = "" if look.is_anonymous else reverse("grid", kwargs={"code": authority.code})
    context = {
        "look": look,
        "grid": found,
        "count": len(rows),
        "rows": grid_columns.body(keys, tuple(rows), found.scale, schools),
        "columns": columns,
        "offered": grid_columns.available(
            sees_levels=found.sees_levels and found.run is not None, is_anonymous=look.is_anonymous
        ),
        "options": grid_view.options(found),
        "views": saved.saved_views(request.user, authority.code),
        "save_form": forms.SaveViewForm(),
        "not_enough": marks.NOT_ENOUGH,
        "disputed": disputed.schools(authority.code) if found.sees_levels else 0,
    }
    return render(request, "monitor/grid.html", context)


@require_safe
@page(Permission.SCHOOLS_SEE)
def export(request, authority, form):
    """The grid as it is looked at, as a file."""
    look, found, rows = _looked(request, authority)
    columns = grid_view.columns(look, found)
    values = [{c.key: c.value(row, found.scale) for c in columns} for row in rows]
    made = table(
        f"{authority.name} schools", [c.exported() for c in columns], values, _notes(authority, found)
    )
    return taking.away(made, form, f"schools-{authority.code}-{found.as_at}")


def _notes(authority, found) -> list[str]:
    said = [f"{authority.name}, as at {formats.day(found.as_at)}."]
    if found.run:
        said += [
            f"Levels computed under {found.run.edition_name} (fingerprint {found.run.edition_hash[:12]}).",
            "Levels here are computed and not confirmed: for officers only.",
            "“Not enough evidence” is never a level; the indicative level beside it is no rating.",
        ]
    return said


@require_POST
@page(Permission.VIEW_SAVE)
def view_save(request, authority):
    """Keep the grid as it is looked at under a name."""
    form = forms.SaveViewForm(request.POST)
    look = grid_view.read(QueryDict(request.POST.get("query", "")))
    if form.is_valid():
        saving.save_view(
            authority=authority.code,
            query=look.query(),
            by=request.user,
            at=timezone.now(),
            **form.cleaned_data,
        )
        messages.success(request, f"The view “{form.cleaned_data['name']}” is kept.")
    else:
        messages.error(request, "Give the view a name of up to 60 letters.")
    return redirect(f"{reverse('grid', kwargs={'code': authority.code})}?{look.query()}")


@require_POST
@page(Permission.VIEW_SAVE)
def view_drop(request, authority, view_id):
    """Drop one of one's own views."""
    view = saved.own_view(request.user, authority.code, view_id)
    if view is None:
        raise Http404("You keep no such view.")
    saving.drop_view(view=view, by=request.user, at=timezone.now())
    messages.success(request, f"The view “{view.name}” is dropped.")
    return redirect("grid", code=authority.code)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.INDICATIVE_SEE)
def compute(request, authority):
    """Compute the levels of every school under a strategy, as at a day."""
    latest = queries.latest_run(request.user, authority.code)
    initial = {"edition": latest.edition if latest else "", "as_at": timezone.localdate()}
    known = [(code, code) for code in editions.codes()]
    form = forms.ComputeForm(request.POST or None, initial=initial, editions=known)
    if form.is_valid():
        run = levels.compute(
            authority=authority.code, by=request.user, at=timezone.now(), **form.cleaned_data
        )
        messages.success(request, f"Levels computed under {run.edition_name} as at {formats.day(run.as_at)}.")
        return redirect("grid", code=authority.code)
    crumbs = [
        {"text": "Schools", "href": reverse("grid", kwargs={"code": authority.code})},
        {"text": "Compute levels"},
    ]
    return render(request, "monitor/compute.html", {"form": form, "crumbs": crumbs, "known": known})
