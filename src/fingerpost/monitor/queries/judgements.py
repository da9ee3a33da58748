"""Judgements that stand, for a rating and for a school's page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

import polars as pl

from fingerpost.core.rules import Permission, check_permission
from fingerpost.monitor.models import Judgement
from fingerpost.strategy.evidence import JUDGEMENTS


def frame(authority: str | None, as_at: date) -> pl.DataFrame:
    """Every judgement made by the day, of an authority or (None) of all, as a rating reads them."""
    rows = Judgement.objects.standing().filter(made_on__lte=as_at).select_related("made_by")
    if authority is not None:
        rows = rows.filter(authority_id=authority)
    # The order settles which of two on one day stands: the one recorded later.
    made = [
        (row.urn, row.scheme, row.strand, row.level, row.made_on, str(row.made_by), row.reason)
        for row in rows.order_by("made_on", "recorded_at", "id")
    ]
    return pl.DataFrame(made, schema=JUDGEMENTS, orient="row")


def of_school(user: Any, authority: str, urn: int, *, also: Iterable[int] = ()) -> list[Judgement]:
    """Every judgement of a school and of the URNs it came from, those taken back too, the latest first."""
    check_permission(user, Permission.INDICATIVE_SEE, authority=authority, urn=urn)
    rows = Judgement.objects.filter(authority_id=authority, urn__in=[urn, *also])
    return list(
        rows.select_related("made_by", "recorded_by", "undone_by", "note").order_by(
            "-made_on", "-recorded_at", "-id"
        )
    )
