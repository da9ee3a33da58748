"""`fingerpost foi` and `fingerpost subject-access`: what is held, for whoever asks."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from django.utils import timezone

from fingerpost.cli import output
from fingerpost.cli.output import Wrong
from fingerpost.monitor.actions import records
from fingerpost.register import queries as register

FOI = """\
Everything that is held of a school and could be asked for under the Freedom of Information Act 2000, as files.

Names, addresses and telephone numbers are struck out of every text and marked; restricted records are left out and
listed with the section relied on. The striking is by rule, and a guess: read every page before it goes out. The index
page, index.html, lists it all.
"""
SUBJECT = """\
Everything that names one person or was done by them, as files, for their own request.

The names of others are struck out. What was heard in confidence is left out and listed: decide on it before refusing.
"""


def add(commands: Any) -> None:
    """Declare the words."""
    for name, summary, description, run in (
        ("foi", "everything held of a school, redacted, for a request under the law", FOI, of_school),
        ("subject-access", "everything held of one person, for their own request", SUBJECT, of_person),
    ):
        command = commands.add_parser(
            name, help=summary, description=description, formatter_class=argparse.RawDescriptionHelpFormatter
        )
        if name == "foi":
            command.add_argument("urn", type=int, metavar="URN", help="the school")
        else:
            command.add_argument("email", metavar="EMAIL", help="the person's e-mail address")
        command.add_argument("--out", type=Path, required=True, metavar="DIR", help="an empty or new folder")
        output.with_json(command)
        command.set_defaults(run=run)


def of_school(arguments: argparse.Namespace) -> int:
    """Write what is held of a school."""
    school = register.school(arguments.urn)
    if school is None or school.authority_id is None:
        raise Wrong(f"No authority's school has the URN {arguments.urn}.")
    folder = _folder(arguments.out)
    made = records.disclose_school(
        authority=school.authority_id, urn=school.urn, by=output.operator(), at=timezone.now()
    )
    return _write(made, folder, arguments, f"{school.name}, URN {school.urn}")


def of_person(arguments: argparse.Namespace) -> int:
    """Write what is held of a person."""
    folder = _folder(arguments.out)
    try:
        made = records.disclose_person(email=arguments.email, by=output.operator(), at=timezone.now())
    except records.NobodyThere as nobody:
        raise Wrong(str(nobody), code=1) from nobody
    return _write(made, folder, arguments, arguments.email)


def _folder(path: Path) -> Path:
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise Wrong(
            f"{path} is there and is not an empty folder: name a new one, so that no answer mixes with another."
        )
    return path


def _write(made: dict[str, bytes], folder: Path, arguments: argparse.Namespace, about: str) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in made.items():
        (folder / name).write_bytes(content)
    if arguments.json:
        output.emit(
            {
                "about": about,
                "folder": str(folder),
                "index": str(folder / "index.html"),
                "files": sorted(made),
            }
        )
    else:
        output.plain(
            f"{about}: {len(made)} files. Read them before they go out, from {folder / 'index.html'}"
        )
    return 0
