"""Meetings: the list of them, the forum with its agenda and minutes, what was said at a closed one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission, has_permission
from fingerpost.monitor import minutes as paper
from fingerpost.monitor.actions import meetings as actions
from fingerpost.monitor.meeting_forms import ItemForm, NoteForm, OpenForm, PresentForm, ReasonForm
from fingerpost.monitor.models import Meeting, MeetingItem, MeetingKind
from fingerpost.monitor.queries import grid
from fingerpost.monitor.queries import meetings as queries
from fingerpost.monitor.rules import meetings as rules
from fingerpost.monitor.rules.meetings import NotAMeeting, Stale
from fingerpost.monitor.rules.tasks import NotATask
from fingerpost.monitor.views.area_meeting import action_form
from fingerpost.present import pdf, taking, word


class _Held:
    """A meeting that somebody looks at, and the school of its action form if one is named."""

    def __init__(self, request: Any, authority: Any, meeting_id: int) -> None:
        found = queries.one(request.user, authority.code, meeting_id)
        if found is None:
            raise Http404("There is no such meeting.")
        self.request, self.authority, self.code, self.meeting = request, authority, authority.code, found
        self.may_hold = has_permission(request.user, Permission.MEETING_HOLD, authority=self.code)

    def address(self, at: str = "") -> str:
        """The page of the meeting, at one of its places."""
        here = reverse("meeting", kwargs={"code": self.code, "meeting_id": self.meeting.pk})
        return f"{here}#{at}" if at else here

    def item(self, item_id: int) -> MeetingItem:
        """One of its items; 404 for what the person may not see."""
        found = queries.item(self.request.user, self.meeting, item_id)
        if found is None:
            raise Http404("There is no such item, or your posts do not reach it.")
        return found


@require_safe
@page(Permission.MEETING_SEE)
def meetings(request, authority):
    """Every meeting, the open ones first, and how to begin one."""
    return _listed(request, authority)


def _listed(request, authority, *, form: Any = None, status: int = 200):
    found = queries.meetings(request.user, authority.code)
    today = timezone.localdate()
    context = {
        "open": [one for one in found if one.closed_at is None],
        "closed": [one for one in found if one.closed_at is not None],
        "may_hold": has_permission(request.user, Permission.MEETING_HOLD, authority=authority.code),
        "form": form or OpenForm(initial={"held_on": today}), "areas": queries.areas(authority.code),
        "has_forum": any(one.closed_at is None and one.kind == MeetingKind.FORUM for one in found),
        "kinds": queries.KINDS,
    }  # fmt: skip
    return render(request, "monitor/meetings.html", context, status=status)


@require_POST
@page(Permission.MEETING_HOLD)
def forum_open(request, authority):
    """Open the forum: its agenda is built from what changed since the last."""
    form = OpenForm(request.POST)
    if form.is_valid():
        try:
            made = actions.open_meeting(
                authority=authority.code, kind=MeetingKind.FORUM, by=request.user, at=timezone.now(),
                **form.cleaned_data,
            )  # fmt: skip
            return redirect("meeting", code=authority.code, meeting_id=made.pk)
        except NotAMeeting as problem:
            form.add_error("held_on", str(problem))
    return _listed(request, authority, form=form, status=400)


@require_safe
@page(Permission.MEETING_SEE)
def meeting(request, authority, meeting_id):
    """One meeting: agenda, minutes, actions, who was there."""
    held = _Held(request, authority, meeting_id)
    if held.meeting.kind == MeetingKind.AREA and held.meeting.closed_at is None:
        area = held.meeting.area
        here = reverse("meetings_area", kwargs={"code": authority.code})
        return redirect(f"{here}?area={area}" if area else here)
    return _shown(held)


def _shown(held: _Held, *, status: int = 200, **given: Any):
    found, user, at = held.meeting, held.request.user, timezone.now()
    items = queries.items(user, found)
    context = {
        "meeting": found, "items": items, "title": paper.title(found), "today": timezone.localdate(),
        "agreed": queries.agreed(user, held.code, [found.pk]), "may_hold": held.may_hold and not found.closed_at,
        "carried": queries.carried(user, held.code, found.kind, found.area, before=found.held_on),
        "may_drop": {one.pk for one in items if rules.may_drop(one, user, at)}, "sources": rules.SOURCES,
        "may_reopen": held.may_hold and _may_reopen(found, user), "reason_form": ReasonForm(),
        "sees_restricted": has_permission(user, Permission.FLAG_RESTRICTED, authority=held.code),
        "here": held.address(), **_forms(held, items, given),
    }  # fmt: skip
    return render(held.request, "monitor/meeting.html", context, status=status)


def _may_reopen(found: Meeting, user: Any) -> bool:
    try:
        rules.check_may_reopen(found, user, timezone.now(), "asked", is_latest=True)
    except NotAMeeting:
        return False
    return True


def _forms(held: _Held, items: list[MeetingItem], given: dict[str, Any]) -> dict[str, Any]:
    """The forms of an open meeting, the one beside an item too; what was refused comes as it was sent."""
    if not held.may_hold or held.meeting.closed_at is not None:
        return {"writing": None}
    asked = held.request.GET.get("item", "")
    writing = given.get("writing") or next((one for one in items if str(one.pk) == asked), None)
    note = NoteForm(initial={"words": writing.minutes, "seen": writing.version}) if writing else None
    present = {"present": "\n".join(held.meeting.present), "apologies": held.meeting.apologies}
    return {
        "writing": writing, "note_form": given.get("note_form") or note, "theirs": given.get("theirs"),
        "action_form": given.get("action_form") or action_form(held, has_school=bool(writing and writing.urn)),
        "item_form": given.get("item_form") or ItemForm(), "present_form": PresentForm(initial=present),
    }  # fmt: skip


@require_POST
@page(Permission.MEETING_HOLD)
def minute(request, authority, meeting_id, item_id):
    """Write the minutes of an item."""
    held = _Held(request, authority, meeting_id)
    item = held.item(item_id)
    form = NoteForm(request.POST, place=item.heading)
    theirs = None
    if form.is_valid():
        try:
            actions.minute(item=item, by=request.user, at=timezone.now(), **form.cleaned_data)
            messages.success(request, f"The minutes of “{item.heading}” are kept.")
            return redirect(held.address(f"i-{item.pk}"))
        except Stale as problem:
            theirs = problem.theirs
            form = NoteForm.over(request.POST, held.item(item_id).version, str(problem))
        except NotAMeeting as problem:
            form.add_error("words", str(problem))
    return _shown(held, status=409 if theirs else 400, writing=item, note_form=form, theirs=theirs)


@require_POST
@page(Permission.MEETING_HOLD)
def act(request, authority, meeting_id):
    """Agree an action of the meeting, about the school of an item or about none."""
    held = _Held(request, authority, meeting_id)
    item = held.item(int(request.POST["item"])) if request.POST.get("item", "").isdigit() else None
    urn = item.urn if item else None
    form = action_form(held, request.POST, has_school=urn is not None, place=item.heading if item else "")
    if form.is_valid():
        try:
            actions.act(meeting=held.meeting, urn=urn, by=request.user, at=timezone.now(), **form.given())
            messages.success(request, "The action is agreed.")
            return redirect(held.address(f"i-{item.pk}" if item else "actions"))
        except (NotAMeeting, NotATask, ValueError) as problem:
            form.add_error(None, str(problem))
    return _shown(held, status=400, writing=item, action_form=form)


@require_POST
@page(Permission.MEETING_HOLD)
def add(request, authority, meeting_id):
    """Put something on the agenda; a school by its URN or name goes with it."""
    held = _Held(request, authority, meeting_id)
    form = ItemForm(request.POST, place=request.POST.get("school", ""))
    if form.is_valid():
        said = dict(form.cleaned_data)
        try:
            urn = _school_of(held, said.pop("school"))
            made = actions.add_item(meeting=held.meeting, urn=urn, by=request.user, at=timezone.now(), **said)
            messages.success(request, "It is on the agenda.")
            return redirect(held.address(f"i-{made.pk}"))
        except NotAMeeting as problem:
            form.add_error("heading", str(problem))
    return _shown(held, status=400, item_form=form)


def _school_of(held: _Held, said: str) -> int | None:
    """The school that somebody means by its URN or its name; none when nothing is said."""
    wanted = said.strip().lower()
    if not wanted:
        return None
    rows = grid.grid(held.request.user, held.code, today=timezone.localdate()).rows
    found = [row.urn for row in rows if wanted in (str(row.urn), row.name.lower())]
    if len(found) != 1:
        raise NotAMeeting(
            f"{'No school is' if not found else 'Several schools are'} called “{said}”: write its URN."
        )
    return found[0]


@require_POST
@page(Permission.MEETING_HOLD)
def drop(request, authority, meeting_id, item_id):
    """Take off what one put on by mistake."""
    held = _Held(request, authority, meeting_id)
    return _done(held, lambda: actions.drop_item(item=held.item(item_id), by=request.user, at=timezone.now()),
                 "It is off the agenda.")  # fmt: skip


@require_POST
@page(Permission.MEETING_HOLD)
def attend(request, authority, meeting_id):
    """Record who was there."""
    held = _Held(request, authority, meeting_id)
    present, apologies = request.POST.get("present", "").splitlines(), request.POST.get("apologies", "")[:300]
    return _done(
        held,
        lambda: actions.attend(
            meeting=held.meeting, present=present, apologies=apologies, by=request.user, at=timezone.now()
        ),
        "Who was there is kept.",
    )


@require_POST
@page(Permission.MEETING_HOLD)
def close(request, authority, meeting_id):
    """Close it and keep how every school stands."""
    held = _Held(request, authority, meeting_id)
    return _done(
        held,
        lambda: actions.close_meeting(meeting=held.meeting, by=request.user, at=timezone.now()),
        "The meeting is closed, and the next one compares with it.",
    )


@require_POST
@page(Permission.MEETING_HOLD)
def reopen(request, authority, meeting_id):
    """Undo a closing on the same day."""
    held = _Held(request, authority, meeting_id)
    reason = request.POST.get("reason", "")[:300]
    return _done(
        held,
        lambda: actions.reopen_meeting(
            meeting=held.meeting, reason=reason, by=request.user, at=timezone.now()
        ),
        "The meeting is open again.",
    )


def _done(held: _Held, deed: Any, said: str):
    """Do one thing and say so, or say what stood against it; back to where the person was."""
    try:
        deed()
        messages.success(held.request, said)
    except NotAMeeting as problem:
        messages.error(held.request, str(problem))
    back = held.request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(back, {held.request.get_host()})
    return redirect(back if is_ours else held.address())


@require_http_methods(["GET", "HEAD"])
@page(Permission.MEETING_SEE)
def minutes(request, authority, meeting_id, form):
    """The minutes as Word or PDF, without what is restricted."""
    held = _Held(request, authority, meeting_id)
    document = paper.document(
        held.meeting, authority, queries.items(request.user, held.meeting),
        queries.agreed(request.user, authority.code, [held.meeting.pk]),
    )  # fmt: skip
    name = f"minutes-{authority.code}-{held.meeting.kind}-{held.meeting.held_on}"
    if form == "docx":
        made = word.to_docx(document)
        return taking.attached(made, word.DOCX_TYPE, f"{name}.docx")
    if form == "pdf":
        return taking.opened(pdf.to_pdf(document, made_at=timezone.now()), pdf.PDF_TYPE, f"{name}.pdf")
    raise Http404("Minutes are docx or pdf.")
