"""The front door."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.views.decorators.http import require_safe

from fingerpost.archive.queries import ratings
from fingerpost.core import queries


@require_safe
def home(request):
    """Where a person begins: their authority, or the choice of one."""
    authorities = list(queries.authorities_for(request.user))
    if len(authorities) == 1:
        return redirect(_first_page(authorities[0]))
    rated = ratings.rated_authorities()
    context = {
        "begun": [authority for authority in authorities if authority.code in rated],
        "authorities": [authority for authority in authorities if authority.code not in rated],
        "first_page": _first_page,
    }
    return render(request, "home.html", context)


def _first_page(authority) -> str:
    for name in ("grid", "people"):
        try:
            return reverse(name, kwargs={"code": authority.code})
        except NoReverseMatch:
            continue
    raise Http404("Nothing can be shown of an authority yet.")


def page_not_found(request, exception):
    """No such page, or none that this person's posts reach."""
    return render(request, "404.html", status=404)


def permission_denied(request, exception):
    """A page that is there and that this person's posts do not open."""
    return render(request, "403.html", {"refusal": str(exception)}, status=403)
