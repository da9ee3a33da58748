"""Messages out: queued with what they tell of, sent in the background, never twice by themselves.

A message is marked as being sent before it goes. If the machine stops in between, nobody knows whether it went: it is
then unsure, stands on the page of messages, and is sent again only by a person who says why.
"""

from __future__ import annotations

import smtplib
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from fingerpost.core import queries
from fingerpost.core.actions import audit
from fingerpost.core.models import Message, MessageState
from fingerpost.core.rules import Permission, check_permission

#: Ours: no server takes so long to take a message; one that is still being sent after it was interrupted.
LONGEST_SENDING = timedelta(minutes=10)
#: What a mail server answers when it has not taken a message. Of anything else nobody knows whether it went.
REFUSALS = (
    smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError, ConnectionRefusedError,
)  # fmt: skip
AGAIN = (MessageState.FAILED, MessageState.UNSURE, MessageState.KEPT, MessageState.SENT)


class NotAMessage(ValueError):
    """What was to be sent cannot be, or cannot be again; the words say why."""


@transaction.atomic
def queue(
    *, key: str, to_email: str, to_name: str, subject: str, body: str, authority: str, about: str = "",
    urn: int | None = None, by: Any, at: datetime,
) -> Message:  # fmt: skip
    """Have a message sent once this transaction holds. Whoever calls has asked for the permission to tell.

    The same key again is the same message, which is given back and not written twice.
    """
    _check(to_email, to_name)
    state = MessageState.WAITING if queries.has_mail_server() else MessageState.KEPT
    made, is_new = Message.objects.get_or_create(
        key=key,
        defaults={
            "authority_id": authority, "urn": urn, "about": about, "to_name": to_name, "to_email": to_email,
            "subject": " ".join(subject.split()), "body": body, "state": state, "queued_by": by, "queued_at": at,
        },
    )  # fmt: skip
    if is_new:
        audit.record("message queued", by=by, about=made, at=at, detail={"to": to_email, "urn": urn})
        _hand_over(made)
    return made


def _check(to_email: str, to_name: str) -> None:
    try:
        validate_email(to_email)
    except ValidationError as problem:
        raise NotAMessage(
            f"“{to_email}” is no e-mail address of {to_name}: enter one in the directory."
        ) from problem


def _hand_over(message: Message) -> None:
    """Into the queue, which is in the same database: the errand is there when the message is, and not before."""
    if message.state == MessageState.WAITING:
        deliver.enqueue(message.pk)


@task()
def deliver(message_id: int) -> str:
    """The errand that the queue carries: send one message."""
    message = Message.objects.select_related("queued_by").get(pk=message_id)
    return send(message=message, by=message.queued_by, at=timezone.now()).state


def send(*, message: Message, by: Any, at: datetime) -> Message:
    """Send one waiting message; one that is not waiting is left alone."""
    if _mark(message, MessageState.WAITING, MessageState.SENDING, sending_at=at):
        outcome, problem = _go(message)
        _note(message, outcome, problem, by=by, at=at)
    message.refresh_from_db()
    return message


def send_waiting(*, by: Any, at: datetime) -> dict[str, int]:
    """Send all that waits, and mark as unsure what was interrupted; how many came out how."""
    counts = {"unsure": settle(by=by, at=at)}
    for message in Message.objects.filter(state=MessageState.WAITING).order_by("queued_at", "id"):
        state = send(message=message, by=message.queued_by, at=at).state
        counts[state] = counts.get(state, 0) + 1
    return counts


@transaction.atomic
def settle(*, by: Any, at: datetime) -> int:
    """Mark as unsure what has been underway for too long: it was interrupted, and may have gone or not."""
    stale = Message.objects.filter(state=MessageState.SENDING, sending_at__lt=at - LONGEST_SENDING)
    found = list(stale.select_for_update())
    for message in found:
        problem = "It was interrupted while it was being sent: it may have arrived or not."
        _note(message, MessageState.UNSURE, problem, by=by, at=at)
    return len(found)


@transaction.atomic
def resend(*, message: Message, reason: str, by: Any, at: datetime) -> Message:
    """Send a message again because a person says so, with the reason."""
    held = Message.objects.select_for_update().get(pk=message.pk)
    check_permission(by, Permission.LEVEL_TELL, authority=held.authority_id, urn=held.urn)
    if held.state not in AGAIN:
        raise NotAMessage("This message is on its way: wait until it is known what became of it.")
    if not reason.strip():
        raise NotAMessage("Say why it is sent again: whoever gets it twice will ask.")
    if not queries.has_mail_server():
        raise NotAMessage(
            "There is no mail server, so nothing can be sent. Whoever runs the server sets EMAIL_HOST."
        )
    held.state, held.problem = MessageState.WAITING, ""
    held.resent_by, held.resent_at, held.resent_reason = by, at, reason.strip()
    held.save(update_fields=["state", "problem", "resent_by", "resent_at", "resent_reason"])
    audit.record("message sent again", by=by, about=held, at=at, detail={"reason": held.resent_reason})
    _hand_over(held)
    return held


def _mark(message: Message, was: str, becomes: str, **fields: Any) -> bool:
    """Whether this process is the one that moved it: two that ask at once are one that sends."""
    return bool(Message.objects.filter(pk=message.pk, state=was).update(state=becomes, **fields))


def _go(message: Message) -> tuple[str, str]:
    mail = EmailMessage(
        message.subject, message.body, to=[f'"{_quoted(message.to_name)}" <{message.to_email}>']
    )
    mail.extra_headers["Message-ID"] = f"<{message.pk}.{message.queued_at:%Y%m%d%H%M%S}@fingerpost.invalid>"
    try:
        mail.send()
    except REFUSALS as refusal:
        return MessageState.FAILED, f"The mail server did not take it: {refusal}"
    except OSError as error:
        return MessageState.UNSURE, f"The connection to the mail server broke: {error}"
    return MessageState.SENT, ""


def _quoted(name: str) -> str:
    return " ".join(name.replace('"', "").replace("\\", "").split())


@transaction.atomic
def _note(message: Message, outcome: str, problem: str, *, by: Any, at: datetime) -> None:
    sent_at = at if outcome == MessageState.SENT else message.sent_at
    if _mark(message, MessageState.SENDING, outcome, problem=problem[:300], sent_at=sent_at):
        audit.record(f"message {outcome}", by=by, about=message, at=at, detail={"to": message.to_email})
