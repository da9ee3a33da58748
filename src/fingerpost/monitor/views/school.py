"""A school's page, its evidence over the years, and its data pack."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from fingerpost.archive.queries import ratings as ratings_of
from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission, check_permission, has_permission
from fingerpost.evidence import groups
from fingerpost.monitor import charts, pack, strand_views
from fingerpost.monitor.marks import scale_of
from fingerpost.monitor.queries import disputed, moving_school, rounds
from fingerpost.monitor.queries import school as queries
from fingerpost.present import drawing, pdf, taking
from fingerpost.register.rules import PHASE_NAMES

# Enough to see at once; the rest are on the evidence page.
CHARTS_ON_PAGE = 6
OFFERED_GROUPS = ("all", "boys", "girls", "disadvantaged", "not_disadvantaged", "sen_support", "eal", "low_prior",
                  "middle_prior", "high_prior")  # fmt: skip


def found(request, authority, urn):
    """The page's facts, or 404."""
    run = request.GET.get("run", "")
    asked = int(run) if run.isdigit() else None
    shown = queries.page(request.user, authority.code, urn, today=timezone.localdate(), run=asked)
    if shown is None:
        raise Http404("That school is none of this authority's.")
    return shown


def crumbs(authority, school=None, *more: str) -> list[dict]:
    """Where a page of this section lies."""
    places = [{"text": "Schools", "href": reverse("grid", kwargs={"code": authority.code})}]
    if school is not None:
        href = reverse("school", kwargs={"code": authority.code, "urn": school.urn})
        places.append({"text": school.name, "href": href} if more else {"text": school.name})
    return places + [{"text": text} for text in more]


@require_safe
@page(Permission.SCHOOLS_SEE)
def school(request, authority, urn):
    """A school: where it stands, why, strand by strand, what it was, what changed."""
    shown = found(request, authority, urn)
    standing = shown.standing
    ratings = []
    if standing:
        rows = [*standing.main, *([standing.early_years] if standing.early_years else [])]
        ratings = [(row, _families(row, standing)) for row in rows]
    found_series = charts.of_school(urn, authority.code, shown.as_at, user=request.user, key=shown.key)
    drawn = [s for s in found_series if charts.is_drawn(s)]
    confirmed = _confirmed(request.user, authority, urn)
    context = {
        "page": shown,
        "school": shown.school,
        "confirmed": confirmed,
        "confirmed_now": [pair for pair in confirmed if pair[0].round_id == confirmed[0][0].round_id],
        "standing": standing,
        "ratings": ratings,
        "charts": drawn[:CHARTS_ON_PAGE],
        "more_charts": max(len(drawn) - CHARTS_ON_PAGE, 0),
        "phase": PHASE_NAMES.get(shown.school.phase, shown.school.phase),
        "title": charts.title,
        "crumbs": crumbs(authority, shown.school),
        "disputed": disputed.of_school(authority.code, urn, shown.life, [row for row, _ in ratings]),
        "moving": _moving(request, authority, urn) if standing else None,
        "today": timezone.localdate(),
    }
    return render(request, "monitor/school.html", context)


def _moving(request, authority, urn):
    return moving_school.of_school(request.user, authority.code, urn, today=timezone.localdate())


def _confirmed(user, authority, urn) -> list[tuple]:
    """Every level that was confirmed, the latest first, each with its scale; those told alone, but for officers."""
    if not has_permission(user, Permission.RATING_SEE, authority=authority.code, urn=urn):
        return []
    found = rounds.confirmed(user, authority.code, urns=[urn])
    found.sort(key=lambda one: (-one.as_at.toordinal(), one.scheme == "eyfs"))
    scales = ratings_of.scales([one.rating_id for one in found])
    return [(one, scale_of(scales[one.rating_id])) for one in found]


def _families(row, standing) -> list[tuple[str, list]]:
    """The strands of a rating family by family, in the edition's order."""
    families: dict[str, list] = {}
    for view in strand_views.views(row.strands, standing.scale, row.scheme, standing.edition):
        families.setdefault(view.family, []).append(view)
    return list(families.items())


@require_safe
@page(Permission.SCHOOLS_SEE)
def evidence(request, authority, urn):
    """Every figure of a school over the years, each with its chart and its table."""
    shown = found(request, authority, urn)
    group = request.GET.get("group", "all")
    if group not in OFFERED_GROUPS:
        raise Http404("There is no such group of pupils.")
    series = charts.of_school(urn, authority.code, shown.as_at, group, user=request.user, key=shown.key)
    context = {
        "page": shown,
        "school": shown.school,
        "series": [(s, charts.line_chart(s, authority.name), charts.is_drawn(s)) for s in series if s.points],
        "group": group,
        "groups": [(code, groups.name(code)) for code in OFFERED_GROUPS],
        "disputed": disputed.of_school(authority.code, urn, shown.life, ()).figures,
        "crumbs": crumbs(authority, shown.school, "Evidence"),
    }
    return render(request, "monitor/evidence.html", context)


@require_safe
@cache_control(private=True, max_age=3600)
@page(Permission.SCHOOLS_SEE)
def chart(request, authority, urn, indicator):
    """One chart as a picture, drawn when it is asked for."""
    shown = queries.day_of(
        request.user, authority.code, today=timezone.localdate(), run=request.GET.get("run", "")
    )
    series = charts.of_school(urn, authority.code, shown, request.GET.get("group", "all"), user=request.user)
    one = next((s for s in series if s.indicator.code == indicator), None)
    if one is None:
        raise Http404("No figures are held for that chart.")
    return HttpResponse(drawing.svg(charts.line_chart(one, authority.name)), content_type="image/svg+xml")


@require_safe
@page(Permission.SCHOOLS_SEE)
def data_pack(request, authority, urn):
    """The data pack: two pages to hand to the head and chair; with levels for officers alone."""
    shown = found(request, authority, urn)
    with_levels = request.GET.get("levels") == "yes"
    if with_levels:
        check_permission(request.user, Permission.INDICATIVE_SEE, authority=authority.code, urn=urn)
    document = pack.document(shown, authority, user=request.user, with_levels=with_levels)
    made = pdf.to_pdf(document, made_at=timezone.now())
    return taking.opened(made, pdf.PDF_TYPE, f"data-pack-{urn}.pdf")
