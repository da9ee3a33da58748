"""Telling schools their levels: who is to be told, what is in the way, the letter, and how far it is."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fingerpost.core import queries as core
from fingerpost.core.actions.messages import NotAMessage
from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission
from fingerpost.monitor import letters
from fingerpost.monitor.actions import telling as actions
from fingerpost.monitor.queries import telling as queries
from fingerpost.monitor.round_forms import SpokenForm
from fingerpost.monitor.rules import NotARound
from fingerpost.monitor.rules.judging import CannotUndo
from fingerpost.monitor.rules.telling import NAMES, CannotTell
from fingerpost.monitor.views.rounds import frame, paged, round_of
from fingerpost.present import formats, pdf, taking, word

FORM = require_http_methods(["GET", "HEAD", "POST"])
#: How a school stands, in words; the first need somebody to do something.
STATES = {
    "speak": "Speak to the head first", "blocked": "Something is in the way", "ready": "Can be told now",
    "begun": "The next in turn can be told", "told": "Told",
}  # fmt: skip


@require_safe
@page(Permission.INDICATIVE_SEE)
def telling(request, authority, round_id):
    """Every school of the round: told, ready, or what is in the way."""
    held = round_of(request, authority, round_id)
    found = [
        one for one in queries.telling_of(request.user, held, timezone.now()) if one.school.frozen_at is None
    ]
    asked = {
        "state": request.GET.get("state", ""),
        "q": request.GET.get("q", "")[:80],
        "adviser": request.GET.get("adviser", ""),
    }
    counts = queries.counted(found)
    context = frame(
        authority, held, heading="Telling", counts=counts, states=STATES, asked=asked, total=len(found),
        found=paged(request, [one for one in found if _is_wanted(one, asked)]), ready=counts["ready"] + counts["begun"],
        advisers=sorted({str(one.school.adviser) for one in found if one.school.adviser}),
        release=queries.release_of(core.school_calendar(authority.code), timezone.now()),
        has_mail_server=core.has_mail_server(), kinds=NAMES,
    )  # fmt: skip
    return render(request, "monitor/telling.html", context)


def _is_wanted(one, asked) -> bool:
    fits = asked["q"].casefold() in f"{one.school.name} {one.school.urn}".casefold()
    return fits and asked["state"] in ("", one.state) and asked["adviser"] in ("", str(one.school.adviser))


@require_POST
@page(Permission.LEVEL_TELL)
def tell_all(request, authority, round_id):
    """Tell every school that may be told now. Pressed again after an interruption, it goes on with the rest."""
    held = round_of(request, authority, round_id)
    try:
        made = actions.tell_all(held=held, by=request.user, at=timezone.now())
        messages.success(
            request,
            f"{formats.plural(made.people, 'person', 'people')} at {formats.plural(made.schools, 'school')} told. "
            + (f"Something is in the way at {formats.plural(made.left, 'school')}." if made.left else ""),
        )
    except NotARound as refusal:
        messages.error(request, str(refusal))
    return redirect("round_telling", code=authority.code, round_id=held.pk)


def _one(request, held, urn):
    found = queries.telling_of(request.user, held, timezone.now(), urns=[urn])
    if not found:
        raise Http404("That school is not in this round, or your posts do not reach it.")
    return found[0]


@FORM
@page(Permission.INDICATIVE_SEE)
def school(request, authority, round_id, urn):
    """One school: who is told in which turn, the letter, what is in the way; record having spoken to the head."""
    held = round_of(request, authority, round_id)
    one, now = _one(request, held, urn), timezone.localtime()
    head = next((person.name for person in one.people if person.kind == "head"), "")
    form = SpokenForm(
        request.POST or None, initial={"with_whom": head, "on": now.date(), "time": f"{now:%H:%M}"}
    )
    if request.method == "POST" and form.is_valid() and _spoke(request, one, form):
        return redirect("round_telling_school", code=authority.code, round_id=held.pk, urn=urn)
    letter, problem = _letter(request, held, one, head)
    context = frame(authority, held, heading=one.school.name, one=one, form=form, letter=letter, problem=problem,
                    kinds=NAMES, has_mail_server=core.has_mail_server())  # fmt: skip
    return render(request, "monitor/telling_school.html", context)


def _spoke(request, one, form) -> bool:
    said = form.cleaned_data
    spoken_at = timezone.make_aware(datetime.combine(said["on"], said["time"]))
    try:
        actions.speak(
            school=one.school,
            with_whom=said["with_whom"],
            spoken_at=spoken_at,
            by=request.user,
            at=timezone.now(),
        )
    except (CannotTell, NotARound) as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, "It is recorded that the head was spoken to.")
    return True


def _letter(request, held, one, recipient: str):
    """The letter as it went to somebody, or as it would go now; or why there is none."""
    if not all(level.confirmed for level in one.levels):
        return None, "The level is not confirmed yet, so there is no letter."
    known = queries.around(request.user, held, timezone.now())
    told = _told(one, recipient)
    try:
        return letters.write(
            queries.source_of(one, known), recipient=recipient or "colleague",
            sender=str(told.told_by if told else request.user), today=_written_on(told),
        ), ""  # fmt: skip
    except CannotTell as missing:
        return None, str(missing)


def _told(one, recipient: str):
    """The record of somebody having been told, where they have been."""
    return next((row for row, _ in one.done if row.to_name == recipient), None)


def _written_on(told):
    return timezone.localdate(told.told_at) if told else timezone.localdate()


@require_safe
@page(Permission.INDICATIVE_SEE)
def letter(request, authority, round_id, urn, form):
    """The letter as PDF, or as Word to be edited; to the head, or to who is named."""
    held = round_of(request, authority, round_id)
    one = _one(request, held, urn)
    known = {person.name for person in one.people}
    head = next((person.name for person in one.people if person.kind == "head"), "")
    asked = request.GET.get("to", "")
    recipient = asked if asked in known else head
    written, problem = _letter(request, held, one, recipient)
    if written is None:
        raise Http404(problem)
    made = letters.document(written, authority.name, _written_on(_told(one, recipient)))
    name = f"letter-{urn}-{held.as_at}"
    if form == "docx":
        return taking.attached(word.to_docx(made), word.DOCX_TYPE, f"{name}.docx")
    if form != "pdf":
        raise Http404("The letter is there as pdf or docx.")
    return taking.opened(pdf.to_pdf(made, made_at=timezone.now()), pdf.PDF_TYPE, f"{name}.pdf")


@require_POST
@page(Permission.LEVEL_TELL)
def act(request, authority, round_id, urn, deed):
    """Tell one school, or take back one's record of having spoken."""
    held = round_of(request, authority, round_id)
    one = _one(request, held, urn)
    try:
        messages.success(request, _done(request, one, deed))
    except (CannotTell, CannotUndo, NotARound, NotAMessage) as refusal:
        messages.error(request, str(refusal))
    return redirect("round_telling_school", code=authority.code, round_id=held.pk, urn=urn)


def _done(request, one, deed: str) -> str:
    by, at = request.user, timezone.now()
    if deed == "tell":
        made = actions.tell_school(school=one.school, by=by, at=at)
        return f"Told: {formats.listed([row.to_name for row in made])}."
    if deed == "unspeak":
        actions.take_back_speaking(school=one.school, by=by, at=at)
        return "The record of having spoken is taken back."
    raise Http404("Nothing of that name can be done here.")
