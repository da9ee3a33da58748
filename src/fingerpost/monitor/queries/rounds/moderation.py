"""What the moderation meeting has before it: every level to be decided, the hard ones first, beside last time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from fingerpost.archive.queries import editions, ratings
from fingerpost.core.rules import Permission, check_permission, schools_within
from fingerpost.monitor import rules
from fingerpost.monitor.models import Round, RoundComment, RoundLevel, SecondLook
from fingerpost.monitor.queries.rounds.reading import HEAVY
from fingerpost.strategy.edition import Edition


@dataclass(frozen=True)
class Item:
    """One level to be decided: why it is hard (codes of `rules.HARD`), and the level of the school last time."""

    level: RoundLevel
    hard: list[str]
    last: RoundLevel | None
    comments: int

    @property
    def urn(self) -> int:
        """The school's URN."""
        return self.level.school.urn

    @property
    def is_decided(self) -> bool:
        """Whether people have decided it in this round."""
        return bool(self.level.decided)


def moderation(user: Any, held: Round) -> list[Item]:
    """Every level of a round within the person's scope: those not decided first, the hardest first among them."""
    check_permission(user, Permission.INDICATIVE_SEE, authority=held.authority_id)
    edition = editions.edition(held.edition)
    said, last, argued = _comments(held), last_time(held), _argued(held)
    items = [
        _item(row, edition, last.get((row.school.urn, row.scheme)), said.get(row.school.urn, 0), argued)
        for row in _levels(user, held)
    ]
    weight = {code: number for number, code in enumerate(reversed(rules.HARD), 1)}
    return sorted(
        items,
        key=lambda item: (
            item.is_decided, -sum(2 ** weight[code] for code in item.hard), item.level.school.name,
            item.level.scheme,
        ),
    )  # fmt: skip


def _levels(user: Any, held: Round) -> list[RoundLevel]:
    urns = schools_within(user, Permission.INDICATIVE_SEE, authority=held.authority_id)
    rows = RoundLevel.objects.filter(school__round=held, school__frozen_at=None)
    rows = rows if urns is None else rows.filter(school__urn__in=urns)
    return list(rows.select_related("school__adviser", "rating", "decided_by").defer(*HEAVY))


@lru_cache(maxsize=8)
def marks_of(run: int) -> dict[tuple[int, str], list[dict]]:
    """School and scheme -> the strands of a run at their shortest. Runs never change, so they are kept in memory."""
    return {(row["urn"], row["scheme"]): row["marks"] for row in ratings.marks_of(run)}


def _item(row: RoundLevel, edition: Edition, last: RoundLevel | None, said: int, argued: set[int]) -> Item:
    judged = {
        s.id for scheme in edition.schemes if scheme.id == row.scheme for s in scheme.strands if s.judged
    }
    marks = marks_of(row.rating.run_id).get((row.school.urn, row.scheme), [])
    decided = [m for m in marks if m["state"] == "decided" and m["level"] in edition.level_ids]
    case = rules.Case(
        computed=row.computed,
        indicative=row.indicative,
        before=row.before,
        is_fragile=row.rating.is_fragile,
        assessed=row.rating.assessed,
        judged=tuple(m["level"] for m in decided if m["id"] in judged),
        by_data=tuple(m["level"] for m in decided if m["id"] not in judged),
        is_argued=said > 0 or row.school.urn in argued,
    )
    return Item(row, rules.hard_because(case, edition.level_ids), last, said)


def _comments(held: Round) -> dict[int, int]:
    found: dict[int, int] = {}
    rows = RoundComment.objects.filter(school__round=held, undone_at=None)
    for urn in rows.values_list("school__urn", flat=True):
        found[urn] = found.get(urn, 0) + 1
    return found


def _argued(held: Round) -> set[int]:
    """The schools that argued a level in the round before: commented on it, or had it looked at again."""
    before = Round.objects.filter(authority_id=held.authority_id, as_at__lt=held.as_at).first()
    if before is None:
        return set()
    said = RoundComment.objects.filter(school__round=before, undone_at=None)
    looked = SecondLook.objects.filter(level__school__round=before)
    return {*said.values_list("school__urn", flat=True), *looked.values_list("level__school__urn", flat=True)}


def last_time(held: Round) -> dict[tuple[int, str], RoundLevel]:
    """School and scheme -> its level in the latest round before this one in which it was confirmed."""
    rows = RoundLevel.objects.filter(
        school__round__authority_id=held.authority_id, school__round__as_at__lt=held.as_at
    ).exclude(confirmed="")
    fields = ("school__urn", "scheme", "pk")
    latest = {
        (urn, scheme): pk for urn, scheme, pk in rows.order_by("school__round__as_at").values_list(*fields)
    }
    found = RoundLevel.objects.select_related("school__round").filter(pk__in=list(latest.values()))
    return {(row.school.urn, row.scheme): row for row in found}
