"""Messages out: what was sent, what waits, what failed or is unsure; send one again by hand."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from fingerpost.core import queries
from fingerpost.core.actions import messages as actions
from fingerpost.core.permissions import page
from fingerpost.core.rules import Permission, has_permission
from fingerpost.monitor.round_forms import ResendForm
from fingerpost.present import taking
from fingerpost.present.tables import Column, table

STATES = {
    "unsure": "Unsure", "failed": "Not sent", "waiting": "Waiting", "sending": "Being sent", "kept": "Kept here",
    "sent": "Sent",
}  # fmt: skip
A_PAGE = 100


def _asked(request) -> dict[str, str]:
    state = request.GET.get("state", "")
    return {"state": state if state in STATES else "", "q": request.GET.get("q", "")[:80].strip()}


def _chosen(rows, asked):
    if asked["state"]:
        rows = rows.filter(state=asked["state"])
    if asked["q"]:
        q = asked["q"]
        rows = (
            rows.filter(subject__icontains=q)
            | rows.filter(to_name__icontains=q)
            | rows.filter(to_email__icontains=q)
        )
    return rows


@require_safe
@page(Permission.CONTACT_SEE)
def outbox(request, authority):
    """Every message, the latest first, to be searched, filtered and taken away."""
    asked, everything = _asked(request), queries.messages(request.user, authority.code)
    context = {
        "found": Paginator(_chosen(everything, asked), A_PAGE).get_page(request.GET.get("page")), "asked": asked,
        "states": STATES, "counts": queries.counted_messages(everything), "has_mail_server": queries.has_mail_server(),
        "crumbs": [{"text": "Messages"}],
    }  # fmt: skip
    return render(request, "monitor/outbox.html", context)


@require_safe
@page(Permission.CONTACT_SEE)
def export(request, authority, form):
    """The messages as a file, without their words."""
    columns = (
        Column("to", "To", width=26), Column("email", "E-mail", width=30), Column("subject", "Subject", width=44),
        Column("urn", "URN"), Column("state", "State", width=22), Column("queued", "Written", width=20),
        Column("sent", "Sent", width=20), Column("by", "By", width=22), Column("problem", "What went wrong", width=40),
        Column("again", "Sent again because", width=34),
    )  # fmt: skip
    rows = [
        {"to": m.to_name, "email": m.to_email, "subject": m.subject, "urn": m.urn, "state": STATES[m.state],
         "queued": f"{timezone.localtime(m.queued_at):%Y-%m-%d %H:%M}",
         "sent": f"{timezone.localtime(m.sent_at):%Y-%m-%d %H:%M}" if m.sent_at else "", "by": str(m.queued_by),
         "problem": m.problem, "again": m.resent_reason}
        for m in _chosen(queries.messages(request.user, authority.code), _asked(request))
    ]  # fmt: skip
    return taking.away(table("Messages", columns, rows), form, f"messages-{authority.code}")


def _message(request, authority, message_id):
    found = queries.messages(request.user, authority.code).filter(pk=message_id).first()
    if found is None:
        raise Http404("There is no such message, or your posts do not reach it.")
    return found


@require_safe
@page(Permission.CONTACT_SEE)
def message(request, authority, message_id):
    """One message in its words, and what became of it."""
    return _shown(request, authority, _message(request, authority, message_id), ResendForm())


def _shown(request, authority, found, form):
    may = has_permission(request.user, Permission.LEVEL_TELL, authority=authority.code, urn=found.urn)
    context = {
        "message": found, "form": form, "states": STATES, "has_mail_server": queries.has_mail_server(),
        "may_resend": may and found.state in actions.AGAIN,
        "crumbs": [{"text": "Messages", "href": reverse("messages", kwargs={"code": authority.code})},
                   {"text": found.subject}],
    }  # fmt: skip
    return render(request, "monitor/message.html", context)


@require_POST
@page(Permission.LEVEL_TELL)
def resend(request, authority, message_id):
    """Send a message again, with the reason."""
    found, form = _message(request, authority, message_id), ResendForm(request.POST)
    if form.is_valid():
        try:
            actions.resend(
                message=found, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
            )
            messages.success(request, "The message will be sent again in a moment.")
            return redirect("message", code=authority.code, message_id=found.pk)
        except actions.NotAMessage as refusal:
            form.add_error(None, str(refusal))
    return _shown(request, authority, found, form)
