"""What stored runs say over time, and a run's strands with all their figures; callers limit it to what may be seen."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Count, Max

from fingerpost.archive.models import Rating, RatingRun

#: What is read of a rating with its strands: what road maps, twins and consistency need.
_WITH_STRANDS = ("urn", "name", "scheme", "level", "indicative", "floor", "because", "strands")


def stamp(authority: str) -> tuple:
    """What changes when levels of an authority are computed anew."""
    sums = RatingRun.objects.filter(authority_id=authority).aggregate(
        Max("pk"), Max("computed_at"), Count("pk")
    )
    return tuple(sums.values())


def scale_in_use(authority: str) -> tuple[str, list[str]] | None:
    """The edition of the latest run and the ids of its levels, best first; None when nothing was rated."""
    row = RatingRun.objects.filter(authority_id=authority).values_list("edition", "levels").first()
    return (row[0], [level["id"] for level in row[1]]) if row else None


def history(authority: str) -> dict[tuple[int, str], list[tuple[date, str]]]:
    """(URN, scheme) -> the level of each day that was rated, by the last run of that day."""
    days = RatingRun.objects.filter(authority_id=authority).order_by("as_at", "computed_at", "pk")
    last = dict(days.values_list("as_at", "pk"))
    day_of = {pk: day for day, pk in last.items()}
    rows = Rating.objects.filter(run_id__in=day_of).exclude(scheme="").order_by("run_id")
    found: dict[tuple[int, str], list[tuple[date, str]]] = {}
    for run, urn, scheme, level in rows.values_list("run_id", "urn", "scheme", "level"):
        found.setdefault((urn, scheme), []).append((day_of[run], level))
    return found


def levels_now(authority: str, urn: int, *, without: str) -> list[str]:
    """A school's levels in the latest run, but for one scheme."""
    run = RatingRun.objects.filter(authority_id=authority).values_list("pk", flat=True).first()
    rows = Rating.objects.filter(run_id=run, urn=urn).exclude(scheme__in=("", without))
    return list(rows.values_list("level", flat=True))


def with_strands(run: int) -> Iterator[dict[str, Any]]:
    """Every rating of a run under a scheme with its strands and their figures: much, so keep what comes of it."""
    rows = Rating.objects.filter(run_id=run).exclude(scheme="").order_by("urn", "scheme")
    yield from rows.values(*_WITH_STRANDS).iterator(chunk_size=100)


def one_with_strands(run: int, urn: int) -> list[dict[str, Any]]:
    """One school's ratings in a run with their strands and figures."""
    rows = Rating.objects.filter(run_id=run, urn=urn).exclude(scheme="").order_by("scheme")
    return list(rows.values(*_WITH_STRANDS))


def of_rating(authority: str, rating_id: int) -> tuple[str, dict[str, Any]] | None:
    """One stored rating with its strands and figures, and the code of the edition that made it."""
    rows = Rating.objects.filter(pk=rating_id, run__authority_id=authority)
    row = rows.values(*_WITH_STRANDS, "run__edition").first()
    return (row.pop("run__edition"), row) if row else None


def before(authority: str, day: date, edition: str) -> RatingRun | None:
    """The latest run of an edition as at a day or earlier."""
    rows = RatingRun.objects.filter(authority_id=authority, edition=edition, as_at__lte=day)
    return rows.order_by("-as_at", "-computed_at", "-pk").first()
