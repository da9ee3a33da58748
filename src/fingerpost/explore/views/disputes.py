"""Disputed figures: mark one wrong, read what was said, answer, withdraw."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fingerpost.archive.queries import one_figure
from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission, check_permission, has_permission
from fingerpost.explore import dispute_forms as forms
from fingerpost.explore import rules
from fingerpost.explore.actions import disputes as actions
from fingerpost.explore.queries import disputes as queries
from fingerpost.present import formats, taking
from fingerpost.present.tables import DAY, NUMBER, Column, table

FORM = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@page(Permission.FIGURES_SEE)
def every(request, authority):
    """Every dispute that the person may see, those that wait first."""
    found = queries.listed(request.user, authority.code, timezone.localdate())
    waiting = [one for one in found if one.is_unsettled]
    context = {
        "waiting": waiting,
        "settled": [one for one in found if not one.is_unsettled][::-1],
        "old": sum(1 for one in waiting if one.is_old),
        "old_after": rules.OLD_AFTER,
    }
    return render(request, "explore/disputes.html", context)


@require_safe
@page(Permission.FIGURES_SEE)
def export(request, authority, form):
    """The list as a file."""
    columns = [
        Column("place", "School or place", width=38), Column("measure", "Measure", width=46),
        Column("group", "Pupils", width=20), Column("period", "Year", width=16), Column("shown", "Figure"),
        Column("should_be", "Should be"), Column("state", "State", width=20), Column("raised_on", "Raised on", DAY),
        Column("days", "Days", NUMBER), Column("evidence", "Evidence", width=60),
        Column("answer", "Last answer", width=60),
    ]  # fmt: skip
    found = queries.listed(request.user, authority.code, timezone.localdate())
    made = table("Disputed figures", columns, [_row(one) for one in found])
    return taking.away(made, form, f"disputes-{authority.code}")


def _row(one: queries.Shown) -> dict:
    last = next(reversed(one.dispute.answers.all()), None)
    return {
        "place": one.dispute.place_name, "measure": one.measure, "group": one.group,
        "period": formats.school_year(one.dispute.period), "shown": one.dispute.shown,
        "should_be": one.dispute.should_be, "state": one.dispute.state,
        "raised_on": timezone.localdate(one.dispute.raised_at), "days": one.days,
        "evidence": one.dispute.evidence, "answer": last.reasons if last else "",
    }  # fmt: skip


@FORM
@page(Permission.FIGURE_DISPUTE)
def raise_one(request, authority):
    """Mark a figure wrong. The address names the figure, as on its own page."""
    asked = {name: request.GET.get(name, "") for name in ("urn", "indicator", "group", "period")}
    found = _figure(request, authority, asked)
    urn = int(asked["urn"]) if asked["urn"] else None
    group = asked["group"] or "all"
    already = queries.of_figure(authority.code, (urn, asked["indicator"], group, asked["period"]))
    if already is not None:
        return redirect("dispute", code=authority.code, dispute_id=already.pk)
    form = forms.DisputeForm(request.POST or None)
    if form.is_valid():
        try:
            made = actions.dispute(
                authority=authority.code, urn=urn, place_name=found.place, indicator=asked["indicator"], group=group,
                period=asked["period"], shown=_shown(found), by=request.user, at=timezone.now(), **form.cleaned_data,
            )  # fmt: skip
            messages.success(request, "The figure is marked as disputed, and says so wherever it is shown.")
            return redirect("dispute", code=authority.code, dispute_id=made.pk)
        except rules.NotADispute as refusal:
            form.add_error("evidence", str(refusal))
    context = {"form": form, "found": found, "shown": _shown(found), "query": request.GET.urlencode()}
    return render(request, "explore/dispute_raise.html", context)


def _figure(request, authority, asked):
    if not asked["indicator"] or (asked["urn"] and not asked["urn"].isdigit()):
        raise Http404("A figure is named by its indicator, and a school by its URN.")
    urn = int(asked["urn"]) if asked["urn"] else None
    check_permission(request.user, Permission.FIGURE_DISPUTE, authority=authority.code, urn=urn)
    found = one_figure.evidence(
        authority=authority.code, urn=urn, indicator=asked["indicator"], group=asked["group"] or "all",
        period=asked["period"],
    )  # fmt: skip
    if found is None:
        raise Http404("No file that is held has that figure.")
    return found


def _shown(found) -> str:
    held, indicator = found.counts, found.indicator
    if held.value is None:
        return held.text or formats.missing(held.status)
    return formats.with_unit(held.value, indicator.unit, indicator.decimals)


def _one(request, authority, dispute_id):
    found = queries.one_dispute(request.user, authority.code, dispute_id)
    if found is None:
        raise Http404("There is no such dispute, or your posts do not reach it.")
    return found


@require_safe
@page(Permission.FIGURES_SEE)
def one(request, authority, dispute_id):
    """One dispute: the figure, the evidence, what was answered."""
    return _page(request, authority, _one(request, authority, dispute_id))


def _page(request, authority, found, form=None):
    answers = (
        has_permission(request.user, Permission.DISPUTE_ANSWER, authority=authority.code, urn=found.urn)
        and rules.State(found.state) in rules.UNSETTLED
    )
    context = {
        "shown": queries.shown(found, timezone.localdate()),
        "dispute": found,
        "form": form or (forms.AnswerForm(state=found.state) if answers else None),
        "can_withdraw": rules.can_withdraw(found.state, raised_by=found.raised_by_id, person=request.user.pk),
        "answers": {state.value: words for state, words in rules.ANSWERS.items()},
    }
    return render(request, "explore/dispute.html", context)


@require_POST
@page(Permission.DISPUTE_ANSWER)
def answer(request, authority, dispute_id):
    """Answer a dispute."""
    found = _one(request, authority, dispute_id)
    form = forms.AnswerForm(request.POST, state=found.state)
    if form.is_valid():
        try:
            actions.answer(disputed=found, by=request.user, at=timezone.now(), **form.cleaned_data)
            messages.success(request, "The answer is kept. Whoever raised the dispute sees it here.")
            return redirect("dispute", code=authority.code, dispute_id=found.pk)
        except (rules.NotADispute, rules.CannotMove) as refusal:
            form.add_error("reasons", str(refusal))
    return _page(request, authority, found, form)


@require_POST
@page(Permission.FIGURE_DISPUTE)
def withdraw(request, authority, dispute_id):
    """Withdraw what one disputed."""
    found = _one(request, authority, dispute_id)
    try:
        actions.withdraw(disputed=found, by=request.user, at=timezone.now())
        messages.success(request, "The dispute is withdrawn. It stays on record.")
    except rules.CannotMove as refusal:
        messages.error(request, str(refusal))
    return redirect("dispute", code=authority.code, dispute_id=found.pk)


urlpatterns = [
    path("figures/disputes/", every, name="disputes"),
    path("figures/disputes.<slug:form>", export, name="disputes_export"),
    path("figures/disputes/raise/", raise_one, name="dispute_raise"),
    path("figures/disputes/<int:dispute_id>/", one, name="dispute"),
    path("figures/disputes/<int:dispute_id>/answer/", answer, name="dispute_answer"),
    path("figures/disputes/<int:dispute_id>/withdraw/", withdraw, name="dispute_withdraw"),
]
