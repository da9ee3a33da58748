"""What is asked of a school now, gathered from what is under way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from fingerpost.monitor.queries.told import UnderWay
from fingerpost.portal.rules import Asked, in_order
from fingerpost.present import formats


def of_school(
    urn: int,
    *,
    under_way: UnderWay | None,
    second: Any,
    heard: list[Any],
    owed: list[tuple[Any, bool]],
    visited: list[Any],
) -> list[Asked]:
    """Everything that the school should or may do now, what is needed first."""
    found = [
        *_comment(urn, under_way),
        *_second(urn, second),
        *_answers(heard),
        *_returns(urn, owed),
        *_notes(urn, visited),
    ]
    return in_order(found)


def _comment(urn: int, under_way: UnderWay | None) -> Iterator[Asked]:
    if under_way is not None and under_way.is_open:
        yield Asked(
            "Read how your school is categorised in this round, and say what is wrong or missing",
            "my_school_round",
            {"urn": urn},
            under_way.school.round.comments_to_on,
            is_needed=False,
        )


def _second(urn: int, second: Any) -> Iterator[Asked]:
    if second.level is not None:
        yield Asked(
            "If you think your level is wrong, ask for a second look by an adviser who was not involved",
            "my_school_second_look",
            {"urn": urn, "level_id": second.level.row.pk},
            second.until,
            is_needed=False,
        )


def _answers(heard: list[Any]) -> Iterator[Asked]:
    for flag in heard:
        if flag.told_at and not flag.answer and not flag.closed_at:
            yield Asked("Answer what the authority told you it had heard", "flag", {"flag_id": flag.pk})


def _notes(urn: int, visited: list[Any]) -> Iterator[Asked]:
    for one in visited:
        named = f"{one.visit.kind_name} of {formats.day(one.visit.day)}"
        if one.is_to_answer:
            yield Asked(
                f"Say whether the note of the visit is accurate: {named}",
                "note_answer",
                _of(urn, one),
                one.answer_by,
            )
        elif one.is_to_evaluate:
            yield Asked(
                f"Say how you found the visit: {named}", "visit_evaluate", _of(urn, one), is_needed=False
            )


def _of(urn: int, one: Any) -> dict[str, int]:
    return {"urn": urn, "visit_id": one.visit.pk}


def _returns(urn: int, owed: list[tuple[Any, bool]]) -> Iterator[Asked]:
    for one, is_sent in owed:
        if not is_sent:
            due: date = one.due_on
            yield Asked(
                f"Send your figures: {one.name}", "return_school", {"round_id": one.pk, "urn": urn}, due
            )
