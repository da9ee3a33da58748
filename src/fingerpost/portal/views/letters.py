"""The letter that told a school its level, as a page and as PDF."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission
from fingerpost.monitor.queries import told_letter
from fingerpost.portal.views.shared import crumbs, school_or_404
from fingerpost.present import pdf, taking


def _found(request, authority, urn, round_id):
    found = told_letter.of_round(request.user, authority.code, urn, round_id)
    if found is None:
        raise Http404("The school was sent no such letter.")
    return found


@require_safe
@page(Permission.RATING_SEE)
def letter(request, authority, urn, round_id):
    """The letter on a page."""
    found = _found(request, authority, urn, round_id)
    context = {"found": found, "school": school_or_404(urn), "crumbs": crumbs(authority, urn, "Letter")}
    return render(request, "portal/letter.html", context)


@require_safe
@page(Permission.RATING_SEE)
def printed(request, authority, urn, round_id):
    """The letter as PDF."""
    found = _found(request, authority, urn, round_id)
    made = pdf.to_pdf(found.document, made_at=timezone.now())
    return taking.opened(made, pdf.PDF_TYPE, f"letter-{urn}-{found.on}.pdf")
