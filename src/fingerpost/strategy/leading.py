"""Leading indicators: figures that move before a level does. `leading:` in strategy.yaml.

A move counts when it is as large as the edition says, and the pupils behind it are enough that one of them is not the
whole of it. A figure that did not come, or that a break parts from the one before, has no move: missing is not steady.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from fingerpost.evidence.indicators import CATALOGUE
from fingerpost.strategy.keys import Keys, as_list
from fingerpost.strategy.lined import Mapping

RISES, FALLS, HOLDS = "better", "worse", "as it was"
_KEYS = ("indicator", "by", "fewest", "phases", "page", "ours")
_HOW = "Write indicator, by, and page or ours."
#: What `figures` gives and `moves` takes.
FIGURES = {
    "urn": pl.Int64,
    "phase": pl.String,
    "indicator": pl.String,
    "year": pl.Int32,
    "period": pl.String,
    "value": pl.Float64,
    "denominator": pl.Float64,
}
MOVES = {
    "urn": pl.Int64,
    "indicator": pl.String,
    "before": pl.Float64,
    "after": pl.Float64,
    "period_before": pl.String,
    "period_after": pl.String,
    "pupils": pl.Float64,
    "way": pl.String,
}


@dataclass(frozen=True)
class Leading:
    """An indicator that leads: how large a move counts, of how many pupils at least, in schools of which phases."""

    indicator: str
    by: float
    fewest: int = 0
    phases: tuple[str, ...] = ()
    page: str = ""
    ours: str = ""


def figures(facts: pl.DataFrame, schools: pl.DataFrame, leading: Sequence[Leading]) -> pl.DataFrame:
    """Each school's latest figure of each leading indicator, of all pupils; one that has no value is not known."""
    named = [line.indicator for line in leading]
    mine = facts.filter(pl.col("indicator").is_in(named) & (pl.col("group") == "all"))
    latest = mine.sort("year", descending=True).unique(
        ["urn", "indicator"], keep="first", maintain_order=True
    )
    known = latest.filter(pl.col("value").is_not_null())
    # Where a file does not say how many pupils a figure is of, they are at most those on roll.
    placed = known.join(schools.select("urn", "phase", "roll"), on="urn").with_columns(
        denominator=pl.coalesce("denominator", pl.col("roll").cast(pl.Float64))
    )
    return placed.select(pl.col(name).cast(kind) for name, kind in FIGURES.items())


def moves(before: pl.DataFrame, now: pl.DataFrame, leading: Sequence[Leading]) -> pl.DataFrame:
    """What became of each school's leading figures from one day's to another's, those known on both alone."""
    both = now.join(before.drop("phase"), on=["urn", "indicator"], suffix="_before")
    parts = [_moved(both, line) for line in leading]
    return pl.concat([pl.DataFrame(schema=MOVES), *parts]).sort("urn", "indicator")


def _moved(both: pl.DataFrame, line: Leading) -> pl.DataFrame:
    indicator = CATALOGUE.by_code[line.indicator]
    mine = both.filter(pl.col("indicator") == line.indicator)
    if line.phases:
        mine = mine.filter(pl.col("phase").is_in(line.phases))
    pupils = pl.min_horizontal("denominator", "denominator_before")
    enough = (pupils >= line.fewest).fill_null(True) if line.fewest else pl.lit(True)
    early, late = pl.min_horizontal("year", "year_before"), pl.max_horizontal("year", "year_before")
    broken = [(early < b.year) & (late >= b.year) for b in indicator.breaks]
    gain = (pl.col("value") - pl.col("value_before")) * (-1 if indicator.better == "low" else 1)
    way = (
        pl.when(gain >= line.by - 1e-9).then(pl.lit(RISES)).when(gain <= -line.by + 1e-9).then(pl.lit(FALLS))
    )
    # The same year read on two days is no move.
    kept = mine.filter(enough & (early != late) & ~pl.any_horizontal(pl.lit(False), *broken))
    return kept.select(
        "urn", "indicator", pl.col("value_before").alias("before"), pl.col("value").alias("after"),
        pl.col("period_before"), pl.col("period").alias("period_after"), pupils.alias("pupils"),
        way.otherwise(pl.lit(HOLDS)).alias("way"),
    ).cast(MOVES)  # type: ignore[arg-type]  # fmt: skip


def in_words(move: dict[str, Any]) -> str:
    """A move as a reader would say it."""
    indicator = CATALOGUE.by_code[move["indicator"]]
    unit = "%" if indicator.unit == "%" else ""
    was, now = (f"{move[name]:.{indicator.decimals}f}{unit}" for name in ("before", "after"))
    words = {RISES: "is better", FALLS: "is worse", HOLDS: "is much as it was"}[move["way"]]
    years = f" ({move['period_before'][:4]} to {move['period_after'][:4]})" if move["period_before"] else ""
    return f"{indicator.name} {words}: {was}, then {now}{years}"


def read(keys: Keys) -> tuple[Leading, ...]:
    """The leading indicators of an edition; each fault is noted where it stands."""
    made = [_leading(keys, node) for node in as_list(keys.node.get("leading"))]
    return tuple(line for line in made if line is not None)


def _leading(keys: Keys, node: Any) -> Leading | None:
    if not isinstance(node, Mapping):
        keys.found.add(keys.node, "A leading indicator is not a mapping.", _HOW, "leading")
        return None
    line = Keys(node, keys.found, "A leading indicator")
    line.only(_KEYS)
    indicator = CATALOGUE.by_code.get(line.text("indicator"))
    if indicator is None or indicator.better == "neither" or indicator.unit == "grade":
        keys.found.add(
            node,
            "A leading indicator needs a figure of which one way is better.",
            "See: fingerpost indicators.",
        )
        return None
    by = line.number("by", 0)
    if by <= 0:
        keys.found.add(node, "A leading indicator does not say how large a move counts.", "Write `by:`.")
    page, ours = line.text("page", required=False), line.text("ours", required=False)
    if not page and not ours:
        keys.found.add(
            node, "A leading indicator says neither its page nor why it is ours.", "Write `page:` or `ours:`."
        )
    phases = tuple(as_list(node.get("phases")))
    return Leading(indicator.code, by, line.count("fewest", 0) or 0, phases, page, ours)
