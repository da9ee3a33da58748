"""What a school says: comments while the window is open, and a second look after it was told."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission
from fingerpost.monitor.actions import rounds as actions
from fingerpost.monitor.rules import CannotUndo, NotARound
from fingerpost.portal import rules
from fingerpost.portal.forms import CommentForm, SecondLookForm
from fingerpost.portal.queries import answering as queries
from fingerpost.portal.views.shared import crumbs, school_or_404

FORM = require_http_methods(["GET", "HEAD", "POST"])


def _under_way(request, authority, urn):
    found = queries.under_way(request.user, authority.code, urn, timezone.localdate())
    if found is None:
        raise Http404("The school is in no round that it has not been told of.")
    return found


@require_safe
@page(Permission.RATING_SEE)
def read(request, authority, urn):
    """How the school is categorised in the round that is under way, strand by strand, without a level."""
    return _round_page(request, authority, urn, _under_way(request, authority, urn))


def _round_page(request, authority, urn, found, form=None):
    held = found.under_way
    if held.is_open and form is None:
        asked = request.GET.get("strand", "")
        form = CommentForm(strands=queries.strands(held), initial={"strand": asked})
    context = {
        "found": found,
        "under_way": held,
        "round": held.school.round,
        "school": school_or_404(urn),
        "steps": rules.steps_of(held.school.round),
        "form": form,
        "names": dict(queries.strands(held)),
        "today": timezone.localdate(),
        "crumbs": crumbs(authority, urn, held.school.round.name),
    }
    return render(request, "portal/round.html", context)


@require_POST
@page(Permission.ROUND_ANSWER)
def comment(request, authority, urn):
    """Comment for the school."""
    found = _under_way(request, authority, urn)
    name = school_or_404(urn).name
    form = CommentForm(request.POST, strands=queries.strands(found.under_way), place=name)
    if form.is_valid():
        try:
            actions.comment(
                school=found.under_way.school, by=request.user, at=timezone.now(), **form.cleaned_data
            )
            messages.success(
                request, "Your comment is sent. It is read at the moderation meeting and answered."
            )
            return redirect("my_school_round", code=authority.code, urn=urn)
        except NotARound as refusal:
            form.add_error(None, str(refusal))
    return _round_page(request, authority, urn, found, form)


@require_POST
@page(Permission.ROUND_ANSWER)
def comment_take_back(request, authority, urn, comment_id):
    """Take back a comment that one made today."""
    found = queries.comment(request.user, authority.code, urn, comment_id)
    if found is None:
        raise Http404("There is no such comment.")
    try:
        actions.take_back_comment(comment=found, by=request.user, at=timezone.now())
        messages.success(request, "Your comment is taken back.")
    except CannotUndo as refusal:
        messages.error(request, str(refusal))
    return redirect("my_school_round", code=authority.code, urn=urn)


@FORM
@page(Permission.ROUND_ANSWER)
def second_look(request, authority, urn, level_id):
    """Ask for a second look at a level that the school was told."""
    level = queries.level(request.user, authority.code, urn, level_id)
    if level is None:
        raise Http404("The school was told no such level.")
    school = school_or_404(urn)
    form = SecondLookForm(request.POST or None, place=school.name)
    if form.is_valid():
        try:
            actions.ask_second_look(level=level.row, by=request.user, at=timezone.now(), **form.cleaned_data)
            messages.success(
                request, "A second look is asked for. Somebody who had no part in the first takes it."
            )
            return redirect("my_school", code=authority.code, urn=urn)
        except NotARound as refusal:
            form.add_error(None, str(refusal))
    context = {
        "form": form, "level": level, "school": school, "until": queries.until(level),
        "crumbs": crumbs(authority, urn, "Second look"),
    }  # fmt: skip
    return render(request, "portal/second_look.html", context)
