"""The Ofsted profile of the authority on any day, and the schools behind each of its numbers."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission
from fingerpost.evidence import profiles
from fingerpost.evidence.frameworks import GRADES
from fingerpost.monitor import profile_tables, profile_view
from fingerpost.monitor.queries import profile as queries
from fingerpost.monitor.queries import profile_schools
from fingerpost.present import drawing, taking

KEPT_FOR = "private, max-age=3600"


def _look(request, authority):
    seen = queries.sight(request.user, authority.code)
    lists = queries.lists_held(seen)
    return seen, lists, *profile_view.read(request.GET, today=timezone.localdate(), lists=lists)


@require_safe
@page(Permission.SCHOOLS_SEE)
def profile(request, authority):
    """Schools or learners by grade and phase, with what the numbers rest on."""
    seen, lists, look, wrong = _look(request, authority)
    found = queries.profile(seen, look.day, look.basis)
    context = {"lists": lists, "look": look, "form": wrong or look.form, "found": found}
    if found:
        days = queries.trend(seen, look.day, look.basis)
        context |= {
            "moves": queries.moves(seen, look.day, look.since),
            "trend": profile_tables.trend_table(days, look),
            "leaving": profile_tables.leaving(days),
            "chart": profile_tables.trend_chart(days, look),
            "sentences": profile_tables.denominator(found),
            "warning": profile_tables.warning(found),
        }
    return render(request, "monitor/profile.html", context | _words())


def _words() -> dict:
    return {
        "grades": {str(grade): word for grade, word in GRADES.items()},
        "card_grades": profiles.CARD_GRADES,
        "scales": profiles,
        "ways": profile_view.WAYS,
        "phase_name": profile_tables.phase_name,
        "grade_in_words": profile_view.grade_in_words,
    }


@require_safe
@page(Permission.SCHOOLS_SEE)
def export(request, authority, form):
    """The whole profile as a file."""
    seen, _, look, _ = _look(request, authority)
    found = queries.profile(seen, look.day, look.basis)
    if found is None:
        raise Http404("No list of inspections is held of that day.")
    made = profile_tables.profile_table(authority.name, found, look)
    return taking.away(made, form, f"ofsted-profile-{authority.code}-{look.day}-{look.basis}")


@require_safe
@page(Permission.SCHOOLS_SEE)
def trend(request, authority):
    """The trend as a drawing, which the page asks for when it comes into view."""
    seen, _, look, _ = _look(request, authority)
    days = queries.trend(seen, look.day, look.basis)
    drawn = drawing.svg(profile_tables.trend_chart(days, look))
    return HttpResponse(drawn, content_type="image/svg+xml", headers={"Cache-Control": KEPT_FOR})


def _behind(request, authority):
    seen, _, look, _ = _look(request, authority)
    ask, way = profile_view.asked(request.GET)
    rows = profile_schools.schools(seen, look.day, ask, since=look.since if way else None, way=way)
    return look, ask, profile_view.in_words(ask, way, look.since), rows


@require_safe
@page(Permission.SCHOOLS_SEE)
def schools(request, authority):
    """The schools that a number counts."""
    look, ask, words, rows = _behind(request, authority)
    context = {
        "look": look,
        "ask": ask,
        "words": words,
        "rows": rows,
        "query": request.GET.urlencode(),
        "crumbs": _crumbs(authority, look, words),
    }
    return render(request, "monitor/profile_schools.html", context | _words())


@require_safe
@page(Permission.SCHOOLS_SEE)
def schools_export(request, authority, form):
    """The schools that a number counts, as a file."""
    look, ask, words, rows = _behind(request, authority)
    made = profile_tables.schools_table(words, rows, with_asked=bool(ask.aspect))
    return taking.away(made, form, f"ofsted-schools-{authority.code}-{look.day}")


@require_safe
@page(Permission.SCHOOLS_SEE)
def unlisted(request, authority):
    """The schools that are open and in no list."""
    seen, _, look, _ = _look(request, authority)
    words = "Open and in no list of inspections"
    context = {
        "look": look,
        "words": words,
        "rows": profile_schools.not_listed(seen, look.day),
        "crumbs": _crumbs(authority, look, words),
    }
    return render(request, "monitor/profile_unlisted.html", context | _words())


def _crumbs(authority, look, words) -> list[dict]:
    first = f"{reverse('profile', kwargs={'code': authority.code})}?{look.query()}"
    return [{"text": "Ofsted profile", "href": first}, {"text": words}]
