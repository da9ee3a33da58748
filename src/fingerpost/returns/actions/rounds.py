"""Ask schools for a return: open a round, change it, close it and open it again."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from fingerpost.core.actions import audit
from fingerpost.core.rules import Permission, check_permission
from fingerpost.returns import rules
from fingerpost.returns.models import Return, Round
from fingerpost.returns.rules import Ask


@transaction.atomic
def ask(
    *, authority: str, name: str, kind: str, year: int, phases: list[str], asks: list[Ask], opens_on: date,
    due_on: date, closes_on: date, by: Any, at: datetime, note: str = "",
) -> Round:  # fmt: skip
    """Open a round: ask schools of these phases for these measures by a day."""
    check_permission(by, Permission.RETURN_ASK, authority=authority)
    rules.check_round(opens_on=opens_on, due_on=due_on, closes_on=closes_on, phases=phases, asks=asks)
    # On one line: the name is the subject of reminders.
    name = " ".join(name.split())
    _check_name_is_free(authority, year, name)
    made = Round.objects.create(
        authority_id=authority, name=name, kind=rules.Kind(kind).value, year=year, phases=phases,
        asks=[[one.indicator, one.group] for one in asks], note=note.strip(), opens_on=opens_on, due_on=due_on,
        closes_on=closes_on, asked_at=at, asked_by=by,
    )  # fmt: skip
    audit.record("round opened", by=by, about=made, at=at, detail={"authority": authority})
    return made


def _check_name_is_free(authority: str, year: int, name: str) -> None:
    if Round.objects.filter(authority_id=authority, year=year, name=name).exists():
        raise rules.NotARound(f"There is a round “{name}” for {year} already. Give this one another name.")


@transaction.atomic
def change(
    *, changed: Round, opens_on: date, due_on: date, closes_on: date, note: str, by: Any, at: datetime,
    asks: list[Ask] | None = None, phases: list[str] | None = None,
) -> Round:  # fmt: skip
    """Move a round's days or change its note; what it asks of whom changes only until the first school has begun."""
    one = _locked(changed, by)
    asked = [Ask(*pair) for pair in one.asks]
    asks, phases = asks or asked, phases or one.phases
    rules.check_round(opens_on=opens_on, due_on=due_on, closes_on=closes_on, phases=phases, asks=asks)
    if (asks, phases) != (asked, one.phases) and Return.objects.filter(round=one).exists():
        raise rules.NotARound(
            "Schools have begun to answer: what is asked of whom can change no more. Open another."
        )
    before = {"due": one.due_on.isoformat(), "closes": one.closes_on.isoformat()}
    one.asks, one.phases = [[ask.indicator, ask.group] for ask in asks], phases
    one.opens_on, one.due_on, one.closes_on, one.note = opens_on, due_on, closes_on, note.strip()
    one.save()
    audit.record("round changed", by=by, about=one, at=at, detail={"before": before})
    return one


@transaction.atomic
def close(*, closed: Round, by: Any, at: datetime) -> Round:
    """Close a round before its day: nothing more can be sent or corrected."""
    one = _locked(closed, by)
    one.closed_at, one.closed_by = at, by
    one.save(update_fields=["closed_at", "closed_by"])
    audit.record("round closed", by=by, about=one, at=at)
    return one


@transaction.atomic
def reopen(*, closed: Round, by: Any, at: datetime) -> Round:
    """Open a closed round again, until its day."""
    one = _locked(closed, by)
    one.closed_at = one.closed_by = None
    one.save(update_fields=["closed_at", "closed_by"])
    audit.record("round opened again", by=by, about=one, at=at)
    return one


def _locked(one: Round, by: Any) -> Round:
    check_permission(by, Permission.RETURN_ASK, authority=one.authority_id)
    return Round.objects.select_for_update().get(pk=one.pk)
