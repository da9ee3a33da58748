"""Stored rating runs, limited to what the person may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from fingerpost.archive.models import Rating, RatingRun
from fingerpost.core.rules import Permission, check_permission, schools_within


def latest_run(user: Any, authority: str) -> RatingRun | None:
    """The latest run of an authority; None when nothing was rated yet."""
    check_permission(user, Permission.INDICATIVE_SEE, authority=authority)
    return RatingRun.objects.filter(authority_id=authority).first()


@dataclass(frozen=True)
class InUse:
    """Under which edition the latest levels of an authority were computed, as at which day, and when."""

    edition: str
    name: str
    hash: str
    as_at: date
    computed_at: datetime


def edition_in_use(user: Any, authority: str) -> InUse | None:
    """The edition of the latest run: whoever may read the strategy may know which it is, and nothing of the levels."""
    check_permission(user, Permission.STRATEGY_SEE, authority=authority)
    fields = ("edition", "edition_name", "edition_hash", "as_at", "computed_at")
    row = RatingRun.objects.filter(authority_id=authority).values_list(*fields).first()
    return InUse(*row) if row else None


def runs(user: Any, authority: str) -> QuerySet[RatingRun]:
    """Every run of an authority, the latest first."""
    check_permission(user, Permission.INDICATIVE_SEE, authority=authority)
    return RatingRun.objects.filter(authority_id=authority).select_related("computed_by")


def of_run(user: Any, run: RatingRun) -> QuerySet[Rating]:
    """The ratings of a run for the schools within the person's scope, without the weight of the strands' figures."""
    urns = schools_within(user, Permission.INDICATIVE_SEE, authority=run.authority_id)
    rows = Rating.objects.filter(run=run).defer("strands")
    return rows if urns is None else rows.filter(urn__in=urns)


def marks_of(run: int) -> list[dict]:
    """Every rating of a run at its shortest; the caller limits it to what the person may see."""
    fields = ("urn", "scheme", "level", "indicative", "best", "worst", "floor", "is_fragile", "direction",
              "direction_because", "assessed", "because", "marks")  # fmt: skip
    return list(Rating.objects.filter(run_id=run).values(*fields))


def of_school(user: Any, run: RatingRun, urn: int) -> list[Rating]:
    """One school's ratings in a run, every scheme, with all that explains them."""
    check_permission(user, Permission.INDICATIVE_SEE, authority=run.authority_id, urn=urn)
    return list(Rating.objects.filter(run=run, urn=urn))


def earlier(user: Any, run: RatingRun, urn: int, limit: int = 10) -> list[Rating]:
    """What the school was in runs before this one, the latest first."""
    check_permission(user, Permission.INDICATIVE_SEE, authority=run.authority_id, urn=urn)
    rows = Rating.objects.filter(
        urn=urn, run__authority_id=run.authority_id, run__computed_at__lt=run.computed_at
    )
    heavy = ("strands", "marks", "run__snapshots", "run__levels", "run__counts")
    return list(rows.select_related("run").defer(*heavy).order_by("-run__computed_at")[:limit])


def that_used(snapshot: str, authority: str | None = None) -> list[RatingRun]:
    """Runs that had used a snapshot."""
    rows = RatingRun.objects.select_related("authority")
    if authority is not None:
        rows = rows.filter(authority_id=authority)
    return [run for run in rows if snapshot in run.snapshots]


def edition_last_used(authority: str) -> str | None:
    """The code of the edition of the authority's latest run."""
    return RatingRun.objects.filter(authority_id=authority).values_list("edition", flat=True).first()


def rated_authorities() -> set[str]:
    """The codes of the authorities for which levels have been computed."""
    return set(RatingRun.objects.order_by().values_list("authority_id", flat=True).distinct())


def of_schemes(run: int) -> QuerySet[Rating]:
    """Every rating of a run under a scheme, without its strands' figures; the caller limits it to what may be seen."""
    return Rating.objects.filter(run_id=run).exclude(scheme="").defer("strands", "marks", "because")


def scales(ratings: list[int]) -> dict[int, list[dict]]:
    """Rating -> the levels of its run, best first."""
    return dict(Rating.objects.filter(pk__in=ratings).values_list("pk", "run__levels"))
