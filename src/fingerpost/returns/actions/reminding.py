"""Remind the schools that have not sent, by e-mail to whoever may send for them; nobody twice on one day."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import partial
from smtplib import SMTPException
from typing import Any

from django.core.mail import EmailMessage
from django.db import transaction

from fingerpost.core.actions import audit
from fingerpost.core.rules import Permission, check_permission
from fingerpost.present import formats
from fingerpost.returns import rules
from fingerpost.returns.models import Reminder, Round


@transaction.atomic
def remind(
    *,
    asked: Round,
    schools: Mapping[int, tuple[str, Iterable[str]]],
    link: Callable[[int], str],
    by: Any,
    at: datetime,
) -> list[Reminder]:
    """Remind these schools (URN -> name and addresses), each with the link to its own page; says who was reminded.

    Left out are those without an address and those reminded today. Mail leaves once the record of it stands.
    """
    check_permission(by, Permission.RETURN_ASK, authority=asked.authority_id)
    today = rules.day_here(at)
    rules.check_is_open(asked.opens_on, asked.closes_on, asked.closed_at, today)
    # Locked, so that two officers who remind at once do not both write to a school.
    Round.objects.select_for_update().get(pk=asked.pk)
    done = set(Reminder.objects.filter(round=asked, on=today, failure="").values_list("urn", flat=True))
    made = []
    for urn, (name, addresses) in schools.items():
        if (to := sorted(set(addresses))) and urn not in done:
            one = Reminder(round=asked, urn=urn, addresses=to, on=today, reminded_at=at, reminded_by=by)
            one.save()
            made.append(one)
            transaction.on_commit(partial(_post, one, asked, name, link(urn)))
    if not made:
        raise rules.CannotRemind(
            "Nobody is left to remind today: each was reminded, or nobody signs in for the school."
        )
    audit.record("schools reminded", by=by, about=asked, at=at, detail={"urns": [one.urn for one in made]})
    return made


def _post(reminder: Reminder, asked: Round, name: str, link: str) -> None:
    """Send it; what does not get through is written beside it, and the school may be reminded again the same day."""
    try:
        EmailMessage(f"{asked.name}: due on {formats.day(asked.due_on)}", _words(asked, name, link),
                     to=reminder.addresses).send()  # fmt: skip
    except (OSError, SMTPException) as error:
        reminder.failure = (str(error) or type(error).__name__)[:200]
        reminder.save(update_fields=["failure"])


def _words(asked: Round, name: str, link: str) -> str:
    """What a reminder says."""
    return (
        f"{name}\n\n"
        f"We have not had your return “{asked.name}” for {formats.school_year(asked.year)}. "
        f"It is due on {formats.day(asked.due_on)}; the round closes on {formats.day(asked.closes_on)}.\n\n"
        f"Fill it in on the page, or in Excel, here:\n{link}\n\n"
        f"{asked.note}".rstrip()
        + "\n"
    )
