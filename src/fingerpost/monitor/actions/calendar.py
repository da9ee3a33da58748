"""Move a visit on the calendar: to a day on which the school is open, at the hour that it had."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from fingerpost.core import queries as core
from fingerpost.core.actions import audit
from fingerpost.monitor.actions import visits
from fingerpost.monitor.models import Visit
from fingerpost.monitor.rules import planning


@transaction.atomic
def move_visit(*, visit: Visit, planned_on: date, by: Any, at: datetime) -> Visit:
    """Give a visit another day, which must be a school day; its hour stays."""
    planning.check_open(core.school_calendar(visit.authority_id), planned_on)
    was = visit.planned_on
    moved = visits.move(visit=visit, planned_on=planned_on, begins=visit.begins, by=by, at=at)
    audit.record("visit moved on the calendar", by=by, about=moved, at=at, detail={"was": was.isoformat()})
    return moved
