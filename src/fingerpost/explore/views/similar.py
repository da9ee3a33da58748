"""A school among the schools most like it."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission
from fingerpost.evidence.comparison.similar import FEWEST, MOST, TRAITS, USUAL
from fingerpost.explore.queries import similar as queries
from fingerpost.present import drawing, formats, taking
from fingerpost.present.strip import StripChart
from fingerpost.present.tables import NUMBER, Column, Table, table

COUNTS = (FEWEST, USUAL, 25, MOST)


@require_safe
@page(Permission.FIGURES_SEE)
def similar(request, authority, urn):
    """The set, how far each school is from this one and in what, and where this one stands."""
    found = _found(request, authority, urn)
    chart = strip(found)
    context = {
        "found": found,
        "school": found.school,
        "rows": list(found.rows.iter_rows(named=True)),
        "traits": TRAITS,
        "counts": COUNTS,
        "count": _count(request),
        "chart": chart,
        "sentences": sentences(found),
        "years": sorted(found.years, reverse=True),
        "crumbs": _crumbs(authority, found.school),
    }
    return render(request, "explore/similar.html", context)


def _count(request) -> int:
    asked = request.GET.get("count", "")
    return int(asked) if asked.isdigit() and int(asked) in COUNTS else USUAL


def _found(request, authority, urn) -> queries.Found:
    asked = {name: request.GET.get(name, "") for name in ("measure", "year")}
    found = queries.found(
        request.user, authority.code, urn, count=_count(request), today=timezone.localdate(), **asked
    )
    if found is None:
        raise Http404("That school is none of this authority's.")
    return found


def _crumbs(authority, school) -> list[dict]:
    return [
        {"text": "Schools", "href": reverse("grid", kwargs={"code": authority.code})},
        {"text": school.name, "href": reverse("school", kwargs={"code": authority.code, "urn": school.urn})},
        {"text": "Schools like it"},
    ]


def strip(found: queries.Found) -> StripChart | None:
    """Where the school's figure lies among those of its set."""
    this = found.this
    if found.indicator is None or this is None or this["value"] is None:
        return None
    others = [row["value"] for row in found.rows.iter_rows(named=True) if row["value"] is not None]
    title = f"{found.indicator.name}, {formats.school_year(found.year)}"
    unit, decimals = found.indicator.unit, found.indicator.decimals
    return StripChart(title, tuple(others), found.alike.name, this["value"], unit, decimals)


def sentences(found: queries.Found) -> list[str]:
    """Where the school stands, in words."""
    this, indicator = found.this, found.indicator
    if indicator is None or this is None:
        return []
    if this["value"] is None:
        return [f"{found.alike.name} has no figure for {formats.school_year(found.year)}: {_why(this)}."]
    own = formats.with_unit(this["value"], indicator.unit, indicator.decimals)
    said = [
        f"{found.alike.name} has {own}: place {this['rank']} of the {this['of']} with a figure, the best first."
    ]
    if this["rank_low"] and this["rank_low"] != this["rank_high"]:
        said.append(f"By chance alone its place could be any from {this['rank_low']} to {this['rank_high']}.")
    if found.together and found.together["value"] is not None:
        whole = formats.with_unit(found.together["value"], indicator.unit, max(indicator.decimals, 1))
        said.append(f"All pupils of the schools like it taken together: {whole} ({found.together['note']}).")
    return said


def _why(row: dict) -> str:
    return row.get("hidden") or formats.missing(row["status"] or "not held")


@require_safe
@page(Permission.FIGURES_SEE)
def export(request, authority, urn, form):
    """The set as a file."""
    found = _found(request, authority, urn)
    return taking.away(_table(found), form, f"schools-like-{urn}")


def _table(found: queries.Found) -> Table:
    columns = [
        Column("place", "URN"), Column("name", "School", width=40), Column("authority_name", "Authority", width=24),
        Column("distance", "Distance", NUMBER, 3),
    ]  # fmt: skip
    for trait in TRAITS:
        columns += [
            Column(f"is_{trait.code}", trait.name, NUMBER, trait.decimals, trait.unit, width=18),
            Column(trait.code, f"{trait.name}: difference in standard deviations", NUMBER, 2, width=18),
        ]
    if found.indicator:
        unit, decimals = found.indicator.unit, max(found.indicator.decimals, 1)
        columns += [
            Column("value", f"{found.indicator.name}, {found.year}", NUMBER, decimals, unit, width=20),
            Column("denominator", "Pupils", NUMBER), Column("rank", "Place", NUMBER),
        ]  # fmt: skip
    rows = found.rows if found.rows.height else found.alike.schools
    weights = ", ".join(f"{trait.name.lower()} {trait.weight:g}" for trait in TRAITS)
    notes = [
        f"The census of {formats.school_year(found.alike.period)}, among {found.alike.pool:,} schools of the phase.",
        f"Weights, ours: {weights}.",
    ]
    return table(f"Schools like {found.alike.name}", columns, list(rows.iter_rows(named=True)), notes)


@require_safe
@cache_control(private=True, max_age=3600)
@page(Permission.FIGURES_SEE)
def chart(request, authority, urn):
    """The strip as a picture."""
    drawn = strip(_found(request, authority, urn))
    if drawn is None:
        raise Http404("There is no figure to draw.")
    return HttpResponse(drawing.svg(drawn), content_type="image/svg+xml")


urlpatterns = [
    path("schools/<urn:urn>/similar/", similar, name="explore_similar"),
    path("schools/<urn:urn>/similar/strip.svg", chart, name="explore_similar_chart"),
    path("schools/<urn:urn>/similar/export.<slug:form>", export, name="explore_similar_export"),
]
