"""What changed between releases: a year's measures, and for one of them every school whose figure was corrected."""

from __future__ import annotations

import polars as pl
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from fingerpost.archive.queries.releases import CHANGED, GONE, RELEASES, SAME
from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission
from fingerpost.evidence import groups
from fingerpost.explore.queries import releases as queries
from fingerpost.present import formats, taking
from fingerpost.present.tables import DAY, NUMBER, Column, Table, table

#: What is shown of the schools -> in words.
SHOWN = {"changed": "Schools whose figure changed", "all": "All schools"}


@require_safe
@page(Permission.FIGURES_SEE)
def releases(request, authority):
    """The measures of a year and what became of each; with a measure, place by place."""
    found, show = _found(request, authority)
    rows = chosen(found.chain, show) if found.indicator else []
    context = {
        "found": found,
        "show": show,
        "shown": SHOWN,
        "rows": rows,
        "areas": [row for row in found.chain.iter_rows(named=True) if row["place_kind"] != "school"],
        "releases": RELEASES,
        "sentence": sentence(found),
        "group_name": groups.name,
        "points": points,
        "with_chain": [measure for measure in found.measures if measure.has_chain],
        "single": [measure for measure in found.measures if not measure.has_chain],
    }
    return render(request, "explore/releases.html", context)


def points(measure) -> int:
    """The decimals of a change: a tenth of a point of a percentage, else those of the measure."""
    return max(measure.decimals, 1) if measure.unit == "%" else measure.decimals


def _found(request, authority) -> tuple[queries.Found, str]:
    asked = {name: request.GET.get(name, "") for name in ("year", "measure", "group")}
    show = request.GET.get("show", "")
    return queries.found(request.user, authority.code, **asked), show if show in SHOWN else "changed"


def chosen(chain: pl.DataFrame, show: str) -> list[dict]:
    """The schools asked for."""
    schools = chain.filter(pl.col("place_kind") == "school")
    if show == "changed":
        schools = schools.filter(pl.col("became").is_not_null() & (pl.col("became") != SAME))
    return list(schools.iter_rows(named=True))


def sentence(found: queries.Found) -> str:
    """What became of the measure, in words."""
    one = found.measure
    if one is None or not one.has_chain or found.indicator is None:
        return ""
    schools = found.chain.filter((pl.col("place_kind") == "school") & pl.col("became").is_not_null())
    moved = schools.filter(pl.col("became") == CHANGED)
    gone = schools.filter(pl.col("became") == GONE).height
    changed = f"{moved.height} of {formats.plural(schools.height, 'school')} have another figure"
    if moved.height:
        up = moved.filter(pl.col("change") > 0).height
        most = formats.number(moved["change"].abs().max(), points(one))  # type: ignore[arg-type]
        changed += f": {_ways(up, moved.height - up)}, by {most} points at most"
    lost = f"; {formats.plural(gone, 'figure')} went out" if gone else ""
    return f"From {one.releases[0]} to {one.releases[-1]}: {changed}{lost}."


def _ways(up: int, down: int) -> str:
    if up and down:
        return f"{up} went up and {down} down"
    return f"{'all' if up + down > 1 else 'it'} went {'up' if up else 'down'}"


@require_safe
@page(Permission.FIGURES_SEE)
def export(request, authority, form):
    """The page as a file: the measures of a year, or the schools of a measure."""
    found, show = _found(request, authority)
    name = f"releases-{authority.code}-{found.year or 'none'}"
    if found.indicator is None:
        return taking.away(_measures(found), form, name)
    return taking.away(_schools(found, show), form, f"{name}-{found.indicator.code}")


def _measures(found: queries.Found) -> Table:
    columns = [
        Column("name", "Measure", width=48), Column("releases", "Releases held", width=28),
        Column("first", "Authority, first", NUMBER, 1), Column("last", "Authority, last", NUMBER, 1),
        Column("schools", "Schools in both", NUMBER), Column("changed", "Schools changed", NUMBER),
        Column("most", "Largest change", NUMBER, 1),
    ]  # fmt: skip
    rows = [
        {"name": one.name, "releases": formats.listed(list(one.releases)), "first": one.first, "last": one.last,
         "schools": one.schools, "changed": one.changed, "most": one.most}
        for one in found.measures
    ]  # fmt: skip
    return table(f"Releases of {formats.school_year(found.year)}", columns, rows)


def _schools(found: queries.Found, show: str) -> Table:
    assert found.indicator is not None
    decimals = max(found.indicator.decimals, 1)
    columns = [Column("place", "URN or code"), Column("place_name", "Place", width=40)]
    for release in RELEASES:
        columns += [
            Column(release, release.capitalize(), NUMBER, decimals, found.indicator.unit),
            Column(f"{release}_denominator", f"Pupils, {release}", NUMBER),
            Column(f"{release}_known_on", f"{release.capitalize()} known on", DAY),
        ]
    columns += [
        Column("change", "Change", NUMBER, decimals), Column("pupils_change", "Pupils, change", NUMBER),
        Column("became", "What became of it", width=28),
    ]  # fmt: skip
    areas = found.chain.filter(pl.col("place_kind") != "school").iter_rows(named=True)
    title = f"{found.indicator.name}, {formats.school_year(found.year)}"
    return table(
        title, columns, [*areas, *chosen(found.chain, show)], [SHOWN[show], groups.name(found.group)]
    )


urlpatterns = [
    path("figures/releases/", releases, name="explore_releases"),
    path("figures/releases.<slug:form>", export, name="explore_releases_export"),
]
