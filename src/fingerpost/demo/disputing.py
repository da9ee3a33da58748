"""Figures that somebody of the demonstration marked wrong in September, and what the data officer answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from fingerpost.core import queries as core
from fingerpost.demo import people as team_of
from fingerpost.demo.days import CODE, TODAY
from fingerpost.demo.judging import moment
from fingerpost.demo.lives import County
from fingerpost.explore.actions import disputes as actions
from fingerpost.explore.queries import disputes as queries
from fingerpost.explore.rules import State
from fingerpost.present import formats
from fingerpost.returns.queries import known
from fingerpost.returns.rules import Ask

PERIOD = str(TODAY.year)
DATA_OFFICER = "Callum Brackenshaw"


@dataclass(frozen=True)
class Story:
    """One disputed figure: whose, of which school, what is wrong, and the answer if there is one."""

    person: str
    school: str
    indicator: str
    group: str
    evidence: str
    raised_on: date
    answer: State | None = None
    reasons: str = ""
    answered_on: date | None = None


STORIES = (
    Story(
        "Nerys Ashdown-Cole", "Larkstow/Beechen", "ks2_rwm_expected", "girls",
        "The table counts one girl who left the roll in March. We had her taken out when results were checked, and "
        "with one fewer the figure is higher.",
        date(2026, 10, 21),
    ),
    Story(
        "Grace Oyelaran-Webb", "Larkstow/Beechen", "ks2_maths_expected", "all",
        "One pupil sat the maths papers at another school after moving in May and is counted here as absent.",
        date(2026, 9, 17), State.ASKED,
        "The transfer stands in our own records. Raised in the checking exercise; the Department answers with the "
        "amended tables in December.",
        date(2026, 9, 23),
    ),
    Story(
        "Nerys Ashdown-Cole", "Larkstow/Beechen", "ks2_reading_expected", "all",
        "The figure is lower than what our teachers assessed in May.",
        date(2026, 9, 15), State.STANDS,
        "The tests are what the figure counts, and the marks in the file are those that the school was sent. Nobody "
        "asked for a review of marking.",
        date(2026, 9, 16),
    ),
)  # fmt: skip


def dispute(*, county: County, chief: Any) -> int:
    """Mark the figures and answer, unless it was done; say how many there are."""
    if queries.listed(chief, CODE, TODAY):
        return 0
    asks = {Ask(story.indicator, story.group) for story in STORIES}
    held = known.of_schools(CODE, asks, [PERIOD], TODAY)
    lives = {life.key: life for life in county.lives}
    for story in STORIES:
        life = lives.get(story.school)
        if life is None:
            # A smaller county, such as measurements make, has not every school of the stories.
            continue
        found = held.get((life.now.urn, Ask(story.indicator, story.group), PERIOD))
        shown = formats.with_unit(found.value, "%") if found else formats.missing("suppressed")
        made = actions.dispute(
            authority=CODE, urn=life.now.urn, place_name=life.name, indicator=story.indicator, group=story.group,
            period=PERIOD, shown=shown, evidence=story.evidence, by=_person(story.person), at=moment(story.raised_on),
        )  # fmt: skip
        if story.answer and story.answered_on:
            actions.answer(
                disputed=made,
                answer=story.answer.value,
                reasons=story.reasons,
                by=_person(DATA_OFFICER),
                at=moment(story.answered_on),
            )
    return sum(story.school in lives for story in STORIES)


def _person(name: str) -> Any:
    return core.person(team_of.address(name))
