"""Meetings about schools: opened, minuted, acted on, closed with a picture of how every school stood."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from fingerpost.casework.actions import promises
from fingerpost.core.actions import audit
from fingerpost.core.rules import Permission, check_permission
from fingerpost.monitor.actions import tasks
from fingerpost.monitor.models import Meeting, MeetingItem, MeetingKind
from fingerpost.monitor.queries import agenda, pictures, tracking
from fingerpost.monitor.rules import meetings as rules
from fingerpost.monitor.rules.meetings import NotAMeeting
from fingerpost.register import queries as register


@transaction.atomic
def open_meeting(
    *, authority: str, kind: str, held_on: date, by: Any, at: datetime, area: str = ""
) -> Meeting:
    """Open a meeting; of the forum the agenda is built from what changed since the last one."""
    check_permission(by, Permission.MEETING_HOLD, authority=authority)
    rows = Meeting.objects.select_for_update().filter(authority_id=authority, kind=kind, area=area)
    last = rows.exclude(closed_at=None).first()
    if rows.filter(closed_at=None).exists():
        raise NotAMeeting("A meeting of this kind is open already: go on with it, or close it.")
    rules.check_held_on(held_on, last.held_on if last else None, at)
    made = Meeting.objects.create(
        authority_id=authority, kind=kind, area=area, held_on=held_on, before=last, opened_by=by, opened_at=at
    )
    if kind == MeetingKind.FORUM:
        _set_agenda(made, by, at)
    audit.record("meeting opened", by=by, about=made, at=at, detail=_told_of(made))
    return made


def _told_of(meeting: Meeting) -> dict:
    return {
        "authority": meeting.authority_id,
        "kind": meeting.kind,
        "area": meeting.area,
        "held on": meeting.held_on.isoformat(),
    }


def _set_agenda(meeting: Meeting, by: Any, at: datetime) -> None:
    found = agenda.proposed(by, meeting.authority_id, on=meeting.held_on, last=meeting.before)
    MeetingItem.objects.bulk_create(
        MeetingItem(
            meeting=meeting, urn=one.urn, heading=one.heading, words=one.words, source=one.source, position=number,
            is_restricted=one.is_restricted, added_by=by, added_at=at,
        )
        for number, one in enumerate(found, 1)
    )  # fmt: skip


def _locked(meeting: Meeting, by: Any, *, urn: int | None = None) -> Meeting:
    held = Meeting.objects.select_for_update().get(pk=meeting.pk)
    check_permission(by, Permission.MEETING_HOLD, authority=held.authority_id, urn=urn)
    rules.check_open(held)
    return held


@transaction.atomic
def attend(*, meeting: Meeting, present: list[str], by: Any, at: datetime, apologies: str = "") -> Meeting:
    """Record who was there, by name and post, and who sent apologies."""
    held = _locked(meeting, by)
    held.present = [" ".join(name.split()) for name in present if name.strip()]
    held.apologies = apologies.strip()
    held.save(update_fields=["present", "apologies"])
    audit.record("attendance recorded", by=by, about=held, at=at, detail={"present": len(held.present)})
    return held


@transaction.atomic
def add_item(
    *, meeting: Meeting, heading: str, by: Any, at: datetime, words: str = "", urn: int | None = None,
    is_restricted: bool = False,
) -> MeetingItem:  # fmt: skip
    """Put something on the agenda by hand, about a school or not."""
    held = _locked(meeting, by, urn=urn)
    if is_restricted:
        check_permission(by, Permission.FLAG_RESTRICTED, authority=held.authority_id)
    rules.check_words(heading, "Say what the item is about.")
    last = held.items.order_by("-position").values_list("position", flat=True).first() or 0
    made = MeetingItem.objects.create(
        meeting=held, urn=urn, heading=heading.strip()[:200], words=words.strip(), source="added",
        position=last + 1, is_restricted=is_restricted, added_by=by, added_at=at,
    )  # fmt: skip
    audit.record("agenda item added", by=by, about=made, at=at, detail={"meeting": held.pk, "urn": urn})
    return made


@transaction.atomic
def drop_item(*, item: MeetingItem, by: Any, at: datetime) -> None:
    """Take off what one put on the agenda by mistake today and of which nothing is minuted."""
    held = _locked(item.meeting, by, urn=item.urn)
    if not rules.may_drop(item, by, at):
        raise NotAMeeting("Only what you added today and nobody has minuted can be taken off the agenda.")
    audit.record(
        "agenda item taken off", by=by, about=item, at=at, detail={"meeting": held.pk, "urn": item.urn}
    )
    item.delete()


@transaction.atomic
def minute(*, item: MeetingItem, words: str, seen: int, by: Any, at: datetime) -> MeetingItem:
    """Write the minutes of an item. `seen` is the version that was read; what another wrote since is not lost."""
    _locked(item.meeting, by, urn=item.urn)
    row = MeetingItem.objects.select_for_update(of=("self",)).select_related("minuted_by").get(pk=item.pk)
    if row.is_restricted:
        check_permission(by, Permission.FLAG_RESTRICTED, authority=row.meeting.authority_id)
    rules.check_words(words, "Write what was said or decided.")
    rules.check_version(row, seen, words)
    row.minutes, row.minuted_by, row.minuted_at = words.strip(), by, at
    row.version += 1
    row.save(update_fields=["minutes", "minuted_by", "minuted_at", "version"])
    audit.record("minutes written", by=by, about=row, at=at, detail={"urn": row.urn, "version": row.version})
    return row


@transaction.atomic
def note(*, meeting: Meeting, urn: int, words: str, seen: int, by: Any, at: datetime) -> MeetingItem:
    """Note what was said of a school at the area meeting, beside the school itself."""
    held = _locked(meeting, by, urn=urn)
    row = held.items.filter(urn=urn, source="note").first()
    if row is None:
        school = register.school(urn)
        row = MeetingItem.objects.create(
            meeting=held, urn=urn, heading=school.name if school else str(urn), source="note", added_by=by, added_at=at
        )  # fmt: skip
    return minute(item=row, words=words, seen=seen, by=by, at=at)


@transaction.atomic
def act(
    *, meeting: Meeting, words: str, owner: Any, due_on: date, by: Any, at: datetime, urn: int | None = None,
    is_promise: bool = False,
) -> Any:  # fmt: skip
    """Agree an action: a promise to a school, which it sees, or a task of an officer's own."""
    held = _locked(meeting, by, urn=urn)
    if is_promise and urn is None:
        raise NotAMeeting("Say which school it is promised to.")
    if owner is None:
        raise NotAMeeting("Say who does it.")
    made = _agreed(held, words, owner, due_on, by, at, urn=urn, is_promise=is_promise)
    audit.record(
        "action agreed at a meeting", by=by, about=held, at=at, detail={"urn": urn, "action": str(made.pk)}
    )
    return made


def _agreed(
    held: Meeting, words: str, owner: Any, due_on: date, by: Any, at: datetime, *, urn: int | None, is_promise: bool
) -> Any:  # fmt: skip
    if not is_promise:
        return tasks.give_task(
            authority=held.authority_id, urn=urn, words=words, owner=owner, due_on=due_on,
            because=f"agreed at the {str(held)[:1].lower()}{str(held)[1:]}", source="meeting", source_id=held.pk,
            by=by, at=at,
        )  # fmt: skip
    return promises.promise(
        authority=held.authority_id, urn=urn or 0, side="authority", words=words, owner=owner, owner_name=str(owner),
        due_on=due_on, source="meeting", source_id=held.pk, by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def close_meeting(*, meeting: Meeting, by: Any, at: datetime) -> Meeting:
    """Close a meeting and keep how every school stood: the next one compares with it."""
    held = _locked(meeting, by)
    found = tracking.tracking(by, held.authority_id, on=held.held_on, last=held.before, area=held.area)
    held.picture = {"run": found.run.pk if found.run else None, "schools": pictures.frozen(found.rows)}
    held.closed_by, held.closed_at = by, at
    held.save(update_fields=["picture", "closed_by", "closed_at"])
    audit.record(
        "meeting closed", by=by, about=held, at=at, detail=_told_of(held) | {"schools": len(found.rows)}
    )
    return held


@transaction.atomic
def reopen_meeting(*, meeting: Meeting, reason: str, by: Any, at: datetime) -> Meeting:
    """Undo a closing that was a mistake, on the same day and with the reason."""
    held = Meeting.objects.select_for_update().get(pk=meeting.pk)
    check_permission(by, Permission.MEETING_HOLD, authority=held.authority_id)
    rules.check_may_reopen(held, by, at, reason, not Meeting.objects.filter(before=held).exists())
    held.closed_by, held.closed_at, held.picture = None, None, {}
    held.reopened_by, held.reopened_at, held.reopened_reason = by, at, reason.strip()
    held.save()
    audit.record("meeting reopened", by=by, about=held, at=at, detail={"why": reason.strip()})
    return held
