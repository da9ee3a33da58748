"""Strand by strand, and figure by figure: what a school's page, a letter and an auditor read."""

from __future__ import annotations

import polars as pl

from fingerpost.strategy import conditions as c
from fingerpost.strategy.columns import Setting, _relevant
from fingerpost.strategy.deciding import Decider
from fingerpost.strategy.edition import Edition, Scheme, Strand
from fingerpost.strategy.missing import missing
from fingerpost.strategy.wide import Figure

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


def no_strands() -> pl.DataFrame:
    """No row."""
    return pl.DataFrame(schema=STRANDS)


def no_uses() -> pl.DataFrame:
    """No row."""
    return pl.DataFrame(schema=USES)


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
        pl.when(~pl.col(f"{strand.id} applies"))
        .then(pl.lit("not_applicable"))
        .when(level.is_not_null())
        .then(pl.lit("decided"))
        .when((best == 0) & ((worst == top) | worst.is_null()))
        .then(pl.lit("unknown"))
        .otherwise(pl.lit("open"))
    )


def uses(frame: pl.DataFrame, scheme: Scheme, decider: Decider, facts: pl.DataFrame) -> pl.DataFrame:
    """One row a school, cell and figure read, with the comparator beside it and the place it came from."""
    rows = [_use(frame, scheme, where, level, atom, setting, measure, decider) for where, level, atom, setting, measure in _reads(scheme)]
    kept = pl.concat(rows) if rows else pl.DataFrame(schema={"fact": pl.UInt32})
    if kept.is_empty():
        return no_uses()
    indexed = facts.with_row_index("fact").drop("urn", "indicator", "group")
    return kept.join(indexed, on="fact", how="left", maintain_order="left").select(
        pl.col(name).cast(kind) for name, kind in USES.items()
    )


def _reads(scheme: Scheme) -> list[tuple[str, str, c.Atom, Setting, c.Measure]]:
    asked = [
        (strand.id, cell.level, atom, Setting(strand.cohort), measure)
        for strand in scheme.strands
        for cell in strand.cells
        if cell.when is not None
        for atom in c.atoms(cell.when)
        for measure in c.measures(atom)
    ]
    floors = [
        (floor.id, floor.level, atom, Setting(), measure)
        for floor in scheme.floors
        if floor.when is not None
        for atom in c.atoms(floor.when)
        for measure in c.measures(atom)
    ]
    grades = [
        (strand.id, "", c.Compare(strand.inspection.measure, "at_least", c.Number(0)), Setting(), strand.inspection.measure)
        for strand in scheme.strands
        if strand.inspection
    ]
    return [*asked, *floors, *grades]


def _use(
    frame: pl.DataFrame,
    scheme: Scheme,
    where: str,
    level: str,
    atom: c.Atom,
    setting: Setting,
    measure: c.Measure,
    decider: Decider,
) -> pl.DataFrame:
    figure = Figure(measure, getattr(atom, "lag", 0))
    name = decider.compiler.columns.get((atom, _relevant(atom, setting)))
    beside = next(((x, g) for m, x, g in c.comparators(atom) if m == measure), None)
    right = getattr(atom, "right", None)
    value = pl.lit(right.value if isinstance(right, c.Number) and name else None, dtype=pl.Float64)
    if beside:
        value = pl.col(figure.beside(beside[0].name, beside[1])) + beside[0].plus
    nothing = pl.lit(None, dtype=pl.Boolean)
    return frame.filter(pl.col(figure.column("fact")).is_not_null()).select(
        "urn",
        pl.lit(scheme.id).alias("scheme"),
        pl.lit(where).alias("strand"),
        pl.lit(level or None, dtype=pl.String).alias("level"),
        pl.lit(measure.indicator).alias("indicator"),
        pl.lit(measure.group).alias("group"),
        pl.lit(asked_in_words(atom) if name else "the inspectors' grade").alias("asked"),
        pl.lit(c.in_words(right) if right is not None and name else None, dtype=pl.String).alias("comparator"),
        value.alias("comparator_value"),
        (pl.col(f"{name}?") if name else nothing).alias("result"),
        (pl.col(f"{name} out") if name else pl.lit(False)).alias("left_out"),
        pl.col(figure.column("fact")).alias("fact"),
    )


def asked_in_words(atom: c.Atom) -> str:
    """What an atom asks of its figure: "below England's median"."""
    if isinstance(atom, c.Compare):
        return f"{c.OP_WORDS[atom.op]} {c.in_words(atom.right)}"
    if isinstance(atom, c.Significant):
        return f"significantly {atom.side} {c.in_words(atom.right)}"
    if isinstance(atom, c.Words):
        return f"one of {', '.join(atom.words)}"
    if isinstance(atom, c.Change):
        return f"change over {atom.over} year{'s' * (atom.over > 1)} {c.OP_WORDS[atom.op]} {_moved(atom.right)}"
    if isinstance(atom, c.Gap):
        what = f"change over {atom.over} year{'s' * (atom.over > 1)} of the gap" if atom.over else "gap"
        return f"{what} {c.OP_WORDS[atom.op]} {_moved(atom.right)}"
    if isinstance(atom, c.Replaced):
        return "of a school that a sponsored academy replaced"
    times = {"days": f"the last {atom.count} days", "school_years": f"the last {atom.count + 1} school years"}
    return f"within {times.get(atom.within, 'the last academic year')}"


def _moved(right: c.Number | c.Comparator) -> str:
    return c.in_words(right) if isinstance(right, c.Number) else f"that of {c.in_words(right)}"
