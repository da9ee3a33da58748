"""The one-page monthly overview, on a page and as PDF."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission
from fingerpost.monitor import overview as words
from fingerpost.monitor.queries import overview as queries
from fingerpost.monitor.queries.overview import NotAMonth
from fingerpost.present import pdf, taking
from fingerpost.register import queries as register


def _found(request, authority):
    today = timezone.localdate()
    said = request.GET.get("month", "")
    month = queries.month_of(said) if said else today.replace(day=1)
    return queries.overview(request.user, authority.code, month=month, today=today)


@require_safe
@page(Permission.MEETING_SEE)
def overview(request, authority):
    """Levels and changes, inspections, schools of concern, visits, flags, promises, what to ask."""
    try:
        found = _found(request, authority)
    except NotAMonth as problem:
        messages.error(request, str(problem))
        return redirect("overview", code=authority.code)
    context = {
        "found": found, "title": words.title(found), "lead": words.lead(found), "facts": words.facts(found),
        "tables": (words.levels(found), words.moved(found)), "concern": words.concern(found),
        "inspected": words.inspected(found), "month": f"{found.month:%Y-%m}",
        "asked": words.to_ask(found, register.names(words.schools_named(found))),
        "this_month": f"{timezone.localdate():%Y-%m}",
    }  # fmt: skip
    return render(request, "monitor/overview.html", context)


@require_safe
@page(Permission.MEETING_SEE)
def printed(request, authority):
    """The same on one sheet."""
    try:
        found = _found(request, authority)
    except NotAMonth as problem:
        raise Http404(str(problem)) from problem
    names = register.names(words.schools_named(found))
    document = words.document(found, authority, names, timezone.localdate())
    made = pdf.to_pdf(document, made_at=timezone.now())
    return taking.opened(made, pdf.PDF_TYPE, f"overview-{authority.code}-{found.month:%Y-%m}.pdf")
