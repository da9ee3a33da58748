"""Meetings about schools, what was said at them and agreed, limited to what the person may see.

An item about a school outside the person's scope is in none of these; a restricted one is for those alone who may see
what is heard in confidence.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from fingerpost.casework.queries import promises
from fingerpost.core import queries as core
from fingerpost.core.rules import Permission, check_permission, has_permission, schools_within
from fingerpost.monitor.models import Meeting, MeetingItem, MeetingKind, Task
from fingerpost.register import queries as register


@dataclass(frozen=True)
class Agreed:
    """An action of a meeting: a promise to a school or an officer's task, and how it stands."""

    kind: str
    id: int
    meeting: int
    words: str
    urn: int | None
    school: str
    owner: str
    owner_id: int | None
    due_on: date
    state: str

    def is_overdue(self, on: date) -> bool:
        """Whether it is still open past its day."""
        return self.state == "open" and self.due_on < on


def meetings(user: Any, authority: str, *, kind: str = "", area: str | None = None) -> list[Meeting]:
    """Meetings of an authority, the latest first."""
    check_permission(user, Permission.MEETING_SEE, authority=authority)
    rows = Meeting.objects.filter(authority_id=authority).defer("picture")
    rows = rows.filter(kind=kind) if kind else rows
    rows = rows if area is None else rows.filter(area=area)
    return list(rows.select_related("opened_by", "closed_by"))


def one(user: Any, authority: str, meeting_id: int) -> Meeting | None:
    """One meeting."""
    return next((row for row in meetings(user, authority) if row.pk == meeting_id), None)


@dataclass(frozen=True)
class Place:
    """Where a meeting of a kind and area stands: the one that is open, and the last that was closed."""

    open: Meeting | None
    last: Meeting | None


def place(user: Any, authority: str, kind: str, area: str = "") -> Place:
    """The open meeting and the last closed one, in one question."""
    found = meetings(user, authority, kind=kind, area=area)
    is_open = next((row for row in found if row.closed_at is None), None)
    return Place(is_open, next((row for row in found if row.closed_at is not None), None))


def items(user: Any, meeting: Meeting) -> list[MeetingItem]:
    """What was on the agenda or noted, in its order, as far as this person may see it."""
    check_permission(user, Permission.MEETING_SEE, authority=meeting.authority_id)
    rows = MeetingItem.objects.filter(meeting=meeting).select_related("minuted_by", "added_by", "meeting")
    if not has_permission(user, Permission.FLAG_RESTRICTED, authority=meeting.authority_id):
        rows = rows.filter(is_restricted=False)
    return list(rows.filter(_in_scope(user, meeting.authority_id)))


def item(user: Any, meeting: Meeting, item_id: int) -> MeetingItem | None:
    """One item of a meeting, if the person may see it."""
    return next((row for row in items(user, meeting) if row.pk == item_id), None)


def _in_scope(user: Any, authority: str) -> Q:
    urns = schools_within(user, Permission.MEETING_SEE, authority=authority)
    return Q() if urns is None else Q(urn=None) | Q(urn__in=urns)


def notes(user: Any, meeting: Meeting | None) -> dict[int, MeetingItem]:
    """School -> what was noted of it at an area meeting."""
    if meeting is None:
        return {}
    return {row.urn: row for row in items(user, meeting) if row.urn and row.source == "note"}


def agreed(user: Any, authority: str, ids: Iterable[int], *, only_open: bool = False) -> list[Agreed]:
    """The actions of these meetings, the first due first; two questions and the names of schools."""
    check_permission(user, Permission.MEETING_SEE, authority=authority)
    wanted = list(ids)
    mine = Q(authority_id=authority, source="meeting", source_id__in=wanted) & _in_scope(user, authority)
    made = promises.of_sources(user, authority, "meeting", wanted)
    tasks = Task.objects.filter(mine).select_related("owner")
    found = [*(_of_promise(row) for row in made), *(_of_task(row) for row in tasks)]
    names = register.names(list({row.urn for row in found if row.urn}))
    kept = [
        Agreed(**{**row.__dict__, "school": names.get(row.urn or 0, "")})
        for row in found
        if not only_open or row.state == "open"
    ]
    return sorted(kept, key=lambda row: (row.state != "open", row.due_on, row.kind, row.id))


def _of_promise(row: Any) -> Agreed:
    state = "done" if row.kept_at else "let go" if row.dropped_at else "open"
    return Agreed("promise", row.pk, row.source_id or 0, row.words, row.urn, "", row.owner_name, row.owner_id,
                  row.due_on, state)  # fmt: skip


def _of_task(row: Task) -> Agreed:
    return Agreed("task", row.pk, row.source_id or 0, row.words, row.urn, "", str(row.owner or "nobody"),
                  row.owner_id, row.due_on, "done" if row.done_at else "open")  # fmt: skip


def carried(
    user: Any, authority: str, kind: str, area: str = "", *, before: date | None = None
) -> list[Agreed]:
    """What was agreed at earlier meetings of a kind and area and is still open."""
    found = meetings(user, authority, kind=kind, area=area)
    earlier = [row.pk for row in found if before is None or row.held_on < before]
    return agreed(user, authority, earlier, only_open=True) if earlier else []


def areas(authority: str) -> list[str]:
    """The area teams that a meeting may be of."""
    return sorted({row.name for row in register.local_areas(authority) if row.kind == "area"})


KINDS = dict(MeetingKind.choices)


def officers(authority: str, on: date) -> list[Any]:
    """Whoever may be given an action: everybody whose post in the authority sees meetings, by name."""
    found: dict[int, Any] = {}
    for post in core.people_of(authority, on).filter(authority_id=authority, user__is_active=True):
        if Permission.MEETING_SEE in post.held().permissions:
            found[post.user_id] = post.user
    return list(found.values())


def authorities_with_meetings() -> set[str]:
    """The codes of the authorities that have held a meeting; nothing of the meetings."""
    return set(Meeting.objects.order_by().values_list("authority_id", flat=True).distinct())
