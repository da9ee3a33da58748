"""The calendar of visits: look at a month or a term, move a visit, and feed one's own calendar."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from fingerpost.casework.actions import feeds
from fingerpost.casework.queries import feeds as fed
from fingerpost.core import queries as core
from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission, has_permission
from fingerpost.monitor.actions import calendar as actions
from fingerpost.monitor.queries import planner as queries
from fingerpost.monitor.queries import visits
from fingerpost.monitor.rules.visits import NotAVisit
from fingerpost.monitor.views.week import address
from fingerpost.present import calendars, taking

VIEWS = {"month": "Month", "term": "Term"}
#: For one request alone: the secret address is shown where it was made, and never again.
SECRET = "calendar_secret"


@require_safe
@never_cache
@page(Permission.VISIT_SEE)
def calendar(request, authority):
    """A month or a term, of one adviser or of all."""
    today = timezone.localdate()
    asked = _asked(request, today)
    found = queries.calendar(
        request.user, authority.code, day=asked["day"], is_term=asked["view"] == "term", adviser=asked["adviser"],
        today=today,
    )  # fmt: skip
    context = {
        "found": found, "asked": asked, "today": today, "views": VIEWS, "here": request.get_full_path(),
        "query": lambda **more: _query(asked, **more), "feed": fed.feed_of(request.user, authority.code),
        "secret": _secret(request, authority),
        "address": lambda name, **kwargs: address(name, code=authority.code, **kwargs),
        "plans": has_permission(request.user, Permission.VISIT_PLAN, authority=authority.code),
    }  # fmt: skip
    return render(request, "monitor/planner.html", context)


def _asked(request, today: date) -> dict:
    adviser = request.GET.get("adviser", "")
    view = request.GET.get("view", "month")
    return {
        "view": view if view in VIEWS else "month",
        "day": _day(request.GET.get("day", "")) or today,
        "adviser": int(adviser) if adviser.isdigit() else None,
    }


def _day(said: str) -> date | None:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return None


def _query(asked: dict, **more) -> str:
    parts = {**asked, **more}
    return urlencode({key: value for key, value in parts.items() if value not in (None, "")})


def _secret(request, authority) -> str:
    """The whole address of the calendar just made, once."""
    secret = request.session.pop(SECRET, "")
    if not secret:
        return ""
    return request.build_absolute_uri(
        reverse("calendar_feed", kwargs={"code": authority.code, "secret": secret})
    )


@require_POST
@page(Permission.VISIT_PLAN)
def move(request, authority, visit_id):
    """Move a visit to another day, by drag or by form; a day that cannot be is said."""
    found = visits.visit(request.user, authority.code, visit_id)
    if found is None:
        raise Http404("There is no such visit, or your posts do not reach it.")
    day = _day(request.POST.get("planned_on", ""))
    if day is None:
        messages.error(request, "Choose the day to which the visit is moved.")
    elif day != found.planned_on:
        _move(request, found, day)
    return redirect(_back(request, authority))


def _move(request, found, day: date) -> None:
    try:
        moved = actions.move_visit(visit=found, planned_on=day, by=request.user, at=timezone.now())
        messages.success(
            request,
            f"The visit is moved to {moved.planned_on:%A} {moved.planned_on.day} {moved.planned_on:%B}.",
        )
    except NotAVisit as refusal:
        messages.error(request, str(refusal))


def _back(request, authority) -> str:
    asked = request.POST.get("back", "")
    if url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}):
        return asked
    return reverse("visits_calendar", kwargs={"code": authority.code})


@require_POST
@page(Permission.VISIT_SEE)
def feed_make(request, authority):
    """Make one's own calendar a new address; the one before stops working."""
    request.session[SECRET] = feeds.make_feed(authority=authority.code, by=request.user, at=timezone.now())
    return redirect(reverse("visits_calendar", kwargs={"code": authority.code}) + "#feed")


@require_POST
@page(Permission.VISIT_SEE)
def feed_end(request, authority):
    """End the address of one's own calendar."""
    feeds.end_feed(authority=authority.code, by=request.user, at=timezone.now())
    messages.success(request, "The address has ended: whoever has it reads nothing more.")
    return redirect(reverse("visits_calendar", kwargs={"code": authority.code}) + "#feed")


@login_not_required
@never_cache
@require_safe
def feed(request, code, secret):
    """A person's visits as iCalendar, for whoever has the secret address; nothing in it is restricted."""
    authority = core.authority(code)
    person = fed.person_of(code, secret) if authority else None
    if person is None or not has_permission(person, Permission.VISIT_SEE, authority=code):
        raise Http404("There is no such calendar.")
    events = queries.events(person, code, timezone.localdate())
    content = calendars.to_ical(f"Visits, {authority.name}", events, made_at=timezone.now())
    return taking.opened(content, calendars.ICS_TYPE, "visits.ics")
