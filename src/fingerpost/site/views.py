"""The front door."""

from functools import partial

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from fingerpost.archive.queries import ratings
from fingerpost.core import queries
from fingerpost.monitor.queries import week
from fingerpost.site import navigation


@require_safe
def home(request):
    """Where a person begins: their authority, or the choice of one."""
    authorities = list(queries.authorities_for(request.user))
    if len(authorities) == 1:
        return redirect(_first_page(request.user, authorities[0]))
    rated = ratings.rated_authorities()
    context = {
        "begun": [authority for authority in authorities if authority.code in rated],
        "authorities": [authority for authority in authorities if authority.code not in rated],
        "first_page": partial(_first_page, request.user),
    }
    return render(request, "home.html", context)


def _first_page(user, authority) -> str:
    """Where a person begins: a school's own people at their school, who has schools by name at their week."""
    first = ("my_schools",) if navigation.of_schools(user, authority.code) else ()
    if not first and week.holds_schools(user, authority.code, timezone.localdate()):
        first = ("week",)
    for name in (*first, "grid", "people"):
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
