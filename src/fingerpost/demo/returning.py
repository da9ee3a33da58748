"""What the schools of the demonstration sent: predictions for Year 6 in January, and a round that is open in autumn."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from fingerpost.demo.days import CODE, TODAY, chance
from fingerpost.demo.judging import moment
from fingerpost.returns.actions import rounds, sending
from fingerpost.returns.queries import known
from fingerpost.returns.queries import rounds as asked
from fingerpost.returns.rules import Ask, Kind, Said

YEAR = 2026
JANUARY, AUTUMN = "January Year 6", "On entry to reception"
MEASURES = ("ks2_rwm_expected", "ks2_reading_expected", "ks2_maths_expected")
GROUPS = ("all", "disadvantaged")
ASKS = [Ask(measure, group) for measure in MEASURES for group in GROUPS]
FIRST_DAY, DUE = date(2026, 1, 12), date(2026, 1, 30)
#: How far from the outcome schools are in January, in points: the county as a whole is cautious (ours).
CAUTION, SPREAD = -4.0, 8.0
#: The share of schools that send at all, and a group nobody published stands for so much of the cohort.
SENDS, SHARE = 0.96, 0.2


def send(*, by: Any) -> int:
    """Open both rounds and send what schools predicted, unless it is there; say how many schools sent."""
    if asked.rounds(CODE).filter(name=JANUARY, year=YEAR).exists():
        return 0
    rounds.ask(
        authority=CODE, name=AUTUMN, kind=Kind.ON_ENTRY, year=YEAR + 1, phases=["primary"],
        asks=[Ask("on_entry_overall", "all"), Ask("on_entry_language", "all")], opens_on=date(2026, 10, 12),
        due_on=date(2026, 11, 27), closes_on=date(2026, 12, 18), by=by, at=moment(date(2026, 10, 9)),
    )  # fmt: skip
    january = rounds.ask(
        authority=CODE, name=JANUARY, kind=Kind.PREDICTION, year=YEAR, phases=["primary"], asks=ASKS,
        opens_on=FIRST_DAY, due_on=DUE, closes_on=date(2026, 2, 13), by=by, at=moment(date(2026, 1, 5)),
    )  # fmt: skip
    held = known.of_schools(CODE, ASKS, [str(YEAR)], TODAY)
    count = 0
    for urn in asked.schools_asked(january):
        draw = chance("prediction", urn)
        said = _said(draw, urn, held)
        if said and draw.random() < SENDS:
            sending.send(asked=january, urn=urn, said=said, by=by, at=_when(draw))
            count += 1
    return count


def _when(draw: Random) -> datetime:
    """A day of the round; one school in twelve is late."""
    late = draw.random() < 1 / 12
    first, days = (DUE + timedelta(days=1), 10) if late else (FIRST_DAY, (DUE - FIRST_DAY).days)
    return moment(first + timedelta(days=draw.randrange(days)))


def _said(draw: Random, urn: int, held: dict) -> dict[Ask, Said]:
    """What a school expects: near what will come of it, each head with a leaning of their own."""
    leaning = draw.gauss(CAUTION, SPREAD)
    found: dict[Ask, Said] = {}
    for ask in ASKS:
        came = held.get((urn, ask, str(YEAR)))
        whole = found.get(Ask(ask.indicator, "all"))
        if came is None or not came.cohort:
            if ask.group == "all":
                return {}
            found[ask] = _part(whole)
            continue
        cohort, share = int(came.cohort), (came.value + leaning + draw.gauss(0, 4)) / 100
        found[ask] = _within(Said(cohort, min(cohort, max(0, round(cohort * share)))), whole)
    return found


def _part(whole: Said | None) -> Said:
    assert whole is not None
    assert whole.number is not None
    cohort = round(whole.cohort * SHARE)
    return Said(cohort, min(whole.number, round(cohort * whole.number / max(whole.cohort, 1) * 0.8)))


def _within(part: Said, whole: Said | None) -> Said:
    """A group is never more than all pupils, in cohort or in number."""
    if whole is None or whole.number is None or part.number is None:
        return part
    cohort = min(part.cohort, whole.cohort)
    return Said(cohort, min(part.number, whole.number, cohort))
