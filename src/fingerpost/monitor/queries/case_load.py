"""What goes with a post's schools when they are handed over: tasks, planned visits, promises, rounds that are open."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from fingerpost.casework.queries import handing_on
from fingerpost.core.rules import check_can_manage_people
from fingerpost.monitor.models import Note, NoteState, RoundSchool, Stage, Task, Visit
from fingerpost.register import queries as register


@dataclass(frozen=True)
class CaseLoad:
    """The records by number, and each school's count of them; `unfinished` notes stay with whoever writes them."""

    tasks: tuple[int, ...]
    visits: tuple[int, ...]
    promises: tuple[int, ...]
    round_schools: tuple[int, ...]
    by_school: tuple[tuple[int, str, int, int, int], ...]
    unfinished: int

    def moved(self) -> dict[str, list[int]]:
        """As a hand-over keeps it."""
        return {name: list(getattr(self, name)) for name in ("tasks", "visits", "promises", "round_schools")}


def of_post(user: Any, post: Any, urns: Collection[int]) -> CaseLoad:
    """What the holder of a post has in hand for some of its schools."""
    check_can_manage_people(user, post.authority_id)
    holder, code = post.user, post.authority_id
    open_tasks = Task.objects.filter(authority_id=code, owner=holder, urn__in=urns, done_at=None)
    tasks = list(open_tasks.values_list("pk", "urn"))
    visits = _planned(code, holder, set(urns))
    owed = handing_on.owed_by(user, code, holder, urns)
    rounds = RoundSchool.objects.filter(round__authority_id=code, adviser=holder, urn__in=urns)
    unfinished = Note.objects.filter(author=holder, visit__authority_id=code, visit__schools__urn__in=urns)
    named = register.names(list(urns))
    return CaseLoad(
        tasks=tuple(pk for pk, _ in tasks),
        visits=tuple(visits),
        promises=tuple(pk for pk, _ in owed),
        round_schools=tuple(rounds.exclude(round__stage=Stage.CLOSED).values_list("pk", flat=True)),
        by_school=tuple(
            (urn, named.get(urn, str(urn)), sum(one == urn for _, one in tasks),
             sum(urn in schools for schools in visits.values()), sum(one == urn for _, one in owed))
            for urn in sorted(urns, key=lambda urn: named.get(urn, str(urn)))
        ),
        unfinished=unfinished.exclude(state=NoteState.FINAL).distinct().count(),
    )  # fmt: skip


def _planned(code: str, holder: Any, urns: set[int]) -> dict[int, set[int]]:
    """Visits still to be made, each with its schools, of which all are handed over."""
    rows = Visit.objects.filter(
        authority_id=code, adviser=holder, made_at=None, missed_at=None, undone_at=None
    )
    found = {
        visit.pk: {school.urn for school in visit.schools.all()} for visit in rows.prefetch_related("schools")
    }
    return {pk: schools for pk, schools in found.items() if schools and schools <= urns}
