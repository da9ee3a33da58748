"""`fingerpost load` and `fingerpost withdraw`."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.utils import timezone

from fingerpost.archive.actions import loading, withdrawing
from fingerpost.cli import output
from fingerpost.evidence.reading.load import Options
from fingerpost.evidence.reading.timing import read_period

HELP = """\
Load published files, or folders of them, again and again and in any order.

Each file is recognised by its columns. It is loaded whole or refused with a sentence that says what is wrong, where and
what to do; a refused file stops nothing else. Loading the same file twice changes nothing.

  fingerpost load ~/Downloads/ofsted "~/Downloads/KS2 2017.csv" --period 2017
"""


def add(commands: Any) -> None:
    """Declare the words."""
    load = commands.add_parser(
        "load",
        help="load published files",
        description=HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    load.add_argument(
        "paths", nargs="+", type=Path, metavar="PATH", help="a file, or a folder searched through"
    )
    load.add_argument("--period", help="the school year, for files that do not hold it: 2017 or 2016/17")
    load.add_argument(
        "--as-at", type=output.day, help="the day of a list, for files that do not hold it: 2014-05-31"
    )
    load.add_argument("--known-on", type=output.day, help="own data: the day from which it was known")
    load.add_argument(
        "--own", metavar="CODE", help="the files are this authority's own data, seen by nobody else"
    )
    output.with_json(load)
    load.set_defaults(run=run)
    withdraw = commands.add_parser("withdraw", help="withdraw a file that was loaded by mistake")
    withdraw.add_argument("snapshot", help="the snapshot's id or the file's name")
    withdraw.add_argument("--reason", required=True, help="why: it stands beside the file for ever")
    output.with_json(withdraw)
    withdraw.set_defaults(run=run_withdraw)


def run(arguments: argparse.Namespace) -> int:
    """Load, and tell what became of each file."""
    started = time.perf_counter()
    loaded = loading.load(
        paths=arguments.paths,
        options=_options(arguments),
        by=output.operator(),
        at=timezone.now(),
        authority=output.authority(arguments.own).code if arguments.own else None,
        progress=_progress,
    )
    _progress(Path(), len(loaded.files), len(loaded.files))
    seconds = round(time.perf_counter() - started, 2)
    if arguments.json:
        output.emit(
            {
                "files": [_document(f) for f in loaded.files],
                "seconds": seconds,
                "register": asdict(loaded.register) if loaded.register else None,
            }
        )
    else:
        _show(loaded, seconds)
    return 1 if loaded.anything_refused else 0


def _document(file: loading.Outcome) -> dict:
    """What became of a file, with each message as one sentence that names file, row and column."""
    return asdict(file) | {
        "set_aside": sum(file.set_aside.values()),
        "set_aside_because": file.set_aside,
        "messages": [_sentence(file, message) for message in file.messages],
    }


def _sentence(file: loading.Outcome, message: dict) -> str:
    name = Path(file.file).name
    where = [f"{word} {message[word]}" for word in ("row", "column") if message.get(word)]
    return f"{', '.join([name, *where])}: {message['text'].removeprefix(f'{name}: ')}"


def _options(arguments: argparse.Namespace) -> Options:
    period = read_period(arguments.period) if arguments.period else None
    if arguments.period and period is None:
        raise output.Wrong(f"{arguments.period} is not a school year. Write 2017 or 2016/17.")
    return Options(period=period, as_at=arguments.as_at, known_on=arguments.known_on)


def _progress(path: Path, done: int, total: int) -> None:
    if not sys.stderr.isatty() or not total:
        return
    filled = "#" * (30 * done // total)
    end = "\n" if done == total else ""
    sys.stderr.write(f"\r\033[K[{filled:<30}] {done} of {total}  {path.name[:60]}{end}")
    sys.stderr.flush()


def _show(loaded: loading.Loaded, seconds: float) -> None:
    output.table(
        f"{len(loaded.files)} files in {seconds} seconds",
        ("File", "What became of it", "Layout", "Of", "Rows", "Kept", "Set aside"),
        [
            (
                Path(f.file).name,
                f.outcome,
                f.layout,
                f.period or output.in_words(f.as_at),
                f.rows,
                f.kept,
                sum(f.set_aside.values()),
            )
            for f in loaded.files
        ],
        right=(4, 5, 6),
    )
    for file in loaded.files:
        for message in file.messages:
            output.say(f"{message['level']}: {_sentence(file, message)}")
        for reason, count in file.set_aside.items():
            output.say(f"set aside: {Path(file.file).name}: {count} {reason}")
    for name in loaded.left_alone:
        output.say(f"left alone, not a table: {name}")
    if loaded.register:
        found = ", ".join(f"{n} {kind}" for kind, n in loaded.register.counts.items()) or "nothing changed"
        output.say(
            f"Register: {loaded.register.schools} schools; {'first load' if loaded.register.is_first else found}."
        )
    output.say(", ".join(f"{n} {word}" for word, n in Counter(f.outcome for f in loaded.files).items()))


def run_withdraw(arguments: argparse.Namespace) -> int:
    """Withdraw a snapshot and list what had used it."""
    try:
        done = withdrawing.withdraw_named(
            name=arguments.snapshot, reason=arguments.reason, by=output.operator(), at=timezone.now()
        )
    except withdrawing.CannotWithdraw as refusal:
        raise output.Wrong(str(refusal), code=1) from refusal
    if arguments.json:
        output.emit(asdict(done))
    else:
        output.say(
            f"{done.name} is withdrawn and counts no longer. It was used by {len(done.used_by)} rating runs."
        )
        for run_used in done.used_by:
            output.say(f"  {run_used}")
    return 0
