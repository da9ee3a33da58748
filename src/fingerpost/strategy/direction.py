"""Direction of travel as computed from evidence: the level on two days, then the strands, then what leads them.

A level that moved says it. Where the level is the same, or is not known on one of the days, each strand and each
leading indicator that moved has a voice: two more of them one way than the other are a direction, and a pull both ways
by strands and by indicators is none. With too little known on both days the answer is that it is not known.

To look back from the later day to the earlier turns improving into declining and nothing else. What people confirm is
another field, and is never mixed with this one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from fingerpost.strategy import conditions as c
from fingerpost.strategy import leading
from fingerpost.strategy.edition import Edition, Scheme
from fingerpost.strategy.rating import Ratings

IMPROVING, STEADY, DECLINING, NOT_KNOWN = "improving", "steady", "declining", "not known"
OPPOSITE = {IMPROVING: DECLINING, DECLINING: IMPROVING, STEADY: STEADY, NOT_KNOWN: NOT_KNOWN}
#: Ours: how many strands and leading indicators more must have moved one way than the other.
VOICES = 2
#: Ours: of fewer strands known on both days nothing is said, where no level is.
FEWEST_STRANDS = 3
TRAVEL = {"urn": pl.Int64, "scheme": pl.String, "direction": pl.String, "because": pl.List(pl.String)}
_SCHOOL = ("urn", "scheme", "level", "indicative")
_STRAND = ("urn", "scheme", "strand", "name", "level", "state")
_KEY = ["urn", "scheme"]


@dataclass(frozen=True, eq=False)
class Seen:
    """What was known of schools on a day: levels, strands and leading figures (see `leading.figures`).

    `schools` needs urn, scheme, level and indicative; `strands` urn, scheme, strand, name, level and state.
    """

    schools: pl.DataFrame
    strands: pl.DataFrame
    figures: pl.DataFrame

    @classmethod
    def of(cls, ratings: Ratings, figures: pl.DataFrame | None = None) -> Seen:
        """What a rating with its strands saw."""
        told = pl.DataFrame(schema=leading.FIGURES) if figures is None else figures
        return cls(ratings.schools.select(_SCHOOL), ratings.strands.select(_STRAND), told)


def travel(before: Seen, now: Seen, edition: Edition) -> pl.DataFrame:
    """For every school and scheme of `now`: improving, steady, declining or not known, and the reasons in words."""
    rank = {level.id: number for number, level in enumerate(edition.levels)}
    names = {level.id: level.name.lower() for level in edition.levels}
    strands = _both_days(before.strands, now.strands, rank, names)
    moved = leading.moves(before.figures, now.figures, edition.leading)
    lay = (
        _levels(before.schools, now.schools, rank, names)
        .join(_of_strands(strands), on=_KEY, how="left")
        .join(_of_leading(moved, strands, edition), on=_KEY, how="left")
    )
    lay = lay.with_columns(pl.col(n).fill_null(0) for n in ("both", "up", "down", "rises", "falls"))
    reasons = [pl.col(n) for n in ("level_said", "ups", "downs", "rises_said", "falls_said")]
    because = pl.concat_list(*(reason.fill_null([]) for reason in reasons))
    found = lay.select("urn", "scheme", _direction().alias("direction"), because.alias("because"))
    return found.cast(TRAVEL)  # type: ignore[arg-type]


def _direction() -> pl.Expr:
    """A level that moved decides; else two voices, unless strands and indicators pull apart."""
    moved = pl.col("moved")
    strands, indicators = pl.col("up") - pl.col("down"), pl.col("rises") - pl.col("falls")
    net = strands + indicators
    apart = (strands * indicators) < 0
    silent = moved.is_null() & (pl.col("both") < FEWEST_STRANDS)
    return (
        pl.when(moved > 0).then(pl.lit(IMPROVING))
        .when(moved < 0).then(pl.lit(DECLINING))
        .when(silent).then(pl.lit(NOT_KNOWN))
        .when(apart | (net.abs() < VOICES)).then(pl.lit(STEADY))
        .when(net > 0).then(pl.lit(IMPROVING))
        .otherwise(pl.lit(DECLINING))
    )  # fmt: skip


def _levels(before: pl.DataFrame, now: pl.DataFrame, rank: dict[str, int], names: dict) -> pl.DataFrame:
    """How many levels up; null where either is not known. Where there is no level the indicative stands in."""

    def standing(suffix: str) -> pl.Expr:
        read = [
            pl.col(f"{name}{suffix}").replace_strict(rank, default=None, return_dtype=pl.Int8)
            for name in ("level", "indicative")
        ]
        return pl.coalesce(read)

    both = now.select(_SCHOOL).join(
        before.select(_SCHOOL), on=_KEY, how="left", suffix="_before", nulls_equal=True
    )
    words = dict(enumerate(names.values()))
    numbered = both.with_columns(then=standing("_before"), here=standing(""))
    was, is_now = (
        pl.col(name).replace_strict(words, default=None, return_dtype=pl.String) for name in ("then", "here")
    )
    said = pl.concat_list(pl.format("The level went from {} to {}.", was, is_now))
    moved = pl.col("then").cast(pl.Int32) - pl.col("here").cast(pl.Int32)
    return numbered.select(*_KEY, moved=moved, level_said=pl.when(moved != 0).then(said))


def _both_days(before: pl.DataFrame, now: pl.DataFrame, rank: dict[str, int], names: dict) -> pl.DataFrame:
    """The strands decided on both days, with how many levels each gained."""
    decided = pl.col("state") == "decided"
    then = before.filter(decided).select(*_KEY, "strand", pl.col("level").alias("was"))
    both = now.filter(decided).join(then, on=[*_KEY, "strand"], maintain_order="left")
    was, is_now = (
        pl.col(n).replace_strict(rank, default=None, return_dtype=pl.Int32) for n in ("was", "level")
    )
    words = [pl.col(n).replace_strict(names, default=None, return_dtype=pl.String) for n in ("was", "level")]
    return both.with_columns(gain=was - is_now, said=pl.format("{} went from {} to {}.", "name", *words))


def _of_strands(both: pl.DataFrame) -> pl.DataFrame:
    """How many strands were decided on both days, went up and went down, and which."""
    up, down = pl.col("gain") > 0, pl.col("gain") < 0
    return both.group_by(_KEY).agg(
        both=pl.len().cast(pl.Int32),
        up=up.sum().cast(pl.Int32), down=down.sum().cast(pl.Int32),
        ups=pl.col("said").filter(up), downs=pl.col("said").filter(down),
    )  # fmt: skip


def _of_leading(moved: pl.DataFrame, strands: pl.DataFrame, edition: Edition) -> pl.DataFrame:
    """How many leading indicators are better and worse, and which.

    What a strand that moved has said already is not heard again. A scheme beside the main one is not led by them.
    """
    words = [f"{leading.in_words(move)}." for move in moved.iter_rows(named=True)]
    told = moved.with_columns(said=pl.Series("said", words, dtype=pl.String))
    schemes = [scheme for scheme in edition.schemes if not scheme.beside]
    lay = told.join(
        pl.DataFrame({"scheme": [s.id for s in schemes]}, schema={"scheme": pl.String}), how="cross"
    )
    said = strands.filter(pl.col("gain") != 0).join(_reads(schemes), on=["scheme", "strand"])
    heard = lay.join(said, on=[*_KEY, "indicator"], how="anti")
    rises, falls = pl.col("way") == leading.RISES, pl.col("way") == leading.FALLS
    return heard.group_by(_KEY).agg(
        rises=rises.sum().cast(pl.Int32), falls=falls.sum().cast(pl.Int32),
        rises_said=pl.col("said").filter(rises), falls_said=pl.col("said").filter(falls),
    )  # fmt: skip


def _reads(schemes: Sequence[Scheme]) -> pl.DataFrame:
    """Which strands read which indicator."""
    pairs = {
        (scheme.id, strand.id, measure.indicator)
        for scheme in schemes
        for strand in scheme.strands
        for condition in strand.conditions()
        for atom in c.atoms(condition)
        for measure in c.measures(atom)
    }
    schema = {"scheme": pl.String, "strand": pl.String, "indicator": pl.String}
    return pl.DataFrame(sorted(pairs), schema=schema, orient="row")


def in_short(because: Iterable[str]) -> str:
    """The first reasons, for a cell of a table."""
    told = list(because)
    return " ".join(told[:3]) + (f" And {len(told) - 3} more." if len(told) > 3 else "")
