"""The area meeting's page: the tracking grid of today beside the last meeting, notes and actions beside each school."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission, has_permission, is_within_scope
from fingerpost.monitor import tracking_view
from fingerpost.monitor.actions import meetings as actions
from fingerpost.monitor.meeting_forms import (
    TO_SCHOOL,
    USUAL_TIME,
    ActionForm,
    NoteForm,
    OpenForm,
    PresentForm,
)
from fingerpost.monitor.models import Meeting, MeetingKind
from fingerpost.monitor.queries import meetings as queries
from fingerpost.monitor.queries.tracking import Tracking, tracking
from fingerpost.monitor.rules.meetings import NotAMeeting, Stale
from fingerpost.monitor.rules.risk_order import SIGNS
from fingerpost.monitor.rules.tasks import NotATask
from fingerpost.present import taking
from fingerpost.register import queries as register


class _Asked:
    """What somebody looks at: which schools, on which day, beside which meeting."""

    def __init__(self, request: Any, authority: Any) -> None:
        self.request, self.authority, self.code = request, authority, authority.code
        self.today = timezone.localdate()
        self.areas = queries.areas(self.code)
        self.look = tracking_view.read(request.GET, self.areas)
        self.place = queries.place(request.user, self.code, MeetingKind.AREA, self.look.area)
        self.may_hold = has_permission(request.user, Permission.MEETING_HOLD, authority=self.code)

    def tracking(self) -> Tracking:
        """The grid of the area."""
        return tracking(
            self.request.user, self.code, on=self.today, last=self.place.last, area=self.look.area
        )

    def here(self, **changes: Any) -> str:
        """The address of the page, at the school that is written beside."""
        at = changes.get("open", self.look.open)
        return (
            f"{reverse('meetings_area', kwargs={'code': self.code})}?{self.look.query(**changes)}"
            f"{f'#s-{at}' if at else ''}"
        )

    def open_meeting(self) -> Meeting:
        """The meeting that is open; 404 where there is none."""
        if self.place.open is None:
            raise Http404("No meeting of this area is open.")
        return self.place.open


@require_http_methods(["GET", "HEAD"])
@page(Permission.MEETING_SEE)
def area(request, authority):
    """The page."""
    asked = _Asked(request, authority)
    return _shown(asked)


def _shown(asked: _Asked, *, status: int = 200, **forms: Any):
    found = asked.tracking()
    rows = tracking_view.chosen(asked.look, found)
    held, user = asked.place.open, asked.request.user
    agreed = queries.agreed(user, asked.code, [held.pk]) if held else []
    still = queries.carried(user, asked.code, MeetingKind.AREA, asked.look.area)
    context = {
        "asked": asked, "look": asked.look, "cells": partial(tracking_view.cells, scale=found.scale, code=asked.code),
        "found": found, "meeting": held,
        "last": asked.place.last,
        "rows": tracking_view.page_of(asked.look, rows), "count": len(rows), "areas": asked.areas,
        "levels": tracking_view.levels(found), "sums": tracking_view.sums(found), "sorts": tracking_view.SORT_WORDS,
        "notes": queries.notes(user, held), "agreed": agreed, "signs": SIGNS, "today": asked.today,
        "carried": [row for row in still if held is None or row.meeting != held.pk],
        "advisers": sorted({row.school.adviser for row in found.rows if row.school.adviser}),
        **_forms(asked, found, forms),
    }  # fmt: skip
    return render(asked.request, "monitor/area_meeting.html", context, status=status)


def _forms(asked: _Asked, found: Tracking, given: dict[str, Any]) -> dict[str, Any]:
    """The forms that somebody who holds the meeting may fill in; those that were refused come as they were sent."""
    held = asked.place.open
    if not asked.may_hold:
        return {}
    if held is None:
        return {"open_form": given.get("open_form") or OpenForm(initial={"held_on": asked.today})}
    made: dict[str, Any] = {
        "present_form": PresentForm(
            initial={"present": "\n".join(held.present), "apologies": held.apologies}
        ),
        "task_form": given.get("task_form") or action_form(asked, has_school=False),
    }
    if asked.look.open and any(row.urn == asked.look.open for row in found.rows):
        note = queries.notes(asked.request.user, held).get(asked.look.open)
        initial = {"words": note.minutes if note else "", "seen": note.version if note else 0}
        made["note_form"] = given.get("note_form") or NoteForm(initial=initial)
        made["action_form"] = given.get("action_form") or action_form(asked)
        made["theirs"] = given.get("theirs")
    return made


def action_form(asked: Any, data: Any = None, *, has_school: bool = True, place: str = "") -> ActionForm:
    """The form of an action, due in two weeks unless somebody says otherwise."""
    today = timezone.localdate()
    initial = {
        "due_on": today + USUAL_TIME,
        "side": TO_SCHOOL if has_school else "task",
        "owner": asked.request.user.pk,
    }
    return ActionForm(
        data,
        officers=queries.officers(asked.code, today),
        has_school=has_school,
        place=place,
        initial=initial,
    )


@require_safe
@page(Permission.MEETING_SEE)
def export(request, authority, form):
    """The grid as it is looked at, as a file."""
    asked = _Asked(request, authority)
    found = asked.tracking()
    rows = tracking_view.chosen(asked.look, found)
    notes = queries.notes(request.user, asked.place.open)
    name = f"Area meeting{f', {asked.look.area}' if asked.look.area else ''}"
    return taking.away(
        tracking_view.taken(name, rows, found, notes), form, f"area-meeting-{asked.code}-{asked.today}"
    )


@require_POST
@page(Permission.MEETING_HOLD)
def opened(request, authority):
    """Open the meeting of an area, or of all."""
    asked = _Asked(request, authority)
    form = OpenForm(request.POST)
    if form.is_valid():
        try:
            actions.open_meeting(
                authority=authority.code, kind=MeetingKind.AREA, area=asked.look.area, by=request.user,
                at=timezone.now(), **form.cleaned_data,
            )  # fmt: skip
            messages.success(
                request, "The meeting is open. Choose Write beside a school to note what is said."
            )
            return redirect(asked.here(open=""))
        except NotAMeeting as problem:
            form.add_error("held_on", str(problem))
    return _shown(asked, status=400, open_form=form)


def _school(request, authority, urn: int):
    school = register.school(urn)
    if school is None or not is_within_scope(request.user, authority=authority.code, urn=urn):
        raise Http404("There is no such school in your authority, or your posts do not reach it.")
    return school


@require_POST
@page(Permission.MEETING_HOLD)
def note(request, authority, urn):
    """Write beside a school."""
    asked, school = _Asked(request, authority), _school(request, authority, urn)
    held = asked.open_meeting()
    form = NoteForm(request.POST, place=school.name)
    theirs = None
    if form.is_valid():
        try:
            actions.note(meeting=held, urn=urn, by=request.user, at=timezone.now(), **form.cleaned_data)
            messages.success(request, f"The note on {school.name} is kept.")
            return redirect(asked.here(open=urn))
        except Stale as problem:
            theirs = problem.theirs
            form = NoteForm.over(request.POST, queries.notes(request.user, held)[urn].version, str(problem))
        except NotAMeeting as problem:
            form.add_error("words", str(problem))
    asked.look = tracking_view.replace(asked.look, open=urn)
    return _shown(asked, status=409 if theirs else 400, note_form=form, theirs=theirs)


@require_POST
@page(Permission.MEETING_HOLD)
def act(request, authority, urn):
    """Agree an action about a school."""
    asked, school = _Asked(request, authority), _school(request, authority, urn)
    form = action_form(asked, request.POST, place=school.name)
    if form.is_valid() and _agreed(request, asked, form, urn):
        return redirect(asked.here(open=urn))
    asked.look = tracking_view.replace(asked.look, open=urn)
    return _shown(asked, status=400, action_form=form)


@require_POST
@page(Permission.MEETING_HOLD)
def task(request, authority):
    """Agree an action that is about no school."""
    asked = _Asked(request, authority)
    form = action_form(asked, request.POST, has_school=False)
    if form.is_valid() and _agreed(request, asked, form, None):
        return redirect(f"{asked.here(open='')}#actions")
    return _shown(asked, status=400, task_form=form)


def _agreed(request, asked: _Asked, form: ActionForm, urn: int | None) -> bool:
    try:
        actions.act(meeting=asked.open_meeting(), urn=urn, by=request.user, at=timezone.now(), **form.given())
    except (NotAMeeting, NotATask, ValueError) as problem:
        form.add_error(None, str(problem))
        return False
    messages.success(request, "The action is agreed.")
    return True
