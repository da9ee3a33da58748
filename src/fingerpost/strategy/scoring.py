"""From decided strands to a school's row: floors, enough evidence, indicative level, range, fragile, and why."""

from __future__ import annotations

from functools import reduce
from operator import add, and_, or_

import polars as pl

from fingerpost.strategy import conditions as c
from fingerpost.strategy import rules
from fingerpost.strategy.atom_columns import is_share
from fingerpost.strategy.because import because
from fingerpost.strategy.deciding import Decider
from fingerpost.strategy.edition import Edition, Family, Scheme, Strand

NOT_ENOUGH = "not_enough_evidence"
NO_SCHEME = "no_scheme"
SCHOOLS: dict[str, pl.DataType | type[pl.DataType]] = {
    "urn": pl.Int64,
    "name": pl.String,
    "scheme": pl.String,
    "level": pl.String,
    "indicative": pl.String,
    "best": pl.String,
    "worst": pl.String,
    "floor": pl.String,
    "fragile": pl.Boolean,
    "fragile_because": pl.List(pl.String),
    "applicable": pl.Int32,
    "decided": pl.Int32,
    "assessed": pl.Float64,
    "because": pl.List(pl.String),
}


def score(frame: pl.DataFrame, scheme: Scheme, levels: list[str]) -> pl.DataFrame:
    """The frame with the school's numbers beside its strands."""
    top = len(levels) - 1
    scored = frame.with_columns(*_floors(scheme, levels), *_counts(scheme))
    for when in ("level", "best", "worst"):
        scored = scored.with_columns(family_columns(scheme, when))
    scored = scored.with_columns(
        school_level(scheme, "best", top).alias("best"),
        school_level(scheme, "worst", top).alias("worst"),
        school_level(scheme, "level", top).alias("computed"),
    )
    scored = scored.with_columns(*_range(), _has_outcomes(scheme).alias("has outcomes"))
    scored = scored.with_columns(
        indicative(pl.col("computed")).alias("indicative"), _enough(scheme).alias("enough")
    )
    return scored.with_columns(_level(top).alias("level"))


def pupil_columns(strands: list[Strand], decider: Decider) -> list[pl.Expr]:
    """Each strand's level by data with one pupil more, and one fewer, doing well."""
    return [
        decider.by_data(strand, pupil)["level"].alias(f"{strand.id} {name}")
        for strand in strands
        for name, pupil in (("more", 1), ("fewer", -1))
    ]


def hangs_on_pupils(strand: Strand) -> bool:
    """Whether any cell reads a share of pupils."""
    atoms = [atom for cell in strand.cells if cell.when is not None for atom in c.atoms(cell.when)]
    return not strand.counts_for_only and any(is_share(atom.measure) for atom in atoms)


def _ladders(scheme: Scheme) -> list[Strand]:
    return [strand for strand in scheme.strands if not strand.counts_for_only]


def strand_levels(scheme: Scheme, when: str) -> dict[str, pl.Expr]:
    """Each strand's level number: decided, at its best or at its worst; null where it leaves the sum."""
    return {strand.id: pl.col(f"{strand.id} {when}") for strand in scheme.strands}


def family_columns(scheme: Scheme, when: str) -> list[pl.Expr]:
    """Each family's level."""
    return [family_column(scheme, family, when) for family in scheme.families]


def family_column(scheme: Scheme, family: Family, when: str) -> pl.Expr:
    """One family's level, of its strands' columns."""
    mine = rules.family_strands(scheme, family.id)
    name = f"family {family.id} {when}"
    if not mine:
        return pl.lit(None, dtype=pl.Int8).alias(name)
    return rules.family_level(family, mine, strand_levels(scheme, when)).alias(name)


def school_level(scheme: Scheme, when: str, top: int) -> pl.Expr:
    """The level by the scheme's rule."""
    families = {family.id: pl.col(f"family {family.id} {when}") for family in scheme.families}
    return rules.RULES[scheme.rule](scheme, families, strand_levels(scheme, when), top).cast(pl.Int8)


def _floors(scheme: Scheme, levels: list[str]) -> list[pl.Expr]:
    none = pl.lit(None, dtype=pl.Int8)
    holds, perhaps, name = [none], [none], pl.lit(None, dtype=pl.String)
    for floor in sorted(scheme.floors, key=lambda f: levels.index(f.level)):
        number = pl.lit(levels.index(floor.level), dtype=pl.Int8)
        truth = pl.col(f"floor {floor.id}")
        holds.append(pl.when(truth).then(number))
        perhaps.append(pl.when(truth.fill_null(True)).then(number))
        name = pl.when(truth.fill_null(False)).then(pl.lit(floor.id)).otherwise(name)
    return [
        pl.max_horizontal(*holds).alias("floor level"),
        pl.max_horizontal(*perhaps).alias("floor at worst"),
        name.alias("floor"),
    ]


def _counts(scheme: Scheme) -> list[pl.Expr]:
    zero = pl.lit(0, dtype=pl.Int32)
    applies = [pl.col(f"{s.id} applies").cast(pl.Int32) for s in _ladders(scheme)]
    levels = strand_levels(scheme, "level")
    decided = [levels[s.id].is_not_null().cast(pl.Int32) for s in _ladders(scheme)]
    return [reduce(add, applies, zero).alias("applicable"), reduce(add, decided, zero).alias("decided")]


def _range() -> list[pl.Expr]:
    """Every open and unknown strand at its best and worst, under the floors that hold, and those that may."""
    return [
        pl.max_horizontal("best", "floor level").alias("best"),
        pl.max_horizontal("worst", "floor at worst").alias("worst"),
    ]


def indicative(computed: pl.Expr) -> pl.Expr:
    """Never better than the floor, nor outside what is still possible; none without the outcomes, but for a floor."""
    known = pl.max_horizontal(pl.when(pl.col("has outcomes")).then(computed), pl.col("floor level"))
    return pl.when(known.is_not_null()).then(pl.min_horizontal(pl.max_horizontal(known, "best"), "worst"))


def _has_outcomes(scheme: Scheme) -> pl.Expr:
    """The families without which there is no telling, each known or without a strand that applies."""
    return reduce(and_, (_family_known(scheme, f) for f in scheme.enough.families), pl.lit(True))


def _family_known(scheme: Scheme, family: str) -> pl.Expr:
    return pl.col(f"family {family} level").is_not_null() | ~_family_asked(scheme, family)


def _family_asked(scheme: Scheme, family: str) -> pl.Expr:
    mine = [s for s in rules.family_strands(scheme, family) if not s.counts_for_only]
    return reduce(or_, (pl.col(f"{s.id} applies") for s in mine), pl.lit(False))


def _enough(scheme: Scheme) -> pl.Expr:
    enough = scheme.enough
    others = [f.id for f in scheme.families if f.id not in enough.families]
    known = reduce(add, (pl.col(f"family {f} level").is_not_null().cast(pl.Int32) for f in others), pl.lit(0))
    asked = reduce(add, (_family_asked(scheme, f).cast(pl.Int32) for f in others), pl.lit(0))
    more = known >= pl.min_horizontal(pl.lit(enough.more_families), asked)
    share = (pl.col("applicable") > 0) & (pl.col("decided") >= enough.share * pl.col("applicable"))
    return pl.col("has outcomes") & more & share & pl.col("computed").is_not_null()


def _level(top: int) -> pl.Expr:
    """A floor at the worst level holds whatever else is known; else there must be enough evidence."""
    worst = (pl.col("floor level") == top).fill_null(False)
    return pl.when(worst).then(pl.lit(top, dtype=pl.Int8)).when("enough").then(pl.col("indicative"))


def worded(scored: pl.DataFrame, scheme: Scheme, edition: Edition) -> pl.DataFrame:
    """The school's row in the edition's words."""
    words = dict(enumerate(edition.level_ids))
    named = {
        name: pl.col(name).replace_strict(words, return_dtype=pl.String)
        for name in ("level", "indicative", "best", "worst")
    }
    return scored.select(
        "urn",
        "name",
        pl.lit(scheme.id).alias("scheme"),
        named["level"].fill_null(NOT_ENOUGH),
        named["indicative"],
        named["best"],
        named["worst"],
        "floor",
        (pl.col("fragile_because").list.len() > 0).alias("fragile"),
        "fragile_because",
        "applicable",
        "decided",
        pl.when(pl.col("applicable") > 0)
        .then(pl.col("decided") / pl.col("applicable"))
        .otherwise(0.0)
        .alias("assessed"),
        because(scheme, edition).alias("because"),
    ).cast(SCHOOLS)  # type: ignore[arg-type]


def without_scheme(schools: pl.DataFrame) -> pl.DataFrame:
    """Schools of a kind that the edition has no scheme for: they say so, and are never blank."""
    nothing = {name: pl.lit(None, dtype=kind).alias(name) for name, kind in SCHOOLS.items()}
    said = nothing | {
        "urn": pl.col("urn"),
        "name": pl.col("name"),
        "level": pl.lit(NO_SCHEME).alias("level"),
        "fragile": pl.lit(False).alias("fragile"),
        "fragile_because": pl.lit([], dtype=pl.List(pl.String)).alias("fragile_because"),
        "applicable": pl.lit(0, dtype=pl.Int32).alias("applicable"),
        "decided": pl.lit(0, dtype=pl.Int32).alias("decided"),
        "assessed": pl.lit(0.0).alias("assessed"),
        "because": pl.concat_list(pl.lit("The edition has no scheme for this kind of school.")).alias(
            "because"
        ),
    }
    return schools.select(list(said.values()))
