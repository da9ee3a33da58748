"""`fingerpost pupils`: load pupils' results, look at a file before, list what is held, delete a year."""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone

from fingerpost.archive.actions import pupils as actions
from fingerpost.archive.actions import pupils_waiting
from fingerpost.archive.queries import pupils as queries
from fingerpost.cli import output
from fingerpost.evidence.pupils.stages import TITLES, title_of

HELP = """\
Load the results of pupils: a table with one row a pupil, two tables (pupils and their results by subject), or a
transfer file in XML. UPNs are hashed as soon as they are read, names are never read, and the file itself is not kept.

  fingerpost pupils preview ks2.csv --own 873 --stage ks2 --year 2025
  fingerpost pupils load ks2.csv --own 873 --stage ks2 --year 2025 --known-on 2025-07-08
  fingerpost pupils list --own 873
  fingerpost pupils delete --own 873 --stage ks2 --year 2018 --yes
"""


def add(commands: Any) -> None:
    """Declare the words."""
    top = commands.add_parser(
        "pupils",
        help="load, look at, list and delete the results of pupils",
        description=HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    words = top.add_subparsers(title="what to do", metavar="WHAT", required=True)
    _file_word(words, "load", "load one file and count its stage and year again", run_load)
    _file_word(words, "preview", "say what a file would become; nothing is kept", run_preview)
    listing = words.add_parser("list", help="what is held, by stage and year")
    listing.add_argument("--own", required=True, metavar="CODE", help="the authority")
    output.with_json(listing)
    listing.set_defaults(run=run_list)
    delete = words.add_parser("delete", help="delete all that is held of a stage and year")
    _place(delete)
    delete.add_argument("--yes", action="store_true", help="delete without being asked again")
    output.with_json(delete)
    delete.set_defaults(run=run_delete)


def _place(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--own", required=True, metavar="CODE", help="the authority whose pupils they are")
    parser.add_argument("--stage", required=True, choices=sorted(TITLES), help="which results they are")
    parser.add_argument(
        "--year", required=True, type=int, help="the year in which the school year ends: 2025"
    )


def _file_word(words: Any, name: str, help_: str, run: Any) -> None:
    parser = words.add_parser(name, help=help_)
    parser.add_argument("path", type=Path, metavar="FILE")
    parser.add_argument("--with", dest="companion", type=Path, metavar="FILE", help="the second of two files")
    _place(parser)
    parser.add_argument("--mapping", type=Path, metavar="FILE", help="which column is what, as JSON or YAML")
    parser.add_argument("--known-on", type=output.day, help="the day from which the figures may be used")
    parser.add_argument(
        "--release", default="provisional", help="provisional (the default), revised (amended) or final"
    )
    parser.add_argument("--urn", type=int, help="the one school of a file that names none")
    parser.add_argument(
        "--upn-column", default="", metavar="NAME", help="the column of UPNs, if not known by itself"
    )
    parser.add_argument(
        "--by-school-number",
        action="store_true",
        help="key a pupil without a UPN by the school and the school's own number",
    )
    output.with_json(parser)
    parser.set_defaults(run=run)


def _options(arguments: argparse.Namespace) -> dict[str, Any]:
    """What both words say of a file."""
    companion = arguments.companion
    return {
        "path": arguments.path,
        "companion": _read(companion) if companion else None,
        "stage": arguments.stage,
        "year": arguments.year,
        "mapping": _mapping(arguments.mapping) if arguments.mapping else None,
        "authority": output.authority(arguments.own).code,
        "urn": arguments.urn,
        "by_supplier": arguments.by_school_number,
        "upn_column": arguments.upn_column,
        "by": output.operator(),
        "at": timezone.now(),
    }


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise output.Wrong(f"{path.name} cannot be opened: {problem.strerror}.") from problem


def _mapping(path: Path) -> Any:
    try:
        return yaml.safe_load(_read(path))
    except yaml.YAMLError as problem:
        raise output.Wrong(f"{path.name} is neither JSON nor YAML.") from problem


def run_load(arguments: argparse.Namespace) -> int:
    """Load one file and say what became of it."""
    started = time.perf_counter()
    done = actions.load_pupils(**_options(arguments), known_on=arguments.known_on, release=arguments.release)
    seconds = round(time.perf_counter() - started, 2)
    if arguments.json:
        output.emit(_document(done) | {"seconds": seconds})
    else:
        _tell(done, seconds)
    return 1 if done.outcome == "refused" else 0


def _document(done: actions.PupilsLoaded) -> dict[str, Any]:
    file = done.file
    about = {"outcome": done.outcome, "message": done.message, "mapping_from": done.mapping_from}
    if file is None:
        return about
    return about | {
        "file": file.id,
        "sha256": file.sha256,
        "stage": file.stage,
        "year": file.year,
        "rows": file.rows,
        "kept": file.kept,
        "set_aside": file.set_aside,
        "messages": file.messages,
        "mapping": file.mapping,
        "measures": file.made,
        "release": file.release,
        "known_on": file.known_on,
        "facts": sum(snapshot.tables.get("facts", 0) for snapshot in done.snapshots),
    }


def _tell(done: actions.PupilsLoaded, seconds: float) -> None:
    if done.file is None:
        output.say(f"refused: {done.message}")
        return
    file = done.file
    output.say(
        f"{done.outcome}: {file.kept:,} pupils of {file.rows:,} rows, {title_of(file.stage)} "
        f"{file.year - 1}/{file.year % 100:02}, {file.release}, known on {output.in_words(file.known_on)}; "
        f"{seconds} seconds."
    )
    output.say(f"Mapping: {done.mapping_from}. Measures: {', '.join(file.made) or 'none'}.")
    for aside in file.set_aside:
        _tell_aside(aside)
    for message in file.messages:
        output.say(message)


def _tell_aside(aside: dict[str, Any]) -> None:
    first = ", ".join(map(str, aside["rows"][:5])) + (" ..." if aside["count"] > 5 else "")
    column = f", column {aside['column']}" if aside["column"] else ""
    output.say(f"set aside: {aside['count']:,} rows ({first}){column}: {aside['reason']}. {aside['to_do']}")


def run_preview(arguments: argparse.Namespace) -> int:
    """Say what each column would become, what would be set aside, and keep nothing."""
    found = pupils_waiting.look(**_options(arguments))
    if arguments.json:
        output.emit(found.as_document())
    elif found.refusal:
        output.say(f"refused: {found.refusal}")
    else:
        output.table(
            f"{arguments.path.name}, columns",
            ("Column", "What it becomes"),
            [(column.name, column.becomes) for column in found.columns],
        )
        reading = found.reading
        if reading is not None:
            output.say(f"{reading.kept:,} pupils of {reading.rows:,} rows would be kept.")
            output.say(f"Measures: {', '.join(reading.made) or 'none'}.")
            for aside in reading.asides:
                _tell_aside(aside.as_document())
            for message in reading.messages:
                output.say(message)
        output.say("The mapping, to keep in a file and change: " + json.dumps(found.mapping))
    return 1 if found.refusal else 0


def run_list(arguments: argparse.Namespace) -> int:
    """List what is held by stage and year."""
    authority = output.authority(arguments.own).code
    held = queries.held(output.operator(), authority)
    if arguments.json:
        output.emit([_held(one) for one in held])
        return 0
    if not held:
        output.say("No pupils' results are held. Load a file: fingerpost pupils load FILE --help")
        return 0
    output.table(
        "Pupils' results",
        ("Stage", "School year", "Files", "Pupils", "Set aside", "To be deleted from"),
        [
            (one.title, f"{one.year - 1}/{one.year % 100:02}", len(one.files), one.pupils,
             sum(f.aside for f in one.files), output.in_words(one.due_on))
            for one in held
        ],
        right=(2, 3, 4),
    )  # fmt: skip
    return 0


def _held(one: queries.Held) -> dict[str, Any]:
    return {
        "stage": one.stage,
        "year": one.year,
        "pupils": one.pupils,
        "corrections": one.corrections,
        "due_on": one.due_on,
        "files": [
            {"file": f.id, "name": f.name, "sha256": f.sha256, "rows": f.rows, "kept": f.kept, "release": f.release,
             "known_on": f.known_on, "withdrawn": f.withdrawn_at is not None}
            for f in one.files
        ],
    }  # fmt: skip


def run_delete(arguments: argparse.Namespace) -> int:
    """Delete all that is held of a stage and year."""
    if not arguments.yes:
        raise output.Wrong("Deleting cannot be undone. Say --yes to delete.")
    try:
        gone = actions.delete_pupils(
            authority=output.authority(arguments.own).code,
            stage=arguments.stage,
            year=arguments.year,
            by=output.operator(),
            at=timezone.now(),
        )
    except actions.CannotChange as refusal:
        raise output.Wrong(str(refusal), code=1) from refusal
    if arguments.json:
        output.emit(vars(gone))
    else:
        output.say(f"Deleted: {gone.files} files with {gone.rows:,} pupils, {gone.corrections} corrections, "
                   f"{gone.snapshots} countings, {gone.waiting} waiting files.")  # fmt: skip
    return 0
