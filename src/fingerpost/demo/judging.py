"""What the advisers of the demonstration judged, recorded as they would record it: strand by strand, with reasons."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from django.db import transaction

from fingerpost.demo import county as places
from fingerpost.demo.days import CODE, TODAY, YEARS, chance
from fingerpost.demo.lives import County, Life
from fingerpost.demo.people import Team
from fingerpost.monitor.actions import record_judgement
from fingerpost.monitor.queries import judgements
from fingerpost.strategy.edition import Edition, Scheme, Strand

HERE = ZoneInfo("Europe/London")
#: Two rounds of visits, each a summer and the autumn that follows: the first day, how many days, how many schools.
ROUNDS = ((date(2025, 6, 9), 136, 0.93), (date(2026, 6, 8), 136, 0.96))
#: The least score at which each level but the last is given, best first; more levels than these share the last.
LEAST = (-0.45, -1.3)
#: How often a visit looks at a strand, and how often advisers come at all: academies ask them in, or do not.
LOOKED_AT, COMES_TO_ACADEMIES = 0.95, 0.94
#: The least score at which a school is asked to support others.
HELPS = 1.0


@dataclass(frozen=True)
class Finding:
    """One judgement to be recorded."""

    urn: int
    scheme: str
    strand: str
    level: str
    made_on: date
    reason: str


def moment(day: date) -> datetime:
    """The afternoon of a day, when notes are written up."""
    return datetime.combine(day, time(16, 10), tzinfo=HERE)


def findings(county: County, edition: Edition) -> Iterator[Finding]:
    """Everything that was judged, in order of day."""
    found = [
        finding
        for life, spell in county.open_on(TODAY)
        for number, (first, days, share) in enumerate(ROUNDS)
        for finding in _of_visit(life, spell.urn, edition, number, first, days, share)
    ]
    return iter(sorted(found, key=lambda f: (f.made_on, f.urn, f.scheme, f.strand)))


def _of_visit(
    life: Life, urn: int, edition: Edition, number: int, first: date, days: int, share: float
) -> Iterator[Finding]:
    draw = chance("visit", life.key, number)
    comes = share * (COMES_TO_ACADEMIES if life.now.is_academy else 1.0)
    if draw.random() >= comes and not life.story:
        return
    day = _visit_day(draw, first, days)
    spell = life.spell_on(day)
    if spell is None or spell.urn != urn:
        return
    for scheme in edition.schemes:
        if covers(scheme, life):
            yield from _strands(draw, life, urn, edition, scheme, day)


def covers(scheme: Scheme, life: Life) -> bool:
    """Whether a scheme is asked of a school."""
    youngest = scheme.youngest_at_most
    return life.phase in scheme.phases and (youngest is None or life.low <= youngest)


def _visit_day(draw: Random, first: date, days: int) -> date:
    """A day of term on which somebody could visit."""
    day = first + timedelta(days=draw.randrange(days))
    if (7, 18) <= (day.month, day.day) < (9, 7):
        day = date(day.year, 9, 8) + timedelta(days=draw.randrange(30))
    return day + timedelta(days=7 - day.weekday() if day.weekday() > 4 else 0)


def _strands(
    draw: Random, life: Life, urn: int, edition: Edition, scheme: Scheme, day: date
) -> Iterator[Finding]:
    year = min(YEARS[-1], day.year + (day.month >= 9))
    usual = 1.15 * life.led + 1.1 * life.strength[year] + draw.gauss(0.45, 0.25)
    usual += life.rising * (day - TODAY).days / 365
    for strand in scheme.strands:
        score = usual + draw.gauss(0, 0.42)
        if not is_asked(strand, score) or draw.random() > LOOKED_AT:
            continue
        place = 0 if strand.counts_for_only else _level(score, len(edition.levels))
        reason = reason_for(draw, scheme, strand, place).format(visit=f"{day.day} {day:%B}")
        yield Finding(urn, scheme.id, strand.id, edition.level_ids[place], day, reason)


def is_asked(strand: Strand, score: float) -> bool:
    """Whether an adviser has something to say; of support to others only those who give it are asked."""
    return strand.judged and (not strand.counts_for_only or score > HELPS)


def _level(score: float, levels: int) -> int:
    return min(levels - 1, next((place for place, least in enumerate(LEAST) if score >= least), len(LEAST)))


def reason_for(draw: Random, scheme: Scheme, strand: Strand, place: int) -> str:
    """A reason that fits the scheme, the strand and the level."""
    told = places.read("reasons.yaml")
    fits = [topic for topic in told["topics"] if topic.get("scheme", scheme.id) == scheme.id]
    topic = next((t["reasons"] for t in fits if any(w in strand.id for w in t["words"])), told["otherwise"])
    return draw.choice(topic[min(place, len(topic) - 1)])


@transaction.atomic
def record(*, county: County, edition: Edition, team: Team) -> int:
    """Record every judgement not yet recorded, each by the adviser whose school it is; say how many were."""
    known = judgements.frame(CODE, TODAY).select("urn", "scheme", "strand", "made_on")
    there = set(known.iter_rows())
    beside = {scheme.id for scheme in edition.schemes if scheme.beside}
    count = 0
    for finding in findings(county, edition):
        if (finding.urn, finding.scheme, finding.strand, finding.made_on) in there:
            continue
        record_judgement(
            authority=CODE,
            urn=finding.urn,
            edition=edition,
            scheme=finding.scheme,
            strand=finding.strand,
            level=finding.level,
            reason=finding.reason,
            by=team.early_years if finding.scheme in beside else team.adviser_of[finding.urn],
            at=moment(finding.made_on),
            made_on=finding.made_on,
        )
        count += 1
    return count
