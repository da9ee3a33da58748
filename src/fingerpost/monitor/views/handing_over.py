"""A case load handed over: what would move is shown first, and it can be undone on the same day."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from fingerpost.core import queries as core
from fingerpost.core.actions.people import NotAPost
from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission
from fingerpost.monitor.actions import handing_over
from fingerpost.monitor.post_forms import HandOverForm
from fingerpost.monitor.queries import case_load
from fingerpost.monitor.views.posts import crumbs
from fingerpost.present import formats


@require_http_methods(["GET", "HEAD", "POST"])
@page(Permission.USERS_MANAGE)
def hand_over(request, authority, post_id):
    """Give the schools of a post to somebody else's, with everything in hand for them."""
    post, today = core.post(authority.code, post_id), timezone.localdate()
    if post is None:
        raise Http404("Nobody holds that post in this authority.")
    load = case_load.of_post(request.user, post, [school.urn for school in post.schools.all()])
    named = [(urn, f"{name} ({urn})") for urn, name, *_ in load.by_school]
    form = HandOverForm(
        request.POST or None, posts=core.posts_to_take_over(post, today), schools=named,
        initial={"urns": [urn for urn, _ in named]},
    )  # fmt: skip
    if form.is_valid():
        try:
            return _handed(request, authority, post, form.cleaned_data)
        except NotAPost as refusal:
            form.add_error(None, str(refusal))
    context = {
        "form": form, "post": post, "load": load, "made": core.hand_overs_of(authority.code, today),
        "crumbs": crumbs(authority, str(post.user), "Hand over"),
    }  # fmt: skip
    return render(request, "monitor/hand_over.html", context)


def _handed(request, authority, post, said):
    taken = core.post(authority.code, said["to_post"])
    made = handing_over.hand_over(
        from_post=post,
        to_post=taken,
        urns=said["urns"],
        ends_on=said["ends_on"],
        by=request.user,
        at=timezone.now(),
    )
    count = formats.plural(len(made.moved["urns"]), "school now goes", "schools now go")
    messages.success(request, f"{count} with the post of {taken.user}. You can undo it today, below.")
    return redirect("hand_over", code=authority.code, post_id=post.pk)


@require_POST
@page(Permission.USERS_MANAGE)
def undo(request, authority, hand_over_id):
    """Take a hand-over back on the day it was made."""
    found = core.hand_over(authority.code, hand_over_id)
    if found is None:
        raise Http404("There is no such hand-over in this authority.")
    try:
        handing_over.take_back(hand_over=found, by=request.user, at=timezone.now())
        messages.success(request, f"The schools are back with {found.from_post.user}.")
    except NotAPost as refusal:
        messages.error(request, str(refusal))
    return redirect("hand_over", code=authority.code, post_id=found.from_post_id)
