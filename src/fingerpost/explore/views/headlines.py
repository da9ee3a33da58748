"""Headlines: what an authority's or a school's figures say, in sentences that open them."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission
from fingerpost.evidence.groups import name as group_name
from fingerpost.evidence.headlines import wording
from fingerpost.evidence.headlines.model import Figure, Headline, Tone
from fingerpost.evidence.indicators import CATALOGUE
from fingerpost.explore.queries import headlines as queries
from fingerpost.register import queries as register

TONES = {
    "challenges": ("Challenges", Tone.CHALLENGE),
    "strengths": ("Strengths", Tone.STRENGTH),
    "both": ("Strengths and challenges", Tone.BOTH),
    "neither": ("No sure difference", Tone.PLAIN),
}
PHASES = {"EYFS": "Early years", "KS1": "Key stage 1", "KS2": "Key stage 2", "KS4": "Key stage 4", "KS5": "16 to 18",
          "all": "Attendance and behaviour"}  # fmt: skip


def _query(figure: Figure) -> str:
    what = {"indicator": figure.indicator, "group": figure.group, "period": figure.period}
    is_school = figure.place_kind == "school"
    return urlencode(
        ({"urn": figure.place} if is_school else {"place_kind": figure.place_kind, "place": figure.place})
        | what
    )


def _told(figure: Figure) -> str:
    """A figure as its link says it: England 2025 62.0%."""
    whose = "England" if figure.place_kind == "england" else ""
    who = group_name(figure.group) if figure.place_kind == "england" and figure.group != "all" else ""
    value = wording.value(CATALOGUE.by_code[figure.indicator], figure.value)
    return " ".join(word for word in (whose, who and f"({who})", figure.period, value) if word)


def _page(request, authority, urn: int | None = None):
    said = request.GET
    asked = {
        "phase": said.get("phase", "") if said.get("phase") in PHASES else "",
        "group": said.get("group", "") if said.get("group") in queries.GROUPS else "",
        "tone": said.get("tone", "") if said.get("tone") in TONES else "",
    }
    school = register.school(urn) if urn else None
    if urn and school is None:
        raise Http404("No school has that number.")
    told = queries.told(request.user, authority.code, urn=urn, group=asked["group"], phase=asked["phase"])
    shown = [one for one in told.headlines if not asked["tone"] or one.tone is TONES[asked["tone"]][1]]
    context = {
        "told": told,
        "shown": shown,
        "asked": asked,
        "school": school,
        "place": school.name if school else authority.name,
        "tones": TONES,
        "phases": PHASES,
        "groups": [(code, group_name(code)) for code in queries.GROUPS],
        "counts": {key: _count(told.headlines, tone) for key, (_, tone) in TONES.items()},
        "query": _query,
        "written": _told,
        "tone": Tone,
    }
    return render(request, "explore/headlines.html", context)


def _count(found: tuple[Headline, ...], tone: Tone) -> int:
    return sum(one.tone is tone for one in found)


@require_safe
@page(Permission.FIGURES_SEE)
def headlines(request, authority):
    """What the authority's figures say."""
    return _page(request, authority)


@require_safe
@page(Permission.FIGURES_SEE)
def headlines_school(request, authority, urn):
    """What a school's figures say."""
    return _page(request, authority, urn)


urlpatterns = [
    path("figures/headlines/", headlines, name="headlines"),
    path("schools/<urn:urn>/headlines/", headlines_school, name="headlines_school"),
]
