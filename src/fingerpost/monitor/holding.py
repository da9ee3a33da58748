"""A visit or its note held for writing: locked, and its writer allowed at every school of it."""

from __future__ import annotations

from typing import Any

from fingerpost.archive.queries import editions
from fingerpost.core.rules import Permission, check_permission
from fingerpost.monitor.models import Note, Visit
from fingerpost.monitor.rules import visits as rules
from fingerpost.monitor.rules.visits import NotAVisit


def hold_visit(visit: Visit, by: Any, permission: Permission) -> tuple[Visit, list[int]]:
    """The visit, held until the transaction ends, with the URNs of its schools, at all of which this is allowed."""
    held = Visit.objects.select_for_update().get(pk=visit.pk)
    urns = list(held.schools.values_list("urn", flat=True))
    for urn in urns:
        check_permission(by, permission, authority=held.authority_id, urn=urn)
        if held.is_appraisal:
            check_permission(by, Permission.HEAD_APPRAISAL, authority=held.authority_id, urn=urn)
    if held.undone_at is not None:
        raise NotAVisit("The visit was planned by mistake and taken back. Plan a new one.")
    return held, urns


def hold_note(note: Note, by: Any, permission: Permission) -> tuple[Note, list[int]]:
    """The note, held likewise."""
    visit, urns = hold_visit(note.visit, by, permission)
    held = Note.objects.select_for_update().get(pk=note.pk)
    held.visit = visit
    return held, urns


def check_whole(held: Note, urns: list[int]) -> None:
    """Refuse to hand on a note that is not whole under the edition of its visit."""
    visit = held.visit
    rules.check_whole(
        held.content, editions.edition(visit.edition), urns, is_evidence=visit.is_evidence,
        is_appraisal=visit.is_appraisal, day=visit.day,
    )  # fmt: skip
