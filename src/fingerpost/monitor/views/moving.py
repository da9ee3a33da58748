"""How schools are moving, and the slippage list: searched, sorted, filtered in the address, taken away."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission
from fingerpost.monitor import moving_rows
from fingerpost.monitor.queries import travelling
from fingerpost.monitor.queries.travelling import HALF_TERM, YEAR, Moving, Slipping
from fingerpost.monitor.views.school import crumbs
from fingerpost.present import formats, taking
from fingerpost.present.tables import DAY, NUMBER, Column, table
from fingerpost.register.rules import PHASE_NAMES

WAYS = ("improving", "steady", "declining", "not known")
ORDER = {way: number for number, way in enumerate(("declining", "not known", "steady", "improving"))}
SORTS_MOVING: dict[str, Callable[[Moving], Any]] = {
    "name": lambda one: one.school.name,
    "direction": lambda one: (ORDER.get(one.computed, 1), one.school.name),
    "stay": lambda one: (-(one.school.stay.stay.months if one.school.stay else -1), one.school.name),
    "adviser": lambda one: (one.school.adviser, one.school.name),
}
SORTS_SLIPPING: dict[str, Callable[[Slipping], Any]] = {
    "weight": lambda one: (-one.weight, one.school.name),
    "name": lambda one: one.school.name,
    "adviser": lambda one: (one.school.adviser, one.school.name),
}
SCHOOL = (Column("urn", "URN"), Column("school", "School", width=34), Column("phase", "Phase"),
          Column("adviser", "Adviser", width=22), Column("level", "Level"))  # fmt: skip
MOVING = (*SCHOOL, Column("computed", "Direction, computed"), Column("because", "Because", width=80),
          Column("confirmed", "Direction, confirmed"), Column("in", "Confirmed in", width=24),
          Column("stay", "At this level", width=20), Column("months", "Months", NUMBER),
          Column("over", "Over the limit", width=24), Column("watch", "On watch, review by", DAY))  # fmt: skip
SLIPPING = (*SCHOOL, Column("good", "Doing well by", width=22), Column("falls", "Worse than a year before", width=70),
            Column("rises", "Better", width=50), Column("direction", "Direction, computed"),
            Column("watch", "On watch, review by", DAY))  # fmt: skip


@require_safe
@page(Permission.INDICATIVE_SEE)
def moving(request, authority):
    """Every school's direction of travel with its reasons, and how long it has been at its level."""
    found, rows = _moving(request, authority)
    context = _context(request, found, rows) | {
        "crumbs": [*crumbs(authority), {"text": "How they are moving"}], "over": _over(request), "ways": WAYS,
        "limits": _limits(found),
        "body": moving_rows.body(rows, found.scale, reverse("grid", kwargs={"code": authority.code})),
    }  # fmt: skip
    return render(request, "monitor/moving.html", context)


def _moving(request, authority):
    found = travelling.moving(request.user, authority.code, today=timezone.localdate(), over=_over(request))
    rows = [one for one in found.rows if _is_like(request, one.school)]
    way, stay = request.GET.get("direction", ""), request.GET.get("stay", "")
    rows = [one for one in rows if way in ("", one.computed)]
    if stay == "over":
        rows = [one for one in rows if one.school.stay and one.school.stay.stay.is_over]
    return found, sorted(rows, key=SORTS_MOVING[_sort(request, SORTS_MOVING, "direction")])


def _over(request) -> str:
    return HALF_TERM if request.GET.get("over") == HALF_TERM else YEAR


def _limits(found) -> list:
    """What the edition says of how long a school may stay at each level."""
    bands = {one.school.stay.band for one in found.rows if one.school.stay and one.school.stay.band}
    return sorted(bands, key=lambda band: band.level)


@require_safe
@page(Permission.INDICATIVE_SEE)
def slipping(request, authority):
    """Schools doing well of which a leading figure is worse than a year before."""
    found, rows = _slipping(request, authority)
    context = _context(request, found, rows) | {"crumbs": [*crumbs(authority), {"text": "Slippage"}]}
    return render(request, "monitor/slipping.html", context)


def _slipping(request, authority):
    found = travelling.slipping(request.user, authority.code, today=timezone.localdate())
    rows = [one for one in found.rows if _is_like(request, one.school)]
    if request.GET.get("watch") == "no":
        rows = [one for one in rows if one.school.watched_until is None]
    return found, sorted(rows, key=SORTS_SLIPPING[_sort(request, SORTS_SLIPPING, "weight")])


def _sort(request, sorts: dict, usual: str) -> str:
    asked = request.GET.get("sort", usual)
    return asked if asked in sorts else usual


def _is_like(request, school) -> bool:
    asked = request.GET
    words = f"{school.name} {school.urn} {school.trust}".lower()
    return (
        all(word in words for word in asked.get("q", "").lower().split())
        and asked.get("phase", "") in ("", school.phase)
        and asked.get("adviser", "") in ("", school.adviser)
    )


def _context(request, found, rows) -> dict:
    schools = [one.school for one in found.rows]
    phases = {school.phase for school in schools}
    return {
        "found": found, "rows": rows, "asked": request.GET, "scale": found.scale,
        "phases": [(code, name) for code, name in PHASE_NAMES.items() if code in phases],
        "advisers": [(name, name) for name in sorted({school.adviser for school in schools if school.adviser})],
        "without": {name: _without(request, name) for name in ("over", "sort")},
    }  # fmt: skip


def _without(request, name: str) -> str:
    """The address asked for without one of its parts, ready to have another put after it."""
    asked = request.GET.copy()
    asked.pop(name, None)
    return f"{asked.urlencode()}&" if asked else ""


@require_safe
@page(Permission.INDICATIVE_SEE)
def moving_export(request, authority, form):
    """The directions as they are looked at, as a file."""
    found, rows = _moving(request, authority)
    told = [
        _school(one.school, found) | {
            "computed": one.computed.capitalize(), "because": " ".join(one.because),
            "confirmed": one.confirmed.capitalize(), "in": one.confirmed_in if one.confirmed else "",
            "stay": one.school.stay.in_words if one.school.stay else "",
            "months": one.school.stay.stay.months if one.school.stay else None,
            "over": one.school.stay.over_in_words if one.school.stay else "",
        }
        for one in rows
    ]  # fmt: skip
    made = table("How schools are moving", MOVING, told, _notes(found))
    return taking.away(made, form, f"moving-{authority.code}")


@require_safe
@page(Permission.INDICATIVE_SEE)
def slipping_export(request, authority, form):
    """The slippage list as it is looked at, as a file."""
    found, rows = _slipping(request, authority)
    told = [
        _school(one.school, found) | {
            "good": one.good_by, "falls": "; ".join(one.falls), "rises": "; ".join(one.rises),
            "direction": one.school.direction.capitalize(),
        }
        for one in rows
    ]  # fmt: skip
    return taking.away(table("Slippage", SLIPPING, told, _notes(found)), form, f"slippage-{authority.code}")


def _school(school, found) -> dict:
    level = found.scale.word(school.level) if found.scale else ""
    return {"urn": school.urn, "school": school.name, "phase": PHASE_NAMES.get(school.phase, school.phase),
            "adviser": school.adviser, "level": level, "watch": school.watched_until}  # fmt: skip


def _notes(found) -> list[str]:
    if found.run is None:
        return ["No levels have been computed."]
    said = [f"{found.run.edition_name}, as at {formats.day(found.run.as_at)}; for officers only."]
    return said + ([f"Moved since {formats.day(found.since)}."] if found.since else [])
