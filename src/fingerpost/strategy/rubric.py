"""An edition as a school would read it: each scheme a rubric, and how a level comes of it, in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from fingerpost.strategy import conditions as c
from fingerpost.strategy.atom_columns import Cohort
from fingerpost.strategy.edition import Cell, Edition, Floor, Scheme, Strand, SubGrade
from fingerpost.strategy.flagged import in_words
from fingerpost.strategy.predicates import graded, measure_in_words
from fingerpost.strategy.wording import Said, said

DATA, ADVISER, BOTH, REST, FLAGS, HEARD = "data", "adviser", "both", "rest", "flags", "heard"
#: Who decides a cell.
DECIDERS = {
    DATA: "Published figures",
    ADVISER: "An adviser",
    BOTH: "Published figures; an adviser where they leave it open",
    REST: "Whatever no other level describes",
    FLAGS: "What services heard, once an officer has found it to be so",
    HEARD: "An adviser, or what services heard once an officer has found it to be so",
}


@dataclass(frozen=True)
class RubricCell:
    """Where a strand and a level meet: the published sentence, its page, and what decides it."""

    level: str
    sentence: str
    page: str
    decider: str
    said: Said | None
    ours: str


@dataclass(frozen=True)
class RubricStrand:
    """One line of a rubric; `notes` say of whom it is asked and how small cohorts and inspectors' grades count."""

    id: str
    name: str
    family: str
    cells: tuple[RubricCell | None, ...]
    asked: tuple[tuple[str, Said | None, str], ...]
    notes: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class RubricFloor:
    """What settles the level by itself."""

    name: str
    level: str
    sentence: str
    page: str
    decider: str
    said: Said | None
    lasts: str
    ours: str
    is_restricted: bool


@dataclass(frozen=True)
class Rubric:
    """A scheme to be read: families with their strands, a cell for each level, and the floors."""

    id: str
    name: str
    families: tuple[tuple[str, tuple[RubricStrand, ...]], ...]
    floors: tuple[RubricFloor, ...]
    how: tuple[tuple[str, str], ...]
    note: str

    @property
    def strands(self) -> list[RubricStrand]:
        """Every strand, family by family."""
        return [strand for _, strands in self.families for strand in strands]


def rubric(edition: Edition, scheme: Scheme) -> Rubric:
    """A scheme of an edition, to be read."""
    families = [
        (family.name, tuple(_strand(edition, scheme, s) for s in scheme.strands if s.family == family.id))
        for family in scheme.families
    ]
    return Rubric(
        scheme.id,
        scheme.name,
        tuple(family for family in families if family[1]),
        tuple(_floor(scheme, floor) for floor in scheme.floors),
        tuple(how(edition, scheme)),
        scheme.note,
    )


def _strand(edition: Edition, scheme: Scheme, strand: Strand) -> RubricStrand:
    cells = [strand.cell(level) for level in edition.level_ids]
    return RubricStrand(
        strand.id,
        strand.name,
        scheme.family(strand.family).name,
        tuple(_cell(scheme, cell) if cell else None for cell in cells),
        tuple(_asked(scheme, strand)),
        tuple(_notes(edition, strand)),
    )


def _cell(scheme: Scheme, cell: Cell) -> RubricCell:
    what = _what(scheme, cell)
    return RubricCell(cell.level, cell.sentence, cell.page, _decider(cell), what, cell.ours)


def _what(scheme: Scheme, one: Cell | Floor) -> Said | None:
    """What is asked of figures, and of flags."""
    figures = said(one.when, evidence_age=scheme.evidence_age) if one.when is not None else None
    if one.flags is None:
        return figures
    flags = Said(f"{in_words(one.flags)}.")
    return flags if figures is None else Said("Either of these:", parts=(figures, flags))


def _decider(cell: Cell | Floor) -> str:
    if cell.flags is not None:
        return HEARD if cell.judged else FLAGS
    if cell.when is not None:
        return BOTH if cell.judged else DATA
    return ADVISER if cell.judged else REST


def _asked(scheme: Scheme, strand: Strand) -> Iterator[tuple[str, Said | None, str]]:
    """Of which schools a strand is asked: a heading, what decides it, and why."""
    applies = strand.applies
    if applies.measured:
        names = _listed([measure_in_words(c.Measure(indicator)) for indicator in applies.measured])
        yield f"Asked only while this is published nationally: {names}.", None, ""
    if applies.phases:
        yield f"Asked of these phases: {_listed(applies.phases)}.", None, ""
    if applies.sixth_form is not None:
        yield f"Asked of schools {'with' if applies.sixth_form else 'without'} a sixth form.", None, ""
    if applies.when is not None:
        what = said(applies.when, evidence_age=scheme.evidence_age)
        yield "Asked only where this holds:", what, applies.ours
    if strand.counts_for_only:
        yield (
            "It counts for a school and never against it: there is no counterpart at the other levels.",
            None,
            "",
        )


def _notes(edition: Edition, strand: Strand) -> Iterator[tuple[str, str]]:
    """What else is to be known of a strand, each with the reason where it is ours."""
    if strand.cohort:
        yield _few(edition, strand.cohort), strand.cohort.ours
    for grade in strand.inspections:
        yield _inspected(edition, grade), grade.ours
    if strand.note:
        yield strand.note, ""
    if strand.where:
        yield f"The figures: {strand.where}.", ""


def _few(edition: Edition, cohort: Cohort) -> str:
    worst, before = edition.levels[-1].name.lower(), edition.levels[-2].name.lower()
    counted = measure_in_words(cohort.measure).lower()
    return (
        f"Never {worst} on one cohort of fewer than {cohort.minimum} ({counted}): three years together, "
        f"else {before} at worst."
    )


def _inspected(edition: Edition, grade: SubGrade) -> str:
    names = {level.id: level.name.lower() for level in edition.levels}
    code = grade.measure.indicator
    each = [
        f"{graded(code, 'equals', number)}: {names.get(level, level)}"
        for number, level in grade.levels.items()
    ]
    return (
        f"{measure_in_words(grade.measure)} decides it in the school year of the inspection and the next, "
        f"unless a later judgement does ({', '.join(each)})."
    )


def _floor(scheme: Scheme, floor: Floor) -> RubricFloor:
    what, decider = _what(scheme, floor), _decider(floor)
    return RubricFloor(
        floor.name,
        floor.level,
        floor.sentence,
        floor.page,
        decider,
        what,
        _lasts(floor),
        floor.ours,
        floor.restricted,
    )


def _lasts(floor: Floor) -> str:
    told = [f"{floor.lasts_days} days" if floor.lasts_days else ""]
    told.append("until the next inspection" if floor.until else "")
    words = [word for word in told if word]
    return (
        f"It lasts {' or '.join(words)}, whichever is sooner."
        if len(words) == 2
        else (f"It lasts {words[0]}." if words else "")
    )


def how(edition: Edition, scheme: Scheme) -> Iterator[tuple[str, str]]:
    """How a level comes of a scheme, step by step, each with the reason where it is ours."""
    yield from _first(scheme)
    yield _DECIDING, ""
    yield _RULES[scheme.rule](scheme), ""
    yield _enough(scheme), scheme.enough.ours
    if scheme.evidence_age is not None:
        age = _counted(scheme.evidence_age, "year")
        yield (
            f"A result counts until it is more than {age} older than the newest published. Inspectors' grades stand.",
            scheme.ours.get("evidence_age", ""),
        )
    if scheme.judgement_age is not None:
        age = _counted(scheme.judgement_age, "term")
        aged = f"An adviser's judgement counts for {age}; then it must be made anew."
        yield aged, scheme.ours.get("judgement_age", "")
    restarted = [strand.name for strand in scheme.strands if strand.id in edition.new_head.strands]
    if restarted:
        yield (
            f"With a new head, judgements of these begin anew: {'; '.join(restarted)}.",
            edition.new_head.ours,
        )
    yield _CONFIRMED, ""


_DECIDING = (
    "Each strand is decided at the worst level whose sentence is true of the school. While it cannot be known "
    "whether a worse one is true, the strand is open: this level or worse. Published figures decide before an adviser "
    "does, and an adviser decides what they leave open. A strand that does not concern the school leaves the sum."
)
_CONFIRMED = (
    "What comes of this is computed. It is shared with the school, which may dispute a figure, and moderated by "
    "people, who give reasons where they depart from it. Only then is it confirmed: no level is told before."
)


def _first(scheme: Scheme) -> Iterator[tuple[str, str]]:
    if not scheme.floors:
        return
    names = "; ".join(f"{floor.name[0].lower()}{floor.name[1:]}" for floor in scheme.floors)
    yield f"Floors come first, whatever else is known: {names}. While one holds, no level can be better.", ""


def _guarded(scheme: Scheme) -> str:
    names = _listed([family.name.lower() for family in scheme.families])
    needs = max(family.needs for family in scheme.families)
    apart = [f"{f.name.lower()}: {f.needs}" for f in scheme.families if f.needs != needs]
    but = f" ({', '.join(apart)})" if apart else ""
    return (
        f"Strands that look at the same thing share one vote: they are families ({names}). A family is the mean of "
        f"its decided strands, once at least {needs} are decided{but}, or all that concern the school. The school is "
        "the mean of its families; a tie goes to the worse; and it is never more than one level better than its "
        "worst family."
    )


def _share(scheme: Scheme) -> str:
    mark = 100 * float(scheme.settings.get("share", 0.5))
    return f"The school is at the worst level that {mark:g}% of its decided strands are at, or worse than."


def _worst(scheme: Scheme) -> str:
    return "The school is at the level of its worst decided strand."


def _points(scheme: Scheme) -> str:
    return "Each strand scores points by its level; their weighted mean, cut where the edition cuts it, is the level."


def _matrix(scheme: Scheme) -> str:
    pair = [scheme.family(str(scheme.settings[side])).name.lower() for side in ("rows", "columns")]
    return f"The level is read from a table of two families: {pair[0]} and {pair[1]}."


_RULES = {
    "guarded_best_fit": _guarded,
    "share": _share,
    "worst": _worst,
    "points": _points,
    "matrix": _matrix,
}


def _enough(scheme: Scheme) -> str:
    asked = [scheme.family(family).name.lower() for family in scheme.enough.families]
    named = f"{_listed(asked)}, " if asked else ""
    more = _counted(scheme.enough.more_families, "more family", "more families")
    return (
        f"There is a level only on enough evidence: {named}{more} and {100 * scheme.enough.share:g}% of the strands "
        "that concern the school. Otherwise it reads “not enough evidence”, whatever the colour of what is known; "
        "officers see what the evidence alone would give, and that is no rating."
    )


def _counted(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number == 1 else many or one + 's'}"


def _listed(items: Sequence[str]) -> str:
    return items[0] if len(items) == 1 else f"{', '.join(items[:-1])} and {items[-1]}" if items else ""
