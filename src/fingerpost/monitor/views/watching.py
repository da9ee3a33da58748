"""Schools on watch: the list, putting a school on it, looking again, ending."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission, has_permission
from fingerpost.monitor.actions import watching as actions
from fingerpost.monitor.queries import watching as queries
from fingerpost.monitor.rules import watching as rules
from fingerpost.monitor.rules.judging import CannotUndo
from fingerpost.monitor.rules.watching import NotAWatch
from fingerpost.monitor.views.contacts import todays_school
from fingerpost.monitor.views.school import crumbs
from fingerpost.monitor.watching_forms import EndForm, ReviewForm, WatchForm
from fingerpost.present import taking
from fingerpost.present.tables import DAY, Column, table
from fingerpost.register import queries as register

FORM = require_http_methods(["GET", "HEAD", "POST"])
COLUMNS = (
    Column("urn", "URN"), Column("school", "School", width=34), Column("reason", "Why", width=60),
    Column("arrangements", "Arrangements", width=60), Column("from", "From", DAY), Column("review", "Review by", DAY),
    Column("by", "Put on watch by", width=24),
)  # fmt: skip


@require_safe
@page(Permission.INDICATIVE_SEE)
def watching(request, authority):
    """Every school on watch, what is due for review first, and those that were."""
    found = queries.on_watch(request.user, authority.code)
    ended = queries.ended(request.user, authority.code)
    context = {
        "found": found, "ended": ended, "names": register.names([w.urn for w in (*found, *ended)]),
        "today": timezone.localdate(), "crumbs": [*crumbs(authority), {"text": "On watch"}],
        "late": sum(watch.review_on < timezone.localdate() for watch in found),
    }  # fmt: skip
    return render(request, "monitor/watching.html", context)


@require_safe
@page(Permission.INDICATIVE_SEE)
def export(request, authority, form):
    """The schools on watch as a file."""
    found = queries.on_watch(request.user, authority.code)
    names = register.names([watch.urn for watch in found])
    rows = [
        {"urn": w.urn, "school": names.get(w.urn), "reason": w.reason, "arrangements": w.arrangements,
         "from": w.from_on, "review": w.review_on, "by": str(w.put_by)}
        for w in found
    ]  # fmt: skip
    note = "A watch moves no level: it is for officers only."
    return taking.away(table("Schools on watch", COLUMNS, rows, [note]), form, f"watch-{authority.code}")


@FORM
@page(Permission.WATCH_KEEP)
def put(request, authority, urn):
    """Put a school on watch."""
    school = todays_school(authority, urn)
    today = timezone.localdate()
    initial = {"from_on": today, "review_on": today + rules.USUAL_REVIEW}
    form = WatchForm(request.POST or None, place=school.name, initial=initial)
    if form.is_valid():
        said = dict(form.cleaned_data)
        try:
            actions.put_on_watch(
                authority=authority.code, urn=urn, reason=said.pop("words"), by=request.user, at=timezone.now(), **said
            )  # fmt: skip
            messages.success(request, "The school is on watch. Its level stays as it is.")
            return redirect("watch", code=authority.code, urn=urn)
        except NotAWatch as problem:
            form.add_error(None, str(problem))
    context = {"form": form, "heading": f"Put {school.name} on watch", "button": "Put on watch",
               "crumbs": crumbs(authority, school, "Watch")}  # fmt: skip
    return render(request, "parts/form_page.html", context)


@require_safe
@page(Permission.INDICATIVE_SEE)
def of_school(request, authority, urn):
    """A school's watches, with what was seen, and what can be done."""
    school = todays_school(authority, urn)
    found = queries.of_school(request.user, authority.code, urn)
    held = next((watch for watch in found if watch.ended_at is None), None)
    context = {
        "school": school, "held": held, "earlier": [watch for watch in found if watch is not held],
        "keeps": has_permission(request.user, Permission.WATCH_KEEP, authority=authority.code, urn=urn),
        "can_undo": held is not None and rules.can_undo(
            held.put_by_id, held.put_at, person=request.user.pk, at=timezone.now(), is_open=True
        ),
        "today": timezone.localdate(), "crumbs": crumbs(authority, school, "Watch"),
    }  # fmt: skip
    return render(request, "monitor/watch.html", context)


#: What may be done to a watch in words: the form, the heading, the button.
DEEDS = {
    "review": (ReviewForm, "What was seen of {}", "Record"),
    "end": (EndForm, "End the watch of {}", "End the watch"),
}


@FORM
@page(Permission.WATCH_KEEP)
def act(request, authority, watch_id, deed):
    """Look at a school on watch again, or end the watch."""
    watch = queries.one(request.user, authority.code, watch_id)
    if watch is None or deed not in DEEDS:
        raise Http404("There is no such watch, or your posts do not reach it.")
    school = register.school(watch.urn)
    kind, heading, button = DEEDS[deed]
    initial = {"next_on": timezone.localdate() + rules.USUAL_REVIEW}
    form = kind(request.POST or None, place=school.name, initial=initial)
    if form.is_valid():
        try:
            messages.success(request, _done(request, watch, deed, form))
            return redirect("watch", code=authority.code, urn=watch.urn)
        except NotAWatch as problem:
            form.add_error(None, str(problem))
    context = {"form": form, "heading": heading.format(school.name), "button": button,
               "crumbs": crumbs(authority, school, "Watch")}  # fmt: skip
    return render(request, "parts/form_page.html", context)


@require_POST
@page(Permission.WATCH_KEEP)
def undo(request, authority, watch_id):
    """Take back what one recorded by mistake, on the same day."""
    watch = queries.one(request.user, authority.code, watch_id)
    if watch is None:
        raise Http404("There is no such watch, or your posts do not reach it.")
    try:
        actions.undo_watch(watch=watch, by=request.user, at=timezone.now())
        messages.success(request, "The watch is taken back.")
    except (NotAWatch, CannotUndo) as problem:
        messages.error(request, str(problem))
    return redirect("watch", code=authority.code, urn=watch.urn)


def _done(request, watch, deed: str, form) -> str:
    by, at = request.user, timezone.now()
    if deed == "end":
        actions.end_watch(watch=watch, reason=form.cleaned_data["words"], by=by, at=at)
        return "The watch is ended."
    actions.look_again(watch=watch, by=by, at=at, **form.cleaned_data)
    return "What was seen is recorded."
