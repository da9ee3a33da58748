"""`fingerpost demo`: the demonstration authority, made in this home and opened."""

from __future__ import annotations

import argparse
import io
import json
from datetime import date
from typing import Any

from django.core.management import call_command

from fingerpost.cli import output
from fingerpost.cli.commands import serving

HELP = """\
Make the demonstration authority and open it in the browser.

It is an invented county of some 250 schools, code 001, as at 31 October 2026: written as files in the published
layouts, loaded like any others, judged by invented advisers and rated against the example strategy. It lives in
FINGERPOST_HOME beside whatever else is there and is seen by no other authority. A second run finds it as it is.

The link that is printed signs you in once, as the head of service, within the hour.
"""


def add(commands: Any) -> None:
    """Declare the words."""
    demo = commands.add_parser(
        "demo",
        help="make the demonstration authority and open it",
        description=HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    demo.add_argument("--no-serve", action="store_true", help="make it, print the link, and stop")
    demo.add_argument("--port", type=int, default=serving.PORT, help=f"{serving.PORT} if not given")
    output.with_json(demo)
    demo.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Make it or find it, say where it is, and serve unless told not to."""
    made = _made()
    port = arguments.port if arguments.no_serve else serving.usable_port(serving.HOST, arguments.port)
    site = serving.address(serving.HOST, port)
    document = {
        "authority": made["authority"],
        "edition": made["edition"],
        "as_at": made["as_at"],
        "schools": made["schools"],
        "url": site,
        "sign_in": site.rstrip("/") + made["path"],
    }
    if arguments.json:
        output.emit(document)
    else:
        _show(document, made, is_served=not arguments.no_serve)
    if not arguments.no_serve:
        serving.serve(serving.HOST, port)
    return 0


def _made() -> dict[str, Any]:
    answer = io.StringIO()
    call_command("demo", stdout=answer, stderr=_Said())
    return json.loads(answer.getvalue())


class _Said(io.StringIO):
    """What the making says of itself, told as it goes."""

    def write(self, text: str) -> int:
        """Tell it."""
        output.say(text.rstrip())
        return len(text)


def _show(document: dict[str, Any], made: dict[str, Any], *, is_served: bool) -> None:
    counts = made["counts"].items()
    levels = ", ".join(f"{count} {level.replace('_', ' ')}" for level, count in counts if count)
    day = output.in_words(date.fromisoformat(document["as_at"]))
    output.say(
        f"\nThe demonstration authority: {document['schools']} invented schools as at {day}: {levels}."
    )
    output.say(f"\n  Open this link, which signs you in once:\n\n  {document['sign_in']}\n")
    if is_served:
        output.say(f"  {document['url']} is served until you press Ctrl-C.")
    else:
        output.say("  It works when the pages are served: fingerpost serve")
