"""Figures as an audience is shown them: what must be hidden is emptied, and the rest rounded as its policy says."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import polars as pl

from fingerpost.core.rules import Audience, Permission, audience_of, schools_within
from fingerpost.evidence.disclosure.policy import Policy, policy_for

#: What an audience reads in the place of a hidden number. The true reason would itself say how small it is: officers see that.
HIDDEN = "Hidden: small numbers"
#: Columns that would give a hidden figure away, where a frame has them.
GIVING_AWAY = (
    "value", "numerator", "lower", "upper", "text", "before", "change", "gap_within", "gap_to_national_other",
    "gap_to_national", "significance", "significance_because", "rank", "rank_low", "rank_high", "quartile",
    "one_pupil", "change_because", "row", "gap_to_all", "band",
)  # fmt: skip
OTHER_COMBINATIONS = "other combinations"


def shown_to(user: Any, frame: pl.DataFrame, *, authority: str) -> pl.DataFrame:
    """The frame as this person is shown it: their audience here, and their own schools in full."""
    audience = audience_of(user, authority=authority)
    own = schools_within(user, Permission.FIGURES_SEE, authority=authority) or frozenset()
    return shown(frame, authority=authority, audience=audience, own=own)


def shown(
    frame: pl.DataFrame, *, authority: str, audience: Audience, own: Collection[int] = ()
) -> pl.DataFrame:
    """The same rows with what this audience may not see emptied, and `hidden`: why, or null.

    `own` are the schools whose numbers the reader holds by post: those are shown in full.
    """
    policy = policy_for(audience)
    if not policy.hides:
        return frame.with_columns(hidden=pl.lit(None, dtype=pl.String))
    mine = (pl.col("place_kind") == "school") & pl.col("place").is_in([str(urn) for urn in own])
    small = _small(policy) & ~mine
    emptied = [
        pl.when(small).then(None).otherwise(pl.col(name)).alias(name)
        for name in (*GIVING_AWAY, "denominator")
        if name in frame.columns
    ]
    return frame.with_columns(*emptied, hidden=pl.when(small).then(pl.lit(HIDDEN)))


def _small(policy: Policy) -> pl.Expr:
    """Too few in all, too few who reached it, too few who did not."""
    missed = pl.col("denominator") - pl.col("numerator")
    return (
        (pl.col("denominator") < policy.minimum_cohort)
        | (pl.col("numerator") < policy.minimum_reached)
        | (missed < policy.minimum_missed)
    ).fill_null(False)


def shown_counts(
    frame: pl.DataFrame, *, authority: str, audience: Audience, own: Collection[int] = (),
    name: str = "combination", count: str = "pupils",
) -> pl.DataFrame:  # fmt: skip
    """Exclusive combinations that add up to a cohort, one row each: small ones go together into "other combinations".

    Without hiding anything for officers and for a school's own head. A cohort too small to part is one row, its count empty.
    """
    policy = policy_for(audience)
    if not policy.hides or frame.is_empty():
        return frame
    by = [column for column in ("place_kind", "place", "indicator", "period") if column in frame.columns]
    parts = frame.partition_by(by, maintain_order=True) if by else [frame]
    return pl.concat([_merged(part, policy, name, count) for part in parts], how="diagonal_relaxed")


def _merged(part: pl.DataFrame, policy: Policy, name: str, count: str) -> pl.DataFrame:
    """The small ones of one cohort together; when they are still few, the next smallest joins them."""
    ordered = part.sort(count, name)
    counts = ordered[count].to_list()
    joined = sum(1 for value in counts if value < policy.minimum_cohort)
    while 0 < joined < len(counts) and (joined < 2 or sum(counts[:joined]) < policy.minimum_cohort):
        joined += 1
    if not joined:
        return part
    rest = ordered.head(joined)
    total = sum(counts[:joined])
    said = {
        column: rest[column][0] if rest[column].n_unique() == 1 else None
        for column in part.columns
        if column not in (name, count)
    }
    said |= {name: OTHER_COMBINATIONS, count: total if total >= policy.minimum_cohort else None}
    merged = pl.DataFrame([said], schema=part.schema)
    return pl.concat([part.join(rest.select(name), on=name, how="anti", maintain_order="left"), merged])
