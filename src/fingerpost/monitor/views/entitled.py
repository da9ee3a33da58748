"""Each school's entitlement to visits beside what was planned and made."""

from __future__ import annotations

from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from fingerpost.archive.queries import editions
from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission
from fingerpost.monitor.queries import entitled
from fingerpost.monitor.rules import visits as rules
from fingerpost.monitor.views.visits import crumbs
from fingerpost.present import taking
from fingerpost.present.tables import DAY, NUMBER, Column, table

#: What is shown when nobody asks for more: what a school has without asking or paying.
OWED = ("late", "due", "planned", "in-time")


def _stands(standing: str, asked: str) -> bool:
    return asked in ("all", standing) or (not asked and standing in OWED)


def _owed(request, authority) -> list:
    said = {key: request.GET.get(key, "").strip() for key in ("q", "kind", "standing", "adviser")}
    return [
        one for one in entitled.every(request.user, authority.code, timezone.localdate())
        if said["q"].lower() in one.name.lower() and said["kind"] in ("", one.kind.id)
        and _stands(one.standing, said["standing"]) and said["adviser"] in ("", one.adviser)
    ]  # fmt: skip


@require_safe
@page(Permission.VISIT_SEE)
def listed(request, authority):
    """Each school's entitlement beside what was planned and made: what is late comes first."""
    order = list(rules.STANDINGS)
    rows = sorted(
        _owed(request, authority), key=lambda one: (order.index(one.standing), one.due_on, one.name)
    )
    edition = editions.edition_of(authority.code)
    context = {
        "rows": rows, "asked": request.GET, "standings": rules.STANDINGS, "query": request.GET.urlencode(),
        "kinds": edition.visits.types if edition else (), "edition": edition,
        "advisers": sorted({one.adviser for one in rows if one.adviser}),
        "late": sum(one.standing == "late" for one in rows),
        "never": sum(one.none_yet and one.standing in ("late", "due") for one in rows),
        "crumbs": crumbs(authority, "Entitlement"),
    }  # fmt: skip
    return render(request, "monitor/entitlement.html", context)


@require_safe
@page(Permission.VISIT_SEE)
def export(request, authority, form):
    """The same as a file."""
    columns = (
        Column("urn", "URN"), Column("name", "School", width=36), Column("level", "Level"),
        Column("kind", "Type", width=26),
        Column("a_year", "A year", NUMBER), Column("made", "Made this school year", NUMBER),
        Column("planned", "Planned", NUMBER), Column("last", "Last", DAY), Column("due", "Due by", DAY),
        Column("standing", "Standing", width=16), Column("adviser", "Adviser", width=24),
    )  # fmt: skip
    rows = [
        {"urn": one.urn, "name": one.name, "level": one.level or "not rated", "kind": one.kind.name,
         "a_year": one.entitled.a_year, "made": one.made, "planned": one.planned, "last": one.last_on,
         "due": one.due_on, "standing": rules.STANDINGS[one.standing], "adviser": one.adviser}
        for one in _owed(request, authority)
    ]  # fmt: skip
    return taking.away(table("Entitlement to visits", columns, rows), form, f"entitlement-{authority.code}")
