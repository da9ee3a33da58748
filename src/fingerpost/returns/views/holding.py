"""What schools said, held against last year, England and the outcome."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission
from fingerpost.present import drawing, taking
from fingerpost.returns import results_view
from fingerpost.returns.queries import results as queries
from fingerpost.returns.views.shared import crumbs, found


def _looked(request, authority, round_id):
    one = found(authority, round_id)
    held = queries.results(request.user, one, timezone.localdate())
    row = held.row(request.GET.get("of", ""))
    if row is None:
        raise Http404("The round does not ask that measure of those pupils.")
    return one, held, row


@require_safe
@page(Permission.FIGURES_SEE)
def results(request, authority, round_id):
    """All schools as one, measure by measure; then school by school for the one chosen."""
    one, held, row = _looked(request, authority, round_id)
    context = {
        "round": one,
        "held": held,
        "row": row,
        "offered": [(other.ask.code, f"{other.measure}: {other.group.lower()}") for other in held.rows],
        "sentences": results_view.sentences(one, held, row),
        "charts": results_view.charts(authority, one, row, held),
        "county": results_view.county_table(one, held),
        "gaps": results_view.gaps_table(one, held),
        "schools": results_view.schools_table(one, row),
        "crumbs": crumbs(
            authority, one, "Against the outcome" if held.has_outcome else "What schools expect"
        ),
    }
    return render(request, "returns/results.html", context)


@require_safe
@page(Permission.FIGURES_SEE)
def chart(request, authority, round_id, part):
    """One chart as a picture."""
    one, held, row = _looked(request, authority, round_id)
    drawn = dict(results_view.charts(authority, one, row, held))
    if part not in drawn:
        raise Http404("There is no such chart.")
    return HttpResponse(drawing.svg(drawn[part]), content_type="image/svg+xml")


@require_safe
@page(Permission.FIGURES_SEE)
def export(request, authority, round_id, part, form):
    """One of the tables as a file."""
    one, held, row = _looked(request, authority, round_id)
    tables = {
        "county": lambda: results_view.county_table(one, held),
        "gaps": lambda: results_view.gaps_table(one, held),
        "schools": lambda: results_view.schools_table(one, row),
    }
    if part not in tables:
        raise Http404("There is no such table.")
    return taking.away(tables[part](), form, slugify(f"{one} {part}"))
