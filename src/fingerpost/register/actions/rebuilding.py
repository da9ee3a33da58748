"""Derive the register again from all live lists, and say what changed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import polars as pl
from django.db import connection, transaction

from fingerpost.core import queries as core
from fingerpost.core.actions import audit
from fingerpost.register import lives, rules
from fingerpost.register.lives import Stated
from fingerpost.register.models import (
    AuthoritySpell,
    Change,
    Correction,
    School,
    SchoolLink,
    Trust,
    TrustMember,
)

_TEXT = {
    "laestab", "name", "phase", "type", "closed_how", "opened_reason", "closed_reason", "gender", "religious_character",
    "diocese", "admissions", "trust_uid", "trust_name", "federation_name", "district_code", "district_name", "ward_code",
    "ward_name", "street", "town", "postcode", "website", "telephone", "snapshot",
}  # fmt: skip
_OTHER = {
    "is_academy", "is_state_funded", "opened_on", "closed_on", "age_low", "age_high", "has_sixth_form", "roll", "capacity",
    "easting", "northing", "in_register", "from_tables_only", "stated_on",
}  # fmt: skip
_FIELDS = sorted(_TEXT | _OTHER | {"authority_id", "corrected"})
#: A batch keeps the number of values in one statement below SQLite's limit.
_BATCH = 500


@dataclass(frozen=True)
class Changed:
    """What a rebuild found: how many of each kind of change, and the schools in the register now."""

    schools: int
    counts: dict[str, int] = field(default_factory=dict)
    is_first: bool = False


@transaction.atomic
def rebuild(
    *,
    lists: list[Stated],
    links: pl.DataFrame,
    groups: pl.DataFrame,
    members: pl.DataFrame,
    by: Any,
    at: datetime,
) -> Changed:
    """Bring the register to what the given lists say, keeping officers' corrections and every school ever known."""
    register = lives.fold(lists, links, dict(core.authorities().values_list("code", "opened_on")))
    before = _present()
    rows = _rows(register.schools)
    changes = _changes(before, rows, register.links, at) if before else []
    _write_schools(before, rows)
    _write_spells(register.spells)
    _write_links(links)
    _write_trusts(groups, members)
    Change.objects.bulk_create(changes, batch_size=_BATCH)
    found = Changed(len(rows), dict(Counter(c.kind for c in changes)), not before)
    audit.record(
        "register rebuilt", by=by, about="the register", at=at, detail={"schools": len(rows), **found.counts}
    )
    return found


def _present() -> dict[int, dict[str, Any]]:
    return {row["urn"]: row for row in School.objects.values("urn", *_FIELDS)}


def _rows(schools: pl.DataFrame) -> dict[int, dict[str, Any]]:
    """Each school as the table holds it: no null texts, known authorities only, corrections laid over."""
    codes = set(core.authorities().values_list("code", flat=True))
    rows: dict[int, dict[str, Any]] = {}
    if schools.is_empty():
        return rows
    columns = [name for name in schools.columns if name in _TEXT | _OTHER] + ["urn", "authority"]
    for row in schools.select(columns).iter_rows(named=True):
        authority = row.pop("authority")
        row["authority_id"] = authority if authority in codes else None
        row["corrected"] = []
        row["name"] = row["name"] or f"School {row['urn']}"
        row.update({name: _fitting(name, row.get(name)) for name in _TEXT})
        rows[row["urn"]] = row
    _lay_corrections(rows)
    return rows


def _fitting(name: str, value: str | None) -> str:
    return (value or "")[: School._meta.get_field(name).max_length]


def _lay_corrections(rows: dict[int, dict[str, Any]]) -> None:
    for correction in Correction.objects.filter(taken_back_at=None).order_by("made_at"):
        row = rows.get(correction.urn)
        if row is None:
            continue
        row[correction.field] = rules.parse_correction(correction.field, correction.value)
        if correction.field not in row["corrected"]:
            row["corrected"].append(correction.field)


def _changes(
    before: dict[int, dict[str, Any]], rows: dict[int, dict[str, Any]], links: pl.DataFrame, at: datetime
) -> list[Change]:
    took_over = set(links["urn"].to_list()) if links.height else set()
    found = []
    for urn, row in rows.items():
        old = before.get(urn)
        if old is None:
            kind = "converted" if urn in took_over and row["is_academy"] else "opened"
            found.append(_change(urn, kind, "", row["name"], row["opened_on"], at))
            continue
        if old["name"] != row["name"]:
            found.append(_change(urn, "renamed", old["name"], row["name"], None, at))
        if old["closed_on"] != row["closed_on"] and row["closed_on"]:
            found.append(_change(urn, "closed", "", row["closed_how"], row["closed_on"], at))
        if old["closed_on"] and not row["closed_on"]:
            found.append(_change(urn, "reopened", str(old["closed_on"]), "", None, at))
    return found


def _change(urn: int, kind: str, before: str, after: str, on: date | None, at: datetime) -> Change:
    return Change(urn=urn, kind=kind, before=before[:200], after=(after or "")[:200], on=on, found_at=at)


def _write_schools(before: dict[int, dict[str, Any]], rows: dict[int, dict[str, Any]]) -> None:
    """Write only what differs; a school that no live list names any longer stays, with nobody's authority changed."""
    changed = [School(**row) for urn, row in rows.items() if urn not in before or before[urn] != row]
    School.objects.bulk_create(
        changed, batch_size=_BATCH, update_conflicts=True, unique_fields=["urn"], update_fields=_FIELDS
    )
    gone = [urn for urn in before if urn not in rows]
    for start in range(0, len(gone), _BATCH):
        School.objects.filter(pk__in=gone[start : start + _BATCH]).update(
            is_state_funded=False, in_register=False, snapshot="", closed_how="no live list names it"
        )


def _write_spells(spells: pl.DataFrame) -> None:
    codes = set(core.authorities().values_list("code", flat=True))
    rows = [] if spells.is_empty() else spells.rows()
    made = [AuthoritySpell(urn=u, authority_id=a, from_on=f, to_on=t) for u, a, f, t in rows if a in codes]
    _replace(AuthoritySpell, made)


def _write_links(links: pl.DataFrame) -> None:
    rows = (
        []
        if links.is_empty()
        else links.select("urn", "link_urn", "kind", "linked_on").unique().sort("urn").rows()
    )
    _replace(
        SchoolLink, [SchoolLink(urn=u, link_urn=v, kind=(k or "")[:100], linked_on=d) for u, v, k, d in rows]
    )


def _write_trusts(groups: pl.DataFrame, members: pl.DataFrame) -> None:
    trusts: dict[str, Trust] = {}
    for row in members.iter_rows(named=True) if members.height else ():
        trusts[row["uid"]] = Trust(
            uid=row["uid"], name=(row["group_name"] or row["uid"])[:200], kind=row["kind"] or ""
        )
    for row in groups.iter_rows(named=True) if groups.height else ():
        trusts[row["uid"]] = Trust(
            uid=row["uid"], name=(row["name"] or row["uid"])[:200], kind=row["kind"] or "", status=row["status"] or "",
            opened_on=row["opened_on"], closed_on=row["closed_on"],
        )  # fmt: skip
    rows = (
        members.select("urn", "uid", "joined_on").unique().sort("urn", "uid").rows() if members.height else []
    )
    TrustMember.objects.all().delete()
    _replace(Trust, list(trusts.values()))
    TrustMember.objects.bulk_create(
        [TrustMember(urn=u, trust_id=uid, joined_on=d) for u, uid, d in rows], batch_size=_BATCH
    )


def _replace(model: Any, rows: list) -> None:
    """Derived rows carry no history of their own, so they are written afresh."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {connection.ops.quote_name(model._meta.db_table)}")
    model.objects.bulk_create(rows, batch_size=_BATCH * 4)
