"""The release calendar: what comes when, and what of it is held."""

from __future__ import annotations

from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission
from fingerpost.explore.queries import calendar as queries
from fingerpost.present import calendars, formats, taking

#: What came so long ago still stands in the file for a calendar, so that somebody away for a month finds it.
STILL_SHOWN = 31


@require_safe
@page(Permission.FIGURES_SEE)
def calendar(request, authority):
    """What comes next, what has come and is not loaded, what is held."""
    today = timezone.localdate()
    found = queries.coming(request.user, authority.code, today)
    context = {
        "today": today,
        "comes": [one for one in found if one.state == queries.COMES],
        "came": [one for one in found if one.state != queries.COMES][::-1],
        "awaited": sum(1 for one in found if one.state == queries.AWAITED),
        "states": (queries.HELD, queries.COMES, queries.AWAITED),
    }
    return render(request, "explore/calendar.html", context)


@require_safe
@page(Permission.FIGURES_SEE)
def feed(request, authority):
    """The days to come, and those of the last month, for anybody's own calendar."""
    today = timezone.localdate()
    events = [
        calendars.Event(
            f"release-{one.source}-{one.year}-{one.release}",
            one.on,
            _summary(one),
            f"{one.reference}. {'Announced' if one.is_announced else 'The usual day, not announced'}.",
        )
        for one in queries.coming(request.user, authority.code, today)
        if (today - one.on).days <= STILL_SHOWN
    ]
    content = calendars.to_ical(f"Releases, {authority.name}", events, made_at=timezone.now())
    return taking.attached(content, calendars.ICS_TYPE, f"releases-{authority.code}.ics")


def _summary(one: queries.Coming) -> str:
    whose = "own results of pupils" if one.is_own else "published figures"
    return f"{one.name} {formats.school_year(one.year)}: {one.release} {whose}"


urlpatterns = [
    path("figures/calendar/", calendar, name="calendar"),
    path("figures/calendar.ics", feed, name="calendar_feed"),
]
