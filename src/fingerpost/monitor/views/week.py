"""My week: an adviser's first page; and the whole service's, by adviser."""

from __future__ import annotations

from datetime import timedelta

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from fingerpost.casework import rules as promising
from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission, has_permission
from fingerpost.monitor.queries import changed
from fingerpost.monitor.queries import week as queries
from fingerpost.present import taking
from fingerpost.present.tables import NUMBER, Column, table

#: How far back "what changed" looks: days, and the words of the link.
SPANS = {7: "a week", 28: "four weeks", 90: "a term"}
USUAL_SPAN = 28
SUMS = (
    ("schools", "Schools"), ("visits", "Visits this week"), ("after", "Next week"), ("unmarked", "Visits to mark"),
    ("notes", "Notes to finish"), ("judgements", "Judgements due"), ("replies", "Replies due"),
    ("ours", "Our promises overdue"), ("theirs", "Schools' promises overdue"), ("tasks", "Tasks"),
    ("silent", f"Not heard from for {queries.SILENT_DAYS} days"),
)  # fmt: skip


@require_safe
@page(Permission.VISIT_SEE)
def mine(request, authority):
    """One's own week; for who has no schools by name, the service's."""
    today = timezone.localdate()
    if not queries.holds_schools(request.user, authority.code, today):
        return redirect("week_service", code=authority.code)
    return _week(request, authority, request.user.pk, today)


@require_safe
@page(Permission.VISIT_SEE)
def of_person(request, authority, person_id):
    """A colleague's week, as far as one's own posts reach."""
    return _week(request, authority, person_id, timezone.localdate())


def _week(request, authority, person_id: int, today):
    found = queries.of_person(request.user, authority.code, person_id, today)
    if found is None:
        raise Http404("Nobody of that number has schools here.")
    span = _span(request.GET.get("days", ""))
    since = today - timedelta(days=span)
    news = changed.of_schools(request.user, authority.code, frozenset(found.schools), since)
    context = {
        "week": found, "today": today, "is_own": found.person == request.user, "span": span, "spans": SPANS,
        "news": news, "figures": changed.figures(request.user, authority.code, since), "sums": sums(found),
        "promises": [(words, [_standing(request, authority, one, today) for one in rows])
                     for words, rows in (("Ours", found.ours), ("Schools'", found.theirs))],
        "address": lambda name, **kwargs: address(name, code=authority.code, **kwargs),
        "here": request.get_full_path(), "sources": promising.SOURCES, "silent_days": queries.SILENT_DAYS,
    }  # fmt: skip
    return render(request, "monitor/week.html", context)


def _standing(request, authority, one, today) -> dict:
    may = has_permission(request.user, Permission.PROMISE_KEEP, authority=authority.code, urn=one.urn)
    return {"promise": one, "stands": promising.standing(one, today), "may": may}


def _span(said: str) -> int:
    return int(said) if said.isdigit() and int(said) in SPANS else USUAL_SPAN


def address(name: str, **kwargs) -> str:
    """The address of a page, or nothing where the room has no such page."""
    try:
        return reverse(name, kwargs=kwargs)
    except NoReverseMatch:
        return ""


def sums(week: queries.Week) -> dict[str, int]:
    """A week in numbers, by the keys of SUMS."""
    late = [one.side for one in week.overdue]
    return {
        "schools": len(week.schools), "visits": len(week.now), "after": len(week.after),
        "unmarked": len(week.unmarked), "notes": len(week.notes) + len(week.unwritten) + len(week.to_check),
        "judgements": week.judgements_due, "replies": sum(one.is_ours for one in week.replies),
        "ours": late.count("authority"), "theirs": late.count("school"), "tasks": len(week.tasks),
        "silent": len(week.silent),
    }  # fmt: skip


@require_safe
@page(Permission.VISIT_SEE)
def service(request, authority):
    """The whole service's week, an adviser a row, and every visit of the week in order."""
    today = timezone.localdate()
    weeks = queries.service(request.user, authority.code, today)
    visits = sorted(
        (one for week in weeks for one in week.now), key=lambda one: (one.planned_on, str(one.begins), one.pk)
    )
    context = {
        "weeks": [(week, sums(week)) for week in weeks], "columns": SUMS, "today": today, "visits": visits,
        "begins": queries.monday(today), "total": _total(weeks),
        "address": lambda name, **kwargs: address(name, code=authority.code, **kwargs),
        "holds": any(week.person == request.user for week in weeks),
    }  # fmt: skip
    return render(request, "monitor/week_service.html", context)


def _total(weeks: list[queries.Week]) -> dict[str, int]:
    told = [sums(week) for week in weeks]
    return {key: sum(one[key] for one in told) for key, _ in SUMS}


@require_safe
@page(Permission.VISIT_SEE)
def export(request, authority, form):
    """The service's week in numbers, as a file."""
    weeks = queries.service(request.user, authority.code, timezone.localdate())
    columns = (Column("person", "Adviser", width=28), *(Column(key, words, NUMBER) for key, words in SUMS))
    rows = [{"person": str(week.person)} | sums(week) for week in weeks]
    return taking.away(table("The service's week", columns, rows), form, f"week-{authority.code}")
