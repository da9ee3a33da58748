"""Bring what is derived from snapshots up to date: today the register."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import polars as pl
from django.db import transaction

from fingerpost.archive import store
from fingerpost.archive.models import Derived, Snapshot
from fingerpost.register import queries as register
from fingerpost.register.actions import rebuilding

_TABLES = ("schools", "listing", "links", "groups", "members")
_REGISTERS = ("schools",)
#: Layouts of whole lists of schools, which know when a school opened and closed.
_REGISTER_LAYOUTS = ("gias", "school_list")


@transaction.atomic
def derive(*, by: Any, at: datetime) -> rebuilding.Changed | None:
    """Rebuild the register if it rests on other snapshots or corrections than last time; None when on the same."""
    # The register is everybody's: what an authority alone may see does not enter it.
    published = Snapshot.objects.live().filter(authority=None)
    used = [s for s in published if any(table in s.tables for table in _TABLES)]
    key = store.key_of([*(f"{s.id}@{store.READER}" for s in used), str(register.stamp())])
    done = Derived.objects.select_for_update().filter(pk="register").first()
    if done is not None and done.key == key:
        return None
    changed = _rebuild(used, by, at)
    Derived.objects.update_or_create(name="register", defaults={"key": key})
    return changed


def _rebuild(used: list[Snapshot], by: Any, at: datetime) -> rebuilding.Changed:
    """Read the register tables of these snapshots and hand them over."""
    lists = [
        _stated(s, table) for s in used for table in ("schools", "listing") if table in s.tables and _day(s)
    ]
    return rebuilding.rebuild(
        lists=lists,
        links=store.scan("links", used).collect(),
        groups=_latest("groups", used, ["uid"]),
        members=_latest("members", used, ["urn", "uid"]),
        by=by,
        at=at,
    )


def _stated(snapshot: Snapshot, table: str) -> rebuilding.Stated:
    frame = pl.read_parquet(store.table_path(snapshot.id, table))
    if table == "listing":
        frame = frame.rename({"pupils": "roll"})
    return rebuilding.Stated(
        as_at=_day(snapshot),  # type: ignore[arg-type]
        snapshot=snapshot.id,
        rows=frame,
        is_register=table in _REGISTERS and snapshot.layout.startswith(_REGISTER_LAYOUTS),
        is_table=snapshot.as_at is None,
    )


def _day(snapshot: Snapshot) -> date | None:
    """The day a list speaks of; a performance table shows who was there at the end of its school year."""
    if snapshot.as_at is not None:
        return snapshot.as_at
    return date(int(snapshot.period), 8, 31) if snapshot.period.isdigit() else None


def _latest(table: str, used: list[Snapshot], keys: list[str]) -> pl.DataFrame:
    frame = store.scan(table, used).collect()
    return frame.sort("list_as_at").unique(keys, keep="last", maintain_order=True)
