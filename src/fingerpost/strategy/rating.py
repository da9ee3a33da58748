"""Rate: a pure function of evidence, edition and day, for every school at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import polars as pl

from fingerpost.strategy import conditions as c
from fingerpost.strategy import deciding, details, flagged, fragile, new_head, scoring, uses
from fingerpost.strategy.atom_columns import POOLED_YEARS, Cohort, Question, pools
from fingerpost.strategy.columns import Compiler
from fingerpost.strategy.edition import Edition, Scheme
from fingerpost.strategy.evidence import Evidence
from fingerpost.strategy.scoring import NO_SCHEME, NOT_ENOUGH
from fingerpost.strategy.wide import Needs, Parts, lay_out, parted

__all__ = ["NOT_ENOUGH", "NO_SCHEME", "Ratings", "rate"]


@dataclass(frozen=True)
class Ratings:
    """What a run came to. `strands` and `uses` are empty when the detail was not asked for."""

    edition: str
    hash: str
    as_at: date
    schools: pl.DataFrame
    strands: pl.DataFrame
    uses: pl.DataFrame


@dataclass(frozen=True)
class Decided:
    """One scheme's schools laid out, with their atoms and strands: what scores and details are taken from."""

    scheme: Scheme
    decider: deciding.Decider
    frame: pl.DataFrame
    judgements: pl.DataFrame


def rate(
    evidence: Evidence,
    edition: Edition,
    as_at: date,
    *,
    schemes: Iterable[str] | None = None,
    detail: bool = True,
    figures: bool = True,
) -> Ratings:
    """Rate every school in the evidence under every scheme that is for it; without `figures` strands alone are told."""
    asked = [s for s in edition.schemes if schemes is None or s.id in set(schemes)]
    read = {m.indicator for scheme in asked for m in needs_of(scheme).years}
    parts = parted(evidence.facts, read)
    decided = [decide(evidence, edition, scheme, as_at, parts) for scheme in asked]
    scored = [_scored(one) for one in decided]
    rows = [scoring.worded(frame, one.scheme, edition) for frame, one in zip(scored, decided, strict=True)]
    schools = pl.concat([*rows, _without_scheme(evidence.schools, edition)], how="vertical")
    strands = (
        [details.strands(one.frame, one.scheme, edition, one.decider) for one in decided] if detail else []
    )
    read_by = decided if detail and figures else []
    used = [uses.uses(one.frame, one.scheme, one.decider, evidence.facts) for one in read_by]
    return Ratings(
        edition=edition.code,
        hash=edition.hash,
        as_at=as_at,
        schools=schools.sort("urn", maintain_order=True),
        strands=pl.concat([details.no_strands(), *strands]),
        uses=pl.concat([uses.no_uses(), *used]),
    )


def _scored(one: Decided) -> pl.DataFrame:
    scored = scoring.score(one.frame, one.scheme, one.decider.levels)
    return fragile.with_fragile(scored, one.scheme, one.decider.top)


def decide(
    evidence: Evidence, edition: Edition, scheme: Scheme, as_at: date, parts: Parts | None = None
) -> Decided:
    """Every strand and floor of one scheme, for the schools it is for."""
    schools = evidence.schools.filter(is_for(scheme))
    comparators = for_phase(evidence.comparators, scheme)
    mine = Evidence(schools, evidence.facts, comparators, evidence.judgements)
    question = Question(as_at, edition.calendar, _newest(comparators))
    decider = deciding.Decider(scheme, edition.level_ids, as_at, edition.calendar, Compiler(question))
    judged_by = evidence.judged_by or as_at
    judgements = deciding.judgements_beside(
        schools,
        new_head.of_this_head(evidence.judgements, schools, edition.new_head),
        scheme,
        edition.level_ids,
        judged_by,
        edition.calendar,
    )
    wide = pl.concat(
        [
            lay_out(mine, needs_of(scheme, question), parts),
            judgements.drop("urn"),
            *flagged.answers(schools, evidence.flags, scheme.flags(), as_at),
        ],
        how="horizontal",
    )
    return Decided(scheme, decider, decide_on(wide, decider, judgements), judgements)


def decide_on(
    wide: pl.DataFrame, decider: deciding.Decider, judgements: pl.DataFrame, *, pupils: bool = True
) -> pl.DataFrame:
    """The wide frame with every atom, cell, strand and floor beside it, each read from the columns before.

    `pupils` also decides each strand with one pupil more, and one fewer, doing well.
    """
    scheme = decider.scheme
    wide = flagged.or_none(wide, scheme.flags())
    by_pupil = [strand for strand in scheme.strands if pupils and scoring.hangs_on_pupils(strand)]
    cells = [e for strand in scheme.strands for e in decider.cells(strand)]
    cells += [e for strand in by_pupil for pupil in (1, -1) for e in decider.cells(strand, pupil)]
    cells += [decider.applies(strand) for strand in scheme.strands]
    cells += [decider.floor(floor, judgements) for floor in scheme.floors]
    columns = [e for strand in scheme.strands for e in decider.strand(strand, judgements)]
    columns += scoring.pupil_columns(by_pupil, decider)
    return decider.compiler.kept.onto(wide).with_columns(cells).with_columns(columns)


def for_phase(comparators: pl.DataFrame, scheme: Scheme) -> pl.DataFrame:
    """Comparators of the scheme's own phase, and those of all phases together; the first phase it names is its own."""
    own = pl.col("phase") == scheme.phases[0]
    kept = comparators.filter(own | pl.col("phase").is_null())
    return kept.sort("phase", nulls_last=True, maintain_order=True)


def is_for(scheme: Scheme) -> pl.Expr:
    """Whether a scheme is for a school. A school whose youngest age is not known is taken to have young children."""
    mine = pl.col("phase").is_in(scheme.phases).fill_null(False)
    if scheme.kinds:
        mine &= pl.col("kind").is_in(scheme.kinds).fill_null(False)
    if scheme.youngest_at_most is not None:
        mine &= (pl.col("age_low") <= scheme.youngest_at_most).fill_null(True)
    return mine


def needs_of(scheme: Scheme, question: Question | None = None) -> Needs:
    """Every figure that a scheme reads; with a question, of the measures alone that exist on its day."""
    needs = Needs()
    for atom in (atom for condition in scheme.conditions() for atom in c.atoms(condition)):
        if question is None or question.exists(atom):
            needs.add(atom)
    for strand in scheme.strands:
        if strand.cohort:
            asked = [
                m for q in strand.conditions() for a in c.atoms(q) for m in c.measures(a) if m in needs.years
            ]
            _add_cohort(needs, strand.cohort, asked)
        for grade in strand.inspections:
            needs.add_measure(grade.measure)
    for floor in scheme.floors:
        if floor.until:
            needs.add_measure(floor.until)
    return needs


def _add_cohort(needs: Needs, cohort: Cohort, measures: list[c.Measure]) -> None:
    """Pooling a small cohort reads three years of its figures."""
    needs.add_measure(cohort.measure, POOLED_YEARS)
    deepest = max((needs.years[m] for m in measures), default=1)
    needs.add_measure(cohort.measure, deepest)
    for measure in measures:
        if pools(measure):
            needs.add_measure(measure, POOLED_YEARS)


def _newest(comparators: pl.DataFrame) -> dict[str, int]:
    """The newest year that any comparator of an indicator tells of."""
    years = comparators.select(
        "indicator", pl.col("period").str.slice(0, 4).cast(pl.Int32, strict=False).alias("year")
    )
    return {
        indicator: year
        for indicator, year in years.group_by("indicator").max().iter_rows()
        if year is not None
    }


def _without_scheme(schools: pl.DataFrame, edition: Edition) -> pl.DataFrame:
    """Schools for which the edition has no scheme, asked for or not."""
    main = [is_for(scheme) for scheme in edition.schemes if not scheme.beside]
    return scoring.without_scheme(schools.filter(~pl.any_horizontal(*main)) if main else schools)
