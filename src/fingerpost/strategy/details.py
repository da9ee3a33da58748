"""Strand by strand: what a school's page, a letter and an auditor read."""

from __future__ import annotations

import polars as pl

from fingerpost.strategy.deciding import Decider
from fingerpost.strategy.edition import Edition, Scheme, Strand
from fingerpost.strategy.missing import missing

STRANDS = {
    "urn": pl.Int64,
    "scheme": pl.String,
    "strand": pl.String,
    "name": pl.String,
    "family": pl.String,
    "level": pl.String,
    "best": pl.String,
    "worst": pl.String,
    "state": pl.String,
    "by": pl.String,
    "made_on": pl.Date,
    "reason": pl.String,
    "sentence": pl.String,
    "page": pl.String,
    "missing": pl.String,
}


def no_strands() -> pl.DataFrame:
    """No row."""
    return pl.DataFrame(schema=STRANDS)


def strands(frame: pl.DataFrame, scheme: Scheme, edition: Edition, decider: Decider) -> pl.DataFrame:
    """One row a school and strand."""
    rows = [frame.select(_strand_row(frame, scheme, strand, edition, decider)) for strand in scheme.strands]
    return pl.concat([no_strands(), *rows], how="vertical")


def _strand_row(
    frame: pl.DataFrame, scheme: Scheme, strand: Strand, edition: Edition, decider: Decider
) -> list[pl.Expr]:
    applies, by = pl.col(f"{strand.id} applies"), pl.col(f"{strand.id} by")
    words = dict(enumerate(edition.level_ids))
    level, best, worst = (
        pl.when(applies).then(pl.col(f"{strand.id} {name}").replace_strict(words, return_dtype=pl.String))
        for name in ("level", "best", "worst")
    )
    adviser = by == "adviser"
    judged = f"{strand.id} judged by" in frame.columns
    author, made_on, reason = (
        pl.when(adviser).then(pl.col(f"{strand.id} {name}")) if judged else pl.lit(None, dtype=kind)
        for name, kind in (("judged by", pl.String), ("judged on", pl.Date), ("reason", pl.String))
    )
    state = _state(strand, len(edition.levels) - 1)
    values = {
        "urn": pl.col("urn"),
        "scheme": pl.lit(scheme.id),
        "strand": pl.lit(strand.id),
        "name": pl.lit(strand.name),
        "family": pl.lit(strand.family),
        "level": level,
        "best": best,
        "worst": worst,
        "state": state,
        "by": pl.when(applies).then(pl.coalesce(author, by)),
        "made_on": made_on,
        "reason": reason,
        "sentence": _of_cell(strand, level, {cell.level: cell.sentence for cell in strand.cells}),
        "page": _of_cell(strand, level, {cell.level: cell.page for cell in strand.cells}),
        "missing": pl.when(state.is_in(["open", "unknown"])).then(missing(strand, decider)),
    }
    return [value.cast(STRANDS[name]).alias(name) for name, value in values.items()]


def _of_cell(strand: Strand, level: pl.Expr, words: dict[str, str]) -> pl.Expr:
    return level.replace_strict(words, default=None, return_dtype=pl.String)


def _state(strand: Strand, top: int) -> pl.Expr:
    level, best, worst = (pl.col(f"{strand.id} {name}") for name in ("level", "best", "worst"))
    return (
        pl.when(~pl.col(f"{strand.id} applies") | (best.is_null() & strand.counts_for_only))
        .then(pl.lit("not_applicable"))
        .when(level.is_not_null())
        .then(pl.lit("decided"))
        .when((best == 0) & ((worst == top) | worst.is_null()))
        .then(pl.lit("unknown"))
        .otherwise(pl.lit("open"))
    )
