"""An edition of an authority's strategy, as the rating reads it. `edition_reading` makes one from a folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from fingerpost.evidence.cube.definition import PupilGroup
from fingerpost.strategy import conditions as c
from fingerpost.strategy.atom_columns import Cohort
from fingerpost.strategy.bands import Band
from fingerpost.strategy.calendar import Calendar
from fingerpost.strategy.flagged import FlagsAsked
from fingerpost.strategy.leading import Leading
from fingerpost.strategy.letters import Letter
from fingerpost.strategy.lines import Line
from fingerpost.strategy.new_head import NewHead
from fingerpost.strategy.prediction import Prediction
from fingerpost.strategy.rhythm import Rhythm
from fingerpost.strategy.visits import Visits


@dataclass(frozen=True)
class Level:
    """A word of the scale, best first."""

    id: str
    name: str
    meaning: str = ""


@dataclass(frozen=True)
class Cell:
    """A published sentence and what decides it: a condition, an adviser, both, or that no other cell is true.

    Enough `flags` make it true whatever its condition says.
    """

    level: str
    sentence: str
    page: str
    when: c.Condition | None = None
    judged: bool = False
    otherwise: bool = False
    ours: str = ""
    file: str = ""
    line: int = 0
    flags: FlagsAsked | None = None


@dataclass(frozen=True)
class Applies:
    """Which schools a strand is asked of, and when: a school it is not asked of has the strand "not applicable".

    `measured` names indicators: in years in which none of them is published nationally the strand is not asked.
    """

    phases: tuple[str, ...] = ()
    measured: tuple[str, ...] = ()
    sixth_form: bool | None = None
    when: c.Condition | None = None
    ours: str = ""


@dataclass(frozen=True)
class SubGrade:
    """An inspector's grade that decides a strand in the school year of the inspection and the next."""

    measure: c.Measure
    levels: dict[int, str]
    ours: str = ""


@dataclass(frozen=True)
class Strand:
    """One line of a rubric: a cell for each level, or for the best alone (which counts for, never against)."""

    id: str
    name: str
    family: str
    cells: tuple[Cell, ...]
    applies: Applies = Applies()
    cohort: Cohort | None = None
    inspections: tuple[SubGrade, ...] = ()
    weight: float = 1.0
    where: str = ""
    note: str = ""
    file: str = ""
    line: int = 0

    @property
    def judged(self) -> bool:
        """Whether an adviser's judgement decides it."""
        return any(cell.judged for cell in self.cells)

    @property
    def counts_for_only(self) -> bool:
        """Whether it has no counterpart on the other levels."""
        return len(self.cells) == 1

    def cell(self, level: str) -> Cell | None:
        """The cell of a level."""
        return next((cell for cell in self.cells if cell.level == level), None)

    def conditions(self) -> Iterator[c.Condition]:
        """Every condition it asks."""
        yield from (cell.when for cell in self.cells if cell.when is not None)
        if self.applies.when is not None:
            yield self.applies.when


@dataclass(frozen=True)
class Floor:
    """What a school cannot be better than while it holds. A judged floor is off until somebody records it, or enough
    `flags` say the same."""

    id: str
    name: str
    level: str
    sentence: str
    page: str
    when: c.Condition | None = None
    judged: bool = False
    lasts_days: int | None = None
    until: c.Measure | None = None
    ours: str = ""
    restricted: bool = False
    flags: FlagsAsked | None = None


@dataclass(frozen=True)
class Family:
    """Strands that see the same thing and so share one vote; `needs` of them make it known (or all it has)."""

    id: str
    name: str
    weight: float = 1.0
    needs: int = 2
    ours: str = ""


@dataclass(frozen=True)
class Enough:
    """The evidence without which there is no rating, whatever the colour."""

    families: tuple[str, ...] = ("outcomes",)
    more_families: int = 2
    share: float = 0.5
    ours: str = ""


@dataclass(frozen=True)
class Scheme:
    """A rubric for a kind of school."""

    id: str
    name: str
    phases: tuple[str, ...]
    families: tuple[Family, ...]
    strands: tuple[Strand, ...]
    floors: tuple[Floor, ...] = ()
    kinds: tuple[str, ...] = ()
    youngest_at_most: int | None = None
    beside: bool = False
    rule: str = "guarded_best_fit"
    settings: dict[str, Any] = field(default_factory=dict)
    enough: Enough = Enough()
    evidence_age: int | None = None
    judgement_age: int | None = None
    #: Why what the authority did not publish is as it is: by `for`, `evidence_age`, `judgement_age`.
    ours: dict[str, str] = field(default_factory=dict)
    note: str = ""

    def family(self, family: str) -> Family:
        """The family of that id."""
        return next(f for f in self.families if f.id == family)

    def strand(self, strand: str) -> Strand:
        """The strand of that id."""
        return next(s for s in self.strands if s.id == strand)

    def conditions(self) -> Iterator[c.Condition]:
        """Every condition asked, in cells, of whom, and in floors."""
        for strand in self.strands:
            yield from strand.conditions()
        yield from (floor.when for floor in self.floors if floor.when is not None)

    def flags(self) -> Iterator[FlagsAsked]:
        """Everything asked of what services heard, in cells and floors."""
        asked = [cell.flags for strand in self.strands for cell in strand.cells]
        asked += [floor.flags for floor in self.floors]
        yield from (one for one in asked if one is not None)


@dataclass(frozen=True)
class Edition:
    """A whole strategy of one authority, as published. `hash` is kept by every rating and letter."""

    code: str
    name: str
    hash: str
    path: str
    levels: tuple[Level, ...]
    schemes: tuple[Scheme, ...]
    calendar: Calendar
    document: str = ""
    released_on: date | None = None
    note: str = ""
    authority: str = ""
    lines: tuple[Line, ...] = ()
    prediction: Prediction = field(default_factory=Prediction)
    #: Whose judgements begin anew with a new head.
    new_head: NewHead = field(default_factory=NewHead)
    #: Pupil groups of the authority's own.
    groups: tuple[PupilGroup, ...] = ()
    #: Types of visit, and who is entitled to which.
    visits: Visits = field(default_factory=Visits)
    rhythm: Rhythm = field(default_factory=Rhythm)
    letters: tuple[Letter, ...] = ()
    bands: tuple[Band, ...] = ()
    leading: tuple[Leading, ...] = ()

    def letter(self, letter: str) -> Letter | None:
        """The letter of that id, if the edition has it."""
        return next((each for each in self.letters if each.id == letter), None)

    def scheme(self, scheme: str) -> Scheme:
        """The scheme of that id."""
        return next(s for s in self.schemes if s.id == scheme)

    @property
    def level_ids(self) -> list[str]:
        """The levels' ids, best first."""
        return [level.id for level in self.levels]

    @property
    def atoms(self) -> list[c.Atom]:
        """Every atom of every condition."""
        conditions = [condition for scheme in self.schemes for condition in scheme.conditions()]
        return [atom for condition in conditions for atom in c.atoms(condition)]

    @property
    def indicators(self) -> list[str]:
        """The codes of all indicators that a rating reads, and of those that lead it."""
        leading = {line.indicator for line in self.leading}
        return sorted({measure.indicator for measure in self._measures()} | leading)

    @property
    def measures(self) -> list[tuple[str, str]]:
        """Indicator and group of everything that a rating reads."""
        return sorted({(measure.indicator, measure.group) for measure in self._measures()})

    def _measures(self) -> Iterator[c.Measure]:
        for atom in self.atoms:
            yield from c.measures(atom)
        for scheme in self.schemes:
            for strand in scheme.strands:
                if strand.cohort:
                    yield strand.cohort.measure
                yield from (grade.measure for grade in strand.inspections)
            yield from (floor.until for floor in scheme.floors if floor.until)

    @property
    def comparators(self) -> list[tuple[str, str, str]]:
        """Indicator, group and name of every comparator that a rating reads."""
        asked = (triple for atom in self.atoms for triple in c.comparators(atom))
        return sorted({(measure.indicator, group, comparator.name) for measure, comparator, group in asked})
