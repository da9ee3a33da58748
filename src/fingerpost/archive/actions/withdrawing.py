"""Withdraw a file loaded by mistake: it stops counting from that moment, and nothing is deleted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from fingerpost.archive import store
from fingerpost.archive.actions.deriving import derive
from fingerpost.archive.models import Snapshot
from fingerpost.archive.queries import ratings
from fingerpost.core.actions import audit
from fingerpost.core.rules import Permission, check_permission


class CannotWithdraw(Exception):
    """There is nothing to withdraw, or no reason was given."""


@dataclass(frozen=True)
class Withdrawn:
    """What was withdrawn, and the rating runs that had used it."""

    snapshot: str
    name: str
    reason: str
    used_by: list[str]


@store.alone()
@transaction.atomic
def withdraw(*, snapshot: Snapshot, reason: str, by: Any, at: datetime) -> Withdrawn:
    """Withdraw one snapshot; what derives from it is made again without it."""
    check_permission(by, Permission.DATA_WITHDRAW, authority=snapshot.authority_id)
    snapshot.refresh_from_db(fields=["withdrawn_at"])
    if snapshot.withdrawn_at is not None:
        raise CannotWithdraw(f"{snapshot.name} is withdrawn already.")
    if not reason.strip():
        raise CannotWithdraw("Say why the file is withdrawn: the reason stands beside it for ever.")
    snapshot.withdrawn_at, snapshot.withdrawn_by, snapshot.withdrawn_reason = at, by, reason.strip()[:300]
    snapshot.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    audit.record("file withdrawn", by=by, about=snapshot, at=at, detail={"reason": reason})
    derive(by=by, at=at)
    used_by = [str(run) for run in ratings.that_used(snapshot.id)]
    return Withdrawn(snapshot.id, snapshot.name, snapshot.withdrawn_reason, used_by)


@store.alone()
@transaction.atomic
def withdraw_named(*, name: str, reason: str, by: Any, at: datetime) -> Withdrawn:
    """Withdraw by id or by the file's name; a name that several live files have is refused."""
    found = list(Snapshot.objects.live().filter(id=name)) or list(Snapshot.objects.live().filter(name=name))
    if not found:
        raise CannotWithdraw(f"No live file is called {name}.")
    if len(found) > 1:
        ids = ", ".join(f"{s.id} ({s.period or s.as_at})" for s in found)
        raise CannotWithdraw(f"{len(found)} live files are called {name}. Name one by its id: {ids}.")
    done = withdraw(snapshot=found[0], reason=reason, by=by, at=at)
    audit.record("withdrawal asked by name", by=by, about=found[0], at=at)
    return done
