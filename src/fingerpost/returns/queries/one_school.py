"""What one school said in a round, version by version, and what it had last year."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from fingerpost.returns import rules
from fingerpost.returns.models import Return, Round
from fingerpost.returns.queries import known
from fingerpost.returns.queries.known import Known
from fingerpost.returns.queries.rounds import asks_of, schools_asked
from fingerpost.returns.rules import Ask, Said


@dataclass(frozen=True)
class SchoolReturn:
    """A school in a round: what stands, what is being written, what was sent before, and last year's figures."""

    urn: int
    name: str
    standing: Return | None
    draft: Return | None
    history: list[Return]
    last_year: dict[Ask, Known]

    @property
    def shown(self) -> Return | None:
        """What its page opens on: the draft, else what was sent."""
        return self.draft or self.standing

    def said(self) -> dict[Ask, Said]:
        """The lines of what its page opens on."""
        return lines_of(self.shown) if self.shown else {}

    def can_undo(self, one: Round, person: Any, on: date) -> bool:
        """Whether this person may take back what stands."""
        sent_by = self.standing.sent_by_id if self.standing else None
        return rules.can_undo(
            sent_by=sent_by, due_on=one.due_on, is_standing=self.standing is not None, person=person.pk, on=on
        )


def lines_of(one: Return) -> dict[Ask, Said]:
    """What a return says."""
    return {
        Ask(line.indicator, line.group): Said(line.cohort, line.number, line.score)
        for line in one.lines.all()
    }


def of_school(one: Round, urn: int, today: date) -> SchoolReturn | None:
    """A school in a round; None when the round does not ask it."""
    asked = schools_asked(one)
    if urn not in asked:
        return None
    rows = Return.objects.filter(round=one, urn=urn).select_related("saved_by", "sent_by", "undone_by")
    history = list(rows.prefetch_related("lines").order_by("-version"))
    return SchoolReturn(
        urn=urn,
        name=asked[urn][0],
        standing=next((r for r in history if r.sent_at and not r.undone_at), None),
        draft=next((r for r in history if r.sent_at is None), None),
        history=[r for r in history if r.sent_at],
        last_year=last_year(one, urn, today),
    )


def last_year(one: Round, urn: int, today: date) -> dict[Ask, Known]:
    """What a school had in the year before the round's, where it is held."""
    asks = asks_of(one)
    held = known.of_schools(one.authority_id, asks, [str(one.year - 1)], today)
    return {ask: held[key] for ask in asks if (key := (urn, ask, str(one.year - 1))) in held}
