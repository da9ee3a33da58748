"""Inspections on any day: the profile of an authority, and the state that a rating reads."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import polars as pl

from fingerpost.archive import store
from fingerpost.archive.queries import places
from fingerpost.archive.queries.snapshots import Holdings, holdings
from fingerpost.evidence import inspections
from fingerpost.evidence.inspections import Held
from fingerpost.register import queries as register
from fingerpost.register import rules

#: Days of an authority that stay in memory.
DAYS_KEPT = 64


@lru_cache(maxsize=2)
def held(holding: Holdings) -> Held:
    """All lists and inspections of the holdings, kept in memory for as long as the set of snapshots stands."""
    listing = store.scan("listing", holding.having("listing")).collect()
    found = store.scan("inspections", holding.having("inspections")).collect()
    grades = store.scan("grades", holding.having("grades")).collect()
    return Held(_placed(listing), found, grades)


def _placed(listing: pl.DataFrame) -> pl.DataFrame:
    """Give each listed school an authority (the list's own, else the register's) and a phase in our words."""
    spells = register.spells()
    days = listing.select("urn", "list_as_at").unique()
    lay = (
        days.join(spells, on="urn")
        .filter(
            (pl.col("from_on").is_null() | (pl.col("from_on") <= pl.col("list_as_at")))
            & (pl.col("to_on").is_null() | (pl.col("to_on") > pl.col("list_as_at")))
        )
        .select("urn", "list_as_at", of_register="authority")
        .unique(["urn", "list_as_at"])
    )
    placed = listing.join(lay, on=["urn", "list_as_at"], how="left").with_columns(
        authority=pl.coalesce("authority", "of_register")
    )
    pairs = placed.select("phase", "type").unique()
    words = [(p, t, rules.phase_of(p, None) if p else rules.phase_of(p, t)) for p, t in pairs.rows()]
    found = pl.DataFrame(
        words, schema={"phase": pl.String, "type": pl.String, "ours": pl.String}, orient="row"
    )
    joined = placed.join(found, on=["phase", "type"], how="left", nulls_equal=True)
    return joined.with_columns(phase="ours").drop("ours", "of_register")


@dataclass(frozen=True)
class State:
    """Inspections of an authority (or England) on a day: the rows, and the list they rest on."""

    rows: pl.DataFrame
    list_as_at: date | None
    files: tuple[str, ...]
    is_that_very_day: bool


def state(code: str | None, day: date, holding: Holdings | None = None) -> State:
    """The state on a day, without schools that have closed since the list, with those first inspected since.

    It is kept in memory for as long as the snapshots, and what officers corrected in the register, stand.
    """
    return _state(code, day, holding or holdings(code), register.stamp())


@lru_cache(maxsize=DAYS_KEPT)
def _state(code: str | None, day: date, holding: Holdings, stamp: tuple) -> State:
    everything = held(holding)
    rows = inspections.state(everything, day, code)
    listed = rows["list_as_at"].max() if rows.height else None
    exact = listed == day
    if not exact and rows.height:
        rows = _since(rows, everything, day, code, places.lineage(holding))
    names = holding.names()
    used = (
        tuple(sorted({names.get(s, s) for s in rows["snapshot"].unique().to_list()})) if rows.height else ()
    )
    return State(rows, listed, used, exact)  # type: ignore[arg-type]


def _since(
    rows: pl.DataFrame, everything: Held, day: date, code: str | None, lineage: pl.DataFrame
) -> pl.DataFrame:
    """Take out schools closed since the list whose life ended; add those inspected first since then."""
    closed = register.closed_by(day)
    # A converter carries its predecessor's outcome on; a sponsor-led academy starts with none.
    took_over = (pl.col("manner") == "took over") & ~pl.col("is_sponsored")
    went_on = lineage.filter(took_over)["ancestor"].unique()
    gone = pl.col("urn").is_in(closed["urn"].implode()) & ~pl.col("urn").is_in(went_on.implode())
    kept = rows.filter(~gone)
    new = _newcomers(kept, everything, day, code, lineage)
    replaced = _taken_over(kept, lineage).join(new.select("urn"), on="urn")["ancestor"]
    return pl.concat([kept.filter(~pl.col("urn").is_in(replaced.implode())), new], how="vertical_relaxed")


def _taken_over(rows: pl.DataFrame, lineage: pl.DataFrame) -> pl.DataFrame:
    """urn, ancestor: who took over from a school of these rows, one step or more back."""
    took_over = lineage.filter(pl.col("manner") == "took over").sort("generation")
    return took_over.join(rows.select(ancestor="urn"), on="ancestor", maintain_order="left")


def _newcomers(
    rows: pl.DataFrame, everything: Held, day: date, code: str | None, lineage: pl.DataFrame
) -> pl.DataFrame:
    """Schools inspected first since the list. One that took over from a listed school goes on from its outcome."""
    open_now = register.schools_of(code, day).select(
        "urn", open_authority="authority", open_phase="phase", open_name="name", open_roll="roll"
    )
    before = rows.select(
        ancestor="urn", before_on="ended_on", before_overall="overall", before_category="category"
    )
    carried = _taken_over(rows, lineage).unique("urn", keep="first", maintain_order=True)
    new = (
        inspections.unlisted(everything, day, rows)
        .join(open_now, on="urn", how="inner")
        .join(carried.select("urn", "ancestor"), on="urn", how="left")
        .join(before, on="ancestor", how="left")
        .filter(pl.col("before_on").is_null() | (pl.col("ended_on") > pl.col("before_on")))
    )
    return new.with_columns(
        authority="open_authority",
        phase="open_phase",
        name="open_name",
        pupils="open_roll",
        previous_on=pl.coalesce("previous_on", "before_on"),
        previous_overall=pl.coalesce("previous_overall", "before_overall"),
        previous_category=pl.coalesce("previous_category", "before_category"),
    ).select(rows.columns)


def profile(code: str, day: date, basis: str = "schools") -> dict:
    """The Ofsted profile of an authority: by phase and all together, with the list it rests on."""
    found = state(code, day)
    counts = inspections.profile(found.rows, basis) if found.rows.height else {"all": None}
    everything = counts.pop("all")
    return {
        "authority": code,
        "as_at": day.isoformat(),
        "basis": basis,
        "list_as_at": found.list_as_at.isoformat() if found.list_as_at else None,
        "moved_on": int(found.rows["moved_on"].sum()) if found.rows.height else 0,
        "files": list(found.files),
        "phases": counts,
        "all": everything,
    }


def of_schools(schools: pl.DataFrame, day: date, holding: Holdings) -> pl.DataFrame:
    """The state of given schools (urn): their own or, if later, that of whom they took over from (`inherited_from`)."""
    everything = held(holding)
    base = inspections.state(everything, day)
    rows = (
        pl.concat([base, inspections.unlisted(everything, day, base)], how="vertical_relaxed")
        if base.height
        else base
    )
    wanted = schools.select("urn")
    own = wanted.join(rows, on="urn", how="inner").with_columns(
        inherited_from=pl.lit(None, dtype=pl.Int64), generation=pl.lit(0, dtype=pl.Int8)
    )
    took_over = places.lineage(holding).filter(pl.col("manner") == "took over")
    inherited = (
        wanted.join(took_over.select("urn", "ancestor", "generation"), on="urn")
        .join(rows.filter(pl.col("ended_on").is_not_null()), left_on="ancestor", right_on="urn", how="inner")
        .with_columns(inherited_from="ancestor")
        .select(own.columns)
    )
    # The latest inspection of a life counts; what is told under the school's own URN stands before the same day's.
    latest = pl.concat([own, inherited]).sort(
        "urn", "ended_on", "generation", descending=[False, True, False], nulls_last=True
    )
    return latest.unique("urn", keep="first", maintain_order=True).drop("generation")


def facts_of(schools: pl.DataFrame, day: date, holding: Holdings) -> pl.DataFrame:
    """The inspections of given schools as facts: urn, indicator, value, text, period, year, known_on, source."""
    states = of_schools(schools, day, holding)
    if states.is_empty():
        return pl.DataFrame()
    asked = states.with_columns(school="urn", urn=pl.coalesce("inherited_from", "urn"))
    grades = inspections.grades_of(held(holding), asked)
    facts = inspections.as_facts(asked.drop("school", "inherited_from").unique("urn"), grades)
    owner = asked.select("urn", "school", "inherited_from")
    stated = pl.coalesce(
        "inherited_from", pl.when(pl.col("inspected_urn") != pl.col("school")).then("inspected_urn")
    )
    return (
        facts.join(owner, on="urn")
        .with_columns(inherited_from=stated)
        .with_columns(urn="school")
        .drop("school", "inspected_urn")
    )
