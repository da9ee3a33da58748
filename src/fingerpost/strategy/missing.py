"""What is missing for a strand, and where it is to be had."""

from __future__ import annotations

import polars as pl

from fingerpost.evidence.indicators import CATALOGUE
from fingerpost.strategy import conditions as c
from fingerpost.strategy.deciding import Decider
from fingerpost.strategy.edition import Strand
from fingerpost.strategy.wide import Figure

ADVISER = "An adviser's judgement is missing: record one on the school's page."


def missing(strand: Strand, decider: Decider) -> pl.Expr:
    """One sentence for each school; null when nothing is."""
    measures = _measures(strand, decider)
    if not measures:
        return pl.lit(ADVISER)
    names = [_if_missing(measure) for measure in measures]
    listed = pl.concat_list(names).list.drop_nulls().list.unique(maintain_order=True).list.join("; ")
    where = strand.where or "see the data page for what is loaded"
    said = pl.format("Missing: {}. {}", listed, pl.lit(_sentence(where)))
    other = pl.lit(ADVISER if strand.judged else f"Missing: earlier years or comparators. {_sentence(where)}")
    return pl.when(listed != "").then(said).otherwise(other)


def _sentence(words: str) -> str:
    text = words[:1].upper() + words[1:]
    return text if text.endswith(".") else f"{text}."


def _measures(strand: Strand, decider: Decider) -> list[tuple[c.Measure, int]]:
    """What the strand reads that exists at all on the day."""
    found = {
        (measure, lag): None
        for condition in strand.conditions()
        for atom in c.atoms(condition)
        for measure in c.measures(atom)
        for lag in {0, max(c.lags(atom))}
        if decider.compiler.question.was_published(measure.indicator, atom.limits.max_age_years)
    }
    return list(found)


def _if_missing(read: tuple[c.Measure, int]) -> pl.Expr:
    measure, lag = read
    figure = Figure(measure, lag)
    name = CATALOGUE.by_code[measure.indicator].name
    group = "" if measure.group == "all" else f", {measure.group.replace('_', ' ')}"
    before = f", {lag} year{'s' * (lag > 1)} before the latest" if lag else ""
    status = pl.col(figure.column("status")).fill_null("nothing loaded")
    said = pl.format("{} ({})", pl.lit(f"{name}{group}{before}"), status)
    return pl.when(pl.col(figure.column("value")).is_null()).then(said)
