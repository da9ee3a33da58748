"""The rating written plainly, one school at a time, in Python alone: slow, and easy to read.

It is what the columns must agree with: tests give both the same evidence, and the bench times them side by side.
Nothing here knows how the columns work; both know only what an edition says.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from fingerpost.evidence.indicators import CATALOGUE
from fingerpost.evidence.schema import Status
from fingerpost.strategy import calendar as cal
from fingerpost.strategy import conditions as c
from fingerpost.strategy.atom_columns import Cohort
from fingerpost.strategy.edition import Cell, Edition, Floor, Scheme, Strand
from fingerpost.strategy.evidence import Evidence

Truth = bool | None
OUT = "left out"
UNPUBLISHED = {str(s) for s in Status} - {"reported", "blank", "not supplied"}
COMPARE: dict[str, Callable[[float, float], bool]] = {
    "at_least": lambda a, b: a >= b,
    "above": lambda a, b: a > b,
    "at_most": lambda a, b: a <= b,
    "below": lambda a, b: a < b,
    "equals": lambda a, b: a == b,
}


@dataclass
class School:
    """One school's evidence, in dictionaries."""

    row: dict[str, Any]
    facts: dict[tuple[str, str], dict[int, dict]] = field(default_factory=dict)
    comparators: dict[tuple, float] = field(default_factory=dict)
    judgements: list[dict] = field(default_factory=list)
    flags: list[dict] = field(default_factory=list)

    @property
    def is_inspected(self) -> bool:
        """Whether a list of inspections tells anything of it."""
        return any(CATALOGUE.by_code[indicator].unit == "grade" for indicator, _ in self.facts)


@dataclass(frozen=True)
class Answer:
    """What a part comes to: its truth, whether it is left out, whether what it reads was published."""

    truth: Truth
    out: bool = False
    unpublished: bool = False


@dataclass(frozen=True)
class StrandResult:
    """One strand of one school; levels are numbers, 0 the best."""

    applies: bool
    level: int | None
    best: int | None
    worst: int | None
    by: str | None


@dataclass(frozen=True)
class Result:
    """One school under one scheme."""

    level: str
    indicative: str | None
    best: str | None
    worst: str | None
    floor: str | None
    fragile: frozenset[str]
    applicable: int
    decided: int
    strands: dict[str, StrandResult]


@dataclass
class Loop:
    """Rates schools one by one by one scheme of an edition on a day."""

    edition: Edition
    scheme: Scheme
    as_at: date
    newest: dict[str, int]
    school: School = field(default_factory=lambda: School({}))
    cohort: Cohort | None = None
    pupil: int = 0

    # Figures

    def figure(self, measure: c.Measure, lag: int = 0) -> dict:
        """The fact so many years before the school's latest; an empty one when there is none."""
        years = self.school.facts.get((measure.indicator, measure.group), {})
        return years.get(max(years) - lag, {}) if years else {}

    def value(self, measure: c.Measure, lag: int = 0) -> float | None:
        """The figure: pooled for a small cohort, moved by one pupil where asked."""
        value = self.figure(measure, lag).get("value")
        if lag == 0 and self.pools(measure):
            pooled = self.pooled([self.figure(measure, n).get("value") for n in range(3)], measure)
            value = value if pooled is None else pooled
        indicator = CATALOGUE.by_code[measure.indicator]
        if value is None or not self.pupil or indicator.unit != "%":
            return value
        pupils = self.pupils(measure, lag)
        worth = 0 if not pupils else 100 / pupils * self.pupil * (-1 if indicator.better == "low" else 1)
        return min(100.0, max(0.0, value + worth))

    def beside(
        self, measure: c.Measure, name: str, group: str, lag: int = 0, *, plain: bool = False
    ) -> float | None:
        """A comparator in the figure's own period; pooled as the figure is, unless plain."""
        value = self.one_beside(measure, name, group, lag)
        if plain or lag or not self.pools(measure):
            return value
        pooled = self.pooled([self.one_beside(measure, name, group, n) for n in range(3)], measure)
        return value if pooled is None else pooled

    def one_beside(self, measure: c.Measure, name: str, group: str, lag: int) -> float | None:
        """A comparator of the authority's own, else of all."""
        period = self.figure(measure, lag).get("period")
        for authority in (self.school.row["authority"], None):
            value = self.school.comparators.get((authority, measure.indicator, group, period, name))
            if value is not None:
                return value
        return None

    def pupils(self, measure: c.Measure, lag: int = 0) -> float | None:
        """How many pupils a figure rests on."""
        own = self.figure(measure, lag).get("denominator")
        if own is not None or self.cohort is None or measure.group != "all":
            return own
        return self.figure(self.cohort.measure, lag).get(self.cohort.field)

    def pools(self, measure: c.Measure) -> bool:
        """Whether the figure is pooled: one small cohort, three that are not, no break between."""
        if self.cohort is None or CATALOGUE.by_code[measure.indicator].unit not in ("%", "points", "score"):
            return False
        size = self.figure(self.cohort.measure).get(self.cohort.field)
        pupils = [self.pupils(measure, lag) for lag in range(3)]
        if size is None or size >= self.cohort.minimum or any(n is None for n in pupils):
            return False
        return sum(n for n in pupils if n is not None) >= self.cohort.minimum and not self.broken(
            measure, 0, 2
        )

    def pooled(self, values: list[float | None], measure: c.Measure) -> float | None:
        """The mean of three years by their pupils; none when a year is not known."""
        pupils = [self.pupils(measure, lag) or 0 for lag in range(3)]
        if any(value is None for value in values) or not sum(pupils):
            return None
        return sum(v * n for v, n in zip(values, pupils, strict=True) if v is not None) / sum(pupils)

    def broken(self, measure: c.Measure, late: int, early: int) -> bool:
        """Whether a break lies between two years of a measure."""
        newer, older = (self.figure(measure, lag).get("year") for lag in (late, early))
        if newer is None or older is None:
            return False
        return any(older < b.year <= newer for b in CATALOGUE.by_code[measure.indicator].breaks)

    # Conditions

    def truth(self, condition: c.Condition) -> Truth:
        """True, false or unknown; unknown too when all is left out."""
        answer = self.ask(condition)
        return None if answer.out else answer.truth

    def ask(self, condition: c.Condition) -> Answer:
        """Any condition."""
        if isinstance(condition, c.ATOMS):
            return self.ask_atom(condition)
        answers = [self.ask(part) for part in c.parts_of(condition)]
        out, unpublished = all(a.out for a in answers), all(a.unpublished for a in answers)
        if isinstance(condition, c.FirstPublished):
            first = next((a for a in answers if not a.unpublished), None)
            return Answer(None if first is None or first.out else first.truth, out, unpublished)
        kept = [a.truth for a in answers if not a.out]
        return Answer(combined(condition, kept), out, unpublished)

    def ask_atom(self, atom: c.Atom) -> Answer:
        """One atom."""
        measures, limits = c.measures(atom), atom.limits
        if not all(self.was_published(m.indicator, limits.max_age_years) for m in measures):
            return Answer(None, limits.if_known, True)
        unpublished = self.is_unpublished(atom)
        silent = self.is_elsewhere(limits) or self.is_too_few(atom)
        out = silent or (limits.if_known and unpublished)
        truth = None if unpublished or self.is_too_old(atom) else self.compare(atom)
        return Answer(truth, out, unpublished)

    def was_published(self, indicator: str, max_age: int | None) -> bool:
        """Whether the measure exists in any year in reach."""
        results = self.edition.calendar.results_year(self.as_at)
        first = results - 200 if max_age is None else results - max_age
        last = max(results, self.newest.get(indicator, 0))
        return any(CATALOGUE.by_code[indicator].exists_in(year) for year in range(first, last + 1))

    def is_elsewhere(self, limits: c.Limits) -> bool:
        """The part is for other phases or kinds."""
        row = self.school.row
        return bool(
            (limits.phases and row["phase"] not in limits.phases)
            or (limits.kinds and row["kind"] not in limits.kinds)
        )

    def is_too_few(self, atom: c.Atom) -> bool:
        """Fewer pupils than the part may speak of."""
        smallest = atom.limits.smallest_cohort
        if smallest is None:
            return False
        sizes = [self.pupils(m, lag) for m in c.measures(atom) for lag in (0, getattr(atom, "lag", 0))]
        return any(size is not None and size < smallest for size in sizes)

    def is_too_old(self, atom: c.Atom) -> bool:
        """The latest figure is older than the part may use."""
        if atom.limits.max_age_years is None:
            return False
        oldest = self.edition.calendar.results_year(self.as_at) - atom.limits.max_age_years
        years = [self.figure(measure).get("year") for measure in c.measures(atom)]
        return any(year is not None and year < oldest for year in years)

    def is_unpublished(self, atom: c.Atom) -> bool:
        """What the part reads is known not to be known."""
        figures = [(m, self.figure(m, lag)) for m in c.measures(atom) for lag in lags_read(atom)]
        if any(self.not_published(measure, figure) for measure, figure in figures):
            return True
        if any(self.is_incomplete(atom, lag) for lag in (0, getattr(atom, "lag", 0))):
            return True
        if isinstance(atom, c.Change | c.Gap) and atom.over:
            return self.broken(atom.measure, 0, atom.over)
        if isinstance(atom, c.Compare | c.Significant) and isinstance(atom.right, c.OwnMean):
            return self.broken(atom.measure, atom.lag, atom.lag + atom.right.years)
        return False

    def not_published(self, measure: c.Measure, figure: dict) -> bool:
        """The row says so; or it is a grade that the list of inspections does not give the school."""
        if figure:
            return figure["status"] in UNPUBLISHED
        graded = CATALOGUE.by_code[measure.indicator].unit == "grade"
        return (
            graded
            and self.school.is_inspected
            and (measure.indicator, measure.group) not in self.school.facts
        )

    def is_incomplete(self, atom: c.Atom, lag: int) -> bool:
        """A figure without its comparator, its pupils or its interval."""
        for measure, comparator, group in c.comparators(atom):
            if self.figure(measure, lag).get("value") is None:
                continue
            if self.beside(measure, comparator.name, group, lag, plain=True) is None:
                return True
        known = [m for m in c.measures(atom) if self.figure(m, lag).get("value") is not None]
        if atom.limits.smallest_cohort is not None and any(self.pupils(m, lag) is None for m in known):
            return True
        return isinstance(atom, c.Significant) and bool(known) and self.bound(atom, lag) is None

    def compare(self, atom: c.Atom) -> Truth:
        """The atom's own question."""
        if isinstance(atom, c.Words | c.Event | c.Replaced):
            return self.of_text(atom)
        left, right = self.sides(atom)
        if left is None or right is None:
            return None
        if isinstance(atom, c.Significant):
            return left < right if atom.side == "below" else left > right
        return COMPARE[atom.op](left, right)

    def of_text(self, atom: c.Words | c.Event | c.Replaced) -> Truth:
        """Words, events and inheritance."""
        figure = self.figure(atom.measure)
        if isinstance(atom, c.Words):
            text, value = figure.get("text"), figure.get("value")
            return (None if value is None else False) if text is None else text in atom.words
        if not figure:
            return None
        if isinstance(atom, c.Replaced):
            return figure["inherited_from"] is not None and self.school.row["opened_as"] == "sponsor-led"
        if atom.within == "school_years":
            return figure["year"] >= cal.school_year(self.as_at) - atom.count
        recent = cal.last_academic_year_began(self.as_at)
        since = recent if atom.within == "last_academic_year" else self.as_at - timedelta(days=atom.count)
        day = day_of(figure)
        return None if day is None else day >= since

    def sides(self, atom: c.Compare | c.Significant | c.Change | c.Gap) -> tuple[float | None, float | None]:
        """The figure compared, and what it is held against."""
        if isinstance(atom, c.Change):
            left = minus(self.value(atom.measure), self.figure(atom.measure, atom.over).get("value"))
            return left, self.moved(atom)
        if isinstance(atom, c.Gap):
            return self.gaps(atom)
        left = (
            self.bound(atom, atom.lag)
            if isinstance(atom, c.Significant)
            else self.value(atom.measure, atom.lag)
        )
        return left, self.right(atom.measure, atom.lag, atom.right)

    def right(self, measure: c.Measure, lag: int, right: c.Right) -> float | None:
        """A number, a comparator or the school's own mean."""
        if isinstance(right, c.Number):
            return right.value
        if isinstance(right, c.Comparator):
            return plus(self.beside(measure, right.name, right.of(measure), lag), right.plus)
        past = [self.figure(measure, lag + n).get("value") for n in range(1, right.years + 1)]
        return None if None in past else sum(v for v in past if v is not None) / right.years

    def moved(self, atom: c.Change) -> float | None:
        """The number, or the comparator's own move."""
        if isinstance(atom.right, c.Number):
            return atom.right.value
        name, group = atom.right.name, atom.right.of(atom.measure)
        ends = [self.beside(atom.measure, name, group, lag, plain=True) for lag in (0, atom.over)]
        return plus(minus(*ends), atom.right.plus)

    def gaps(self, atom: c.Gap) -> tuple[float | None, float | None]:
        """The gap or its move, and what it is held against."""
        left = self.gap(atom, 0)
        left = minus(left, self.gap(atom, atom.over)) if atom.over else left
        if isinstance(atom.right, c.Number):
            return left, atom.right.value
        right = self.national_gap(atom, atom.right, 0)
        right = minus(right, self.national_gap(atom, atom.right, atom.over)) if atom.over else right
        return left, plus(right, atom.right.plus)

    def gap(self, atom: c.Gap, lag: int) -> float | None:
        """The group less its peers."""
        if isinstance(atom.peer, c.Measure):
            return minus(self.value(atom.measure, lag), self.figure(atom.peer, lag).get("value"))
        peer = self.beside(atom.measure, atom.peer.name, atom.peer.of(atom.measure), lag, plain=True)
        return minus(self.value(atom.measure, lag), plus(peer, atom.peer.plus))

    def national_gap(self, atom: c.Gap, comparator: c.Comparator, lag: int) -> float | None:
        """The comparator's own gap."""
        groups = (comparator.of(atom.measure), c.gap_peer_group(atom))
        return minus(
            *(self.beside(atom.measure, comparator.name, group, lag, plain=True) for group in groups)
        )

    def bound(self, atom: c.Significant, lag: int) -> float | None:
        """The end of the interval that matters: published, else Wilson's for a share."""
        published = self.figure(atom.measure, lag).get("upper" if atom.side == "below" else "lower")
        if published is not None or CATALOGUE.by_code[atom.measure.indicator].unit != "%":
            return published
        value, n = self.value(atom.measure, lag), self.pupils(atom.measure, lag)
        if value is None or not n:
            return None
        z, p = 1.959963984540054, value / 100
        half = z * math.sqrt(p * (1 - p) / n + z**2 / (4 * n**2))
        centre = p + z**2 / (2 * n)
        return 100 * (centre + half if atom.side == "below" else centre - half) / (1 + z**2 / n)

    # Strands

    def strand(self, strand: Strand) -> StrandResult:
        """One strand: inspectors, then figures, then an adviser."""
        if not self.applies(strand):
            return StrandResult(False, None, None, None, None)
        judgement = self.judgement(strand.id, self.scheme.judgement_age) if strand.judged else None
        if strand.counts_for_only:
            return self.for_only(strand, judgement)
        by_data = self.by_data(strand)
        ways = [
            ("inspection", self.by_grade(strand, number, judgement))
            for number in range(len(strand.inspections))
        ]
        ways += [
            ("data", by_data[0]),
            ("adviser", None if judgement is None else self.number(judgement["level"])),
        ]
        by, level = next(((by, level) for by, level in ways if level is not None), (None, None))
        if level is not None:
            return StrandResult(True, level, level, level, by)
        return StrandResult(True, None, by_data[1], by_data[2], None)

    def number(self, level: str) -> int:
        """A level as a number."""
        return self.edition.level_ids.index(level)

    def applies(self, strand: Strand) -> bool:
        """Only what is known not to apply leaves the sum."""
        asked = strand.applies
        if asked.measured and not any(
            self.was_published(i, self.scheme.evidence_age) for i in asked.measured
        ):
            return False
        if asked.phases and self.school.row["phase"] not in asked.phases:
            return False
        has = self.school.row["has_sixth_form"]
        if asked.sixth_form is not None and has is not None and has != asked.sixth_form:
            return False
        self.cohort, self.pupil = None, 0
        return asked.when is None or self.truth(asked.when) is not False

    def for_only(self, strand: Strand, judgement: dict | None) -> StrandResult:
        """What counts for and never against."""
        self.cohort, self.pupil = strand.cohort, 0
        when = strand.cells[0].when
        true = self.truth(when) if when is not None else None
        if judgement is not None:
            true = self.number(judgement["level"]) == 0
        by = ("adviser" if strand.judged and self.is_ever_judged(strand.id) else "data") if true else None
        return StrandResult(True, 0 if true else None, None if true is False else 0, 0 if true else None, by)

    def is_ever_judged(self, strand: str) -> bool:
        """Kept simple: a judged strand that is true was judged true."""
        return self.judgement(strand, self.scheme.judgement_age) is not None

    def judgement(self, strand: str, age: int | None) -> dict | None:
        """The latest judgement that has not faded."""
        made = [
            j
            for j in self.school.judgements
            if j["scheme"] == self.scheme.id
            and j["strand"] == strand
            and j["made_on"] <= self.as_at
            and not self.is_about_the_head_before(j)
        ]
        latest = max(enumerate(made), key=lambda n: (n[1]["made_on"], n[0]), default=(0, None))[1]
        if latest is None:
            return None
        faded = age is not None and self.edition.calendar.terms_between(latest["made_on"], self.as_at) > age
        return None if faded else latest

    def is_about_the_head_before(self, judgement: dict) -> bool:
        """Whether a new head has begun since, and the strand is one that begins anew with a head."""
        since = self.school.row["head_since"]
        restarts = judgement["strand"] in self.edition.new_head.strands
        return restarts and since is not None and judgement["made_on"] < since

    def by_grade(self, strand: Strand, number: int, judgement: dict | None) -> int | None:
        """An inspector's grade of this school year or the last, unless judged later."""
        grade = strand.inspections[number]
        figure = self.figure(grade.measure)
        value = figure.get("value")
        if (
            value is None
            or figure["year"] < cal.school_year(self.as_at) - 1
            or int(value) not in grade.levels
        ):
            return None
        day = day_of(figure)
        if judgement is not None and day is not None and judgement["made_on"] > day:
            return None
        return self.number(grade.levels[int(value)])

    def by_data(self, strand: Strand, pupil: int = 0) -> tuple[int | None, int, int]:
        """Level, best and worst by the cells' conditions."""
        self.cohort, self.pupil = strand.cohort, pupil
        truths = {
            self.number(cell.level): True
            if self.is_flagged(cell)
            else self.truth(cell.when)
            if cell.when is not None
            else None
            for cell in strand.cells
            if not cell.otherwise
        }
        others = any_truth(list(truths.values()))
        truths |= {self.number(cell.level): not_truth(others) for cell in strand.cells if cell.otherwise}
        self.pupil = 0
        return ladder(self.spare_small(strand.cohort, truths), len(self.edition.levels) - 1)

    def spare_small(self, cohort: Cohort | None, truths: dict[int, Truth]) -> dict[int, Truth]:
        """No worst level from one small cohort."""
        top = len(self.edition.levels) - 1
        if cohort is None or not {top, top - 1} <= set(truths):
            return truths
        sizes = [self.figure(cohort.measure, lag).get(cohort.field) for lag in range(3)]
        total = None if None in sizes else sum(n for n in sizes if n is not None)
        small = sizes[0] is not None and sizes[0] < cohort.minimum and not (total or 0) >= cohort.minimum
        if sizes[0] is not None and not small:
            return truths
        worst = truths[top]
        spared = any_truth([truths[top - 1], worst])
        kept = False if small else (None if worst is True else worst)
        return truths | {top: kept, top - 1: spared}

    def is_flagged(self, one: Cell | Floor) -> bool:
        """Whether enough flags count on the day."""
        if one.flags is None:
            return False
        order = ("note", "concern", "serious")
        count = 0
        for flag in self.school.flags:
            stands = flag["counts_on"] <= self.as_at and not (
                flag["closed_on"] and flag["closed_on"] <= self.as_at
            )
            is_serious = order.index(flag["severity"]) >= order.index(one.flags.severity)
            is_recent = one.flags.days is None or (self.as_at - flag["raised_on"]).days < one.flags.days
            count += stands and is_serious and is_recent and flag["kind"] in one.flags.kinds
        return count >= one.flags.count

    def floor(self, floor: Floor) -> Truth:
        """Whether a floor holds."""
        self.cohort, self.pupil = None, 0
        if self.is_flagged(floor):
            return True
        if floor.when is not None:
            return self.truth(floor.when)
        made = self.judgement(floor.id, None)
        if made is None or self.number(made["level"]) == 0:
            return False
        if floor.lasts_days is not None and made["made_on"] < self.as_at - timedelta(days=floor.lasts_days):
            return False
        day = day_of(self.figure(floor.until)) if floor.until else None
        return day is None or day <= made["made_on"]

    # The school

    def rate(self, school: School) -> Result:
        """One school."""
        self.school = school
        strands = {strand.id: self.strand(strand) for strand in self.scheme.strands}
        floors = [(floor, self.floor(floor)) for floor in self.scheme.floors]
        held = [self.number(f.level) for f, truth in floors if truth is True]
        perhaps = [self.number(f.level) for f, truth in floors if truth is not False]
        best = worst_of([self.by_rule({s: r.best for s, r in strands.items()}, strands), *held])
        worst = worst_of([self.by_rule({s: r.worst for s, r in strands.items()}, strands), *perhaps])
        now = {s: r.level for s, r in strands.items()}
        indicative = self.indicative(now, strands, held, best, worst)
        level = self.level(now, strands, held, indicative)
        ladders = [s for s in self.scheme.strands if not s.counts_for_only]
        return Result(
            level="not_enough_evidence" if level is None else self.edition.level_ids[level],
            indicative=self.word(indicative),
            best=self.word(best),
            worst=self.word(worst),
            floor=self.binding(floors),
            fragile=frozenset(self.fragile(strands, held, best, worst, indicative)),
            applicable=sum(strands[s.id].applies for s in ladders),
            decided=sum(strands[s.id].level is not None for s in ladders),
            strands=strands,
        )

    def word(self, number: int | None) -> str | None:
        """A number as a level."""
        return None if number is None else self.edition.level_ids[number]

    def binding(self, floors: list[tuple[Floor, Truth]]) -> str | None:
        """The worst floor that holds; of two alike the later."""
        held = [floor for floor, truth in floors if truth is True]
        worst = max((self.number(f.level) for f in held), default=None)
        return next((f.id for f in reversed(held) if self.number(f.level) == worst), None)

    def families(
        self, levels: dict[str, int | None], strands: dict[str, StrandResult]
    ) -> dict[str, int | None]:
        """Each family's level."""
        found: dict[str, int | None] = {}
        for family in self.scheme.families:
            mine = [s for s in self.scheme.strands if s.family == family.id]
            ladders = [s for s in mine if not s.counts_for_only]
            decided = [levels[s.id] for s in ladders if levels[s.id] is not None]
            voices = [n for s in mine if (n := levels[s.id]) is not None]
            asked = sum(strands[s.id].applies for s in ladders)
            enough = bool(decided) and len(decided) >= min(family.needs, asked)
            found[family.id] = rounded(sum(voices) / len(voices)) if enough else None
        return found

    def by_rule(self, levels: dict[str, int | None], strands: dict[str, StrandResult]) -> int | None:
        """Guarded best fit; the other rules are plain enough to be tested by tables."""
        assert self.scheme.rule == "guarded_best_fit"
        weights = {family.id: family.weight for family in self.scheme.families}
        known = {f: n for f, n in self.families(levels, strands).items() if n is not None}
        if not known:
            return None
        mean = sum(n * weights[f] for f, n in known.items()) / sum(weights[f] for f in known)
        return max(rounded(mean), max(known.values()) - 1)

    def has_outcomes(self, levels: dict[str, int | None], strands: dict[str, StrandResult]) -> bool:
        """The families without which there is no telling."""
        known = self.families(levels, strands)
        return all(known[f] is not None or not self.asks(f, strands) for f in self.scheme.enough.families)

    def asks(self, family: str, strands: dict[str, StrandResult]) -> bool:
        """Whether any strand of a family applies."""
        mine = [s for s in self.scheme.strands if s.family == family and not s.counts_for_only]
        return any(strands[s.id].applies for s in mine)

    def indicative(
        self, levels: dict, strands: dict, held: list[int], best: int | None, worst: int | None
    ) -> int | None:
        """Never better than the floor, nor outside what is possible."""
        computed = self.by_rule(levels, strands) if self.has_outcomes(levels, strands) else None
        known = worst_of([computed, *held])
        return within(known, best, worst)

    def level(self, levels: dict, strands: dict, held: list[int], indicative: int | None) -> int | None:
        """A floor at the worst level holds whatever else is known; else there must be enough evidence."""
        top = len(self.edition.levels) - 1
        if top in held:
            return top
        enough, families = self.scheme.enough, self.families(levels, strands)
        others = [f.id for f in self.scheme.families if f.id not in enough.families]
        known = sum(families[f] is not None for f in others)
        ladders = [s for s in self.scheme.strands if not s.counts_for_only]
        applicable = sum(strands[s.id].applies for s in ladders)
        decided = sum(levels[s.id] is not None for s in ladders)
        if not self.has_outcomes(levels, strands) or self.by_rule(levels, strands) is None:
            return None
        if known < min(enough.more_families, sum(self.asks(f, strands) for f in others)):
            return None
        return indicative if applicable and decided >= enough.share * applicable else None

    def fragile(
        self, strands: dict, held: list[int], best: int | None, worst: int | None, indicative: int | None
    ) -> list[str]:
        """The strands in which one pupil, or being known, would change it."""
        now = {s: r.level for s, r in strands.items()}
        before = self.has_outcomes(now, strands)
        found = []
        for strand in self.scheme.strands:
            for other in self.others(strand, strands[strand.id]) if not strand.counts_for_only else ():
                changed = self.by_rule(now | {strand.id: other}, strands) if before else None
                known = worst_of([changed, *held])
                turned = within(known, best, worst)
                if turned is not None and indicative is not None and turned != indicative:
                    found.append(strand.id)
        return found

    def others(self, strand: Strand, result: StrandResult) -> list[int]:
        """The other levels a strand could have."""
        if not result.applies:
            return []
        if result.level is None:
            return [n for n in (result.best, result.worst) if n is not None]
        if result.by != "data":
            return []
        moved = [self.by_data(strand, pupil)[0] for pupil in (1, -1)]
        return [n for n in moved if n is not None and n != result.level]


def combined(condition: c.Composite, truths: list[Truth]) -> Truth:
    """Kleene's logic."""
    if isinstance(condition, c.Not):
        return not_truth(truths[0]) if truths else None
    if not truths:
        return None
    if isinstance(condition, c.All):
        return not_truth(any_truth([not_truth(t) for t in truths]))
    if isinstance(condition, c.AnyOf):
        return any_truth(truths)
    assert isinstance(condition, c.AtLeast)
    true, perhaps = sum(t is True for t in truths), sum(t is not False for t in truths)
    return True if true >= condition.count else False if perhaps < condition.count else None


def any_truth(truths: list[Truth]) -> Truth:
    """One true is enough; one unknown leaves it open."""
    return True if True in truths else None if None in truths else False


def not_truth(truth: Truth) -> Truth:
    """The opposite; the opposite of unknown is unknown."""
    return None if truth is None else not truth


def ladder(truths: dict[int, Truth], top: int) -> tuple[int | None, int, int]:
    """Level, best and worst."""
    possible, level = [], None
    for number in sorted(truths, reverse=True):
        if truths[number] is False:
            continue
        possible.append(number)
        if truths[number] is True:
            level = number if len(possible) == 1 else None
            break
    return level, min(possible, default=0), max(possible, default=top)


def lags_read(atom: c.Atom) -> list[int]:
    """The years an atom hangs on."""
    if isinstance(atom, c.Change | c.Gap):
        return [0, atom.over] if atom.over else [0]
    if isinstance(atom, c.Compare | c.Significant):
        past = atom.right.years if isinstance(atom.right, c.OwnMean) else 0
        return [0, *range(max(1, atom.lag), atom.lag + past + 1)]
    return [0]


def day_of(figure: dict) -> date | None:
    """The day of an inspection."""
    try:
        return date.fromisoformat(figure.get("period") or "")
    except ValueError:
        return None


def rounded(mean: float) -> int:
    """A tie goes to the worse."""
    return math.floor(mean + 0.5 + 1e-9)


def worst_of(levels: list[int | None]) -> int | None:
    """The worst of what is known."""
    return max((n for n in levels if n is not None), default=None)


def within(level: int | None, best: int | None, worst: int | None) -> int | None:
    """A level no better than the best that is possible, and no worse than the worst."""
    if level is None:
        return None
    level = level if best is None else max(level, best)
    return level if worst is None else min(level, worst)


def minus(left: float | None, right: float | None) -> float | None:
    """A difference, of two that are known."""
    return None if left is None or right is None else left - right


def plus(left: float | None, right: float) -> float | None:
    """A sum, where known."""
    return None if left is None else left + right


def schools_of(evidence: Evidence, scheme: Scheme) -> list[School]:
    """The schools that a scheme is for, with their evidence gathered."""
    schools = {
        row["urn"]: School(row) for row in evidence.schools.iter_rows(named=True) if is_for(scheme, row)
    }
    for fact in evidence.facts.iter_rows(named=True):
        if fact["urn"] in schools:
            years = schools[fact["urn"]].facts.setdefault((fact["indicator"], fact["group"]), {})
            before = years.get(fact["year"])
            if before is None or fact["period"] >= before["period"]:
                years[fact["year"]] = fact
    for judgement in evidence.judgements.iter_rows(named=True):
        if judgement["urn"] in schools:
            schools[judgement["urn"]].judgements.append(judgement)
    for flag in evidence.flags.iter_rows(named=True):
        if flag["urn"] in schools:
            schools[flag["urn"]].flags.append(flag)
    comparators = comparators_of(evidence, scheme)
    for school in schools.values():
        school.comparators = comparators
    return list(schools.values())


def comparators_of(evidence: Evidence, scheme: Scheme) -> dict[tuple, float]:
    """Comparators of the scheme's own phase before those of all."""
    found: dict[tuple, float] = {}
    for phase in (None, scheme.phases[0]):
        for row in evidence.comparators.iter_rows(named=True):
            if row["phase"] == phase:
                key = (row["authority"], row["indicator"], row["group"], row["period"], row["name"])
                found[key] = row["value"]
    return found


def is_for(scheme: Scheme, row: dict) -> bool:
    """Whether a scheme is for a school."""
    young = (
        scheme.youngest_at_most is None or row["age_low"] is None or row["age_low"] <= scheme.youngest_at_most
    )
    return row["phase"] in scheme.phases and (not scheme.kinds or row["kind"] in scheme.kinds) and young


def newest_of(evidence: Evidence, scheme: Scheme) -> dict[str, int]:
    """The newest year that any comparator tells of."""
    found: dict[str, int] = {}
    for row in evidence.comparators.iter_rows(named=True):
        year = row["period"][:4]
        if year.isdigit() and row["phase"] in (None, scheme.phases[0]):
            found[row["indicator"]] = max(found.get(row["indicator"], 0), int(year))
    return found


def rate(evidence: Evidence, edition: Edition, as_at: date) -> dict[tuple[int, str], Result]:
    """Every school, one by one, under every scheme that is for it."""
    found = {}
    for scheme in edition.schemes:
        loop = Loop(edition, scheme, as_at, newest_of(evidence, scheme))
        for school in schools_of(evidence, scheme):
            found[school.row["urn"], scheme.id] = loop.rate(school)
    return found
