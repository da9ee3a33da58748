"""What changed at schools since a day: inspections, levels, flags, the register, new figures."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
from django.utils import timezone

from fingerpost.archive.queries import inspections, ratings
from fingerpost.archive.queries.snapshots import holdings
from fingerpost.core.rules import Permission, has_permission
from fingerpost.monitor.marks import scale_of
from fingerpost.monitor.queries import flags, rounds
from fingerpost.monitor.queries.outcomes import outcome_of
from fingerpost.monitor.rules import FLAG_KINDS
from fingerpost.register import queries as register

#: Descriptions that other files are read by are no news.
METADATA = "metadata"
#: How many changes of the register are looked through.
MOST_REGISTERED = 400


@dataclass(frozen=True)
class Changed:
    """One thing that changed at a school on a day. `page` and `key` say where it is told at length."""

    on: date
    urn: int
    kind: str
    words: str
    page: str = "school"
    key: str = ""


def of_schools(user: Any, authority: str, urns: Collection[int], since: date) -> list[Changed]:
    """What changed at these schools since a day, as far as this person may see it, the latest first."""
    found = [*_inspected(authority, urns, since), *_registered(urns, since)]
    if has_permission(user, Permission.INDICATIVE_SEE, authority=authority):
        found += [*_levels(user, authority, urns), *_confirmed(user, authority, urns)]
    if has_permission(user, Permission.FLAG_SEE, authority=authority):
        found += _flags(user, authority, urns)
    kept = [one for one in found if one.on >= since]
    return sorted(kept, key=lambda one: (-one.on.toordinal(), one.urn, one.kind, one.words))


def _inspected(authority: str, urns: Collection[int], since: date) -> list[Changed]:
    held = inspections.held(holdings(authority)).inspections
    known = held.filter(pl.col("urn").is_in(list(urns)) & (pl.col("known_on") >= since))
    rows = known.sort("known_on").unique(["urn", "ended_on", "kind"], keep="first").to_dicts()
    return [
        Changed(
            row["known_on"], row["urn"], "Inspection", outcome_of({**row, "inherited_from": None}).in_words
        )
        for row in rows
        if row["ended_on"] is not None and row["ended_on"] <= row["known_on"]
    ]


def _registered(urns: Collection[int], since: date) -> list[Changed]:
    found = []
    for one in register.changes_of(list(urns), limit=MOST_REGISTERED):
        words = one.kind.capitalize()
        if one.before or one.after:
            words += f": {one.before}{' to ' if one.before and one.after else ''}{one.after}"
        found.append(Changed(timezone.localdate(one.found_at), one.urn, "Register", words))
    return found


def _levels(user: Any, authority: str, urns: Collection[int]) -> list[Changed]:
    """Where the latest computed level is another than that of the run before it."""
    runs = list(ratings.runs(user, authority)[:2])
    if len(runs) < 2:
        return []
    now, before = ({(r["urn"], r["scheme"]): r for r in ratings.marks_of(run.pk)} for run in runs)
    scale, on = scale_of(runs[0].levels), timezone.localdate(runs[0].computed_at)
    moved = [
        (key[0], _level(before[key], scale), _level(row, scale))
        for key, row in now.items()
        if key[0] in urns and key in before
    ]
    return [Changed(on, urn, "Computed level", f"{was} to {now}") for urn, was, now in moved if was != now]


def _level(row: dict, scale: Any) -> str:
    word = scale.word(row["level"])
    if row["level"] not in scale.rank and row["indicative"]:
        return f"{word} (indicative {scale.word(row['indicative']).lower()})"
    return word


def _confirmed(user: Any, authority: str, urns: Collection[int]) -> list[Changed]:
    return [
        Changed(timezone.localdate(one.confirmed_at), one.urn, "Confirmed level",
                f"{one.level.replace('_', ' ').capitalize()}, {one.round_name}")
        for one in rounds.confirmed(user, authority, urns=urns)
    ]  # fmt: skip


def _flags(user: Any, authority: str, urns: Collection[int]) -> list[Changed]:
    return [
        Changed(timezone.localdate(one.raised_at), one.urn, "Flag",
                FLAG_KINDS[one.kind] + (", restricted" if one.is_restricted else f", from {one.source}"),
                "flag", str(one.pk))
        for one in flags.open_flags(user, authority)
        if one.urn in urns
    ]  # fmt: skip


@dataclass(frozen=True)
class NewFigures:
    """Files of one kind loaded since a day."""

    title: str
    period: str
    on: date
    files: int


def figures(user: Any, authority: str, since: date) -> list[NewFigures]:
    """What was loaded since a day, one line a kind of file and its newest year, the latest first."""
    if not has_permission(user, Permission.SCHOOLS_SEE, authority=authority):
        return []
    found: dict[str, list[Any]] = {}
    for one in holdings(authority).snapshots:
        if one.origin != METADATA and timezone.localdate(one.loaded_at) >= since:
            found.setdefault(one.layout_title, []).append(one)
    told = [
        NewFigures(title, max(one.period for one in files), timezone.localdate(max(one.loaded_at for one in files)),
                   len(files))
        for title, files in found.items()
    ]  # fmt: skip
    return sorted(told, key=lambda one: (-one.on.toordinal(), one.title))
