"""`fingerpost profile`: the Ofsted profile of an authority on any day."""

from __future__ import annotations

import argparse
from datetime import date
from typing import Any

from django.utils import timezone

from fingerpost.archive.queries import inspections
from fingerpost.cli import output
from fingerpost.register import rules

GRADES = (("1", "Outstanding"), ("2", "Good"), ("3", "Requires improvement"), ("4", "Inadequate"))


def add(commands: Any) -> None:
    """Declare the words."""
    profile = commands.add_parser(
        "profile",
        help="the Ofsted profile of an authority on any day",
        description="Schools (or learners) by grade and phase as at a day: the list of that very day as it is, or the "
        "latest list before it, moved on by the inspections known by the day.",
    )
    profile.add_argument("--authority", required=True, help="the DfE code, like 873")
    profile.add_argument("--as-at", type=output.day, help="the day; today if not given")
    profile.add_argument("--basis", choices=("schools", "learners"), default="schools")
    output.with_json(profile)
    profile.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the profile."""
    place = output.authority(arguments.authority)
    day: date = arguments.as_at or timezone.localdate()
    found = inspections.profile(place.code, day, arguments.basis)
    if arguments.json:
        output.emit(found)
        return 0
    if found["all"] is None:
        output.say(
            f"No list of inspections of {place} by {output.in_words(day)} is loaded. "
            "Load one with: fingerpost load PATH"
        )
        return 0
    rows = [
        (*_row(rules.PHASE_NAMES.get(phase, phase), counts),) for phase, counts in found["phases"].items()
    ]
    rests_on = f"list as at {found['list_as_at']}, {found['moved_on']} moved on"
    title = f"{place}, {output.in_words(day)}, by {arguments.basis} ({rests_on})"
    columns = ["Phase", "Total", *(name for _, name in GRADES), "Good or better"]
    output.table(title, columns, [*rows, _row("All", found["all"])], right=range(1, 7))
    return 0


def _row(name: str, counts: dict) -> tuple:
    total, grades = counts["total"], counts["grades"]
    shown = (f"{grades[g]:,}" for g, _ in GRADES)
    good = f"{100 * (grades['1'] + grades['2']) / total:.1f}%" if total else "none graded"
    return (name, f"{total:,}", *shown, good)
