"""How schools are categorised, in plain words, with the school's own example where there is one."""

from __future__ import annotations

from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission
from fingerpost.portal.queries import explaining as queries
from fingerpost.portal.queries.my_school import own_schools
from fingerpost.portal.views.shared import MY_SCHOOL, crumbs, school_or_404


@require_safe
@page(Permission.OWN_SCHOOL_SEE)
def in_general(request, authority):
    """The scheme with an invented example, for who leads several schools; else with the school's own."""
    mine = own_schools(request.user, authority.code)
    if len(mine) == 1:
        return redirect("my_school_explained", code=authority.code, urn=mine[0][0])
    found = queries.in_general(request.user, authority.code)
    return render(
        request,
        "portal/explained.html",
        {"found": found, "my_school": MY_SCHOOL, "mine": mine, "school": None},
    )


@require_safe
@page(Permission.OWN_SCHOOL_SEE)
def of_school(request, authority, urn):
    """The scheme of a school, and its own way through it where it was told a level."""
    school = school_or_404(urn)
    found = queries.of_school(request.user, authority.code, urn, school)
    context = {
        "found": found,
        "my_school": MY_SCHOOL,
        "school": school,
        "mine": [],
        "crumbs": crumbs(authority, urn, "How it works"),
    }
    return render(request, "portal/explained.html", context)
