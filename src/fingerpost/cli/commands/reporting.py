"""`fingerpost report`: the tables of an authority's annual report, and who missed a measure."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from fingerpost.archive.queries import editions
from fingerpost.cli import output
from fingerpost.evidence.missed import reading as counts
from fingerpost.evidence.missed import saying
from fingerpost.evidence.missed.model import Missed
from fingerpost.evidence.report_tables import making, reading
from fingerpost.evidence.report_tables.model import Figures
from fingerpost.explore.queries import combinations, report_tables
from fingerpost.present import drawing, exports, pdf

WRITERS: dict[str, Callable[[Sequence[Figures]], bytes]] = {
    ".csv": lambda found: exports.to_csv(report_tables.together(found)),
    ".xlsx": lambda found: exports.to_workbook([report_tables.numbers(figures) for figures in found]),
    ".pdf": lambda found: pdf.to_pdf(report_tables.document(found), made_at=datetime.now(UTC)),
}
PLOTS: dict[str, Callable[[Sequence[Missed]], bytes]] = {
    ".csv": lambda found: exports.to_csv(combinations.as_table(found[0])),
    ".xlsx": lambda found: exports.to_workbook([combinations.as_table(one) for one in found]),
    ".svg": lambda found: drawing.svg(combinations.chart(found[0])).encode(),
}


def add(commands: Any) -> None:
    """Declare the words."""
    report = commands.add_parser("report", help="the tables of an annual report")
    inner = report.add_subparsers(metavar="WHAT", required=True)
    tables = inner.add_parser(
        "tables",
        help="tables of pupil groups from a file of figures",
        description="Prints each table in the report's layout: cohort, years, direction of travel, differences. Where "
        "the file also holds what was once printed, every cell is worked out anew and what differs is listed.",
    )
    _from(tables, "write them to FILE as well: .csv, .xlsx or .pdf")
    tables.set_defaults(run=run_tables)
    missed = inner.add_parser(
        "missed",
        help="who missed a measure, from a file of counts",
        description="Prints each combination of characteristics once, those with none of them too, with shares and "
        "England's beside them, what that comes to in words, and what a printed figure contradicts.",
    )
    _from(missed, "write it to FILE as well: .csv, .xlsx or .svg")
    missed.set_defaults(run=run_missed)


def _from(parser: argparse.ArgumentParser, out: str) -> None:
    where = parser.add_mutually_exclusive_group(required=True)
    where.add_argument("--from", dest="file", type=Path, metavar="FILE", help="a CSV (docs/report-tables.md)")
    where.add_argument("--edition", metavar="CODE", help="the files that stand among an edition's examples")
    parser.add_argument("--out", type=Path, metavar="FILE", help=out)
    output.with_json(parser)


def run_tables(arguments: argparse.Namespace) -> int:
    """Print the tables, and what the printed ones contradict."""
    write = _writer(arguments.out, WRITERS)
    found = [
        figures for path in _files(arguments, report_tables.files_of) for figures in _read(path, reading.read)
    ]
    if write:
        arguments.out.write_bytes(write(found))
    if arguments.json:
        output.emit({"tables": [_told(figures) for figures in found]})
        return 0
    for figures in found:
        _show(figures)
    return 0


def _read(path: Path, read: Callable[[Path], Any]) -> Any:
    try:
        return read(path)
    except reading.Unreadable as wrong:
        raise output.Wrong(str(wrong)) from wrong


def _writer(path: Path | None, writers: Mapping[str, Callable]) -> Callable[[Any], bytes] | None:
    if path is None:
        return None
    if path.suffix not in writers:
        raise output.Wrong(f"{path.name} should end in {', '.join(writers)}.")
    if not path.parent.is_dir():
        raise output.Wrong(f"There is no folder {path.parent}.")
    return writers[path.suffix]


def _files(arguments: argparse.Namespace, of: Callable[[str], list[Path]]) -> list[Path]:
    if arguments.file:
        return [arguments.file]
    try:
        found = of(arguments.edition)
    except editions.NoSuchEdition as missing:
        raise output.Wrong(str(missing)) from missing
    if not found:
        raise output.Wrong(f"{arguments.edition} has no such figures among its examples.")
    return found


def _show(figures: Figures) -> None:
    headings = [column.heading for column in report_tables.columns(figures)]
    right = range(1, len(headings) + 1)
    output.table(figures.title, ("Group", *headings), making.rows(figures), right=right)
    differences = report_tables.differences(figures)
    if figures.source:
        output.plain(f"Source: {figures.source}")
    if differences:
        output.plain("What the printed table contradicts:")
    elif any(line.printed for line in figures.lines):
        output.plain("Every cell that was printed follows from the figures.")
    for each in differences:
        output.plain(
            f"  {each.group}, {each.column}: printed {each.printed}, ours {each.ours}. {each.because}"
        )
    output.plain("")


def _told(figures: Figures) -> dict:
    columns = report_tables.columns(figures)
    return {
        "table": figures.key,
        "title": figures.title,
        "unit": figures.unit,
        "source": figures.source,
        "columns": [{"key": column.key, "heading": column.heading} for column in columns],
        "rows": [
            {
                "group": line.group,
                "name": line.name,
                "cohort": line.cohort,
                "printed": {column.key: making.written(figures, line, column) for column in columns},
                "values": {column.key: _plain(making.number(figures, line, column)) for column in columns},
            }
            for line in figures.lines
        ],
        "differences": [asdict(each) for each in report_tables.differences(figures)],
    }


def _plain(value: Any) -> float | None:
    return None if value is None else float(value)


def run_missed(arguments: argparse.Namespace) -> int:
    """Print who missed it, what that comes to, and what a printed figure contradicts."""
    write = _writer(arguments.out, PLOTS)
    found = [_read(path, counts.read) for path in _files(arguments, combinations.files_of)]
    if write:
        arguments.out.write_bytes(write(found))
    if arguments.json:
        output.emit({"missed": [_told_of_missed(one) for one in found]})
        return 0
    for one in found:
        made = combinations.as_table(one)
        output.table(made.title, made.headings, made.cells(), right=range(1, len(made.columns)))
        for line in [*saying.sentences(one), "", *made.notes]:
            output.plain(line)
    return 0


def _told_of_missed(found: Missed) -> dict:
    made = combinations.as_table(found)
    return {
        "title": found.title,
        "source": found.source,
        "rows": [dict(row) for row in made.rows],
        "sentences": saying.sentences(found),
        "differences": [asdict(each) for each in saying.differences(found)],
    }
