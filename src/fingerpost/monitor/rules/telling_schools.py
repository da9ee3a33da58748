"""What of a stored rating is for the school itself, and in which words; what is not, stays with officers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from fingerpost.monitor.rules.rounds import CLOSED, JUDGING, TELLING
from fingerpost.strategy.missing import ADVISER

NO_JUDGEMENT = "No adviser's judgement of this is recorded yet."
IN_CONFIDENCE = (
    "Something that the strategy lists as settling a level by itself. It is told to you in person and not here: ask "
    "your adviser."
)


@dataclass(frozen=True)
class SaidFloor:
    """A floor as the school is told of it: by name, or only that there is one."""

    name: str
    sentence: str
    page: str
    level: str


@dataclass(frozen=True)
class Counted:
    """How many strands concern a school, and what decided those that are."""

    asked: int
    by_figures: int
    by_inspectors: int
    by_advisers: int
    undecided: int


def reads_strands(stage: str) -> bool:
    """Whether a school reads, strand by strand, how it is categorised: from the window for comments on."""
    return stage not in (JUDGING, CLOSED)


def is_settled(stage: str, *, is_told: bool) -> bool:
    """Whether a round is over for a school: closed, or told; one that was reopened is under way again."""
    return stage == CLOSED or (stage == TELLING and is_told)


def held_since(told: Sequence[tuple[str, date]]) -> date:
    """The day on which a school was first told the level that it still has: of levels and days, the latest first."""
    level, since = told[0]
    for other, on in told:
        if other != level:
            break
        since = on
    return since


def is_in_confidence(floor: Any) -> bool:
    """Whether a floor is not named to the school: it is restricted, or it is what an adviser expects of an inspection.

    A judged floor that lapses at the next inspection is a prediction of it.
    """
    return bool(floor.restricted or (floor.judged and floor.until is not None))


def said_floor(scheme: Any, binding: str) -> SaidFloor | None:
    """The floor that holds a level down, as the school is told of it; None when there is none."""
    if not binding:
        return None
    floor = next((one for one in scheme.floors if one.id == binding), None) if scheme else None
    if floor is None or is_in_confidence(floor):
        return SaidFloor("", IN_CONFIDENCE, "", floor.level if floor else "")
    return SaidFloor(floor.name, floor.sentence, floor.page, floor.level)


def counted(strands: Sequence[dict]) -> Counted:
    """The strands of a stored rating by what decided them."""
    mine = [strand for strand in strands if strand["state"] != "not_applicable"]
    decided = [strand for strand in mine if strand["state"] == "decided"]
    by = [strand["by"] if strand["by"] in ("data", "inspection") else "adviser" for strand in decided]
    return Counted(
        asked=len(mine),
        by_figures=by.count("data"),
        by_inspectors=by.count("inspection"),
        by_advisers=by.count("adviser"),
        undecided=len(mine) - len(decided),
    )


def facts_for_school(facts: Sequence[dict]) -> list[dict]:
    """The figures of a strand that the school may read: published ones and its own, none from what was heard of it."""
    return [fact for fact in facts if not str(fact["indicator"]).startswith(("flag", "prediction"))]


def missing_for_school(words: str) -> str:
    """What is missing, without telling the school to do an officer's work."""
    if not words or words == ADVISER:
        return NO_JUDGEMENT if words else ""
    said, _, _ = words.partition("). ")
    return f"{said})." if said != words else words
