"""What every page of a school's own has in common."""

from __future__ import annotations

from django.http import Http404
from django.urls import reverse

from fingerpost.register import queries as register

MY_SCHOOL = "My school"


def crumbs(authority, urn: int, *more: str) -> list[dict]:
    """Where a page lies, seen from the school."""
    href = reverse("my_school", kwargs={"code": authority.code, "urn": urn})
    return [{"text": MY_SCHOOL, "href": href}, *({"text": text} for text in more)]


def school_or_404(urn: int):
    """The school in the register."""
    found = register.school(urn)
    if found is None:
        raise Http404("The register has no such school.")
    return found
