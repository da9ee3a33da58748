"""What time a row of a tidy file speaks of: a period, and in the group the part of it that the row is about."""

from __future__ import annotations

import re
from dataclasses import dataclass

import polars as pl

from fingerpost.evidence.layouts.base import Output, rows_have
from fingerpost.evidence.reading.files import Table
from fingerpost.evidence.schema import ALL

#: Identifiers whose time_period has six digits, the year that begins it and the one that ends it.
SPANNED = ("academic year", "financial year", "tax year")
#: Identifiers whose time_period is one year.
SINGLE = ("calendar year", "reporting year")
#: Parts of a year: the group that says which, and how many digits the time_period has.
TERMS = {
    "autumn term": "term=autumn",
    "spring term": "term=spring",
    "summer term": "term=summer",
    "autumn and spring term": "term=autumn and spring",
}
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_QUARTER = re.compile(r"^(academic|financial|tax|calendar) year (q[1-4](?:-q?[1-4])?)$")
_WEEK = re.compile(r"^week (\d+)$")


@dataclass(frozen=True)
class Moment:
    """A period and the group of rows that are about a part of it."""

    period: str
    group: str


class NoTime(ValueError):
    """A time_period and its identifier do not name a period."""


def read(time_period: str, identifier: str) -> Moment:
    """The period, named by the year in which it ends. Raises NoTime with what it should be."""
    period, word = time_period.strip().removesuffix(".0"), identifier.strip().lower()
    if word in SPANNED or word in TERMS:
        return Moment(_spanned(period, identifier), TERMS.get(word, ALL))
    if word in SINGLE:
        return Moment(_single(period, identifier), ALL)
    if not word:
        return Moment((_spanned if len(period) > 4 else _single)(period, "a year"), ALL)
    if word in MONTHS:
        return Moment(_single(period, identifier), f"month={word}")
    if week := _WEEK.match(word):
        return Moment(_single(period, identifier), f"week={week[1]}")
    if quarter := _QUARTER.match(word):
        year = _single if quarter[1] == "calendar" else _spanned
        return Moment(year(period, identifier), f"quarter={quarter[2]}")
    raise NoTime(f"known: the time_identifier {identifier!r} is not one that tidy files have")


def _spanned(period: str, identifier: str) -> str:
    match = re.fullmatch(r"((?:19|20)\d\d)[/-]?(\d\d)", period)
    if not match or int(match[2]) != (int(match[1]) + 1) % 100:
        raise NoTime(f"{_a(identifier)}, which has six digits such as 201718")
    return str(int(match[1]) + 1)


def _single(period: str, identifier: str) -> str:
    if not re.fullmatch(r"(19|20)\d\d", period):
        raise NoTime(f"{_a(identifier)}, which has four digits such as 2018")
    return period


def _a(identifier: str) -> str:
    words = identifier.lower()
    return words if words.startswith("a ") else f"{'an' if words[:1] in 'aeiou' else 'a'} {words}"


def of_rows(table: Table, output: Output) -> pl.DataFrame | None:
    """row, period and the group of time of every row; None, and a refusal, when any row's time cannot be read."""
    period, identifier = table.find("time_period"), table.find("time_identifier")
    frame = table.frame.select(
        "row",
        said=pl.col(period or "").fill_null(""),
        word=pl.col(identifier).fill_null("") if identifier else pl.lit(""),
    )
    pairs = frame.group_by("said", "word", maintain_order=True).agg(pl.col("row").first(), n=pl.len())
    known, wrong = [], []
    for said, word, row, count in pairs.iter_rows():
        try:
            moment = read(said, word)
            known.append((said, word, moment.period, moment.group))
        except NoTime as problem:
            wrong.append((row, count, said or "blank", str(problem)))
    if wrong:
        _refuse(wrong, output)
        return None
    _name_mix(pairs, output)
    moments = pl.DataFrame(
        known, schema=dict.fromkeys(("said", "word", "period", "time_group"), pl.String), orient="row"
    )
    return frame.join(moments, on=["said", "word"], maintain_order="left").select(
        "row", "period", "time_group"
    )


def _refuse(wrong: list[tuple[int, int, str, str]], output: Output) -> None:
    by_problem: dict[str, list[str]] = {}
    for _, _, said, problem in wrong:
        by_problem.setdefault(problem, []).append(said)
    problems = "; ".join(f"time_period {_listed(said)} is not {why}" for why, said in by_problem.items())
    output.say(
        "refusal",
        f"{rows_have(sum(count for _, count, _, _ in wrong))} no certain year: {problems}. Write the year as its "
        "time_identifier asks and load again.",
        row=wrong[0][0],
        column="time_period",
    )


def _listed(said: list[str]) -> str:
    return ", ".join(said[:4]) + (f" and {len(said) - 4} more" if len(said) > 4 else "")


def _name_mix(pairs: pl.DataFrame, output: Output) -> None:
    words = pairs["word"].unique(maintain_order=True).to_list()
    wholes = [word for word in words if word.lower() in (*SPANNED, *SINGLE)]
    if len(words) > 1 and wholes and len(wholes) < len(words):
        output.say(
            "warning",
            f"Column time_identifier mixes {', '.join(words)}: parts of a year are kept as groups beside the year.",
            row=int(pairs["row"][1]),
            column="time_identifier",
        )
    elif len(wholes) > 1:
        output.say(
            "warning",
            f"Column time_identifier mixes {', '.join(words)}: different kinds of year, each read by its end.",
            row=int(pairs["row"][1]),
            column="time_identifier",
        )
