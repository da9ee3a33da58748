"""Contacts with schools: record one in a few seconds, and see when each school was last heard from."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission, has_permission
from fingerpost.monitor.actions import contacts as actions
from fingerpost.monitor.hearing_forms import ContactForm
from fingerpost.monitor.queries import contacts as queries
from fingerpost.monitor.rules import CONTACT_KINDS, CannotUndo, NotAFlag
from fingerpost.monitor.views.school import crumbs
from fingerpost.present import taking
from fingerpost.present.tables import DAY, NUMBER, Column, table
from fingerpost.register import queries as register

FORM = require_http_methods(["GET", "HEAD", "POST"])


def todays_school(authority, urn: int):
    """A school that belongs to the authority today, or 404."""
    found = register.school(urn)
    if found is None or register.authority_on(urn, timezone.localdate()) != authority.code:
        raise Http404("That school is none of this authority's.")
    return found


@FORM
@page(Permission.CONTACT_SEE)
def of_school(request, authority, urn):
    """A school's contacts, and a form for a new one."""
    school = todays_school(authority, urn)
    form = ContactForm(
        request.POST or None, place=school.name, initial={"made_on": timezone.localdate(), "kind": "call"}
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_contact(
                authority=authority.code, urn=urn, by=request.user, at=timezone.now(), **form.cleaned_data
            )
            messages.success(request, "The contact is recorded.")
            return redirect("contacts_school", code=authority.code, urn=urn)
        except NotAFlag as problem:
            form.add_error(None, str(problem))
    context = {
        "school": school, "form": form, "found": queries.of_school(request.user, authority.code, urn),
        "kinds": CONTACT_KINDS, "crumbs": crumbs(authority, school, "Contacts"), "today": timezone.localdate(),
        "records": has_permission(request.user, Permission.CONTACT_RECORD, authority=authority.code, urn=urn),
    }  # fmt: skip
    return render(request, "monitor/contacts_school.html", context)


@require_POST
@page(Permission.CONTACT_RECORD)
def undo(request, authority, contact_id):
    """Take back a contact that one recorded today."""
    found = queries.contact(request.user, authority.code, contact_id)
    if found is None:
        raise Http404("There is no such contact.")
    try:
        actions.undo_contact(contact=found, by=request.user, at=timezone.now())
        messages.success(request, "The contact is taken back.")
    except CannotUndo as refusal:
        messages.error(request, str(refusal))
    return redirect("contacts_school", code=authority.code, urn=found.urn)


def _standing(request, authority) -> list[dict]:
    """Every school with its last contact, those never contacted first, then the longest ago."""
    today = timezone.localdate()
    last = queries.last_contact(request.user, authority.code)
    rows = [
        {
            "urn": urn,
            "name": name,
            "last": last.get(urn),
            "days": (today - last[urn]).days if urn in last else None,
        }
        for urn, name in register.schools_of(authority.code, today).select("urn", "name").iter_rows()
    ]
    return sorted(rows, key=lambda row: (row["last"] is not None, row["last"] or today, row["name"]))


@require_safe
@page(Permission.CONTACT_SEE)
def contacts(request, authority):
    """When each school was last heard from, and the latest contacts."""
    found, words = _standing(request, authority), request.GET.get("q", "")[:80].strip().lower()
    names = {row["urn"]: row["name"] for row in found}
    context = {
        "found": [row for row in found if words in row["name"].lower()], "q": request.GET.get("q", ""),
        "recent": queries.recent(request.user, authority.code, 20), "names": names, "kinds": CONTACT_KINDS,
        "never": sum(row["last"] is None for row in found),
    }  # fmt: skip
    return render(request, "monitor/contacts.html", context)


@require_safe
@page(Permission.CONTACT_SEE)
def export(request, authority, form):
    """When each school was last heard from, as a file."""
    columns = (
        Column("urn", "URN"), Column("name", "School", width=34), Column("last", "Last contact", DAY),
        Column("days", "Days ago", NUMBER),
    )  # fmt: skip
    made = table("Last contact with each school", columns, _standing(request, authority))
    return taking.away(made, form, f"contacts-{authority.code}")
