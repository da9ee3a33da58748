"""Posts of one person: which they hold, what they may do where; and giving one."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from fingerpost.core import posts as who_can
from fingerpost.core import queries as core
from fingerpost.core.actions import people
from fingerpost.core.permissions import page
from fingerpost.core.queries import User
from fingerpost.core.roles import ROLES
from fingerpost.core.rules import Permission, can_manage_people
from fingerpost.monitor.post_forms import PostForm
from fingerpost.register import queries as register

FORM = require_http_methods(["GET", "HEAD", "POST"])


def crumbs(authority, *more: str) -> list[dict]:
    """Where a page of people lies."""
    first = {"text": "People", "href": reverse("people", kwargs={"code": authority.code})}
    return [first, *({"text": text} for text in more)]


@require_safe
@page(Permission.USERS_SEE)
def person(request, authority, user_id):
    """One person: every post held, and what they may do in which schools."""
    held = core.posts_of_person(user_id, [authority.code])
    if not held:
        raise Http404("Nobody of that kind holds a post in this authority.")
    reaches = who_can.reaches_of(held[0].user, authority.code)
    urns = {urn for reach in reaches for urn in reach.urns or ()}
    urns |= {school.urn for post in held for school in post.schools.all()}
    context = {
        "person": held[0].user, "posts": held, "roles": ROLES, "reaches": reaches, "today": timezone.localdate(),
        "names": register.names(sorted(urns)), "manages": can_manage_people(request.user, authority.code),
        "crumbs": crumbs(authority, str(held[0].user)),
    }  # fmt: skip
    return render(request, "monitor/person.html", context)


@FORM
@page(Permission.USERS_MANAGE)
def give_post(request, authority, user_id):
    """Give a person a post in this authority."""
    user = get_object_or_404(User, pk=user_id)
    if not _is_ours(request.user, user, authority.code):
        raise Http404("That person holds posts in another authority alone.")
    form = PostForm(
        request.POST or None,
        authority=authority.code,
        initial={"from_on": timezone.localdate(), "reach": "all"},
    )
    if form.is_valid():
        given = form.as_given()
        if given["follows"]:
            given["urns"] = register.schools_followed(
                authority.code, given["follows"], given["about"], timezone.localdate()
            )
        people.give_post(user=user, authority=authority, by=request.user, at=timezone.now(), **given)
        messages.success(request, f"{user} now holds the post.")
        return redirect("person", code=authority.code, user_id=user.pk)
    context = {"form": form, "heading": f"Give {user} a post", "button": "Give the post"}
    return render(request, "parts/form_page.html", context | {"crumbs": crumbs(authority, str(user))})


def _is_ours(by, user, code: str) -> bool:
    """Whether a person may be given a post here: who holds one here, who holds none yet, or anybody by set-up."""
    held = user.posts.all()
    return not held.exists() or held.filter(authority_id=code).exists() or can_manage_people(by, None)
