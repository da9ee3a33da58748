"""`fingerpost overview`: the director's month on one page, as PDF."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from django.utils import timezone

from fingerpost.cli import output
from fingerpost.monitor.queries import meetings, rounds
from fingerpost.monitor.queries import overview as queries
from fingerpost.monitor.queries.overview import NotAMonth
from fingerpost.monitor.queries.overview_sheet import sheet
from fingerpost.present import pdf


def add(commands: Any) -> None:
    """Declare the words."""
    parser = commands.add_parser(
        "overview",
        help="a month of an authority on one page, as PDF",
        description="Levels and what changed, schools of concern, inspections, visits, flags, promises, what to ask.",
    )
    parser.add_argument("--month", required=True, metavar="2026-10", help="the year and the month")
    parser.add_argument("--out", required=True, type=Path, metavar="FILE.pdf", help="where to write it")
    parser.add_argument("--authority", help="the DfE code, like 001; needed where there are several")
    output.with_json(parser)
    parser.set_defaults(run=run_overview)


def run_overview(arguments: argparse.Namespace) -> int:
    """Write the sheet and print its path."""
    code = arguments.authority or _only()
    authority = output.authority(code)
    try:
        month = queries.month_of(arguments.month)
        # The demonstration has a day of its own, which a machine's clock may not have reached.
        today = max(timezone.localdate(), queries.last_day(month))
        document, schools = sheet(output.operator(), authority, month=month, today=today)
    except NotAMonth as wrong:
        raise output.Wrong(str(wrong)) from wrong
    made = pdf.to_pdf(document, made_at=timezone.now())
    if not arguments.out.parent.is_dir():
        raise output.Wrong(f"There is no folder {arguments.out.parent}.", code=1)
    arguments.out.write_bytes(made)
    if arguments.json:
        output.emit({"path": str(arguments.out), "month": arguments.month, "schools": schools})
    else:
        output.plain(str(arguments.out))
    return 0


def _only() -> str:
    """The one authority that is at work here."""
    codes = sorted(rounds.authorities_with_rounds() | meetings.authorities_with_meetings())
    if len(codes) == 1:
        return codes[0]
    said = (
        f"Several have meetings: {', '.join(codes)}" if codes else "Nobody has held a meeting or a round yet"
    )
    raise output.Wrong(f"{said}. Say whose: --authority CODE.", code=2 if codes else 1)
