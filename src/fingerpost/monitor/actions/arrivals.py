"""People who come into post at schools, and what a new head asks of the school's adviser."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from fingerpost.core import queries as core
from fingerpost.core.actions import audit
from fingerpost.core.queries import Authority
from fingerpost.monitor.models import Task
from fingerpost.monitor.rules.arriving import induction_due, is_arrival
from fingerpost.register.actions import in_post
from fingerpost.register.actions.in_post import Entry

SOURCE = "new head"


@transaction.atomic
def enter(*, authority: Authority, entry: Entry, by: Any, at: datetime) -> Any:
    """Enter somebody in post; a new head is visited for induction within half a term."""
    made = in_post.appoint(authority=authority, entry=entry, by=by, at=at)
    _welcome(authority, [made], by, at)
    audit.record("arrival entered", by=by, about=made, at=at, detail={"kind": made.kind, "urn": made.urn})
    return made


@transaction.atomic
def enter_all(*, authority: Authority, entries: Sequence[Entry], by: Any, at: datetime) -> list:
    """Enter the people of a spreadsheet, all or none, and have every head who is new among them visited."""
    made = in_post.enter_all(authority=authority, entries=entries, by=by, at=at)
    tasks = _welcome(authority, made, by, at)
    audit.record("arrivals entered", by=by, about=authority, at=at, detail={"induction visits": len(tasks)})
    return made


def _welcome(authority: Authority, people: Sequence[Any], by: Any, at: datetime) -> list[Task]:
    """A task for the adviser of each new head; none a second time."""
    today = timezone.localdate(at)
    calendar = core.school_calendar(authority.code)
    new = [
        one for one in people if one.kind == "head" and is_arrival(one.from_on, one.entered_at == at, today)
    ]
    return [_induction(one, induction_due(calendar, max(one.from_on, today)), by, at) for one in new]


def _induction(head: Any, due_on: date, by: Any, at: datetime) -> Task:
    began = f"{head.from_on.day} {head.from_on:%B %Y}"
    made, _ = Task.objects.get_or_create(
        authority_id=head.authority_id, urn=head.urn, source=SOURCE, source_id=head.pk,
        defaults={
            "words": f"Visit {head.name}, the new head, for induction", "because": f"a new head from {began}",
            "owner": core.judge_of(head.authority_id, head.urn, timezone.localdate(at)), "due_on": due_on,
            "raised_by": by, "raised_at": at,
        },
    )  # fmt: skip
    return made
