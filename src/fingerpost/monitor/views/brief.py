"""The one-page morning brief, on a page and as PDF."""

from __future__ import annotations

from datetime import date

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission
from fingerpost.monitor import brief as words
from fingerpost.monitor.queries import brief as queries
from fingerpost.present import pdf, taking


def _found(request, authority):
    asked = request.GET.get("since", "")
    try:
        since = date.fromisoformat(asked) if asked else None
    except ValueError:
        since = None
    return queries.brief(
        request.user,
        authority.code,
        today=timezone.localdate(),
        stage=request.GET.get("stage", ""),
        since=since,
    )


@require_safe
@page(Permission.DATA_SEE)
def brief(request, authority):
    """What came, how it stands, who moved, what is missing or may still change."""
    found = _found(request, authority)
    if found is None:
        return render(request, "monitor/brief_nothing.html")
    context = {
        "brief": found,
        "title": words.title(found),
        "lead": words.lead(found),
        "facts": words.facts(found),
        "figures": words.figures(found),
        "risers": words.movers("Rose most", found.risers, found),
        "fallers": words.movers("Fell most", found.fallers, found),
        "few": words.few(found) if found.too_few else "",
        "to_know": words.to_know(found),
        "stage_names": queries.STAGE_NAMES,
        "query": request.GET.urlencode(),
    }
    return render(request, "monitor/brief.html", context)


@require_safe
@page(Permission.DATA_SEE)
def printed(request, authority):
    """The same on one sheet."""
    found = _found(request, authority)
    if found is None:
        raise Http404("No results are held that a brief could be made of.")
    document = words.document(found, authority, timezone.localdate())
    made = pdf.to_pdf(document, made_at=timezone.now())
    return taking.opened(made, pdf.PDF_TYPE, f"brief-{authority.code}-{found.stage}-{found.year}.pdf")
