"""How advisers' judgements lie beside the data of the same schools: one's own first, others by name for few alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import polars as pl
from django.contrib.auth import get_user_model

from fingerpost.archive.queries import rating_history, ratings
from fingerpost.core.rules import Permission, check_permission, has_permission
from fingerpost.monitor.marks import Scale, scale_of
from fingerpost.monitor.models import Judgement
from fingerpost.strategy import consistency
from fingerpost.strategy.consistency import Line


@dataclass(frozen=True)
class Adviser:
    """An adviser's figures; the name is empty for those who may not see it."""

    name: str
    line: Line


@dataclass(frozen=True)
class Consistency:
    """One's own figures (none where one judged nothing), all together, and each other adviser's for those who may."""

    run: Any
    scale: Scale | None
    everybody: Line | None
    own: Adviser | None
    others: tuple[Adviser, ...]
    sees_names: bool


def of_run(user: Any, authority: str, run: Any = None) -> Consistency:
    """How judgements lie beside the data in a run; the latest unless told.

    Whoever may not see others by name sees themselves beside all, once three or more advisers judged: with two the
    other one could be worked out.
    """
    check_permission(user, Permission.INDICATIVE_SEE, authority=authority)
    sees = has_permission(user, Permission.CONSISTENCY_SEE, authority=authority)
    held = run or ratings.latest_run(user, authority)
    if held is None:
        return Consistency(None, None, None, None, (), sees)
    scale = scale_of(held.levels)
    everybody, *each = _lines(held.pk, held.authority_id, held.judged_by or held.as_at, tuple(scale.names))
    names = _names([line.who for line in each])
    own = next((Adviser(names[line.who], line) for line in each if line.who == user.pk), None)
    others = tuple(Adviser(names[line.who], line) for line in each if line.who != user.pk) if sees else ()
    is_safe = sees or len(each) >= FEWEST_ADVISERS
    shown = everybody if is_safe and everybody.judgements else None
    return Consistency(held, scale, shown, own, tuple(sorted(others, key=lambda a: a.name)), sees)


#: Of fewer advisers the sum of all would tell one what another's figures are.
FEWEST_ADVISERS = 3


def _names(people: list[int | None]) -> dict[int | None, str]:
    return {pk: str(person) for pk, person in get_user_model().objects.in_bulk(people).items()}


@lru_cache(maxsize=8)
def _lines(run: int, authority: str, judged_by: Any, order: tuple[str, ...]) -> list[Line]:
    judges = _judges(authority, judged_by)
    rows = []
    for row in rating_history.with_strands(run):
        for strand in row["strands"]:
            # What inspectors decided is neither a judgement of ours nor a figure.
            if strand["state"] != "decided" or strand["by"] == "inspection":
                continue
            key = (row["urn"], row["scheme"], strand["id"])
            who = None if strand["by"] == "data" else judges.get(key)
            if strand["by"] == "data" or who is not None:
                rows.append((*key, strand["level"], who))
    return consistency.lines(pl.DataFrame(rows, schema=consistency.STRANDS, orient="row"), order)


def _judges(authority: str, judged_by: Any) -> dict[tuple[int, str, str], int]:
    """(URN, scheme, strand) -> who made the judgement that stood on the day."""
    rows = Judgement.objects.standing().filter(authority_id=authority, made_on__lte=judged_by)
    told = rows.order_by("made_on", "recorded_at", "id")
    return {row[:3]: row[3] for row in told.values_list("urn", "scheme", "strand", "made_by_id")}
