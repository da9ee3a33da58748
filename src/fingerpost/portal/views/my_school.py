"""A school's own page, and the choice of one for who leads several."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission
from fingerpost.monitor.queries import told_road
from fingerpost.monitor.rules import FLAG_KINDS
from fingerpost.portal import rules
from fingerpost.portal.queries import my_school as queries
from fingerpost.portal.views.shared import crumbs, school_or_404
from fingerpost.register.rules import PHASE_NAMES


@require_safe
@page(Permission.OWN_SCHOOL_SEE)
def choose(request, authority):
    """To the school of whoever leads one; a choice for who leads several."""
    mine = queries.own_schools(request.user, authority.code)
    if len(mine) == 1:
        return redirect("my_school", code=authority.code, urn=mine[0][0])
    return render(
        request, "portal/choose.html", {"schools": queries.chosen_from(request.user, authority.code, mine)}
    )


@require_safe
@page(Permission.OWN_SCHOOL_SEE)
def my_school(request, authority, urn):
    """Where the school stands, what is asked of it, and what was promised on both sides."""
    today = timezone.localdate()
    found = queries.page(request.user, authority.code, urn, today)
    if found is None:
        raise Http404("The register has no such school.")
    context = {
        "mine": found,
        "school": found.school,
        "today": today,
        "phase": PHASE_NAMES.get(found.school.phase, found.school.phase),
        "kinds": FLAG_KINDS,
        "steps": rules.steps_of(found.under_way.school.round) if found.under_way else [],
        "many": len(queries.own_schools(request.user, authority.code)) > 1,
    }
    return render(request, "portal/my_school.html", context)


@require_safe
@page(Permission.OWN_SCHOOL_SEE)
def why(request, authority, urn, level_id):
    """Why the school has the level it was told: strand by strand, each with its figures and what would change it."""
    found = queries.why(request.user, authority.code, urn, level_id)
    if found is None:
        raise Http404("The school was told no such level.")
    context = {
        "why": found.why,
        "school": school_or_404(urn),
        "disputed": found.disputed,
        "crumbs": crumbs(authority, urn, "Why this level"),
    }
    return render(request, "portal/why.html", context)


@require_safe
@page(Permission.RATING_SEE)
def road_map(request, authority, urn, level_id):
    """The way from the level that the school was told to the next."""
    found = told_road.of_level(request.user, authority.code, urn, level_id, timezone.localdate())
    if found is None:
        raise Http404("There is no road map from that level.")
    context = {
        "told": found.told,
        "road": found.road,
        "scale": found.told.scale,
        "school": school_or_404(urn),
        "crumbs": crumbs(authority, urn, "The way from here"),
    }
    return render(request, "portal/road_map.html", context)
