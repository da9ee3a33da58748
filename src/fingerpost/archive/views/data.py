"""What is loaded and what became of it."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from fingerpost.archive import forms
from fingerpost.archive.actions import withdrawing
from fingerpost.archive.queries import ratings, snapshots
from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission

PER_PAGE = 50
STATES = {"live": "Counts", "warned": "Counts, with warnings", "withdrawn": "Withdrawn"}


def crumbs(authority, *more: str) -> list[dict]:
    """Where a page of this section lies."""
    first = {"text": "Data", "href": reverse("data", kwargs={"code": authority.code})}
    return [first, *({"text": text} for text in more)]


def state_of(snapshot) -> str:
    """What a snapshot counts for."""
    if snapshot.withdrawn_at:
        return "withdrawn"
    return "warned" if any(message["level"] == "warning" for message in snapshot.messages) else "live"


@require_safe
@page(Permission.DATA_SEE)
def everything(request, authority):
    """Every file: kept, set aside, how fresh; and the way to load more."""
    rows = snapshots.listed(request.user, authority.code)
    layout, state = request.GET.get("layout", ""), request.GET.get("state", "")
    shown = [s for s in rows if layout in ("", s.layout) and state in ("", state_of(s))]
    context = {
        "found": Paginator(shown, PER_PAGE).get_page(request.GET.get("page")),
        "total": len(rows),
        "freshness": snapshots.freshness(rows),
        "refused": len(snapshots.refusals(request.user, authority.code)),
        "layouts": sorted({(s.layout, s.layout_title) for s in rows}, key=lambda pair: pair[1]),
        "states": STATES,
        "state_of": state_of,
        "layout": layout,
        "state": state,
        "query": f"&layout={layout}&state={state}",
    }
    return render(request, "archive/data.html", context)


@require_safe
@page(Permission.DATA_SEE)
def refused(request, authority):
    """Files that were not loaded, and the sentence that says why."""
    found = Paginator(snapshots.refusals(request.user, authority.code, limit=1000), PER_PAGE)
    context = {"found": found.get_page(request.GET.get("page")), "crumbs": crumbs(authority, "Refused")}
    return render(request, "archive/refused.html", context)


@require_safe
@page(Permission.DATA_SEE)
def snapshot(request, authority, identity):
    """One file: what it is, what was kept of it, what was set aside, and what used it."""
    return _snapshot_page(request, authority, _found(request, authority, identity), forms.WithdrawForm())


@require_http_methods(["POST"])
@page(Permission.DATA_WITHDRAW)
def withdraw(request, authority, identity):
    """Withdraw a file with a reason."""
    found, form = _found(request, authority, identity), forms.WithdrawForm(request.POST)
    if form.is_valid():
        try:
            done = withdrawing.withdraw(
                snapshot=found, by=request.user, at=timezone.now(), **form.cleaned_data
            )
            used = f" {len(done.used_by)} computations of levels had used it." if done.used_by else ""
            messages.success(request, f"{found.name} no longer counts.{used}")
            return redirect("snapshot", code=authority.code, identity=found.id)
        except withdrawing.CannotWithdraw as refusal:
            form.add_error("reason", str(refusal))
    return _snapshot_page(request, authority, found, form)


def _snapshot_page(request, authority, found, form):
    context = {
        "snapshot": found,
        "state": STATES[state_of(found)],
        "used_by": ratings.that_used(found.id),
        "form": form,
        "crumbs": crumbs(authority, found.name),
    }
    return render(request, "archive/snapshot.html", context)


def _found(request, authority, identity):
    found = snapshots.snapshot(request.user, authority.code, identity)
    if found is None:
        raise Http404("There is no such file.")
    return found
