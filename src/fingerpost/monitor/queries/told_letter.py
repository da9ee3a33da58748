"""The letter that told a school its level, for the school itself: as it went to one of its people, page and paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from fingerpost.core import queries as core
from fingerpost.core.rules import Permission, check_permission
from fingerpost.monitor import letters
from fingerpost.monitor.models import RoundSchool, Stage, Telling
from fingerpost.monitor.queries import told
from fingerpost.monitor.queries.rounds.moderation import last_time
from fingerpost.monitor.queries.telling import in_order
from fingerpost.monitor.rules.telling import CannotTell
from fingerpost.present.documents import Document


@dataclass(frozen=True)
class ToldLetter:
    """A letter, to whom it went and when; `document` is the same for paper."""

    school: RoundSchool
    written: letters.Written
    to_name: str
    on: date
    document: Document


def of_round(user: Any, authority: str, urn: int, round_id: int) -> ToldLetter | None:
    """The letter of a round to the head, or to whoever was told first; None where the school was not told in it."""
    check_permission(user, Permission.RATING_SEE, authority=authority, urn=urn)
    rows = RoundSchool.objects.select_related("round", "adviser", "spoken_by")
    school = rows.filter(
        urn=urn, round_id=round_id, round__authority_id=authority, released_at__isnull=False,
        round__stage__in=(Stage.TELLING, Stage.CLOSED),
    ).first()  # fmt: skip
    first = (
        Telling.objects.filter(school=school).select_related("told_by").order_by("turn", "-told_at").first()
    )
    if school is None or first is None:
        return None
    return _letter(school, first)


def _letter(school: RoundSchool, telling: Telling) -> ToldLetter | None:
    levels = tuple(in_order(school.levels.select_related("rating__run")))
    edition = told.edition_of(levels[0].rating.run) if levels else None
    place = core.authority(school.round.authority_id)
    if edition is None or place is None:
        return None
    calendar = core.school_calendar(place.code)
    last = last_time(school.round).get((school.urn, levels[0].scheme))
    named = last.school.round.name if last else ""
    on = timezone.localdate(telling.told_at)
    try:
        written = letters.write(
            letters.Told(school, levels, edition, place.name, calendar, named), recipient=telling.to_name,
            sender=str(telling.told_by), today=on,
        )  # fmt: skip
    except CannotTell:
        return None
    return ToldLetter(school, written, telling.to_name, on, letters.document(written, place.name, on))
