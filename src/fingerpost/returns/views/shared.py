"""What the pages of predictions share: finding a round, where a page lies, files to take away."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.text import slugify

from fingerpost.present import exports
from fingerpost.returns.queries import rounds

EXPORTS = {"csv": (exports.to_csv, exports.CSV_TYPE), "xlsx": (exports.to_xlsx, exports.XLSX_TYPE)}


def found(authority, round_id: int):
    """The round, or 404."""
    one = rounds.round_of(authority.code, round_id)
    if one is None:
        raise Http404("There is no such round.")
    return one


def crumbs(authority, one=None, *more: str) -> list[dict]:
    """Where a page of this section lies."""
    places = [{"text": "Predictions", "href": reverse("returns", kwargs={"code": authority.code})}]
    if one is not None:
        href = reverse("return_round", kwargs={"code": authority.code, "round_id": one.pk})
        places.append({"text": str(one), "href": href} if more else {"text": str(one)})
    return places + [{"text": text} for text in more]


def exported(table, form: str, name: str) -> HttpResponse:
    """A table as a file."""
    if form not in EXPORTS:
        raise Http404("A table is exported as csv or xlsx.")
    write, kind = EXPORTS[form]
    return attached(write(table), kind, f"{slugify(name)}.{form}")


def attached(content: bytes, kind: str, name: str) -> HttpResponse:
    """A file to take away."""
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
