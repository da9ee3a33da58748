"""How a round of rating goes on: its days and stages, what may be decided, and which schools are hard to decide."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

JUDGING, COMMENTING, MODERATING, CONFIRMING, TELLING, CLOSED = STAGES = (
    "judging", "commenting", "moderating", "confirming", "telling", "closed",
)  # fmt: skip
#: What is left to be done in each stage, in words for its page.
TO_DO = {
    JUDGING: "Advisers record the judgements that only they can make.",
    COMMENTING: "Schools see how they are categorised, strand by strand, and may comment.",
    MODERATING: "The moderation meeting decides the hard ones and records its reasons.",
    CONFIRMING: "The head of service confirms every level.",
    TELLING: "Heads are told first, then chairs, then everyone else.",
    CLOSED: "The round is done.",
}
#: From the product's brief: how far people may depart from the computed level, alone and with leave.
MOST, MOST_WITH_LEAVE = 1, 2
#: From the product's brief: how many school days a school has to ask for a second look.
SECOND_LOOK_DAYS = 10
#: Ours: below this share of the strands that apply, a level rests on thin evidence.
THIN = 0.6
#: Ours: a whole level between the mean of what advisers judged and the mean of what data decided.
APART = 1.0


class NotARound(ValueError):
    """What was to be done in a round cannot be; the words say why and what to do."""


@dataclass(frozen=True)
class Days:
    """The days of a round, each of its stages in turn."""

    as_at: date
    judged_since: date
    judgements_due_on: date
    comments_from_on: date
    comments_to_on: date
    moderation_on: date


def check_days(days: Days, today: date) -> None:
    """Refuse a cut-off that has not come, and stages out of order."""
    if days.as_at > today:
        raise NotARound("The cut-off day has not come: figures as at a later day are not known yet.")
    if days.judged_since > days.as_at:
        raise NotARound("Judgements must count from a day before the cut-off.")
    order = (
        ("judgements are due", days.judgements_due_on),
        ("the comment window opens", days.comments_from_on),
        ("the comment window closes", days.comments_to_on),
        ("moderation", days.moderation_on),
    )
    for (first, before), (second, after) in pairwise(order):
        if after < before:
            raise NotARound(f"The day on which {second} comes before the day on which {first}.")


def check_next(stage: str, to: str) -> None:
    """Refuse to leave out a stage, or to go back without reopening."""
    if stage == CLOSED or to != STAGES[STAGES.index(stage) + 1]:
        raise NotARound(f"A round goes from {stage} to the stage after it. Reopen it to go back.")


def check_earlier(stage: str, to: str, reason: str) -> None:
    """Refuse to reopen to a stage that has not been, or without a reason."""
    if to not in STAGES or STAGES.index(to) >= STAGES.index(stage):
        raise NotARound("A round is reopened at a stage that it has passed.")
    if not reason.strip():
        raise NotARound("Say why the round is reopened: the reason stays on record.")


def check_stage(stage: str, allowed: Sequence[str], deed: str) -> None:
    """Refuse what is not of this stage."""
    if stage not in allowed:
        raise NotARound(f"{deed} is not of this stage of the round, which is at: {stage}.")


def check_decision(
    levels: Sequence[str], computed: str, indicative: str, decided: str, *, reason: str, present: Sequence[str],
    may_move_two: bool,
) -> None:  # fmt: skip
    """Refuse a decision that no level stands for, that departs too far or says no reason, or that nobody was at."""
    if not present:
        raise NotARound("Say who was there: a level is decided by people, not by one.")
    if decided == computed:
        return
    if not reason.strip():
        raise NotARound("Say why: a level that departs from the computed shows its reason for ever.")
    _check_distance(levels, computed, indicative, decided, may_move_two=may_move_two)


def _check_distance(
    levels: Sequence[str], computed: str, indicative: str, decided: str, *, may_move_two: bool
) -> None:
    if decided not in levels:
        raise NotARound(f"“{decided}” is no level of this edition: choose one of {', '.join(levels)}.")
    base = computed if computed in levels else indicative
    if base not in levels:
        raise NotARound("Too little is known for any level. Record the judgements that are missing first.")
    moved = apart(levels, base, decided)
    if moved > (MOST_WITH_LEAVE if may_move_two else MOST):
        raise NotARound(
            "A level moves one from the computed at most; two only by the head of service."
            if moved <= MOST_WITH_LEAVE
            else "No level moves more than two from the computed."
        )


def apart(levels: Sequence[str], one: str, other: str) -> int:
    """How many levels lie between two; 0 where either is none."""
    if one not in levels or other not in levels:
        return 0
    return abs(levels.index(one) - levels.index(other))


def is_worse(levels: Sequence[str], before: str, now: str) -> bool:
    """Whether a level is worse than the one last time; without one of the two nobody can say so."""
    return before in levels and now in levels and levels.index(now) > levels.index(before)


@dataclass(frozen=True)
class Case:
    """What makes a school hard or easy to decide."""

    computed: str
    indicative: str
    before: str
    is_fragile: bool
    assessed: float
    judged: tuple[str, ...]
    by_data: tuple[str, ...]
    is_argued: bool


#: Why a school is hard, the hardest first: a code, and what the meeting reads.
HARD = {
    "moved": "It moved two levels since last time.",
    "against": "What advisers judged and what the data say lie a level apart.",
    "argued": "The school argued its level, this time or last.",
    "thin": "It rests on thin evidence.",
    "borderline": "One pupil or one unknown would change it.",
}


def hard_because(case: Case, levels: Sequence[str]) -> list[str]:
    """The codes of HARD that hold for a school, the hardest first; none for one that is plain."""
    now = case.computed if case.computed in levels else case.indicative
    holds = {
        "moved": apart(levels, case.before, now) >= MOST_WITH_LEAVE,
        "against": abs(_mean(case.judged, levels) - _mean(case.by_data, levels)) >= APART
        if case.judged and case.by_data
        else False,
        "argued": case.is_argued,
        "thin": case.computed not in levels or case.assessed < THIN,
        "borderline": case.is_fragile,
    }
    return [code for code in HARD if holds[code]]


def _mean(strands: Sequence[str], levels: Sequence[str]) -> float:
    return sum(levels.index(level) for level in strands) / len(strands)


def check_comment(stage: str, today: date, opens: date, closes: date, words: str) -> None:
    """Refuse a comment outside the window, or one that says nothing."""
    if stage != COMMENTING or not opens <= today <= closes:
        raise NotARound("The window for comments is not open. Speak to your school's adviser.")
    if not words.strip():
        raise NotARound("Write your comment.")


def check_second_look(*, is_told: bool, today: date, last_day: date | None, words: str) -> None:
    """Refuse a second look before the school was told, after its days have passed, or without saying why."""
    if not is_told:
        raise NotARound("A second look can be asked for once the school has been told its level.")
    if last_day is not None and today > last_day:
        raise NotARound(f"A second look could be asked for until {last_day.day} {last_day:%B %Y}.")
    if not words.strip():
        raise NotARound("Say what should be looked at again.")


def check_uninvolved(person: int, involved: Sequence[int | None]) -> None:
    """Refuse a second look by somebody who was involved in the first."""
    if person in involved:
        raise NotARound("A second look is taken by somebody who had no part in the first.")
