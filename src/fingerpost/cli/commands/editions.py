"""`fingerpost strategy`: list, check and describe editions."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path
from typing import Any

from fingerpost.archive.queries import editions
from fingerpost.cli import output
from fingerpost.strategy.checking import check


def add(commands: Any) -> None:
    """Declare the words."""
    strategy = commands.add_parser("strategy", help="check a strategy, list those there are")
    inner = strategy.add_subparsers(metavar="WHAT", required=True)
    checking = inner.add_parser(
        "check",
        help="every problem of an edition at once",
        description="Says every problem with file, line and what to do.",
    )
    checking.add_argument(
        "paths", nargs="+", metavar="PATH", help="a folder with strategy.yaml, or a code like example/2026"
    )
    output.with_json(checking)
    checking.set_defaults(run=run_check)
    listing = inner.add_parser("list", help="the editions that can be used")
    output.with_json(listing)
    listing.set_defaults(run=run_list)


def run_check(arguments: argparse.Namespace) -> int:
    """Check editions; 1 when any has a problem."""
    found = {str(path): check(_folder(path)) for path in arguments.paths}
    if arguments.json:
        output.emit({path: [asdict(problem) for problem in problems] for path, problems in found.items()})
    else:
        for path, problems in found.items():
            for problem in problems:
                output.say(str(problem))
            output.say(f"{path}: {len(problems)} problems" if problems else f"{path}: sound")
    return 1 if any(found.values()) else 0


def _folder(name: str) -> Path:
    try:
        return editions.find(name)
    except editions.NoSuchEdition:
        return Path(name)


def run_list(arguments: argparse.Namespace) -> int:
    """List the editions."""
    codes = editions.codes()
    if arguments.json:
        output.emit([{"code": code, "path": str(editions.find(code))} for code in codes])
    else:
        output.table("Editions", ("Code", "Folder"), [(code, editions.find(code)) for code in codes])
    return 0
