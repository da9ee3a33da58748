"""Derive the register again from all live lists, and say what changed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import polars as pl
from django.db import transaction
from django.db.models import Model

from fingerpost.core import queries as core
from fingerpost.core.actions import audit
from fingerpost.register import lives, rules
from fingerpost.register.actions import scopes
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

_TEXT = (
    "laestab", "name", "phase", "type", "closed_how", "opened_reason", "closed_reason", "gender",
    "religious_character", "diocese", "admissions", "trust_uid", "trust_name", "federation_name", "district_code",
    "district_name", "ward_code", "ward_name", "street", "town", "postcode", "website", "telephone", "snapshot",
)  # fmt: skip
_NUMBERS = ("age_low", "age_high", "roll", "capacity", "easting", "northing")
_OTHER = (
    "is_academy", "is_state_funded", "opened_on", "closed_on", "has_sixth_form", "in_register", "from_tables_only",
    "stated_on",
)  # fmt: skip
_FIELDS = (*_TEXT, *_NUMBERS, *_OTHER, "authority_id", "corrected")
#: What a number of the register can be; anything else is a slip of the list, and says nothing.
_LARGEST = {"age_low": 120, "age_high": 120}
_LARGEST_OF_ALL = 2_000_000_000
_BATCH = 2_000


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
    scopes.refresh(by=by, at=at)
    return found


def _present() -> dict[int, dict[str, Any]]:
    return {row["urn"]: row for row in School.objects.values("urn", *_FIELDS)}


def _rows(schools: pl.DataFrame) -> dict[int, dict[str, Any]]:
    """Each school as the table holds it: no null texts, known authorities only, corrections laid over."""
    if schools.is_empty():
        return {}
    held = schools.filter(_possible("urn")).select(
        "urn",
        *(_fitting(School, name).alias(name) for name in _TEXT),
        *(pl.when(_possible(name)).then(name).cast(pl.Int64).alias(name) for name in _NUMBERS),
        *_OTHER,
        authority_id=pl.when(pl.col("authority").is_in(_codes())).then("authority"),
    )
    rows = {row["urn"]: row | {"corrected": []} for row in held.iter_rows(named=True)}
    for urn in held.filter(pl.col("name") == "")["urn"]:
        rows[urn]["name"] = f"School {urn}"
    _lay_corrections(rows)
    return rows


def _fitting(model: type[Model], name: str) -> pl.Expr:
    """A text as its column takes it: never null, never longer than there is room, without what databases refuse."""
    text = pl.col(name).cast(pl.String).fill_null("").str.replace_all("\x00", "", literal=True)
    return text.str.slice(0, model._meta.get_field(name).max_length)


def _possible(name: str) -> pl.Expr:
    return pl.col(name).cast(pl.Int64).is_between(0, _LARGEST.get(name, _LARGEST_OF_ALL))


def _codes() -> list[str]:
    return list(core.authorities().values_list("code", flat=True))


def _lay_corrections(rows: dict[int, dict[str, Any]]) -> None:
    for correction in Correction.objects.filter(taken_back_at=None).order_by("made_at", "id"):
        row = rows.get(correction.urn)
        if row is None:
            continue
        value = rules.parse_correction(correction.field, correction.value)
        row |= rules.corrected(correction.field, value)
        row["corrected"] = sorted({*row["corrected"], correction.field})


def _changes(
    before: dict[int, dict[str, Any]], rows: dict[int, dict[str, Any]], links: pl.DataFrame, at: datetime
) -> list[Change]:
    took_over = set(links["urn"].to_list())
    found = []
    for urn, row in rows.items():
        old = before.get(urn)
        if old is None:
            kind = "converted" if urn in took_over and row["is_academy"] else "opened"
            found.append(_change(urn, kind, "", row["name"], row["opened_on"], at))
        elif old != row:
            found += _differences(urn, old, row, at)
    gone = (old for urn, old in before.items() if urn not in rows and old["closed_how"] != rules.UNLISTED)
    return found + [_change(old["urn"], "unlisted", old["name"], "", None, at) for old in gone]


def _differences(urn: int, old: dict[str, Any], row: dict[str, Any], at: datetime) -> list[Change]:
    found = []
    if old["closed_how"] == rules.UNLISTED:
        found.append(_change(urn, "listed again", "", row["name"], None, at))
    if old["name"] != row["name"]:
        found.append(_change(urn, "renamed", old["name"], row["name"], None, at))
    if row["closed_on"] and old["closed_on"] != row["closed_on"]:
        found.append(_change(urn, "closed", "", row["closed_how"], row["closed_on"], at))
    if old["closed_on"] and not row["closed_on"]:
        found.append(_change(urn, "reopened", str(old["closed_on"]), "", None, at))
    return found


def _change(urn: int, kind: str, before: str, after: str, on: date | None, at: datetime) -> Change:
    return Change(urn=urn, kind=kind, before=before[:200], after=after[:200], on=on, found_at=at)


def _write_schools(before: dict[int, dict[str, Any]], rows: dict[int, dict[str, Any]]) -> None:
    """Write only what differs; a school that no live list names any longer stays known and counts nowhere."""
    differing = [School(**row) for urn, row in rows.items() if before.get(urn) != row]
    School.objects.bulk_create(
        differing, batch_size=_BATCH, update_conflicts=True, unique_fields=["urn"], update_fields=_FIELDS
    )
    gone = [urn for urn, old in before.items() if urn not in rows and old["closed_how"] != rules.UNLISTED]
    for start in range(0, len(gone), _BATCH):
        School.objects.filter(pk__in=gone[start : start + _BATCH]).update(
            is_state_funded=False, in_register=False, snapshot="", closed_how=rules.UNLISTED
        )


def _write_spells(spells: pl.DataFrame) -> None:
    known = spells.filter(_possible("urn") & pl.col("authority").is_in(_codes()))
    _write(AuthoritySpell, known.rename({"authority": "authority_id"}))


def _write_links(links: pl.DataFrame) -> None:
    sound = links.filter(_possible("urn") & _possible("link_urn"))
    _write(SchoolLink, sound.select("urn", "link_urn", _fitting(SchoolLink, "kind"), "linked_on"))


def _write_trusts(groups: pl.DataFrame, members: pl.DataFrame) -> None:
    room = Trust._meta.get_field("uid").max_length
    groups, members = (frame.filter(pl.col("uid").str.len_chars() <= room) for frame in (groups, members))
    trusts = {row[0]: row for row in _trusts(groups, members).iter_rows()}
    held = {row[0]: row for row in Trust.objects.values_list(*_TRUST)}
    differing = [
        Trust(**dict(zip(_TRUST, row, strict=True))) for uid, row in trusts.items() if held.get(uid) != row
    ]
    Trust.objects.bulk_create(
        differing, batch_size=_BATCH, update_conflicts=True, unique_fields=["uid"], update_fields=_TRUST[1:]
    )
    _write(TrustMember, members.filter(_possible("urn")).select("urn", "joined_on", trust_id="uid"))
    Trust.objects.filter(pk__in=[uid for uid in held if uid not in trusts]).delete()


_TRUST = ("uid", "name", "kind", "status", "opened_on", "closed_on")


def _trusts(groups: pl.DataFrame, members: pl.DataFrame) -> pl.DataFrame:
    """Every group, and those that only their members name."""
    named = members.select("uid", "kind", name="group_name")
    every = pl.concat([groups.select(_TRUST), named], how="diagonal_relaxed").unique(
        "uid", keep="first", maintain_order=True
    )
    texts = (_fitting(Trust, name).alias(name) for name in ("name", "kind", "status"))
    return every.with_columns(pl.coalesce("name", "uid").alias("name")).with_columns(texts).select(_TRUST)


def _write(model: type[Model], wanted: pl.DataFrame) -> None:
    """Derived rows carry no history of their own: those that follow no longer go, those that newly follow come."""
    columns = wanted.columns
    rows = dict.fromkeys(wanted.sort(columns).iter_rows())
    held = {tuple(row): key for key, *row in model.objects.values_list("pk", *columns)}
    gone = [key for row, key in held.items() if row not in rows]
    for start in range(0, len(gone), _BATCH):
        model.objects.filter(pk__in=gone[start : start + _BATCH]).delete()
    new = [model(**dict(zip(columns, row, strict=True))) for row in rows if row not in held]
    model.objects.bulk_create(new, batch_size=_BATCH)
