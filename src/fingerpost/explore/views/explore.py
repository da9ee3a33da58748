"""Explore: any measure, places, groups and years side by side, as a table and as charts."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission
from fingerpost.evidence import groups
from fingerpost.explore import asking, charting, exporting, ready, saying, tabling
from fingerpost.explore.asking import Asked
from fingerpost.explore.queries import explore as queries
from fingerpost.present import drawing, exports, taking

PICTURES = {
    "svg": (drawing.svg, "image/svg+xml"),
    "png": (drawing.png, "image/png"),
}
#: A picture of the same figures stays; the browser asks again after a while, because figures may change.
KEPT_FOR = 600


def _found(request, authority, asked: Asked) -> queries.Found:
    if asked.look is None:
        raise Http404("No figures are held yet.")
    return queries.found(queries.seen(request.user, authority, asked.look, asked.offer.key))


@require_safe
@page(Permission.FIGURES_SEE)
def explore(request, authority):
    """The figures asked for; a first visit shows the authority's main measure by the groups of its report."""
    asked = asking.read(request.GET, authority.code, today=timezone.localdate())
    if asked.look is None:
        return render(request, "explore/explore_nothing.html", {"asked": asked})
    addresses = tabling.Addresses(
        reverse("figure", kwargs={"code": authority.code}),
        reverse("explore_figure", kwargs={"code": authority.code}),
        asking.one_school(asked.look),
    )
    seen = queries.seen(request.user, authority, asked.look, asked.offer.key)
    shown = ready.ready(seen, addresses)
    context = {
        "asked": asked,
        "look": asked.look,
        "form": asked.form,
        "shown": shown,
        "ways": asking.ways(asked),
        "choices_shown": asking.choices(asked, authority.name, queries.drawn_kinds(authority.code)),
        "years": [(year, year) for year in asked.look.measure.years],
        "absent": [asking.place_words(kind, authority.name) for kind in shown.absent],
        "group_name": saying.in_words,
    }
    return render(request, "explore/explore.html", context)


@require_safe
@page(Permission.FIGURES_SEE)
def export(request, authority, form):
    """The same choice as a file, with the source of every figure."""
    asked = asking.read(request.GET, authority.code, today=timezone.localdate())
    found = _found(request, authority, asked)
    table, sources = exporting.exported(found, exporting.notes(found))
    name = f"figures-{authority.code}-{found.look.measure.code.replace(':', '-')}-{found.look.year}"
    if form == "csv":
        return taking.away(exporting.with_sources(table, sources), form, name)
    return taking.attached(exports.to_workbook([table, sources]), exports.XLSX_TYPE, f"{name}.xlsx")


@require_safe
@cache_control(private=True, max_age=KEPT_FOR)
@page(Permission.FIGURES_SEE)
def chart(request, authority, kind, form):
    """One chart of the same choice as a picture, drawn when it is asked for; `?save=yes` takes it away."""
    asked = asking.read(request.GET, authority.code, today=timezone.localdate())
    found = _found(request, authority, asked)
    make: Any = charting.KINDS.get(kind)
    made = make(found) if make and form in PICTURES else None
    if made is None:
        raise Http404("There is nothing to draw of that kind.")
    draw, content_type = PICTURES[form]
    picture = draw(made)
    if request.GET.get("save"):
        return taking.attached(picture, content_type, f"{kind}-{found.look.measure.code}.{form}")
    return HttpResponse(picture, content_type=content_type)


@require_safe
@page(Permission.FIGURES_SEE)
def figure(request, authority):
    """Where a figure of another place than a school came from: stated by a file, added up, or taken together."""
    name = {key: request.GET.get(key, "") for key in ("place_kind", "place", "indicator", "group", "period")}
    row = queries.one(request.user, authority, name)
    if row is None:
        raise Http404("No such figure is held.")
    measure = queries.offer(authority.code).measures.get(row["indicator"])
    if measure is None:
        raise Http404("No such measure is held.")
    parts = {"measure": row["indicator"], "group": row["group"], "year": row["period"]}
    context = {
        "row": row,
        "indicator": measure.indicator,
        "group": groups.name(row["group"]),
        "schools": urlencode(parts | {"place": ["authority", "england", "schools"]}, doseq=True),
    }
    return render(request, "explore/explore_figure.html", context)


@require_safe
@page(Permission.FIGURES_SEE)
def school(request, authority, urn):
    """One school's figures: the same page with the school chosen."""
    return redirect(f"{reverse('explore', kwargs={'code': authority.code})}?{asking.of_school(urn)}")


urlpatterns = [
    path("figures/", explore, name="explore"),
    path("figures/one/", figure, name="explore_figure"),
    path("figures/school/<urn:urn>/", school, name="explore_school"),
    path("figures/export.<slug:form>", export, name="explore_export"),
    path("figures/chart/<slug:kind>.<slug:form>", chart, name="explore_chart"),
]
