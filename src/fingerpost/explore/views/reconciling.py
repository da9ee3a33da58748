"""Our figures beside the published: the county measure by measure, and one measure school by school."""

from __future__ import annotations

import polars as pl
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission
from fingerpost.evidence import groups
from fingerpost.evidence.comparison.reconciling import Kind
from fingerpost.explore.queries import reconciling as queries
from fingerpost.present import formats, taking
from fingerpost.present.tables import NUMBER, Column, Table, table

#: What is shown of the schools -> in words.
SHOWN = {"look": "Schools that need a look", "all": "All schools"}


@require_safe
@page(Permission.FIGURES_SEE)
def reconciling(request, authority):
    """The measures of a year; with a measure, school by school, the largest difference first."""
    found, show = _found(request, authority)
    rows = chosen(found, show)
    context = {
        "found": found,
        "show": show,
        "shown": SHOWN,
        "rows": rows,
        "county": [row for row in found.rows.iter_rows(named=True) if row["place_kind"] == "authority"],
        "kinds": kinds(found),
        "sentence": sentence(found),
        "group_name": groups.name,
    }
    return render(request, "explore/reconciling.html", context)


def _found(request, authority) -> tuple[queries.Found, str]:
    asked = {name: request.GET.get(name, "") for name in ("year", "measure", "group")}
    show = request.GET.get("show", "")
    return queries.found(request.user, authority.code, **asked), show if show in SHOWN else "look"


def _schools(found: queries.Found) -> pl.DataFrame:
    return found.rows.filter(pl.col("place_kind") == "school") if found.indicator else found.rows.clear()


def chosen(found: queries.Found, show: str) -> list[dict]:
    """The schools asked for, where a measure is chosen."""
    schools = _schools(found)
    if show == "look" and schools.height:
        schools = schools.filter(~pl.col("is_agreed"))
    return list(schools.iter_rows(named=True))


def kinds(found: queries.Found) -> list[tuple[str, int]]:
    """How many schools there are of each kind of difference, in the order of the kinds."""
    schools = _schools(found)
    if schools.is_empty():
        return []
    counts = dict(schools.group_by("kind").len().rows())
    return [(kind.value, counts[kind.value]) for kind in Kind if counts.get(kind.value)]


def sentence(found: queries.Found) -> str:
    """How far ours and the published agree, in words."""
    if not found.measures:
        return ""
    published = [m for m in found.measures if m.published]
    if not published:
        return "Nothing of this is published yet."
    schools, agreed = sum(m.schools for m in published), sum(m.agreed for m in published)
    figures = formats.plural(schools, "figure") + " of schools"
    return f"{agreed:,} of {figures} agree with the published, but for rounding and for what the Department hides."


@require_safe
@page(Permission.FIGURES_SEE)
def export(request, authority, form):
    """Everything of the page as a file: a row a place and measure."""
    found, _ = _found(request, authority)
    return taking.away(_table(found), form, f"beside-published-{authority.code}-{found.year or 'none'}")


def _table(found: queries.Found) -> Table:
    columns = [
        Column("measure", "Measure", width=44), Column("place", "URN or code"),
        Column("place_name", "Place", width=36), Column("ours_value", "Ours", NUMBER, 2),
        Column("ours_denominator", "Pupils, ours", NUMBER), Column("published_value", "Published", NUMBER, 2),
        Column("published_denominator", "Pupils, published", NUMBER), Column("published_status", "Published status"),
        Column("published_release", "Release"), Column("difference", "Difference", NUMBER, 2),
        Column("pupils_difference", "Pupils, difference", NUMBER), Column("kind", "Kind", width=26),
        Column("reason", "Likely reason (ours)", width=60),
    ]  # fmt: skip
    names = {measure.code: measure.name for measure in found.measures}
    rows = [row | {"measure": names.get(row["indicator"])} for row in found.rows.iter_rows(named=True)]
    title = f"Our figures beside the published, {formats.school_year(found.year)}"
    return table(title, columns, rows, [f"Pupils: {groups.name(found.group)}."])


urlpatterns = [
    path("figures/published/", reconciling, name="explore_reconciling"),
    path("figures/published.<slug:form>", export, name="explore_reconciling_export"),
]
