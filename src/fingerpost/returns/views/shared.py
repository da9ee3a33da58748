"""What the pages of predictions share: finding a round, and where a page lies."""

from __future__ import annotations

from django.http import Http404
from django.urls import reverse

from fingerpost.returns.queries import rounds


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
