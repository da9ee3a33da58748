"""Where a figure comes from."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fingerpost.archive.queries import one_figure
from fingerpost.archive.views.data import crumbs
from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission, check_permission


@require_safe
@page(Permission.SCHOOLS_SEE)
def figure(request, authority):
    """One figure: the file, row, column and day that it came from, and what else is held of the same."""
    asked = {name: request.GET.get(name, "") for name in ("urn", "indicator", "group", "period")}
    kind, place = request.GET.get("place_kind", ""), request.GET.get("place", "")
    if not asked["indicator"] or (asked["urn"] and not asked["urn"].isdigit()):
        raise Http404("A figure is named by its indicator, and a school by its URN.")
    if asked["urn"]:
        check_permission(
            request.user, Permission.SCHOOLS_SEE, authority=authority.code, urn=int(asked["urn"])
        )
    found = one_figure.evidence(
        authority=authority.code,
        urn=int(asked["urn"]) if asked["urn"] else None,
        indicator=asked["indicator"],
        group=asked["group"] or "all",
        period=asked["period"],
        user=request.user,
        place=(kind, place) if kind and place else None,
    )
    if found is None:
        raise Http404("No file that is held has that figure.")
    last = f"{found.indicator.name}, {found.period_in_words}"
    return render(request, "archive/figure.html", {"found": found, "crumbs": crumbs(authority, last)})
