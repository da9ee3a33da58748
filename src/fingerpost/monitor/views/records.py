"""Answers to whoever asks what is held: of a school, or of themselves."""

from __future__ import annotations

import io
import zipfile

from django.http import Http404
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from fingerpost.core.answering import EXEMPTIONS, declared
from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission
from fingerpost.monitor.actions import records
from fingerpost.monitor.post_forms import SubjectForm
from fingerpost.monitor.views.posts import crumbs
from fingerpost.present import taking
from fingerpost.register import queries as register

ZIP = "application/zip"


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.RECORDS_DISCLOSE)
def records_of(request, authority):
    """What is held and how it is asked for; a person's records by their e-mail address."""
    form = SubjectForm(request.POST or None)
    if form.is_valid():
        try:
            made = records.disclose_person(
                email=form.cleaned_data["email"], authority=authority.code, by=request.user, at=timezone.now()
            )
            return taking.attached(_zipped(made), ZIP, f"subject-access-{timezone.localdate():%Y-%m-%d}.zip")
        except records.NobodyThere as nobody:
            form.add_error("email", str(nobody))
    schools = (
        register.schools_of(authority.code, timezone.localdate()).sort("name", "urn").select("urn", "name")
    )
    context = {
        "form": form, "held": declared(), "exemptions": EXEMPTIONS, "schools": schools.rows(),
        "crumbs": crumbs(authority, "What is held"),
    }  # fmt: skip
    return render(request, "monitor/records.html", context)


@require_POST
@page(Permission.RECORDS_DISCLOSE)
def of_school(request, authority, urn):
    """Everything held of a school, as one folder to take away."""
    if register.school(urn) is None:
        raise Http404("There is no such school.")
    made = records.disclose_school(authority=authority.code, urn=urn, by=request.user, at=timezone.now())
    return taking.attached(_zipped(made), ZIP, f"foi-{urn}-{timezone.localdate():%Y-%m-%d}.zip")


def _zipped(made: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, content in sorted(made.items()):
            folder.writestr(name, content)
    return out.getvalue()
