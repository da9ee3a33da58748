"""How far a round has come: judgements by adviser and school, comments, decisions, who was told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from fingerpost.archive.queries import editions
from fingerpost.core.rules import Permission, check_permission, schools_within
from fingerpost.monitor.models import Judgement, Round, RoundComment, RoundLevel, RoundSchool
from fingerpost.monitor.queries import standings
from fingerpost.strategy.edition import Edition, Scheme

NOBODY = "No adviser named"


@dataclass
class Owed:
    """What one school still needs judged, strand by strand, of how many strands in all."""

    urn: int
    name: str
    adviser: str
    adviser_id: int | None
    due: int = 0
    missing: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def done(self) -> int:
        """How many strands have been judged for this round."""
        return self.due - len(self.missing)


@dataclass(frozen=True)
class Progress:
    """How far a round has come. Schools frozen in it are in none of the counts but their own."""

    schools: int
    frozen: int
    due: int
    done: int
    by_adviser: list[tuple[str, int, int, int]]
    comments: int
    answered: int
    decided: int
    confirmed: int
    told: int


def owed(user: Any, held: Round) -> list[Owed]:
    """Each school of a round with the judgements that it still needs; three questions, however many schools."""
    urns = schools_within(user, Permission.INDICATIVE_SEE, authority=held.authority_id)
    return _owed(held, urns)


def _owed(held: Round, urns: Iterable[int] | None) -> list[Owed]:
    judged = _asked_of(editions.edition(held.edition))
    made, standing = _made(held), standings.of_run(held.run_id)
    rows = RoundLevel.objects.filter(school__round=held, school__frozen_at=None)
    rows = rows if urns is None else rows.filter(school__urn__in=urns)
    found: dict[int, Owed] = {}
    fields = ("school__urn", "school__name", "school__adviser", "school__adviser__first_name",
              "school__adviser__last_name", "scheme")  # fmt: skip
    for urn, name, adviser, first, last, scheme in rows.order_by("school__name").values_list(*fields):
        who = f"{first} {last}".strip() if adviser else NOBODY
        one = found.setdefault(urn, Owed(urn, name, who, adviser))
        for strand in _applying(judged.get(scheme, {}), standing[urn, scheme].marks):
            one.due += 1
            if (urn, scheme, strand) not in made:
                one.missing.append((scheme, strand, judged[scheme][strand]))
    return list(found.values())


def _asked_of(edition: Edition) -> dict[str, dict[str, str]]:
    """Scheme -> strand -> name, of the strands that an adviser must say something of."""
    return {scheme.id: asked_strands(scheme) for scheme in edition.schemes}


def asked_strands(scheme: Scheme) -> dict[str, str]:
    """The strands that only an adviser decides; one that counts for a school alone is never owed."""
    return {s.id: s.name for s in scheme.strands if s.judged and not s.counts_for_only}


def _applying(asked: dict[str, str], marks: Iterable[dict]) -> list[str]:
    left_out = {mark["id"] for mark in marks if mark["state"] == "not_applicable"}
    return [strand for strand in asked if strand not in left_out]


def _made(held: Round) -> set[tuple[int, str, str]]:
    rows = Judgement.objects.standing().filter(authority_id=held.authority_id, made_on__gte=held.judged_since)
    if held.closed_at:
        rows = rows.filter(recorded_at__lte=held.closed_at)
    return set(rows.values_list("urn", "scheme", "strand"))


def progress(user: Any, held: Round) -> Progress:
    """How far a round has come, of the schools within the person's scope."""
    check_permission(user, Permission.INDICATIVE_SEE, authority=held.authority_id)
    urns = schools_within(user, Permission.INDICATIVE_SEE, authority=held.authority_id)
    rows = RoundSchool.objects.filter(round=held)
    rows = rows if urns is None else rows.filter(urn__in=urns)
    waiting = _owed(held, urns)
    said = RoundComment.objects.filter(school__in=rows, undone_at=None)
    live = rows.filter(frozen_at=None)
    return Progress(
        schools=live.count(),
        frozen=rows.exclude(frozen_at=None).count(),
        due=sum(one.due for one in waiting),
        done=sum(one.done for one in waiting),
        by_adviser=_by_adviser(waiting),
        comments=said.count(),
        answered=said.exclude(answered_at=None).count(),
        decided=live.exclude(levels__decided="").count(),
        confirmed=live.exclude(levels__confirmed="").count(),
        told=live.exclude(released_at=None).count(),
    )


def _by_adviser(waiting: list[Owed]) -> list[tuple[str, int, int, int]]:
    """Adviser, schools, judgements due, judgements done; who has most left first."""
    sums: dict[str, list[int]] = {}
    for one in waiting:
        mine = sums.setdefault(one.adviser, [0, 0, 0])
        mine[0] += 1
        mine[1] += one.due
        mine[2] += one.done
    rows = [(name, *counts) for name, counts in sums.items()]
    return sorted(rows, key=lambda row: (row[3] - row[2], row[0]))


def status(user: Any, held: Round) -> dict[str, Any]:
    """A round at its shortest, as the command line says it."""
    found = progress(user, held)
    return {
        "round": held.name,
        "stage": held.stage,
        "as_at": held.as_at.isoformat(),
        "schools": found.schools,
        "judgements": {"due": found.due, "done": found.done},
        "moderated": found.decided,
        "confirmed": found.confirmed,
        "told": found.told,
    }
