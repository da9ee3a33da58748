"""What stands in front of every page: which authority it is about, and whether the person may see it."""

from collections.abc import Callable
from functools import wraps

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from fingerpost.core import queries
from fingerpost.core.rules import NotAllowed, Permission, check_permission, is_within_scope


def page(permission: Permission) -> Callable:
    """Ask for a permission before a page about an authority, or about a school of it when the address names a URN.

    Outside a person's scope the page is not found; within it and without the permission, refused.
    """

    def decorate(view: Callable) -> Callable:
        @wraps(view)
        def guarded(request: HttpRequest, code: str, **kwargs) -> HttpResponse:
            authority = queries.authority(code)
            if authority is None or not is_within_scope(request.user, authority=code, urn=kwargs.get("urn")):
                raise Http404("There is no such page, or your posts do not reach it.")
            request.authority = authority
            try:
                check_permission(request.user, permission, authority=code, urn=kwargs.get("urn"))
                return view(request, authority, **kwargs)
            except NotAllowed as refusal:
                raise PermissionDenied(str(refusal)) from refusal

        guarded.permission = permission
        return guarded

    return decorate
