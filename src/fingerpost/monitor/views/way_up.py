"""A school's road map, and the schools whose evidence is nearest to its own."""

from __future__ import annotations

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from fingerpost.casework.actions import promises
from fingerpost.casework.rules import NotAPromise
from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission
from fingerpost.monitor.queries import moving_school
from fingerpost.monitor.queries import twins as nearest
from fingerpost.monitor.views.contacts import todays_school
from fingerpost.monitor.views.school import crumbs
from fingerpost.monitor.watching_forms import MilestoneForm
from fingerpost.strategy.bands import in_words

SOURCE = "road map"


@require_safe
@page(Permission.INDICATIVE_SEE)
def road_map(request, authority, urn):
    """What would lift a school's level, what each strand needs, and when it can be known."""
    school = todays_school(authority, urn)
    found = moving_school.of_school(request.user, authority.code, urn, today=timezone.localdate())
    context = {"school": school, "found": found, "in_words": in_words,
               "crumbs": crumbs(authority, school, "Road map")}  # fmt: skip
    return render(request, "monitor/road_map.html", context)


@require_safe
@page(Permission.INDICATIVE_SEE)
def twins(request, authority, urn):
    """The three schools whose evidence is nearest, on what they are alike and differ, and the levels they got."""
    school = todays_school(authority, urn)
    found = moving_school.of_school(request.user, authority.code, urn, today=timezone.localdate())
    context = {
        "school": school, "found": found, "twins": nearest.twins_of(request.user, authority.code, urn),
        "crumbs": crumbs(authority, school, "Evidence twins"),
    }  # fmt: skip
    return render(request, "monitor/twins.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.PROMISE_KEEP)
def agree(request, authority, urn):
    """Agree a milestone of the road map as a promise of the school's or the authority's."""
    school = todays_school(authority, urn)
    initial = {"words": request.GET.get("words", "")[:2000], "due_on": request.GET.get("on", ""),
               "side": "school", "owner_name": "Headteacher"}  # fmt: skip
    form = MilestoneForm(request.POST or None, place=school.name, initial=initial)
    if form.is_valid():
        try:
            promises.promise(
                authority=authority.code, urn=urn, source=SOURCE, by=request.user, at=timezone.now(),
                **form.cleaned_data,
            )  # fmt: skip
            messages.success(request, "The milestone is agreed and stands in the promise ledger.")
            return redirect("promises_school", code=authority.code, urn=urn)
        except NotAPromise as problem:
            form.add_error(None, str(problem))
    context = {"form": form, "heading": f"Agree a milestone with {school.name}", "button": "Agree",
               "crumbs": crumbs(authority, school, "Milestone")}  # fmt: skip
    return render(request, "parts/form_page.html", context)
