"""Log a contact from whatever page one is on, and return to it."""

from __future__ import annotations

import re

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods

from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission, schools_within
from fingerpost.monitor.actions import contacts as actions
from fingerpost.monitor.hearing_forms import QuickContactForm
from fingerpost.monitor.rules import NotAFlag
from fingerpost.register import queries as register

#: What the list of schools writes after a name, so that two schools of one name are told apart.
_URN = re.compile(r"\((\d{5,7})\)\s*$")
MOST_LIKE = 6


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.CONTACT_RECORD)
def log(request, authority):
    """A short form with every school to choose from; works without JavaScript and on a phone."""
    today = timezone.localdate()
    schools = _schools(request.user, authority, today)
    back = _back(request, authority)
    initial = {"made_on": today, "kind": "call", "school": _asked(request.GET.get("urn", ""), schools)}
    form = QuickContactForm(request.POST or None, initial=initial, place=" ".join(schools.values()))
    if form.is_valid() and _recorded(request, authority, form, schools):
        return redirect(back)
    context = {"form": form, "schools": [_told(urn, name) for urn, name in schools.items()], "back": back}
    return render(request, "monitor/contact_log.html", context)


def _schools(user, authority, today) -> dict[int, str]:
    rows = register.schools_of(authority.code, today).sort("name").select("urn", "name").iter_rows()
    within = schools_within(user, Permission.CONTACT_RECORD, authority=authority.code)
    return {urn: name for urn, name in rows if within is None or urn in within}


def _told(urn: int, name: str) -> str:
    return f"{name} ({urn})"


def _asked(urn: str, schools: dict[int, str]) -> str:
    return _told(int(urn), schools[int(urn)]) if urn.isdigit() and int(urn) in schools else ""


def _back(request, authority) -> str:
    """The page that one was on, when it is one of ours; else the contacts."""
    asked = request.POST.get("back") or request.GET.get("back") or ""
    if url_has_allowed_host_and_scheme(asked, allowed_hosts={request.get_host()}):
        return asked
    return reverse("contacts", kwargs={"code": authority.code})


def _recorded(request, authority, form, schools: dict[int, str]) -> bool:
    said = dict(form.cleaned_data)
    urn = _meant(form, said.pop("school"), schools)
    if urn is None:
        return False
    try:
        actions.record_contact(authority=authority.code, urn=urn, by=request.user, at=timezone.now(), **said)
    except NotAFlag as problem:
        form.add_error(None, str(problem))
        return False
    messages.success(request, f"The contact with {schools[urn]} is recorded.")
    return True


def _meant(form, words: str, schools: dict[int, str]) -> int | None:
    """The one school that was meant; otherwise the form says which it could have been."""
    stated = _URN.search(words)
    if stated and int(stated[1]) in schools:
        return int(stated[1])
    wanted = words.strip().lower()
    like = [urn for urn, name in schools.items() if wanted in (name.lower(), str(urn))]
    like = like or [urn for urn, name in schools.items() if wanted in name.lower()]
    if len(like) == 1:
        return like[0]
    names = "; ".join(_told(urn, schools[urn]) for urn in like[:MOST_LIKE])
    form.add_error(
        "school",
        f"Which one: {names}?" if like else "No school of yours is called that. Try part of its name.",
    )
    return None
