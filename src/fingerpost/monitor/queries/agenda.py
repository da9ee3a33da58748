"""The forum's agenda, proposed from what changed since the last one: for each school, everything at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from fingerpost.core.rules import Permission, has_permission
from fingerpost.monitor import rules
from fingerpost.monitor.models import Meeting, MeetingKind
from fingerpost.monitor.queries import flags, meetings, tracking
from fingerpost.monitor.queries.results_known import suspensions_rose
from fingerpost.monitor.queries.tracking import Tracked, Tracking
from fingerpost.present import formats
from fingerpost.register import queries as register

#: Ours: a forum talks of so many schools, those at risk first, and names so many of the others.
MOST_SCHOOLS, MOST_NAMED = 25, 12
#: Ours: suspensions that rose by half, and by one or more for each hundred pupils, are talked of.
ROSE_BY, ROSE_AT_LEAST = 1.5, 1.0


@dataclass(frozen=True)
class Proposed:
    """One thing for the agenda."""

    heading: str
    words: str
    urn: int | None = None
    source: str = "changed"
    is_restricted: bool = False


def proposed(user: Any, authority: str, *, on: date, last: Meeting | None) -> list[Proposed]:
    """What the forum should talk of: actions still open, results for all, then schools, those at risk first."""
    found = tracking.tracking(user, authority, on=on, last=last)
    raised = flags.raised_between(user, authority, found.since, on)
    return [
        *_carried(user, authority, on),
        *_results(found),
        *_schools(user, authority, found, raised),
        *_in_confidence(found, raised),
    ]


def _carried(user: Any, authority: str, on: date) -> Iterator[Proposed]:
    still = meetings.carried(user, authority, MeetingKind.FORUM, before=on)
    if still:
        lines = [
            f"{row.words} ({f'{row.school}; ' if row.school else ''}{row.owner}, by {formats.day(row.due_on)})"
            for row in still
        ]
        yield Proposed("Actions of earlier forums that are still open", "\n".join(lines), source="carried")


def _results(found: Tracking) -> Iterator[Proposed]:
    counts: dict[str, int] = defaultdict(int)
    for row in found.rows:
        for kind in row.new_results:
            counts[kind] += 1
    if counts:
        listed = formats.listed(
            [f"{kind} of {formats.plural(count, 'school')}" for kind, count in counts.items()]
        )
        yield Proposed("New results", f"Known since {formats.day(found.since)}: {listed}.")


def _schools(user: Any, authority: str, found: Tracking, raised: list[Any]) -> Iterator[Proposed]:
    heard: dict[int, list[Any]] = defaultdict(list)
    for flag in raised:
        if not flag.is_restricted:
            heard[flag.urn].append(flag)
    leaving = _heads_leaving(user, authority, found)
    rose = suspensions_rose(authority, after=found.since, to=found.on)
    talked: list[Proposed] = []
    for row in sorted(found.rows, key=lambda row: (-row.risk.points, row.school.name)):
        said = [
            *_level(row, found), *_inspected(row), *_heard(heard.get(row.urn, [])),
            *_rose(rose.get(row.urn)), *leaving.get(row.urn, []),
        ]  # fmt: skip
        if said:
            talked.append(Proposed(row.school.name, " ".join(said), urn=row.urn))
    yield from talked[:MOST_SCHOOLS]
    if talked[MOST_SCHOOLS:]:
        others = [one.heading for one in talked[MOST_SCHOOLS:]]
        more = [f"{len(others) - MOST_NAMED} more"] if len(others) > MOST_NAMED else []
        named = formats.listed([*others[:MOST_NAMED], *more])
        yield Proposed(
            f"{formats.plural(len(others), 'school')} more of which something changed",
            f"Further down the order of risk: {named}. The area meeting's page shows what changed at each.",
        )


def _level(row: Tracked, found: Tracking) -> Iterator[str]:
    if row.moved and row.was and found.scale:
        before, now = found.scale.word(row.was.level), found.scale.word(row.level)
        yield f"Level: {now}, was {before.lower()}."
    if len(row.strands_worse) >= 2:
        yield f"Moved down: {formats.listed(list(row.strands_worse))}."


def _inspected(row: Tracked) -> Iterator[str]:
    if row.has_new_inspection and row.outcome:
        yield f"Inspected: {row.outcome.in_words}, {formats.day(row.outcome.on)}."


def _heard(raised: list[Any]) -> Iterator[str]:
    if raised:
        kinds = dict.fromkeys(rules.FLAG_KINDS[flag.kind].lower() for flag in raised)
        serious = sum(flag.severity == "serious" for flag in raised)
        yield f"Heard: {formats.listed(list(kinds))}{f', {serious} of it serious' if serious else ''}."


def _rose(rates: tuple[float, float] | None) -> Iterator[str]:
    if rates and rates[1] >= rates[0] * ROSE_BY and rates[1] - rates[0] >= ROSE_AT_LEAST:
        before, now = (formats.number(rate, 1) for rate in rates)
        yield f"Suspensions rose from {before} to {now} for each 100 pupils."


def _heads_leaving(user: Any, authority: str, found: Tracking) -> dict[int, list[str]]:
    if not has_permission(user, Permission.IN_POST_SEE, authority=authority):
        return {}
    said: dict[int, list[str]] = defaultdict(list)
    for urn, to_on in register.leaving(user, authority, "head", after=found.since):
        said[urn].append(f"The head {'left' if to_on <= found.on else 'leaves'} on {formats.day(to_on)}.")
    return said


def _in_confidence(found: Tracking, raised: list[Any]) -> Iterator[Proposed]:
    """What was heard in confidence, each on its own, for those alone who may see it."""
    names = {row.urn: row.school.name for row in found.rows}
    for flag in raised:
        if flag.is_restricted and flag.urn in names:
            kind = rules.FLAG_KINDS[flag.kind].lower()
            yield Proposed(names[flag.urn], f"Heard in confidence: {kind}.", flag.urn, is_restricted=True)
