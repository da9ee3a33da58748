"""From every list that was ever loaded to one register: a pure function, so the order of loading cannot matter.

Each list states some fields of some schools as at a day. The later day wins field by field; a blank says nothing. A
list closes only the schools it states closed. What links say fills what no list states: a school whose successor has
opened is closed, unless a later list shows it open. A closing day is the last on which a school is open.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from fingerpost.register import rules

_TEXTS = (
    "name", "laestab", "authority", "phase", "type", "opened_reason", "closed_reason", "gender",
    "religious_character", "diocese", "admissions", "sixth_form", "trust_uid", "trust_name", "federation_name",
    "district_code", "district_name", "ward_code", "ward_name", "street", "town", "postcode", "website", "telephone",
)  # fmt: skip
_NUMBERS = ("age_low", "age_high", "roll", "capacity", "easting", "northing")
_KEPT = (*_TEXTS, *_NUMBERS, "opened_on")
#: What a list can state of a school; most lists have few of these columns.
_STATEMENT = {
    "urn": pl.Int64, **dict.fromkeys(_TEXTS, pl.String), **dict.fromkeys(_NUMBERS, pl.Int64), "opened_on": pl.Date,
    "closed_on": pl.Date, "status": pl.String,
    "as_at": pl.Date, "snapshot": pl.String, "is_register": pl.Boolean, "is_table": pl.Boolean,
}  # fmt: skip
_DAY = timedelta(days=1)
#: What the register calls an entry that is no school, or none that anybody has agreed to.
_NO_SCHOOL = ("created in error", "pending approval", "quarantine")


@dataclass(frozen=True)
class Stated:
    """One list: the day it speaks of, its snapshot, its rows, and what kind of list it is.

    A register and an inspection list describe schools; a performance table only shows that a school was there, so it
    fills blanks, closes nothing and refutes no closing.
    """

    as_at: date
    snapshot: str
    rows: pl.DataFrame
    is_register: bool
    is_table: bool = False


@dataclass(frozen=True)
class Register:
    """Schools, the spells in which they belonged to authorities, and the links between them."""

    schools: pl.DataFrame
    spells: pl.DataFrame
    links: pl.DataFrame


def fold(lists: list[Stated], links: pl.DataFrame, authority_days: dict[str, date | None]) -> Register:
    """The register that follows from the lists; `authority_days` gives the day on which an authority began."""
    statements = _statements(lists)
    links = both_ways(links)
    schools = _latest(statements).join(_closings(statements), on="urn", how="left")
    schools = _openings(_closed_by_links(_described(schools), links), links)
    return Register(schools, _spells(statements, authority_days), links)


def _statements(lists: list[Stated]) -> pl.DataFrame:
    """What every list says, the weightiest last: tables before lists, then by day, a register after other lists."""
    in_order = sorted(lists, key=lambda one: (not one.is_table, one.as_at, one.is_register, one.snapshot))
    frames = [pl.DataFrame(schema=_STATEMENT), *(_dated(one) for one in in_order)]
    said = pl.concat(frames, how="diagonal_relaxed")
    status = pl.col("status").fill_null("").str.to_lowercase()
    # A school that is only proposed is none yet, and without a day of opening it would count as an old one.
    is_proposed = status.str.starts_with("proposed to open") & pl.col("opened_on").is_null()
    return said.filter(~is_proposed & ~status.is_in(_NO_SCHOOL))


def _dated(one: Stated) -> pl.DataFrame:
    return one.rows.with_columns(
        as_at=pl.lit(one.as_at),
        snapshot=pl.lit(one.snapshot),
        is_register=pl.lit(one.is_register),
        is_table=pl.lit(one.is_table),
    )


def _latest(statements: pl.DataFrame) -> pl.DataFrame:
    return statements.group_by("urn", maintain_order=True).agg(
        *(pl.col(name).drop_nulls().last() for name in _KEPT),
        stated_on=pl.col("as_at").max(),
        described_on=pl.col("as_at").filter(~pl.col("is_table")).max(),
        first_on=pl.col("as_at").min(),
        from_tables_only=pl.col("is_table").all(),
        snapshot=pl.col("snapshot").last(),
        in_register=pl.col("is_register").any(),
    )


def _closings(statements: pl.DataFrame) -> pl.DataFrame:
    """The last word on closing: a later list that states the school open takes an earlier closing back."""
    spoke = statements.filter(pl.col("status").is_not_null() | pl.col("closed_on").is_not_null())
    is_shut = pl.col("status").str.to_lowercase() == "closed"
    by_then = pl.when(is_shut).then(pl.col("spoke_on") - _DAY)
    return (
        spoke.group_by("urn", maintain_order=True)
        .agg(pl.col("closed_on").last(), status=pl.col("status").last(), spoke_on=pl.col("as_at").last())
        .select(
            "urn",
            closed_on=pl.coalesce("closed_on", by_then),
            closed_how=pl.when(pl.col("closed_on").is_not_null()).then(pl.lit("stated"))
            .when(is_shut).then(pl.lit("by the day of the list")),
        )
    )  # fmt: skip


def _described(schools: pl.DataFrame) -> pl.DataFrame:
    """Add what follows from the words: phase, type, academy, state-funded."""
    pairs = schools.select("phase", "type").unique()
    words = [
        {
            "phase": phase,
            "type": kind,
            "tidy_type": rules.tidy_type(kind),
            "tidy_phase": rules.phase_of(phase, kind),
            "is_academy": rules.is_academy(kind),
            "is_state_funded": rules.is_state_funded(kind),
        }
        for phase, kind in pairs.rows()
    ]
    schema = {
        "phase": pl.String, "type": pl.String, "tidy_type": pl.String, "tidy_phase": pl.String,
        "is_academy": pl.Boolean, "is_state_funded": pl.Boolean,
    }  # fmt: skip
    found = pl.DataFrame(words, schema=schema)
    joined = schools.join(found, on=["phase", "type"], how="left", nulls_equal=True)
    sixth = pl.col("sixth_form").str.to_lowercase()
    return (
        joined.drop("phase", "type")
        .rename({"tidy_phase": "phase", "tidy_type": "type"})
        .with_columns(
            has_sixth_form=pl.when(sixth.str.starts_with("has"))
            .then(True)
            .when(sixth.str.contains("no"))
            .then(False)
        )
    )


def both_ways(links: pl.DataFrame) -> pl.DataFrame:
    """Links that say who followed whom, once each: `urn` is the later school, `before` the earlier one.

    Lists state a link from either end, with different dates or none; the earliest date stands. A pair that is stated
    both ways round, as amalgamated schools mostly are, does not say which school went on: it decides nothing.
    """
    if links.is_empty():
        return pl.DataFrame(
            schema={"urn": pl.Int64, "before": pl.Int64, "manner": pl.String, "linked_on": pl.Date}
        )
    kind = pl.col("kind").str.to_lowercase()
    forward = kind.str.starts_with("successor")
    vague = kind.str.starts_with("result of amalgamation")
    backward = kind.str.starts_with("predecessor") | vague
    manner = (
        pl.when(kind.str.contains("merged")).then(pl.lit("merged"))
        .when(kind.str.contains("amalgam")).then(pl.lit("amalgamated"))
        .when(kind.str.contains("split")).then(pl.lit("split"))
        .otherwise(pl.lit("took over"))
    )  # fmt: skip
    pair = [pl.min_horizontal("urn", "before"), pl.max_horizontal("urn", "before")]
    return (
        links.filter((forward | backward) & (pl.col("urn") != pl.col("link_urn")))
        .select(
            urn=pl.when(forward).then("link_urn").otherwise("urn"),
            before=pl.when(forward).then("urn").otherwise("link_urn"),
            manner=manner,
            linked_on="linked_on",
            is_clear=~vague,
        )
        .filter(pl.col("is_clear") | ~pl.col("is_clear").any().over(pair))
        .group_by("urn", "before")
        .agg(pl.col("manner").sort().first(), pl.col("linked_on").min())
        .filter(pl.len().over(pair) == 1)
        .sort("urn", "before")
    )


def _closed_by_links(schools: pl.DataFrame, links: pl.DataFrame) -> pl.DataFrame:
    """A predecessor closes the day before its successor opens; a later list that shows it open refutes that."""
    after = schools.select(urn="urn", successor_opened="opened_on")
    day = (
        pl.when(pl.col("manner") == "took over")
        .then(pl.coalesce("successor_opened", "linked_on"))
        .otherwise(pl.coalesce("linked_on", "successor_opened"))
    )
    inferred = (
        links.filter(pl.col("manner") != "split")
        .join(after, on="urn", how="left")
        .with_columns(day=day - _DAY)
        .drop_nulls("day")
        .group_by("before")
        .agg(pl.col("day").max())
    )
    joined = schools.join(inferred, left_on="urn", right_on="before", how="left")
    holds = (
        pl.col("closed_on").is_null()
        & pl.col("day").is_not_null()
        & (pl.col("day") >= pl.col("described_on")).fill_null(True)
    )
    return joined.with_columns(
        closed_how=pl.when(holds).then(pl.lit("its successor opened")).otherwise("closed_how"),
        closed_on=pl.when(holds).then("day").otherwise("closed_on"),
    ).drop("day")


def _openings(schools: pl.DataFrame, links: pl.DataFrame) -> pl.DataFrame:
    """A school that took over from another and states no opening began when it was linked, or when first listed.

    One that took another in had been there before.
    """
    began = links.filter(pl.col("manner") != "merged").group_by("urn").agg(pl.col("linked_on").max())
    joined = schools.join(began.with_columns(has_before=pl.lit(True)), on="urn", how="left")
    new = pl.col("is_academy") | pl.col("from_tables_only")
    blank = pl.col("opened_on").is_null() & pl.col("has_before").fill_null(False) & new
    begun = pl.min_horizontal("linked_on", "first_on")
    # A table proves a school for its own school year and for none before it.
    named = pl.col("opened_on").is_null() & pl.col("from_tables_only")
    first_day = pl.date(pl.col("first_on").dt.year() - 1, 9, 1)
    return joined.with_columns(
        opened_on=pl.when(blank).then(begun).when(named).then(first_day).otherwise("opened_on"),
    ).drop("linked_on", "has_before")


def _spells(statements: pl.DataFrame, authority_days: dict[str, date | None]) -> pl.DataFrame:
    """When a school belonged to which authority. A new authority takes its schools on its own first day."""
    begun = pl.DataFrame(
        {"authority": list(authority_days), "began_on": list(authority_days.values())},
        schema={"authority": pl.String, "began_on": pl.Date},
    )
    placed = statements.filter(pl.col("authority").is_not_null()).sort("urn", "as_at", maintain_order=True)
    stated = placed.unique(["urn", "as_at"], keep="last", maintain_order=True)
    before = pl.col("authority").shift(1).over("urn")
    runs = (
        stated.filter(before.is_null() | (pl.col("authority") != before))
        .join(begun, on="authority", how="left", maintain_order="left")
        .with_columns(earlier=pl.col("as_at").shift(1).over("urn"))
    )
    is_first = pl.col("earlier").is_null()
    on_first_day = is_first | (pl.col("began_on") > pl.col("earlier"))
    started = pl.when(on_first_day).then("began_on").when(~is_first).then("as_at")
    return (
        runs.with_columns(from_on=started)
        .with_columns(to_on=pl.col("from_on").shift(-1).over("urn"))
        .select("urn", "authority", "from_on", "to_on")
    )


def ancestry(steps: pl.DataFrame, generations: int = 6) -> pl.DataFrame:
    """urn, ancestor, manner, generation from single steps back; a loop in the links ends at `generations`."""
    level = steps.with_columns(generation=pl.lit(1, dtype=pl.Int8))
    found = [level]
    for _ in range(generations - 1):
        level = (
            level.join(
                steps.rename({"urn": "ancestor", "ancestor": "older", "manner": "earlier"}), on="ancestor"
            )
            .select(
                "urn",
                ancestor="older",
                manner=pl.when(pl.col("earlier") == "took over").then("manner").otherwise("earlier"),
                generation=pl.col("generation") + 1,
            )
            .filter(pl.col("urn") != pl.col("ancestor"))
        )
        if level.is_empty():
            break
        found.append(level)
    return pl.concat(found).unique(["urn", "ancestor"], keep="first", maintain_order=True)
