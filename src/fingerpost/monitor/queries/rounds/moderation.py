"""What the moderation meeting has before it: every level to be decided, the hard ones first, beside last time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from fingerpost.archive.queries import editions
from fingerpost.core.rules import Permission, check_permission, schools_within
from fingerpost.monitor import rules
from fingerpost.monitor.models import Round, RoundComment, RoundLevel, SecondLook
from fingerpost.monitor.queries import standings
from fingerpost.monitor.queries.standings import Standing


@dataclass(frozen=True)
class Item:
    """One level to be decided: why it is hard (codes of `rules.HARD`), and how often its school commented."""

    level: RoundLevel
    hard: list[str]
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
    judged = {scheme.id: {s.id for s in scheme.strands if s.judged} for scheme in edition.schemes}
    said, argued, standing = _comments(held), _argued(held), standings.of_run(held.run_id)
    items = []
    for row in _levels(user, held):
        urn, count = row.school.urn, said.get(row.school.urn, 0)
        case = _case(
            row, standing[urn, row.scheme], judged[row.scheme], edition.level_ids, count > 0 or urn in argued
        )
        items.append(Item(row, rules.hard_because(case, edition.level_ids), count))
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
    return list(rows.select_related("school__adviser", "decided_by"))


def _case(
    row: RoundLevel, standing: Standing, judged: set[str], levels: list[str], is_argued: bool
) -> rules.Case:
    decided = [mark for mark in standing.marks if mark["state"] == "decided" and mark["level"] in levels]
    return rules.Case(
        computed=row.computed,
        indicative=row.indicative,
        before=row.before,
        is_fragile=standing.is_fragile,
        assessed=standing.assessed,
        judged=tuple(mark["level"] for mark in decided if mark["id"] in judged),
        by_data=tuple(mark["level"] for mark in decided if mark["id"] not in judged),
        is_argued=is_argued,
    )


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


def _confirmed_before(held: Round) -> QuerySet[RoundLevel]:
    rows = RoundLevel.objects.filter(
        school__round__authority_id=held.authority_id, school__round__as_at__lt=held.as_at
    )
    return rows.exclude(confirmed="").order_by("school__round__as_at")


def last_time(held: Round) -> dict[tuple[int, str], str]:
    """School and scheme -> what was confirmed in the latest round before this one."""
    rows = _confirmed_before(held).values_list("school__urn", "scheme", "confirmed")
    return {(urn, scheme): confirmed for urn, scheme, confirmed in rows}


def last_level(user: Any, level: RoundLevel) -> RoundLevel | None:
    """The level of one school in the latest round before in which it was confirmed, with what it rested on."""
    held, urn = level.school.round, level.school.urn
    check_permission(user, Permission.INDICATIVE_SEE, authority=held.authority_id, urn=urn)
    rows = _confirmed_before(held).filter(school__urn=urn, scheme=level.scheme)
    return rows.select_related("school__round", "school__adviser", "rating", "decided_by").last()
