"""What officers have to do of their own by a day: given at a meeting or raised by a flag, done, taken back."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from fingerpost.core.actions import audit
from fingerpost.core.rules import Permission, check_permission, has_permission
from fingerpost.monitor import rules
from fingerpost.monitor.models import Task
from fingerpost.monitor.rules.tasks import NotATask, check_task


@transaction.atomic
def give_task(
    *, authority: str, words: str, owner: Any, due_on: date, because: str, source: str, source_id: int | None,
    by: Any, at: datetime, urn: int | None = None,
) -> Task:  # fmt: skip
    """Give an officer something to do by a day, about a school or not."""
    check_permission(by, Permission.MEETING_HOLD, authority=authority, urn=urn)
    check_task(words, owner, due_on, at)
    if not has_permission(owner, Permission.MEETING_SEE, authority=authority):
        raise NotATask(f"{owner} holds no post by which to see it: give it to an officer.")
    made = Task.objects.create(
        authority_id=authority, urn=urn, words=words.strip(), because=because, source=source, source_id=source_id,
        owner=owner, due_on=due_on, raised_by=by, raised_at=at,
    )  # fmt: skip
    audit.record(
        "task given", by=by, about=made, at=at, detail={"authority": authority, "urn": urn, "source": source}
    )
    return made


@transaction.atomic
def finish_task(*, task: Task, by: Any, at: datetime) -> Task:
    """It is done: said by its owner, or by whoever may look into such things."""
    held = Task.objects.select_for_update().get(pk=task.pk)
    if held.owner_id != by.pk:
        permission = Permission.FLAG_SUBSTANTIATE if held.urn else Permission.MEETING_HOLD
        check_permission(by, permission, authority=held.authority_id, urn=held.urn)
    if held.done_at is not None:
        raise NotATask("The task is done already.")
    held.done_by, held.done_at = by, at
    held.save(update_fields=["done_by", "done_at"])
    audit.record("task done", by=by, about=held, at=at, detail={"urn": held.urn})
    return held


@transaction.atomic
def take_back_task(*, task: Task, by: Any, at: datetime) -> None:
    """Undo one's own mistake on the day it was made: the task goes, the record of it stays."""
    held = Task.objects.select_for_update().get(pk=task.pk)
    check_permission(by, Permission.MEETING_HOLD, authority=held.authority_id, urn=held.urn)
    is_same_day = at.astimezone(rules.HERE).date() == held.raised_at.astimezone(rules.HERE).date()
    if held.raised_by_id != by.pk or not is_same_day or held.done_at is not None:
        raise NotATask("Only who gave a task can take it back, on the same day and before it is done.")
    audit.record("task taken back", by=by, about=held, at=at, detail={"urn": held.urn, "words": held.words})
    held.delete()
