"""The Ofsted profile of the authority on any day."""

from __future__ import annotations

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from fingerpost.archive.queries import inspections
from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission


@require_safe
@page(Permission.SCHOOLS_SEE)
def profile(request, authority):
    """Schools or learners by grade and phase, with the list that the numbers rest on."""
    found = inspections.profile(authority.code, timezone.localdate())
    return render(request, "monitor/profile.html", {"found": found})
