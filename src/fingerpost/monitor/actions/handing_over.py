"""A case load handed over when somebody leaves: schools, and everything in hand for them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db import transaction

from fingerpost.casework.actions import handing_on
from fingerpost.core.actions import audit
from fingerpost.core.actions import handing_over as core
from fingerpost.monitor.models import RoundSchool, Task, Visit
from fingerpost.monitor.queries import case_load


@transaction.atomic
def hand_over(
    *, from_post: Any, to_post: Any, urns: Collection[int], by: Any, at: datetime, ends_on: date | None = None
) -> Any:
    """Move schools to another's post with the tasks, planned visits, promises and rounds in hand for them."""
    load = case_load.of_post(by, from_post, urns)
    made = core.hand_over_schools(
        from_post=from_post, to_post=to_post, urns=urns, ends_on=ends_on, by=by, at=at
    )
    _give(from_post.authority_id, load.moved(), to_post.user, by, at)
    audit.record("work in hand moved", by=by, about=made, at=at, detail={"to": str(to_post.user)})
    return core.note_moved(hand_over=made, moved=load.moved(), by=by, at=at)


@transaction.atomic
def take_back(*, hand_over: Any, by: Any, at: datetime) -> Any:
    """Undo a hand-over on the same day: what was moved goes back, but for what was settled in between."""
    held = core.take_schools_back(hand_over=hand_over, by=by, at=at)
    _give(held.from_post.authority_id, held.moved, held.from_post.user, by, at)
    audit.record("work in hand moved back", by=by, about=held, at=at, detail={"to": str(held.from_post.user)})
    return held


def _give(authority: str, moved: dict[str, Any], to: Any, by: Any, at: datetime) -> None:
    Task.objects.filter(pk__in=moved.get("tasks", ()), done_at=None).update(owner=to)
    planned = Visit.objects.filter(
        pk__in=moved.get("visits", ()), made_at=None, missed_at=None, undone_at=None
    )
    planned.update(adviser=to)
    RoundSchool.objects.filter(pk__in=moved.get("round_schools", ())).update(adviser=to)
    handing_on.hand_on(authority=authority, promises=moved.get("promises", ()), to=to, by=by, at=at)
