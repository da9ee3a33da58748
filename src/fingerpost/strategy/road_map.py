"""The road map of a school: what would lift its level, what each strand needs for the next, and when that can be known.

It is read off one stored rating and the edition that made it. Nothing here foretells: it says what would have to be so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from fingerpost.evidence import published
from fingerpost.evidence.indicators import CATALOGUE
from fingerpost.evidence.national import releases
from fingerpost.strategy import conditions as c
from fingerpost.strategy import crossing
from fingerpost.strategy.because import floor_sentence
from fingerpost.strategy.edition import Edition, Floor, Scheme, Strand
from fingerpost.strategy.lifting import AnyOf, Lift, Place, Stand, lifts

FIGURES, JUDGEMENT, INSPECTION, UNKNOWN = "figures", "judgement", "inspection", "unknown"
AT_A_VISIT = "at a visit, by the end of the term"
#: How far ahead a publication is looked for.
YEARS_AHEAD = 3


@dataclass(frozen=True)
class Step:
    """What one strand needs to reach the next level: figures that move, a judgement, an inspection, or to be known."""

    strand: str
    name: str
    family: str
    kind: str
    now: str
    wanted: str
    needs: tuple[str, ...]
    sentence: str
    page: str
    known_on: date | None
    known_by: str
    is_on_the_way: bool = False


@dataclass(frozen=True)
class Milestone:
    """A day by which it can be known whether steps were taken, which, and how it is known."""

    on: date
    strands: tuple[str, ...]
    known_by: str


@dataclass(frozen=True)
class RoadMap:
    """One school under one scheme. `wanted` is the level that the ways lead to; empty at the best."""

    urn: int
    scheme: str
    level: str
    is_known: bool
    wanted: str
    floors: tuple[str, ...] = ()
    ways: tuple[str, ...] = ()
    more_ways: int = 0
    size: int = 0
    steps: tuple[Step, ...] = ()
    milestones: tuple[Milestone, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_at_best(self) -> bool:
        """Whether there is no level above."""
        return self.is_known and not self.wanted


#: At most so many ways of the same size are written out.
WAYS_TOLD = 5


def stand_of(row: Mapping[str, Any], scheme: Scheme, edition: Edition) -> Stand:
    """Where a stored rating stands, in numbers."""
    number = {level.id: n for n, level in enumerate(edition.levels)}
    places = {
        strand["id"]: Place(
            strand["state"],
            number.get(strand["level"] or "") if strand["state"] == "decided" else None,
            number.get(strand["best"] or ""),
            number.get(strand["worst"] or ""),
        )
        for strand in row["strands"]
    }
    floors = frozenset(floor.id for floor in holding(row, scheme, edition))
    return Stand(places, floors, number.get(row["level"]), number.get(row["indicative"] or ""))


def holding(row: Mapping[str, Any], scheme: Scheme, edition: Edition) -> list[Floor]:
    """The floors that hold, by the sentences that the rating gives as its reasons."""
    said = set(row["because"])
    return [f for f in scheme.floors if f.id == row["floor"] or floor_sentence(f, edition) in said]


def wanted_of(stand: Stand, edition: Edition) -> int | None:
    """The level to reach: any at all where there is none, else the next better; none at the best."""
    if stand.level is None:
        return len(edition.levels) - 1
    return stand.level - 1 if stand.level else None


@dataclass(frozen=True)
class _When:
    """The edition and the day asked about, and the last day of the term that it lies in."""

    edition: Edition
    as_at: date
    term_ends: date


def of_ratings(
    rows: Sequence[Mapping[str, Any]], edition: Edition, as_at: date, terms: Iterable[date] = ()
) -> list[RoadMap]:
    """The road map of every stored rating; what would lift the schools of a scheme is tried for all of them at once.

    `terms` are the last days of terms, where the authority has set them; else the edition's own terms are taken.
    """
    when = _When(edition, as_at, _term_end(edition, as_at, terms))
    made: dict[int, RoadMap] = {}
    for scheme in edition.schemes:
        mine = [place for place, row in enumerate(rows) if row["scheme"] == scheme.id]
        stands = [stand_of(rows[place], scheme, edition) for place in mine]
        wanted = [wanted_of(stand, edition) for stand in stands]
        asked = [n for n, level in enumerate(wanted) if level is not None]
        levels = [level for level in wanted if level is not None]
        found = dict(zip(asked, lifts([stands[n] for n in asked], levels, scheme, edition), strict=True))
        for n, place in enumerate(mine):
            made[place] = _map(rows[place], scheme, stands[n], found.get(n), when)
    return [made[place] for place in sorted(made)]


def _map(row: Mapping[str, Any], scheme: Scheme, stand: Stand, lift: Lift | None, when: _When) -> RoadMap:
    edition = when.edition
    names = {strand.id: strand.name for strand in scheme.strands}
    floors = [floor for floor in scheme.floors if lift is not None and floor.id in lift.held_by]
    used = {strand for way in (lift.ways if lift else ()) for any_of in way for strand in any_of.strands}
    goal = dict.fromkeys(used, lift.wanted) if lift and stand.level is not None else {}
    steps = tuple(_steps(row, scheme, stand, used, goal, when))
    level = row["level"] if stand.level is not None else row["indicative"] or ""
    return RoadMap(
        urn=row["urn"],
        scheme=scheme.id,
        level=level,
        is_known=stand.level is not None,
        wanted=edition.level_ids[lift.wanted] if lift and stand.level is not None else "",
        floors=tuple(floor_sentence(floor, edition) for floor in floors),
        ways=tuple(in_words(way, names) for way in (lift.ways[:WAYS_TOLD] if lift else ())),
        more_ways=max(len(lift.ways) - WAYS_TOLD, 0) if lift else 0,
        size=lift.size if lift else 0,
        steps=steps,
        milestones=tuple(_milestones(steps)),
        names=names,
    )


def in_words(way: Iterable[AnyOf], names: Mapping[str, str]) -> str:
    """A way as a reader would say it: Attendance; any two of (Reading, Maths, Writing)."""
    parts = []
    for any_of in way:
        named = [names[strand] for strand in any_of.strands]
        if any_of.count == len(named):
            parts += named
        else:
            count = {1: "one", 2: "two", 3: "three", 4: "four"}.get(any_of.count, str(any_of.count))
            parts.append(f"any {count} of ({', '.join(named)})")
    return "; ".join(parts)


def _steps(
    row: Mapping[str, Any],
    scheme: Scheme,
    stand: Stand,
    used: set[str],
    goal: Mapping[str, int],
    when: _When,
) -> Iterable[Step]:
    """A step for each strand that is not at the best; those on a way come first, in the edition's order.

    A strand on a way needs the level that the way asks of it; any other its next better one.
    """
    stored = {strand["id"]: strand for strand in row["strands"]}
    found = [
        _step(strand, stored[strand.id], when, goal.get(strand.id), is_on_the_way=strand.id in used)
        for strand in scheme.strands
        if strand.id in stored and _can_rise(strand, stand.strands[strand.id])
    ]
    return sorted(found, key=lambda step: not step.is_on_the_way)


def _can_rise(strand: Strand, place: Place) -> bool:
    return place.applies and not strand.counts_for_only and place.level != 0


def _step(
    strand: Strand, stored: Mapping[str, Any], when: _When, goal: int | None, *, is_on_the_way: bool
) -> Step:
    kind = _kind(strand, stored)
    wanted = _next(stored, when.edition) if goal is None else when.edition.level_ids[goal]
    cell = strand.cell(wanted)
    needs, known_on, known_by = _NEEDS[kind](strand, stored, when, wanted)
    return Step(
        strand=strand.id,
        name=strand.name,
        family=strand.family,
        kind=kind,
        now=stored["level"] if stored["state"] == "decided" else "",
        wanted=wanted,
        needs=needs,
        sentence=cell.sentence if cell else "",
        page=cell.page if cell else "",
        known_on=known_on,
        known_by=known_by,
        is_on_the_way=is_on_the_way,
    )


def _next(stored: Mapping[str, Any], edition: Edition) -> str:
    """The next better level; of a strand that is not known, the best."""
    order = edition.level_ids
    if stored["state"] != "decided":
        return order[0]
    return order[max(order.index(stored["level"]) - 1, 0)]


def _kind(strand: Strand, stored: Mapping[str, Any]) -> str:
    if stored["state"] != "decided":
        return UNKNOWN
    if stored["by"] == "inspection" or (stored["by"] == "data" and _is_graded(strand)):
        return INSPECTION
    return FIGURES if stored["by"] == "data" else JUDGEMENT


def _is_graded(strand: Strand) -> bool:
    """Whether all that its cells read is what inspectors said."""
    measures = [m for q in strand.conditions() for a in c.atoms(q) for m in c.measures(a)]
    return bool(measures) and all(CATALOGUE.by_code[m.indicator].unit == "grade" for m in measures)


Need = tuple[tuple[str, ...], date | None, str]


def _figures(strand: Strand, stored: Mapping[str, Any], when: _When, wanted: str) -> Need:
    order = when.edition.level_ids
    ways = crossing.ways(strand, order, stored, order.index(wanted))
    needs = tuple(" ".join(one.sentence for one in way) for way in ways)
    read = [(one.indicator, one.period) for way in ways for one in way]
    read = read or [(f["indicator"], f["period"] or "") for f in stored["facts"] if not f["left_out"]]
    days = [day for pair in read if (day := next_known(*pair, when.as_at)) is not None]
    if not needs:
        needs = ("The figures that it reads would have to change in ways that no one of them shows.",)
    return needs, min(days, default=None), "when the next results are published"


def _judgement(strand: Strand, stored: Mapping[str, Any], when: _When, wanted: str) -> Need:
    if not strand.judged:
        return (), None, ""
    said = "An adviser sees that this is so, and records it with the reasons."
    return (said,), when.term_ends, AT_A_VISIT


def _inspection(strand: Strand, stored: Mapping[str, Any], when: _When, wanted: str) -> Need:
    if strand.judged:
        said = "The inspectors find it so, or an adviser does after their visit."
        return (said,), when.term_ends, AT_A_VISIT
    return ("The inspectors find it so.",), None, "at the next inspection, whose day is not known"


def _unknown(strand: Strand, stored: Mapping[str, Any], when: _When, wanted: str) -> Need:
    said = stored["missing"] or "It is not known."
    if strand.judged:
        return (said,), when.term_ends, AT_A_VISIT
    read = [(f["indicator"], f["period"] or "") for f in stored["facts"]]
    days = [day for pair in read if (day := next_known(*pair, when.as_at)) is not None]
    return (said,), min(days, default=None), "when what is missing is published or loaded"


_NEEDS = {FIGURES: _figures, JUDGEMENT: _judgement, INSPECTION: _inspection, UNKNOWN: _unknown}


def next_known(indicator: str, period: str, after: date) -> date | None:
    """The first day after a day on which a later year of a figure can be known; none of what comes on no day."""
    known = CATALOGUE.by_code.get(indicator)
    if known is None or known.unit == "grade" or not period[:4].isdigit():
        return None
    source = published.source_of(indicator, known.code.split("_")[0])
    days = [
        releases().known_on(source, str(year), release).on
        for year in range(int(period[:4]) + 1, int(period[:4]) + 1 + YEARS_AHEAD)
        if known.exists_in(year)
        for release in ("provisional", "final")
    ]
    return min((day for day in days if day > after), default=None)


def _term_end(edition: Edition, day: date, terms: Iterable[date]) -> date:
    """The last day of the term that a day lies in: as the authority set it, else as the edition counts its terms."""
    if ends := [end for end in terms if end >= day]:
        return min(ends)
    years = (day.year, day.year + 1)
    starts = [date(year, month, first) for year in years for month, first in edition.calendar.terms]
    return min(start for start in starts if start > day) - timedelta(days=1)


def _milestones(steps: Sequence[Step]) -> Iterable[Milestone]:
    """Steps on the way, by the day on which each can be known; all steps where no way is short of them."""
    on_the_way = [step for step in steps if step.is_on_the_way] or list(steps)
    dated: dict[tuple[date, str], list[str]] = {}
    for step in on_the_way:
        if step.known_on is not None:
            dated.setdefault((step.known_on, step.known_by), []).append(step.name)
    for (day, by), names in sorted(dated.items()):
        yield Milestone(day, tuple(names), by)
