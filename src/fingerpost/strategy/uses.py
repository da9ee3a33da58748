"""Figure by figure: every fact that a cell read, what it was held against, and the file and row it came from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from fingerpost.strategy import conditions as c
from fingerpost.strategy.atom_columns import PLAIN, Part, Setting, read_lags
from fingerpost.strategy.columns import relevant
from fingerpost.strategy.deciding import Decider
from fingerpost.strategy.edition import Scheme
from fingerpost.strategy.flags import UNKNOWN, Flag
from fingerpost.strategy.wide import Figure

USES = {
    "urn": pl.Int64,
    "scheme": pl.String,
    "strand": pl.String,
    "level": pl.String,
    "indicator": pl.String,
    "group": pl.String,
    "period": pl.String,
    "value": pl.Float64,
    "text": pl.String,
    "status": pl.String,
    "denominator": pl.Float64,
    "pupils": pl.Float64,
    "figure": pl.Float64,
    "measured": pl.String,
    "asked": pl.String,
    "comparator": pl.String,
    "comparator_value": pl.Float64,
    "known_on": pl.Date,
    "snapshot": pl.String,
    "file": pl.String,
    "row": pl.UInt32,
    "column": pl.String,
    "inherited_from": pl.Int64,
    "result": pl.Boolean,
    "left_out": pl.Boolean,
}


def no_uses() -> pl.DataFrame:
    """No row."""
    return pl.DataFrame(schema=USES)


@dataclass(frozen=True)
class Use:
    """One figure read in one place: a cell, a floor, or a strand that an inspector's grade decides."""

    where: str
    level: str | None
    figure: Figure
    atom: c.Atom | None = None
    setting: Setting = PLAIN


def uses_of(scheme: Scheme) -> Iterator[Use]:
    """Every figure a scheme reads, in the order of its strands and floors."""
    for strand in scheme.strands:
        for cell in strand.cells:
            yield from _of_condition(strand.id, cell.level, cell.when, Setting(strand.cohort))
        yield from (Use(strand.id, None, Figure(grade.measure)) for grade in strand.inspections)
    for floor in scheme.floors:
        yield from _of_condition(floor.id, floor.level, floor.when, PLAIN)


def _of_condition(where: str, level: str, condition: c.Condition | None, setting: Setting) -> Iterator[Use]:
    for atom in c.atoms(condition) if condition is not None else ():
        for measure in c.measures(atom):
            for lag in _shown(atom):
                yield Use(where, level, Figure(measure, lag), atom, setting)


def _shown(atom: c.Atom) -> tuple[int, ...]:
    """The years shown: the one asked about, and with a change the year it is measured from."""
    return (atom.lag,) if isinstance(atom, c.Compare | c.Significant) else read_lags(atom)


def uses(frame: pl.DataFrame, scheme: Scheme, decider: Decider, facts: pl.DataFrame) -> pl.DataFrame:
    """One row a school, cell and figure read. A figure that nothing was loaded for has no row."""
    asked = [use for use in uses_of(scheme) if _is_asked(use, decider)]
    columns = [_columns(scheme, use, decider) for use in asked]
    whole = decider.compiler.kept.onto(frame)
    rows = [
        whole.filter(pl.col(use.figure.column("fact")).is_not_null()).select(selected)
        for use, selected in zip(asked, columns, strict=True)
    ]
    kept = pl.concat(rows) if rows else pl.DataFrame()
    if kept.is_empty():
        return no_uses()
    indexed = facts.with_row_index("fact").drop("urn", "indicator", "group")
    joined = kept.join(indexed, on="fact", how="left", maintain_order="left")
    return joined.select(pl.col(name).cast(kind) for name, kind in USES.items())


def _is_asked(use: Use, decider: Decider) -> bool:
    """A measure that no year in reach has is not asked of anybody."""
    part = _part(use, decider)
    return use.atom is None or (part is not None and part.truth is not UNKNOWN)


def _part(use: Use, decider: Decider) -> Part | None:
    return decider.compiler.parts.get((use.atom, relevant(use.atom, use.setting))) if use.atom else None


def _columns(scheme: Scheme, use: Use, decider: Decider) -> list[pl.Expr]:
    part = _part(use, decider)
    left, right = _sides(use, decider)
    return [
        pl.col("urn"),
        pl.lit(scheme.id).alias("scheme"),
        pl.lit(use.where).alias("strand"),
        pl.lit(use.level, dtype=pl.String).alias("level"),
        pl.lit(use.figure.measure.indicator).alias("indicator"),
        pl.lit(use.figure.measure.group).alias("group"),
        decider.compiler.reading(use.setting).pupils(use.figure).alias("pupils"),
        left.alias("figure"),
        pl.lit(_measured(use), dtype=pl.String).alias("measured"),
        pl.lit(asked_in_words(use.atom) if use.atom else "the inspectors' grade").alias("asked"),
        pl.lit(_against(use), dtype=pl.String).alias("comparator"),
        right.alias("comparator_value"),
        (part.truth if part else UNKNOWN).alias("result"),
        _as_expression(part.out if part else False).alias("left_out"),
        pl.col(use.figure.column("fact")).alias("fact"),
    ]


def _as_expression(flag: Flag) -> pl.Expr:
    return pl.lit(flag) if isinstance(flag, bool) else flag


def _sides(use: Use, decider: Decider) -> tuple[pl.Expr, pl.Expr]:
    if isinstance(use.atom, c.Compare | c.Significant | c.Change | c.Gap):
        left, right = decider.compiler.reading(use.setting).sides(use.atom)
        return left.cast(pl.Float64), right.cast(pl.Float64)
    return pl.col(use.figure.column("value")), pl.lit(None, dtype=pl.Float64)


def _measured(use: Use) -> str | None:
    """What `figure` is beside the year's own value: a year (perhaps with two before it), a change, or a gap."""
    if isinstance(use.atom, c.Compare | c.Significant):
        return "year"
    if isinstance(use.atom, c.Change):
        return "change"
    return "gap" if isinstance(use.atom, c.Gap) else None


def _against(use: Use) -> str | None:
    right = getattr(use.atom, "right", None)
    return None if right is None or isinstance(right, c.Number) else c.in_words(right)


def asked_in_words(atom: c.Atom) -> str:
    """What an atom asks of its figure: "below England's median"."""
    if isinstance(atom, c.Compare):
        return f"{c.OP_WORDS[atom.op]} {c.in_words(atom.right)}"
    if isinstance(atom, c.Significant):
        return f"significantly {atom.side} {c.in_words(atom.right)}"
    if isinstance(atom, c.Words):
        return f"one of {', '.join(atom.words)}"
    if isinstance(atom, c.Change):
        return (
            f"change over {atom.over} year{'s' * (atom.over > 1)} {c.OP_WORDS[atom.op]} {_moved(atom.right)}"
        )
    if isinstance(atom, c.Gap):
        what = f"change over {atom.over} year{'s' * (atom.over > 1)} of the gap" if atom.over else "gap"
        return f"{what} {c.OP_WORDS[atom.op]} {_moved(atom.right)}"
    if isinstance(atom, c.Replaced):
        return "of a school that a sponsored academy replaced"
    times = {"days": f"the last {atom.count} days", "school_years": f"the last {atom.count + 1} school years"}
    return f"within {times.get(atom.within, 'the last academic year')}"


def _moved(right: c.Number | c.Comparator) -> str:
    return c.in_words(right) if isinstance(right, c.Number) else f"that of {c.in_words(right)}"
