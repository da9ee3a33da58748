"""Which judgements begin anew with a new head: those of the head's own work, such as capacity and self-evaluation.

A judgement of such a strand that was made before the head of today began is about the one before, and counts no more.
It is read from `new_head:` in strategy.yaml.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import polars as pl

from fingerpost.strategy.keys import Keys, as_list
from fingerpost.strategy.problems import Found

if TYPE_CHECKING:
    from fingerpost.strategy.edition import Edition

_KEYS = ("strands", "page", "ours")


@dataclass(frozen=True)
class NewHead:
    """The strands whose judgements begin anew, with the page that says so or why it is ours."""

    strands: tuple[str, ...] = ()
    page: str = ""
    ours: str = ""


def read(keys: Keys) -> NewHead:
    """`new_head:` of strategy.yaml; each fault is noted where it stands."""
    part = keys.child("new_head", "The part about a new head")
    if part is None:
        return NewHead()
    part.only(_KEYS)
    made = NewHead(
        tuple(str(strand) for strand in as_list(part.node.get("strands"))),
        part.text("page", required=False),
        part.text("ours", required=False),
    )
    if not made.strands:
        part.found.add(part.node, "The part about a new head names no strand.", "List them under `strands:`.")
    if not made.page and not made.ours:
        part.found.add(
            part.node, "The part about a new head says neither its page nor why it is ours.", "Write `ours:`."
        )
    return made


def check(edition: Edition, found: Found) -> None:
    """Refuse a strand that no scheme has for an adviser to judge."""
    judged = {strand.id for scheme in edition.schemes for strand in scheme.strands if strand.judged}
    for strand in edition.new_head.strands:
        if strand not in judged:
            problem = f"The part about a new head names {strand}, which no adviser judges."
            found.at("strategy.yaml", 1, problem, "Name strands with `judged: true`.")


def of_this_head(judgements: pl.DataFrame, schools: pl.DataFrame, new_head: NewHead) -> pl.DataFrame:
    """The judgements without those of such strands that are about the head before. Where nobody knows since when the
    head has been there, they stand.
    """
    if not new_head.strands or judgements.is_empty():
        return judgements
    since = schools.select("urn", "head_since")
    is_before = pl.col("made_on") < pl.col("head_since")
    restarts = pl.col("strand").is_in(new_head.strands)
    kept = judgements.join(since, on="urn", how="left", maintain_order="left")
    return kept.filter(~(restarts & is_before.fill_null(False))).drop("head_since")
