"""`fingerpost disclose`: a table as an audience may see it, and the attack on it."""

from __future__ import annotations

import argparse
import csv
from pathlib import Path
from typing import Any

import polars as pl

from fingerpost.archive.queries import figures, small, snapshots
from fingerpost.archive.queries.compared import Question, compared
from fingerpost.archive.queries.shown import shown
from fingerpost.cli import output
from fingerpost.core.rules import Audience
from fingerpost.evidence.disclosure.attacking import Found, attack, told_of
from fingerpost.evidence.disclosure.policy import policy_for
from fingerpost.evidence.groups import name as group_name

#: What the table has, in order; the rest of what is known is for pages.
COLUMNS = [
    "place_kind",
    "place",
    "place_name",
    "group",
    "period",
    "value",
    "numerator",
    "denominator",
    "hidden",
]


def add(commands: Any) -> None:
    """Declare the words."""
    asked = commands.add_parser(
        "disclose",
        help="figures as an audience may see them, and an attack on what is hidden",
        description="Every school, district, trust, area and the authority, with small numbers hidden as the policy "
        "for the audience says (national/disclosure.yaml). With --attack, linear programming tries to tell each "
        "hidden number from everything shown. Exit 1 when it tells one.",
    )
    asked.add_argument("--authority", required=True, help="the DfE code, like 873")
    asked.add_argument("--indicator", required=True, metavar="CODE", help="see: fingerpost indicators")
    asked.add_argument("--period", required=True, help="the year in which the school year ends, like 2017")
    asked.add_argument(
        "--audience",
        required=True,
        choices=[audience.value for audience in Audience],
        help="who will read it",
    )
    asked.add_argument("--groups", nargs="+", default=[], help="pupil groups; all that are held without this")
    asked.add_argument("--out", type=Path, help="write the table to a CSV file")
    asked.add_argument("--attack", action="store_true", help="try to tell what is hidden")
    asked.add_argument(
        "--as-if-ours", action="store_true", help="guard published figures of schools as if they were our own"
    )
    output.with_json(asked)
    asked.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    """Print the table, write it, attack it."""
    authority = output.authority(arguments.authority).code
    audience = Audience(arguments.audience)
    try:
        figures.indicator_of(arguments.indicator, snapshots.holdings(authority))
    except figures.NoSuchIndicator as missing:
        raise output.Wrong(str(missing)) from missing
    if not arguments.period.isdigit() or len(arguments.period) != 4:
        raise output.Wrong(
            f"{arguments.period} is not a year. Write 2017 for the school year that ends in it."
        )
    decided = small.hidden_of(authority, arguments.indicator, audience, as_if_ours=arguments.as_if_ours)
    rows = _rows(arguments, authority, audience, decided)
    if rows.is_empty() and not arguments.json:
        output.say(
            "Nothing is loaded that answers this. Load the file that holds it with: fingerpost load PATH"
        )
        return 0
    if arguments.out:
        _write(arguments.out, rows)
    decision = decided.by_period.get(arguments.period)
    attacked = attack(decision) if arguments.attack and decision else None
    told = {
        "audience": audience.value,
        "policy": _policy(audience),
        "cells": rows.height,
        "hidden": int(rows["hidden"].is_not_null().sum()),
        "reasons": _reasons(decided, arguments.period),
        "attack": attacked.as_document() if attacked else None,
    }
    _say(arguments, rows, told)
    return 1 if attacked and attacked.found else 0


def _rows(
    arguments: argparse.Namespace, authority: str, audience: Audience, decided: small.Hidden
) -> pl.DataFrame:
    places = ("schools", "district", "trust", "area", "cluster", "locality", "authority")
    groups = tuple(arguments.groups) or small.groups_of(authority, arguments.indicator)
    question = Question(authority, arguments.indicator, groups, places, (int(arguments.period),))
    found = compared(question)
    if arguments.as_if_ours:
        found = found.with_columns(origin=pl.lit("own"))
    return shown(found, authority=authority, audience=audience, decided=decided).select(COLUMNS)


def _policy(audience: Audience) -> dict:
    policy = policy_for(audience)
    names = ("minimum_cohort", "minimum_reached", "minimum_missed", "interval", "base")
    return {name: getattr(policy, name) for name in names} if policy.hides else {}


def _reasons(decided: small.Hidden, period: str) -> dict[str, int]:
    """How many cells are hidden for each true reason: for the officer who asks, never for the audience."""
    counted = decided.cells.filter((pl.col("period") == period) & pl.col("reason").is_not_null())[
        "reason"
    ].value_counts()
    return dict(counted.sort("count", "reason", descending=[True, False]).iter_rows())


def _write(path: Path, rows: pl.DataFrame) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(rows.columns)
        writer.writerows([["" if cell is None else cell for cell in row] for row in rows.iter_rows()])


def _say(arguments: argparse.Namespace, rows: pl.DataFrame, told: dict) -> None:
    if arguments.json:
        output.emit({**told, "rows": rows.to_dicts() if not arguments.out else None})
        return
    if not arguments.out:
        output.table(
            f"{arguments.indicator} as the audience sees it: {arguments.audience}",
            ("Place", "Pupils", "Value", "Number", "Cohort", "Hidden"),
            [
                (row["place_name"], group_name(row["group"]), *(row[name] for name in COLUMNS[5:]))
                for row in rows.iter_rows(named=True)
            ],
            right=(2, 3, 4),
        )  # fmt: skip
    output.say(f"{told['cells']} cells, {told['hidden']} hidden.")
    if told["attack"]:
        output.say(
            f"Attack: {told['attack']['attacked']} numbers attacked, narrowest range {told['attack']['tightest']}, "
            f"told: {len(told['attack']['found'])}."
        )
        for found in told["attack"]["found"][:20]:
            output.say(f"  {told_of(Found(**found))}")
