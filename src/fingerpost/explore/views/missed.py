"""Who missed it: pupils who did not reach a measure, each in the one combination of characteristics that is theirs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_safe

from fingerpost.archive.queries import who_missed as queries
from fingerpost.archive.queries.who_missed import Measure
from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission, schools_within
from fingerpost.evidence.groups import name as group_name
from fingerpost.evidence.missed import counting, saying
from fingerpost.evidence.missed.model import MOST, Missed
from fingerpost.explore.queries import combinations
from fingerpost.present import drawing, taking
from fingerpost.register import queries as register

FIRST = "ks2_rwm_expected"
KEPT_FOR = "private, max-age=3600"


@dataclass(frozen=True)
class Asked:
    """What the address asks for."""

    measure: str
    year: int
    chosen: tuple[str, ...]
    urn: int | None

    def query(self) -> str:
        """The address that asks for the same."""
        parts = [("measure", self.measure), ("year", self.year), ("school", self.urn or "")]
        return urlencode([*parts, *(("with", code) for code in self.chosen)])


def _asked(request, authority, measures: dict[str, Measure], schools: dict[int, str]) -> Asked:
    said = request.GET
    code = said.get("measure", "")
    code = code if code in measures else next((c for c in (FIRST, *measures) if c in measures), "")
    years = measures[code].years if code else ()
    wanted = said.get("year", "")
    year = int(wanted) if wanted.isdigit() and int(wanted) in years else next(iter(years), 0)
    school = said.get("school", "")
    if school and not (school.isdigit() and int(school) in schools):
        raise Http404("No school that your post reaches has that number.")
    chosen = tuple(dict.fromkeys(said.getlist("with"))) or queries.USUAL
    return Asked(code, year, chosen, int(school) if school else None)


def _schools(user, authority) -> dict[int, str]:
    within = schools_within(user, Permission.FIGURES_SEE, authority=authority.code)
    rows = register.schools_of(authority.code, timezone.localdate()).sort("name").select("urn", "name")
    return {urn: name for urn, name in rows.iter_rows() if within is None or urn in within}


def _found(request, authority) -> tuple[dict[str, Any], Asked, Missed | None, str]:
    measures, schools = queries.measures(authority.code), _schools(request.user, authority)
    asked = _asked(request, authority, measures, schools)
    context = {"measures": measures, "schools": schools}
    if not asked.measure:
        return context, asked, None, ""
    try:
        found = queries.who_missed(
            request.user, authority.code,
            measure=measures[asked.measure], year=asked.year, chosen=asked.chosen, urn=asked.urn,
        )  # fmt: skip
    except counting.CannotCombine as refusal:
        return context, asked, None, str(refusal)
    return context, asked, found.sized(), ""


@require_safe
@page(Permission.FIGURES_SEE)
def missed(request, authority):
    """The combinations as sentences, a plot and a table."""
    context, asked, found, wrong = _found(request, authority)
    context |= {
        "asked": asked,
        "wrong": wrong,
        "most": MOST,
        "offered": [(code, group_name(code)) for code in counting.offered()],
        "place": context["schools"].get(asked.urn, authority.name),
        "may_choose": queries.may_choose(request.user, authority.code, asked.urn),
    }
    if found is not None and found.cohort != 0:
        context |= {
            "found": found,
            "sentences": saying.sentences(found),
            "table": combinations.as_table(found),
            "chart": combinations.chart(found),
            "is_cut": combinations.is_cut(found),
        }
    return render(request, "explore/missed.html", context)


@require_safe
@page(Permission.FIGURES_SEE)
def chart(request, authority):
    """The plot, which the page asks for when it comes into view."""
    _, _, found, _ = _found(request, authority)
    if found is None:
        raise Http404("Nothing is held of this measure.")
    drawn = drawing.svg(combinations.chart(found))
    return HttpResponse(drawn, content_type="image/svg+xml", headers={"Cache-Control": KEPT_FOR})


@require_safe
@page(Permission.FIGURES_SEE)
def export(request, authority, form):
    """The table as a file."""
    _, asked, found, _ = _found(request, authority)
    if found is None:
        raise Http404("Nothing is held of this measure.")
    name = f"missed-{asked.measure}-{asked.year}-{asked.urn or authority.code}"
    return taking.away(combinations.as_table(found), form, name)


urlpatterns = [
    path("figures/missed/", missed, name="missed"),
    path("figures/missed/plot.svg", chart, name="missed_chart"),
    path("figures/missed.<slug:form>", export, name="missed_export"),
]
