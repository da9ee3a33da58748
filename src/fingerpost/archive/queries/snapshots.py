"""Which files are loaded, and the sets of them that questions are asked of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from fingerpost.archive import store
from fingerpost.archive.models import Derived, Refusal, Snapshot
from fingerpost.core.rules import Permission, check_permission


@dataclass(frozen=True)
class Holdings:
    """The live snapshots that an authority may use, and one key for the set of them: equal keys, equal holdings."""

    snapshots: tuple[Snapshot, ...] = field(compare=False)
    key: str

    def having(self, table: str) -> list[Snapshot]:
        """Those that hold a table."""
        return [s for s in self.snapshots if table in s.tables]

    def names(self) -> dict[str, str]:
        """Snapshot -> the file's name."""
        return {s.id: s.name for s in self.snapshots}


def holdings(authority: str | None, *, leave_out: Sequence[str] = ()) -> Holdings:
    """What an authority's questions are asked of: published files and its own."""
    rows = Snapshot.objects.usable_by(authority).order_by("id").values_list("id", "loaded_at")
    kept = tuple(row for row in rows if row[0] not in leave_out)
    # The register is derived after the rows are written: what is kept in memory must not outlive the one before.
    derived = Derived.objects.values_list("name", "key")
    ids = [identity for identity, _ in kept]
    key = store.key_of([*(f"{identity}@{store.READER}" for identity in ids), *map("@".join, derived)])
    return Holdings(_snapshots(kept), key)


@lru_cache(maxsize=16)
def _snapshots(loaded: tuple[tuple[str, datetime], ...]) -> tuple[Snapshot, ...]:
    """What each snapshot says of itself, which never changes while it stands."""
    wanted = {identity for identity, _ in loaded}
    rows = Snapshot.objects.filter(pk__in=wanted).defer("messages").order_by("id")
    return tuple(rows)


def holdings_key(authority: str | None) -> str:
    """The key of an authority's holdings: equal keys, equal holdings."""
    return holdings(authority).key


def listed(user: Any, authority: str) -> list[Snapshot]:
    """Every snapshot the person may see, withdrawn ones too, the latest loaded first."""
    check_permission(user, Permission.DATA_SEE, authority=authority)
    rows = Snapshot.objects.select_related("loaded_by", "withdrawn_by").order_by("-loaded_at", "name")
    return list(rows.filter(authority=None) | rows.filter(authority_id=authority))


def refusals(user: Any, authority: str, limit: int = 100) -> list[Refusal]:
    """Files that were refused, the latest first, each file once."""
    check_permission(user, Permission.DATA_SEE, authority=authority)
    rows = Refusal.objects.select_related("asked_by")
    seen: dict[str, Refusal] = {}
    for refusal in (rows.filter(authority=None) | rows.filter(authority_id=authority)).order_by(
        "-refused_at"
    )[:1000]:
        seen.setdefault(refusal.path, refusal)
    return list(seen.values())[:limit]


def snapshot(user: Any, authority: str, identity: str) -> Snapshot | None:
    """One snapshot, if the person may see it."""
    return next((s for s in listed(user, authority) if s.id == identity), None)


@dataclass(frozen=True)
class Freshness:
    """The newest that is held of one kind of file."""

    layout: str
    title: str
    files: int
    newest_period: str
    newest_as_at: date | None


def freshness(snapshots: Sequence[Snapshot]) -> list[Freshness]:
    """For each layout the newest period and day held, live snapshots only."""
    by_layout: dict[str, list[Snapshot]] = {}
    for one in snapshots:
        if one.withdrawn_at is None and one.origin != "metadata":
            by_layout.setdefault(one.layout, []).append(one)
    return [
        Freshness(
            layout,
            rows[0].layout_title,
            len(rows),
            max((r.period for r in rows), default=""),
            max((r.as_at for r in rows if r.as_at), default=None),
        )
        for layout, rows in sorted(by_layout.items())
    ]
