"""`fingerpost rate` and `fingerpost explain`."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
from django.utils import timezone

from fingerpost.archive.queries import editions, rated, ratings
from fingerpost.cli import output
from fingerpost.monitor.queries import flags, judgements
from fingerpost.register import queries as register
from fingerpost.strategy import examples
from fingerpost.strategy.edition import Edition
from fingerpost.strategy.evidence import JUDGEMENTS
from fingerpost.strategy.explaining import as_text, explain
from fingerpost.strategy.problems import NotAnEdition

_HELP = """\
Rate every school against an edition of a strategy, from what was known by a day.

A school with too little evidence reads "not enough evidence" whatever the colour, with an indicative level and range.
The table at the end says for each strand how many schools could be decided.
"""


def add(commands: Any) -> None:
    """Declare the words."""
    rate = commands.add_parser(
        "rate",
        help="rate schools against a strategy",
        description=_HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    _common(rate)
    rate.add_argument("--everywhere", action="store_true", help="all England")
    rate.add_argument(
        "--strands", action="store_true", help="with --everywhere: keep the strands in the JSON"
    )
    rate.set_defaults(run=run_rate)
    explaining = commands.add_parser("explain", help="why schools have their level, in words")
    explaining.add_argument("urns", nargs="+", type=int, metavar="URN")
    _common(explaining)
    explaining.set_defaults(run=run_explain)


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--authority", help="the DfE code, like 873")
    parser.add_argument(
        "--edition", help="a code like example/2026, or the path of a folder; else the one last used"
    )
    parser.add_argument("--as-at", type=output.day, help="the day; today if not given")
    parser.add_argument(
        "--examples", action="store_true", help="add the judgements of the edition's examples.yaml"
    )
    parser.add_argument(
        "--judgements", metavar="FILE", type=Path, help="add the `judgements` of a file written like that one"
    )
    output.with_json(parser)


def _edition(name: str | None, code: str | None) -> Edition:
    """The edition asked for, else the one by which the authority was last rated."""
    used = ratings.edition_last_used(code) if code and not name else None
    if not name and not used:
        raise output.Wrong("Say by which strategy: --edition CODE. See them with: fingerpost strategy list")
    try:
        return editions.edition(name or str(used))
    except editions.NoSuchEdition as missing:
        raise output.Wrong(str(missing)) from missing
    except NotAnEdition as unsound:
        raise output.Wrong(str(unsound), code=1) from unsound


def _judgements(arguments: argparse.Namespace, edition: Edition, code: str | None, day: date) -> pl.DataFrame:
    """Judgements recorded by the day, and those that the options add."""
    frames = [judgements.frame(code, day)] if code else []
    if arguments.examples:
        frames.append(examples.judgements(edition))
    if arguments.judgements:
        if not arguments.judgements.is_file():
            raise output.Wrong(f"There is no file {arguments.judgements}.")
        frames.append(examples.judgements_in(arguments.judgements))
    return pl.concat(frames, how="diagonal_relaxed") if frames else pl.DataFrame(schema=JUDGEMENTS)


def run_rate(arguments: argparse.Namespace) -> int:
    """Rate, and print the levels."""
    if bool(arguments.authority) == arguments.everywhere:
        raise output.Wrong("Say whose schools: --authority CODE, or --everywhere.")
    day: date = arguments.as_at or timezone.localdate()
    code = output.authority(arguments.authority).code if arguments.authority else None
    edition = _edition(arguments.edition, code)
    detail = not arguments.everywhere or arguments.strands
    added = _judgements(arguments, edition, code, day)
    result = rated.rated(
        code, edition, day, judgements=added, flags=flags.frame(code, day) if code else None, detail=detail
    )
    documents = rated.documents(result)
    if arguments.json:
        output.emit(_document(result, documents, edition, day))
    else:
        _show(result, documents, edition, day)
    return 0


def _document(result: rated.Rated, documents: list[dict], edition: Edition, day: date) -> dict:
    return {
        "edition": edition.code,
        "hash": edition.hash,
        "as_at": day,
        "counts": rated.counts(documents, edition),
        "decided": rated.decided_by_strand(result),
        "schools": documents,
    }


def _show(result: rated.Rated, documents: list[dict], edition: Edition, day: date) -> None:
    columns = ("URN", "School", "Scheme", "Level", "Indicative", "Range", "Assessed", "First reason")
    if len(documents) <= 1000:
        output.table(
            f"{edition.name}, as at {output.in_words(day)}", columns, [_row(d) for d in documents], right=(6,)
        )
    counts = rated.counts(documents, edition)
    output.table(
        "Levels", ("Level", "Schools"), [(k.replace("_", " "), v) for k, v in counts.items()], right=(1,)
    )
    strands = rated.decided_by_strand(result)
    if strands:
        rows = [(s["scheme"], s["name"], s["decided"], s["open"], s["schools"]) for s in strands]
        output.table(
            "Strands decided", ("Scheme", "Strand", "Decided", "Open", "Of schools"), rows, right=(2, 3, 4)
        )


def _row(document: dict) -> tuple:
    best, worst = document["range"]
    span = best if best == worst else f"{best} to {worst}"
    level = document["level"].replace("_", " ")
    reason = document["because"][0] if document["because"] else ""
    share = f"{100 * document['assessed']:.0f}%"
    return (
        document["urn"],
        document["name"],
        document["scheme"],
        level,
        document["indicative"],
        span,
        share,
        reason,
    )


def run_explain(arguments: argparse.Namespace) -> int:
    """Say why, for each school asked."""
    day: date = arguments.as_at or timezone.localdate()
    missing = [urn for urn in arguments.urns if register.school(urn) is None]
    if missing:
        raise output.Wrong(f"No school has the URN {', '.join(map(str, missing))}.", code=1)
    answers = []
    for code, urns in _by_authority(arguments, day).items():
        edition = _edition(arguments.edition, code)
        result = rated.rated(
            code,
            edition,
            day,
            judgements=_judgements(arguments, edition, code, day),
            flags=flags.frame(code, day) if code else None,
        )
        rows = result.ratings.schools.filter(pl.col("urn").is_in(urns))
        answers += [
            (d, explain(result.ratings, edition, d["urn"], d["scheme"])) for d in rows.iter_rows(named=True)
        ]
    if arguments.json:
        output.emit(
            [{"urn": row["urn"], "scheme": row["scheme"], "text": as_text(words)} for row, words in answers]
        )
    else:
        print("\n\n".join(as_text(words) for _, words in answers))
    return 0


def _by_authority(arguments: argparse.Namespace, day: date) -> dict[str | None, list[int]]:
    """Schools are rated with their whole authority, since some criteria compare them with it."""
    if arguments.authority:
        return {output.authority(arguments.authority).code: arguments.urns}
    found: dict[str | None, list[int]] = {}
    for urn in arguments.urns:
        found.setdefault(register.authority_on(urn, day), []).append(urn)
    return found
