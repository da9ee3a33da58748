"""What is asked of a school and by when, and where a round stands, in words for whoever leads a school."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from fingerpost.strategy import rubric
from fingerpost.strategy.edition import Scheme
from fingerpost.strategy.rubric import Rubric, RubricStrand


@dataclass(frozen=True)
class Asked:
    """One thing that the school may or should do, by which day, and the page on which it does it."""

    words: str
    page: str
    about: dict[str, int] = field(default_factory=dict)
    by_on: date | None = None
    is_needed: bool = True
    anchor: str = ""


def in_order(asked: list[Asked]) -> list[Asked]:
    """What is needed before what is offered, the first due first; what has no day comes last of its kind."""
    return sorted(asked, key=lambda one: (not one.is_needed, one.by_on or date.max))


@dataclass(frozen=True)
class Step:
    """A step of a round as a school is told of it."""

    words: str
    until: date | None
    state: str


DONE, NOW, TO_COME = "done", "now", "to come"


def steps_of(held: Any) -> list[Step]:
    """The steps of a round with their days: which are done, which is now, which are to come."""
    days = {
        "judging": held.judgements_due_on,
        "commenting": held.comments_to_on,
        "moderating": held.moderation_on,
    }
    order = list(STEP_WORDS)
    at = order.index(held.stage) if held.stage in order else len(order)
    return [
        Step(words, days.get(stage), DONE if number < at else NOW if number == at else TO_COME)
        for number, (stage, words) in enumerate(STEP_WORDS.items())
    ]


#: What happens in each stage of a round, said to a school.
STEP_WORDS = {
    "judging": "Your adviser records what figures cannot say",
    "commenting": "You read how your school is categorised, strand by strand, and say what is wrong or missing",
    "moderating": "Officers meet, read what schools said, and settle the hard ones with reasons",
    "confirming": "The head of service confirms every level",
    "telling": "Your adviser speaks with you; then you are told, in writing, before anyone else",
}


@dataclass(frozen=True)
class Looked:
    """What a scheme looks at: its strands by family, each with who decides it."""

    families: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    by_figures: int
    by_adviser: int
    by_both: int

    @property
    def strands(self) -> int:
        """How many strands there are."""
        return self.by_figures + self.by_adviser + self.by_both


FIGURES, ADVISER, BOTH = "figures", "adviser", "both"


def looked(found: Rubric) -> Looked:
    """What a rubric looks at, and who decides it."""
    families = tuple(
        (name, tuple((strand.name, who_decides(strand)) for strand in strands))
        for name, strands in found.families
    )
    said = [who for _, strands in families for _, who in strands]
    return Looked(families, said.count(FIGURES), said.count(ADVISER), said.count(BOTH))


def who_decides(strand: RubricStrand) -> str:
    """Whether figures decide a strand, an adviser, or figures and where they leave it open an adviser."""
    deciders = {cell.decider for cell in strand.cells if cell}
    by_adviser, by_figures = deciders & {rubric.ADVISER, rubric.BOTH}, deciders & {rubric.DATA, rubric.BOTH}
    if by_adviser and by_figures:
        return BOTH
    return ADVISER if by_adviser else FIGURES


def is_for(scheme: Scheme, school: Any) -> bool:
    """Whether a scheme is for a school of the register."""
    if school.phase not in scheme.phases or (scheme.kinds and school.type not in scheme.kinds):
        return False
    youngest = scheme.youngest_at_most
    return youngest is None or school.age_low is None or school.age_low <= youngest
