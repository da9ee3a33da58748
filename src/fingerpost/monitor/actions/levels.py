"""Compute the levels of an authority's schools and keep them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from fingerpost.archive.actions import rating
from fingerpost.core.actions import audit
from fingerpost.core.rules import Permission, check_permission
from fingerpost.monitor.queries import flags, judgements


@transaction.atomic
def compute(
    *, authority: str, edition: str, as_at: date, by: Any, at: datetime, judged_by: date | None = None,
    unless_as: Any = None,
) -> Any:  # fmt: skip
    """Rate every school as at a day with the judgements made by it, or by `judged_by`, and keep the run.

    The run `unless_as` is given back when nothing that it rests on has changed since.
    """
    check_permission(by, Permission.INDICATIVE_SEE, authority=authority)
    run = rating.run(
        authority=authority,
        edition=edition,
        as_at=as_at,
        judgements=judgements.frame(authority, judged_by or as_at),
        flags=flags.frame(authority, as_at),
        judged_by=judged_by,
        unless_as=unless_as,
        by=by,
        at=at,
    )
    audit.record(
        "levels computed", by=by, about=run, at=at, detail={"edition": edition, "as at": as_at.isoformat()}
    )
    return run
