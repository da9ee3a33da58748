"""Figures as an audience is shown them: what must be hidden is emptied, and the rest rounded as its policy says."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import polars as pl

from fingerpost.archive.queries.small import DECISIONS, Hidden, hidden_of
from fingerpost.archive.queries.snapshots import holdings
from fingerpost.core.rules import Audience, Permission, audience_of, schools_within
from fingerpost.evidence.disclosure import told
from fingerpost.evidence.disclosure.policy import Policy, policy_for
from fingerpost.evidence.indicators import CATALOGUE
from fingerpost.evidence.schema import ALL

#: What an audience reads in the place of a hidden number. The true reason would itself say how small it is: officers
#: alone see that.
HIDDEN = "Hidden: small numbers"
#: Columns that would give a hidden figure away, where a frame has them.
GIVING_AWAY = (
    "value", "numerator", "lower", "upper", "text", "before", "change", "gap_within", "gap_to_national_other",
    "gap_to_national", "significance", "significance_because", "rank", "rank_low", "rank_high", "quartile",
    "one_pupil", "change_because", "row", "gap_to_all", "band",
)  # fmt: skip


def shown_to(user: Any, frame: pl.DataFrame, *, authority: str) -> pl.DataFrame:
    """The frame as this person is shown it: their audience here, and their own schools in full."""
    audience = audience_of(user, authority=authority)
    own = schools_within(user, Permission.FIGURES_SEE, authority=authority) or frozenset()
    return shown(frame, authority=authority, audience=audience, own=own)


def shown(
    frame: pl.DataFrame, *, authority: str, audience: Audience, own: Collection[int] = (),
    decided: Hidden | None = None,
) -> pl.DataFrame:  # fmt: skip
    """The same rows with what this audience may not see emptied, and `hidden`: why, or null.

    `own` are the schools whose numbers the reader holds by post: those are shown in full. Where a characteristic is
    hidden at a place, rows are added for its groups that the frame has elsewhere and not there: which of them have
    nobody is hidden too.
    """
    policy = policy_for(audience)
    if not policy.hides:
        return frame.with_columns(hidden=pl.lit(None, dtype=pl.String))
    if "hidden" in frame.columns:
        frame = frame.drop("hidden")
    if frame.is_empty():
        return frame.with_columns(hidden=pl.lit(None, dtype=pl.String))
    mine = (pl.col("place_kind") == "school") & pl.col("place").is_in([str(urn) for urn in own])
    gone = _decided(frame, authority, audience, policy, decided)
    gone = gone.with_columns(
        _gone=pl.col("_gone") & ~mine,
        _before_gone=pl.col("_before_gone") & ~mine,
        _ours=pl.col("_ours") & ~mine,
    )
    emptied = _emptied(gone, policy)
    return _rounded(emptied, policy).select(*frame.columns, "hidden")


_CELL = ("place_kind", "place", "group", "period")
_ROLLING = r"^(the pupils of|the mean of)"


def _decided(
    frame: pl.DataFrame, authority: str, audience: Audience, policy: Policy, decided: Hidden | None
) -> pl.DataFrame:
    """The frame with `_gone` (hidden), `_before_gone` (the year before is) and `_ours`."""
    known = pl.concat(
        [
            (decided or hidden_of(authority, code, audience)).cells.with_columns(indicator=pl.lit(code))
            for code in (frame["indicator"].unique().to_list() if "indicator" in frame.columns else [])
        ]
        or [pl.DataFrame(schema={**DECISIONS, "indicator": pl.String})]
    )
    if "origin" not in frame.columns and "snapshot" in frame.columns:
        origins = {one.id: one.origin for one in holdings(authority).snapshots}
        origin = pl.col("snapshot").replace_strict(origins, default=None, return_dtype=pl.String)
        frame = frame.with_columns(origin=origin)
    keys = [*_CELL, "indicator"]
    cells = known.select(*keys, _known=pl.lit(True))
    if "indicator" not in frame.columns:
        frame = frame.with_columns(indicator=pl.lit(None, dtype=pl.String))
    missing = [
        pl.lit(None, dtype=pl.String).alias(name)
        for name in (*_CELL, "origin", "note")
        if name not in frame.columns
    ]
    whole = _completed(frame.with_columns(missing), known)
    lay = whole.join(cells, on=keys, how="left", maintain_order="left")
    for back in (1, 2):
        year = pl.col("period").cast(pl.Int32, strict=False) + back
        earlier = known.select(
            *keys[:3], "indicator", period=year.cast(pl.String), **{f"_back{back}": pl.lit(True)}
        )
        lay = lay.join(earlier, on=keys, how="left", maintain_order="left")
    is_rolling = pl.col("note").str.contains(_ROLLING).fill_null(False)
    back = pl.col("_back1").fill_null(False), pl.col("_back2").fill_null(False)
    ours = _is_ours(frame)
    small = _small(policy) & ours
    gone = pl.col("_known").fill_null(False) & ~_is_published() | small | (is_rolling & (back[0] | back[1]))
    never = ~_is_told(lay) & ours
    return lay.with_columns(
        _gone=gone | never,
        _before_gone=back[0] & ~_is_published(),
        _ours=ours,
    )


def _is_told(frame: pl.DataFrame) -> pl.Expr:
    """Whether the group is told of at places of the kind: see `evidence.disclosure.told`."""
    pairs = frame.select("place_kind", "group").unique().drop_nulls().rows()
    fine = [f"{kind} {group}" for kind, group in pairs if not told.is_told(kind, group)]
    return ~pl.concat_str("place_kind", "group", separator=" ").is_in(fine).fill_null(False)


def _is_published() -> pl.Expr:
    """A figure as the Department publishes it: known to everybody, whatever we hide."""
    return pl.col("origin").is_in(["published", "compilation", "reconstruction", "scraped"]).fill_null(False)


def _is_ours(frame: pl.DataFrame) -> pl.Expr:
    return ~_is_published() & ~pl.col("place_kind").is_in(["england", "region", "neighbours"]).fill_null(
        False
    )


def _completed(frame: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """With a row for each hidden group that the frame has at another place only."""
    keys = [*_CELL, "indicator"]
    about = [name for name in ("place_name", "among") if name in frame.columns]
    places = frame.select("place_kind", "place", "period", "indicator", *about).unique(
        ["place_kind", "place", "period", "indicator"], maintain_order=True
    )
    wanted = known.filter(pl.col("group").is_in(frame["group"].unique().to_list())).select(keys)
    absent = wanted.join(frame, on=keys, how="anti").join(
        places, on=["place_kind", "place", "period", "indicator"], how="inner"
    )
    return pl.concat([frame, absent.sort(keys)], how="diagonal_relaxed") if absent.height else frame


def _emptied(frame: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """Hidden cells without their numbers, and no difference, gap or rank by which another cell's could be had."""
    by = ["place_kind", "indicator", "group", "period"]
    any_at_place = pl.col("_gone").any().over("place_kind", "place", "indicator", "period")
    rules = {name: pl.col("_gone") for name in GIVING_AWAY}
    rules |= {name: rules[name] | pl.col("_before_gone") for name in ("before", "change")}
    rules |= {name: rules[name] | any_at_place for name in ("gap_within", "gap_to_all")}
    ranks = pl.col("_gone").any().over(by)
    rules |= {
        name: rules.get(name, pl.col("_gone")) | ranks
        for name in ("rank", "of", "rank_low", "rank_high", "quartile")
    }
    rules["denominator"] = pl.col("_gone")
    if policy.base > 1:
        rules["one_pupil"] = rules["one_pupil"] | pl.col("_ours")
    emptied = [
        pl.when(gone).then(None).otherwise(pl.col(name)).alias(name)
        for name, gone in rules.items()
        if name in frame.columns
    ]
    return frame.with_columns(*emptied, hidden=pl.when("_gone").then(pl.lit(HIDDEN)))


def _rounded(frame: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """Our own percentages in whole points, and counts as far as the policy rounds them, after hiding."""
    codes = frame["indicator"].drop_nulls().unique().to_list()
    percent = [code for code in codes if code in CATALOGUE.by_code and CATALOGUE.by_code[code].unit == "%"]
    at = pl.col("_ours") & pl.col("indicator").is_in(percent)
    points = [
        pl.when(at)
        .then(pl.col(name).round(policy.decimals, mode="half_away_from_zero"))
        .otherwise(name)
        .alias(name)
        for name in ("value", "before", "change", "gap_within", "gap_to_all", "lower", "upper")
        if name in frame.columns
    ]
    counts = [
        pl.when(pl.col("_ours"))
        .then((pl.col(name) / policy.base).round() * policy.base)
        .otherwise(name)
        .alias(name)
        for name in ("numerator", "denominator")
        if name in frame.columns and policy.base > 1
    ]
    return frame.with_columns(*points, *counts)


def _small(policy: Policy) -> pl.Expr:
    """Too few in all, too few who reached it, too few who did not: whatever else is decided, such a row is hidden.

    The result of all pupils of a school is shown as the Department shows it. A count alone is hidden when it is small.
    """
    missed = pl.col("denominator") - pl.col("numerator")
    is_guarded = (pl.col("group") != ALL) | (pl.col("place_kind") != "school")
    counts = [code for code, one in CATALOGUE.by_code.items() if one.unit == "pupils"]
    is_count = pl.col("indicator").is_in(counts) & pl.col("denominator").is_null()
    return (
        (pl.col("denominator") < policy.minimum_cohort)
        | (is_guarded & (pl.col("numerator") < policy.minimum_reached))
        | (is_guarded & (missed < policy.minimum_missed))
        | (is_count & (pl.col("value") > 0) & (pl.col("value") < policy.minimum_cohort))
    ).fill_null(False)
