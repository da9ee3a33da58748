"""One figure with everything that stands behind it: where it is, and what else is held of the same."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import polars as pl

from fingerpost.archive.models import Snapshot
from fingerpost.archive.queries import figures, inspections, places, pupils
from fingerpost.archive.queries.shown import shown_to
from fingerpost.archive.queries.snapshots import Holdings, holdings
from fingerpost.core.rules import NotAllowed
from fingerpost.evidence import current, groups
from fingerpost.evidence.frameworks import NAMES
from fingerpost.evidence.indicators import Indicator
from fingerpost.evidence.inspections import as_facts, grades_of
from fingerpost.evidence.schema import FROM_PUPILS
from fingerpost.present import formats
from fingerpost.register import queries as register

INSPECTED = ("ofsted_", "rc_")


@dataclass(frozen=True)
class Held:
    """One statement of a figure, with the file that states it."""

    value: float | None
    text: str | None
    status: str
    numerator: float | None
    denominator: float | None
    lower: float | None
    upper: float | None
    release: str
    known_on: Any
    known_how: str
    row: int | None
    column: str
    stored_as: str
    snapshot: Snapshot

    @property
    def framework(self) -> str:
        """The inspection framework, when that is what the text says."""
        return NAMES.get(self.text or "", "")

    @property
    def words(self) -> str:
        """What the file says in words where that is more than the number."""
        return "" if self.text in (None, "", str(self.value)) or self.framework else str(self.text)


@dataclass(frozen=True)
class Evidence:
    """The figure that counts, and the others."""

    indicator: Indicator
    place: str
    urn: int | None
    group: str
    period: str
    counts: Held
    others: list[Held] = field(default_factory=list)
    pupils: list[pupils.Counted] = field(default_factory=list)

    @property
    def is_inspection(self) -> bool:
        """Whether the figure is an inspectors' grade, of a day and not of a school year."""
        return self.indicator.code.startswith(INSPECTED)

    @property
    def period_in_words(self) -> str:
        """The day inspected, or the school year."""
        return (
            formats.day(date.fromisoformat(self.period))
            if self.is_inspection
            else formats.school_year(self.period)
        )

    @property
    def group_in_words(self) -> str:
        """The pupils that the figure is of."""
        return groups.name(self.group)


def evidence(
    *,
    authority: str,
    urn: int | None,
    indicator: str,
    group: str,
    period: str,
    user: Any = None,
    place: tuple[str, str] | None = None,
) -> Evidence | None:
    """Everything held of one figure of a school; without a URN of a `place` (kind and code), else of the authority.

    What was counted from pupils is as the person may see it: a figure that their audience is not shown is refused.
    """
    holding = holdings(authority)
    try:
        what = figures.indicator_of(indicator, holding)
    except figures.NoSuchIndicator:
        return None
    rows = (
        _inspected(urn, indicator, period, holding)
        if indicator.startswith(INSPECTED) and urn
        else _stated(place or ("authority", authority), urn, indicator, group, period, holding)
    )
    found = [_held(row, holding) for row in _allowed(rows, user, authority)]
    if not found:
        return None
    school = register.school(urn) if urn else None
    name = school.name if school else _name(place or ("authority", authority))
    here = ("school", str(urn)) if urn else place or ("authority", authority)
    behind = _behind(found[0], user, authority, here, group, period)
    return Evidence(what, name, urn, group, period, found[0], found[1:], behind)


def _name(place: tuple[str, str]) -> str:
    """A place in words; one that no register names is called as its file calls it."""
    kind, code = place
    known = places.authorities()
    if kind == "authority" and code in known:
        return known[code].name
    regions = {one.region_code: one.region_name for one in known.values()}
    return "England" if kind == "england" else regions.get(code, code)


def _allowed(rows: list[dict], user: Any, authority: str) -> list[dict]:
    """Without what rests on too few pupils for the person; refused when nothing else is held."""
    counted = [row for row in rows if row.get("origin") == FROM_PUPILS]
    if not counted:
        return rows
    frame = pl.DataFrame(counted, infer_schema_length=None)
    hidden = shown_to(user, frame, authority=authority)["hidden"].is_not_null().to_list()
    gone = [row for row, is_hidden in zip(counted, hidden, strict=True) if is_hidden]
    kept = [row for row in rows if row not in gone]
    if gone and not kept:
        raise NotAllowed("The figure rests on too few pupils to be shown to you.")
    return kept


def _behind(
    held: Held, user: Any, authority: str, here: tuple[str, str], group: str, period: str
) -> list[pupils.Counted]:
    """The files of pupils that the figure was counted from."""
    if held.snapshot.origin != FROM_PUPILS:
        return []
    stage = held.snapshot.layout.removeprefix("pupils-")
    return pupils.behind(user, authority, stage, int(period), held.known_on, (here, group, held.column))


def _stated(
    place: tuple[str, str], urn: int | None, indicator: str, group: str, period: str, holding: Holdings
) -> list[dict]:
    kind, code = place
    school = pl.col("place_kind").is_in(["school", "estab"])
    here = school if urn else (pl.col("place_kind") == kind) & (pl.col("place") == code)
    codes = current.with_aliases(indicator) if not urn else [(indicator, None)]
    rows = figures.facts(codes, holding, here, pl.col("period") == period)
    rows = rows.filter(pl.col("group") == group)
    if urn:
        rows = places.resolved(rows).filter(pl.col("place") == str(urn))
    return list(current.ordered(rows, None).collect().iter_rows(named=True))


def _inspected(urn: int, indicator: str, period: str, holding: Holdings) -> list[dict]:
    """What lists and events state of an inspection, each as the figure it makes."""
    held = inspections.held(holding)
    stated = held.inspections.filter((pl.col("urn") == urn) | (pl.col("inspected_urn") == urn))
    stated = stated.filter(pl.col("ended_on").dt.to_string("%Y-%m-%d") == period)
    if stated.is_empty():
        return []
    facts = as_facts(_as_state(stated), grades_of(held, stated))
    facts = facts.filter(pl.col("indicator") == indicator).unique(["snapshot", "row"], maintain_order=True)
    blank = dict.fromkeys(("numerator", "denominator", "lower", "upper"))
    return [
        row
        | blank
        | {"status": "reported", "release": "", "column": "", "stored_as": indicator, "known_how": ""}
        for row in facts.sort("known_on", descending=True).iter_rows(named=True)
    ]


def _as_state(stated: pl.DataFrame) -> pl.DataFrame:
    """Inspections in the shape of a state: without what came before them."""
    return stated.with_columns(
        previous_on=pl.lit(None, dtype=pl.Date), previous_overall=pl.lit(None, dtype=pl.Int8)
    )


def _held(row: dict, holding: Holdings) -> Held:
    snapshot = next(s for s in holding.snapshots if s.id == row["snapshot"])
    return Held(
        value=row["value"],
        text=row.get("text"),
        status=row["status"],
        numerator=row["numerator"],
        denominator=row["denominator"],
        lower=row["lower"],
        upper=row["upper"],
        release=row["release"] or "",
        known_on=row["known_on"],
        known_how=row.get("known_how") or "",
        row=row["row"],
        column=row.get("column") or "",
        stored_as=row["stored_as"],
        snapshot=snapshot,
    )
