"""`fingerpost round`: how far a round of rating has come."""

from __future__ import annotations

import argparse
from typing import Any

from fingerpost.cli import output
from fingerpost.monitor.queries import rounds


def add(commands: Any) -> None:
    """Declare the words."""
    parser = commands.add_parser("round", help="how far a round of rating has come")
    words = parser.add_subparsers(title="words", metavar="WORD", required=True)
    status = words.add_parser(
        "status",
        help="the stage of the latest round, and what is done of it",
        description="The latest round of an authority, or the one that is named. Schools frozen in it do not count.",
    )
    status.add_argument("--authority", help="the DfE code, like 873; needed where several have rounds")
    status.add_argument("--round", metavar="NAME", help="the name of a round, such as “Summer 2026”")
    output.with_json(status)
    status.set_defaults(run=run_status)


def run_status(arguments: argparse.Namespace) -> int:
    """Print how far the round has come."""
    by, code = output.operator(), arguments.authority or _only()
    output.authority(code)
    held = [one for one in rounds.rounds(by, code) if arguments.round in (None, one.name)]
    if not held:
        named = f" called {arguments.round}" if arguments.round else ""
        raise output.Wrong(f"Authority {code} has no round{named}. Open one on the page Rounds.", code=1)
    found = rounds.status(by, held[0])
    if arguments.json:
        output.emit(found)
        return 0
    done = found["judgements"]
    output.plain(
        f"{found['round']}, as at {output.in_words(held[0].as_at)}: {held[0].get_stage_display().lower()}"
    )
    output.plain(f"{found['schools']} schools; {done['done']:,} of {done['due']:,} judgements made")
    output.plain(f"{found['moderated']} moderated, {found['confirmed']} confirmed, {found['told']} told")
    return 0


def _only() -> str:
    """The one authority that has rounds."""
    codes = sorted(rounds.authorities_with_rounds())
    if len(codes) == 1:
        return codes[0]
    said = f"Several have rounds: {', '.join(codes)}" if codes else "No round has been opened yet"
    raise output.Wrong(f"{said}. Say whose: --authority CODE.", code=2 if codes else 1)
