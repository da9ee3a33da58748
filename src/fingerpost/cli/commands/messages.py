"""`fingerpost messages`: what goes out to schools, for a home in which nothing works in the background."""

from __future__ import annotations

import argparse
from typing import Any

from django.utils import timezone

from fingerpost.cli import output
from fingerpost.core import queries
from fingerpost.core.actions import messages

_SEND = """\
Send every message that waits, and mark as unsure what was interrupted while it was sent.

`fingerpost serve` does this by itself. A message that is unsure or was not sent goes again only by hand, on its page.
"""


def add(commands: Any) -> None:
    """Declare the words."""
    top = commands.add_parser("messages", help="messages out: what waits, what went")
    verbs = top.add_subparsers(title="what to do", metavar="VERB", required=True)
    send = verbs.add_parser(
        "send",
        help="send what waits",
        description=_SEND,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    output.with_json(send)
    send.set_defaults(run=run_send)
    listed = verbs.add_parser("list", help="the messages of an authority, the latest first")
    listed.add_argument("--authority", required=True, help="the DfE code, like 873")
    listed.add_argument("--state", help="only those that are waiting, sending, sent, failed, unsure or kept")
    output.with_json(listed)
    listed.set_defaults(run=run_list)


def run_send(arguments: argparse.Namespace) -> int:
    """Send what waits; 1 when something could not be sent or is unsure."""
    counts = messages.send_waiting(by=output.operator(), at=timezone.now())
    if arguments.json:
        output.emit({"mail_server": queries.has_mail_server(), **counts})
    else:
        told = [f"{count} {state}" for state, count in counts.items() if count]
        output.plain(f"{', '.join(told) or 'Nothing waited'}.")
    return int(any(counts.get(state) for state in ("failed", "unsure")))


def run_list(arguments: argparse.Namespace) -> int:
    """Print them."""
    output.authority(arguments.authority)
    found = queries.messages(output.operator(), arguments.authority)
    rows = [m for m in found if arguments.state in (None, m.state)]
    if arguments.json:
        output.emit([
            {"to": m.to_email, "name": m.to_name, "subject": m.subject, "urn": m.urn, "state": m.state,
             "queued_at": m.queued_at, "sent_at": m.sent_at, "problem": m.problem}
            for m in rows
        ])  # fmt: skip
        return 0
    columns = ("To", "Subject", "State", "Queued", "Problem")
    output.table(
        f"Messages of {arguments.authority}", columns,
        [(m.to_email, m.subject, m.get_state_display(), output.in_words(m.queued_at.date()), m.problem) for m in rows],
    )  # fmt: skip
    return 0
