"""The edition of the strategy as a school would read it."""

from __future__ import annotations

from django.shortcuts import render
from django.views.decorators.http import require_safe

from fingerpost.archive.queries import editions
from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission


@require_safe
@page(Permission.STRATEGY_SEE)
def strategy(request, authority):
    """Levels, schemes, floors and worked examples of one edition."""
    return render(request, "monitor/strategy.html", {"editions": editions.codes()})
