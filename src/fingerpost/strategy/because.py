"""The sentences that say why a school stands where it stands, the floor first."""

from __future__ import annotations

import polars as pl

from fingerpost.strategy.edition import Edition, Floor, Scheme

NOTHING = pl.lit(None, dtype=pl.String)


def because(scheme: Scheme, edition: Edition) -> pl.Expr:
    """A list of sentences for each school."""
    lines = [*_floor_lines(scheme, edition), _enough_line(scheme, edition), _families_line(scheme, edition)]
    return pl.concat_list(lines).list.drop_nulls()


def _floor_lines(scheme: Scheme, edition: Edition) -> list[pl.Expr]:
    """The floor that binds stands first; the others that hold follow it."""
    worst_first = sorted(scheme.floors, key=lambda f: -edition.level_ids.index(f.level))
    binds: pl.Expr = NOTHING
    for floor in scheme.floors:
        binds = (
            pl.when(pl.col("floor") == floor.id).then(pl.lit(floor_sentence(floor, edition))).otherwise(binds)
        )
    others = [
        pl.when(pl.col(f"floor {f.id}") & (pl.col("floor") != f.id)).then(pl.lit(floor_sentence(f, edition)))
        for f in worst_first
    ]
    return [binds, *others]


def floor_sentence(floor: Floor, edition: Edition) -> str:
    """What a floor says of a school on which it holds."""
    names = {level.id: level.name.lower() for level in edition.levels}
    worst = floor.level == edition.level_ids[-1]
    return f"{floor.name}: {names[floor.level]}{'' if worst else ' at best'}, whatever else is known."


def _enough_line(scheme: Scheme, edition: Edition) -> pl.Expr:
    names = {n: level.name.lower() for n, level in enumerate(edition.levels)}
    level, best, worst = (
        pl.col(name).replace_strict(names, return_dtype=pl.String).fill_null("none")
        for name in ("indicative", "best", "worst")
    )
    certain = pl.col("best").eq_missing(pl.col("worst"))
    span = (
        pl.when(certain)
        .then(pl.lit("nothing that is unknown would change it."))
        .otherwise(pl.format("it could be {} to {}.", best, worst))
    )
    short = pl.format(
        "Not enough evidence: {} of {} strands decided. Indicative level: {}; {}",
        "decided",
        "applicable",
        level,
        span,
    )
    full = pl.format("{} of {} strands decided; {}", "decided", "applicable", span)
    return pl.when(pl.col("enough")).then(full).otherwise(short)


def _families_line(scheme: Scheme, edition: Edition) -> pl.Expr:
    names = {n: level.name.lower() for n, level in enumerate(edition.levels)}
    said = [
        pl.format(
            "{} {}",
            pl.lit(f"{family.name}:"),
            pl.col(f"family {family.id} level")
            .replace_strict(names, return_dtype=pl.String)
            .fill_null("not known"),
        )
        for family in scheme.families
    ]
    return pl.concat_str(pl.concat_str(*said, separator="; "), pl.lit("."))
