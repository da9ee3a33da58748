"""What did we know, and when: of one school, and of all that were inspected in a year."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission
from fingerpost.monitor import knowing_tables
from fingerpost.monitor.queries import falls as queries
from fingerpost.monitor.queries.predictions import school_year
from fingerpost.monitor.rules import signs
from fingerpost.monitor.views.contacts import todays_school
from fingerpost.monitor.views.school import crumbs
from fingerpost.present import drawing, taking

WORDS = {"signs": signs.SIGNS, "acts": signs.ACTS, "falls": signs.FALLS, "figures": signs.FIGURES,
         "least_cohort": signs.LEAST_COHORT, "notes": signs.NOTES_FOR_AN_ALARM,
         "look_back": signs.LOOK_BACK.days}  # fmt: skip


@require_safe
@page(Permission.OUTCOME_SEE)
def years(request, authority):
    """Each school year: who fell, what was known before, how long until somebody acted, and false alarms."""
    record = queries.inspected(request.user, authority.code, timezone.localdate())
    found = queries.years(record)
    asked = request.GET.get("year", "")
    chosen = next((year for year in found if str(year.year) == asked), found[0] if found else None)
    context = {"years": found, "chosen": chosen, "since": record.since,
               "before": sum(not record.is_on_record(row) for row in record.rows), "note": knowing_tables.NOTE,
               "this_year": school_year(timezone.localdate())}  # fmt: skip
    return render(request, "monitor/signs_years.html", context | WORDS)


@require_safe
@page(Permission.OUTCOME_SEE)
def export(request, authority, form):
    """Every inspected school of every year, as a file."""
    record = queries.inspected(request.user, authority.code, timezone.localdate())
    made = knowing_tables.of_years(queries.years(record))
    return taking.away(made, form, f"what-we-knew-{authority.code}")


def _one(request, authority, urn: int):
    record = queries.inspected(request.user, authority.code, timezone.localdate(), urn=urn)
    asked = request.GET.get("on", "")
    if not record.rows:
        return record, None
    chosen = next((one for one in record.rows if one.past.ended_on.isoformat() == asked), None)
    return record, chosen or next((one for one in record.rows if one.fell), record.rows[0])


@require_safe
@page(Permission.OUTCOME_SEE)
def of_school(request, authority, urn):
    """Every sign that was held of a school before an inspection, by the day it was known, and what was done."""
    school = todays_school(authority, urn)
    record, one = _one(request, authority, urn)
    context = {
        "school": school, "record": record, "one": one, "crumbs": crumbs(authority, school, "What did we know"),
        "words": knowing_tables.in_words(one) if one else [],
        "chart": knowing_tables.timeline(one) if one else None,
        "table": knowing_tables.everything(one) if one else None,
        "reading": knowing_tables.reading(one) if one else "",
    }  # fmt: skip
    return render(request, "monitor/signs_school.html", context | WORDS)


@require_safe
@page(Permission.OUTCOME_SEE)
def picture(request, authority, urn):
    """The timeline."""
    todays_school(authority, urn)
    _, one = _one(request, authority, urn)
    if one is None:
        raise Http404("No inspection of the school is known.")
    drawn = drawing.svg(knowing_tables.timeline(one))
    return HttpResponse(drawn, content_type="image/svg+xml", headers={"Cache-Control": "private, max-age=60"})


@require_safe
@page(Permission.OUTCOME_SEE)
def school_export(request, authority, urn, form):
    """The same as a file."""
    todays_school(authority, urn)
    _, one = _one(request, authority, urn)
    if one is None:
        raise Http404("No inspection of the school is known.")
    return taking.away(knowing_tables.everything(one), form, f"what-we-knew-{urn}")
