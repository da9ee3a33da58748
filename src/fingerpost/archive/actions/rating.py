"""Compute and keep a rating run: stored rows with copies of the figures used, which pages and letters read."""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import Any

import polars as pl
from django.db import transaction

from fingerpost.archive.models import Rating, RatingRun
from fingerpost.archive.queries import editions, rated
from fingerpost.core.actions import audit
from fingerpost.core.rules import Permission, check_permission
from fingerpost.strategy import direction, leading
from fingerpost.strategy.fingerprint import fingerprint


@transaction.atomic
def run(
    *,
    authority: str,
    edition: str,
    as_at: date,
    judgements: pl.DataFrame | None = None,
    judged_by: date | None = None,
    flags: pl.DataFrame | None = None,
    unless_as: RatingRun | None = None,
    by: Any,
    at: datetime,
) -> RatingRun:
    """Rate every school of an authority as at a day and keep the whole of it.

    Judgements count when made by that day, or by `judged_by` where a round gives its advisers longer. The run
    `unless_as` is given back as it is when nothing that it rests on has changed since.
    """
    check_permission(by, Permission.INDICATIVE_SEE, authority=authority)
    strategy = editions.edition(edition)
    where, evidence = rated.gathered(
        authority, strategy, as_at, judgements=judgements, judged_by=judged_by, flags=flags
    )
    rests_on = {"snapshots_key": where.holding.key, "fingerprint": fingerprint(evidence, strategy, as_at)}
    if unless_as is not None and all(getattr(unless_as, name) == value for name, value in rests_on.items()):
        audit.record("schools not rated again", by=by, about=unless_as, at=at, detail=rests_on)
        return unless_as
    now = rated.rated_from(where, evidence, strategy)
    before = rated.rated(
        authority, strategy, _year_before(as_at), judgements=judgements, flags=flags, figures=False
    )
    moved = _travel(before, now)
    documents = rated.documents(now)
    kept = RatingRun.objects.create(
        authority_id=authority,
        edition=strategy.code,
        edition_name=strategy.name,
        edition_hash=strategy.hash,
        as_at=as_at,
        judged_by=judged_by,
        **rests_on,
        snapshots=[s.id for s in now.where.holding.snapshots],
        levels=[{"id": level.id, "name": level.name, "meaning": level.meaning} for level in strategy.levels],
        counts=rated.counts(documents, strategy),
        computed_at=at,
        computed_by=by,
    )
    Rating.objects.bulk_create([_rating(kept, row, moved) for row in _flat(documents)], batch_size=200)
    audit.record(
        "schools rated", by=by, about=kept, at=at, detail={"counts": kept.counts, "hash": strategy.hash}
    )
    return kept


_MARK = ("id", "name", "family", "level", "best", "worst", "state")


def _year_before(day: date) -> date:
    is_leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if is_leap_day else day.day)


def _travel(before: rated.Rated, now: rated.Rated) -> dict[tuple[int, str], tuple[str, list[str]]]:
    """(urn, scheme) -> the direction of travel from one day to another, and the reasons."""
    seen = [
        direction.Seen.of(
            one.ratings, leading.figures(one.evidence.facts, one.evidence.schools, one.edition.leading)
        )
        for one in (before, now)
    ]
    found = direction.travel(*seen, now.edition)
    return {(urn, scheme or ""): (way, because) for urn, scheme, way, because in found.iter_rows()}


def _flat(documents: list[dict]) -> list[dict]:
    return [row for d in documents for row in (d, *d["also"], *([d["eyfs"]] if d["eyfs"] else []))]


def _rating(kept: RatingRun, row: dict, moved: dict[tuple[int, str], tuple[str, list[str]]]) -> Rating:
    way, reasons = moved.get((row["urn"], row["scheme"] or ""), ("", []))
    strands = [{"id": name, **strand} for name, strand in row.get("strands", {}).items()]
    return Rating(
        run=kept,
        urn=row["urn"],
        name=row["name"],
        scheme=row["scheme"] or "",
        level=row["level"],
        indicative=row["indicative"] or "",
        best=row["range"][0] or "",
        worst=row["range"][1] or "",
        floor=(row["floor"] or "")[:200],
        is_fragile=row["fragile"],
        applicable=row["applicable"],
        assessed=row["assessed"],
        direction=way,
        direction_because=reasons,
        because=[*row["because"], *(row["fragile_because"] or [])],
        marks=[{k: s.get(k) for k in _MARK} for s in strands],
        strands=json.loads(json.dumps(strands, default=str)),
    )
