"""Which schools go with which area, cluster or locality, and with which adviser."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from fingerpost.core import queries as core
from fingerpost.core.actions import people
from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission
from fingerpost.monitor.forms import AreaForm, SchoolsForm, SchoolsFromForm
from fingerpost.register import queries as register
from fingerpost.register.actions import areas
from fingerpost.register.rules import AREA_KINDS

FORM = require_http_methods(["GET", "HEAD", "POST"])


def _crumbs(authority, *more):
    first = {"text": "People", "href": reverse("people", kwargs={"code": authority.code})}
    return [first, *({"text": text} for text in more)]


def _schools(authority, on) -> list[tuple[int, str]]:
    found = register.schools_of(authority.code, on).sort("name", "urn").select("urn", "name")
    return [(urn, f"{name} ({urn})") for urn, name in found.iter_rows()]


@FORM
@page(Permission.AREA_MANAGE)
def local_areas(request, authority):
    """The authority's area teams, clusters and localities, and a new one."""
    form = AreaForm(request.POST or None)
    if form.is_valid():
        try:
            made = areas.add_area(
                authority=authority, by=request.user, at=timezone.now(), **form.cleaned_data
            )
            return redirect("area", code=authority.code, area_id=made.pk)
        except areas.NameTaken as refusal:
            form.add_error("name", str(refusal))
    placed = register.areas_of(authority.code, timezone.localdate())
    found = [
        (area, sum(1 for names in placed.values() if names.get(area.kind) == area.name))
        for area in register.local_areas(authority.code)
    ]
    context = {"form": form, "areas": found, "kinds": AREA_KINDS, "crumbs": _crumbs(authority, "Areas")}
    return render(request, "monitor/areas.html", context)


@FORM
@page(Permission.AREA_MANAGE)
def area(request, authority, area_id):
    """Put schools in an area, out of the one of that kind they were in."""
    found = register.local_area(authority.code, area_id)
    if found is None:
        raise Http404("The authority has no such area.")
    today = timezone.localdate()
    placed = register.areas_of(authority.code, today)
    schools = _schools(authority, today)
    inside = [name for urn, name in schools if placed.get(urn, {}).get(found.kind) == found.name]
    others = [(urn, name) for urn, name in schools if placed.get(urn, {}).get(found.kind) != found.name]
    form = SchoolsFromForm(request.POST or None, schools=others, initial={"from_on": today})
    if form.is_valid():
        moved = areas.place_schools(area=found, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, f"{moved} schools are now in {found.name}.")
        return redirect("area", code=authority.code, area_id=found.pk)
    context = {"form": form, "area": found, "inside": inside, "kind": AREA_KINDS[found.kind]}
    return render(request, "monitor/area.html", context | {"crumbs": _crumbs(authority, found.name)})


@FORM
@page(Permission.AREA_MANAGE)
def schools_of_post(request, authority, post_id):
    """Say which schools go with a post: an adviser's own."""
    post = core.post(authority.code, post_id)
    if post is None:
        raise Http404("Nobody holds that post in this authority.")
    held = [school.urn for school in post.schools.all()]
    form = SchoolsForm(
        request.POST or None, schools=_schools(authority, timezone.localdate()), initial={"urns": held}
    )
    if form.is_valid():
        people.assign_schools(post=post, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(
            request, f"{len(form.cleaned_data['urns'])} schools now go with the post of {post.user}."
        )
        return redirect("people", code=authority.code)
    context = {"form": form, "heading": f"Schools of {post.user}", "button": "Save"}
    return render(request, "parts/form_page.html", context | {"crumbs": _crumbs(authority, str(post.user))})
