"""Record a call, an e-mail or a conversation with a school, and take it back on the same day."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from fingerpost.core.actions import audit
from fingerpost.core.rules import Permission, check_permission
from fingerpost.monitor import rules
from fingerpost.monitor.models import Contact
from fingerpost.register import queries as register


@transaction.atomic
def record_contact(
    *,
    authority: str,
    urn: int,
    kind: str,
    made_on: date,
    by: Any,
    at: datetime,
    made_with: str = "",
    words: str = "",
) -> Contact:
    """Record a contact with a school: its day counts as the last contact."""
    check_permission(by, Permission.CONTACT_RECORD, authority=authority, urn=urn)
    rules.check_contact(kind, made_on, at, register.opened_on([urn]).get(urn))
    made = Contact.objects.create(
        authority_id=authority, urn=urn, kind=kind, made_on=made_on, made_with=made_with.strip(),
        words=words.strip(), recorded_by=by, recorded_at=at,
    )  # fmt: skip
    audit.record("contact recorded", by=by, about=made, at=at, detail={"authority": authority})
    return made


@transaction.atomic
def undo_contact(*, contact: Contact, by: Any, at: datetime) -> Contact:
    """Take back a contact that one recorded today."""
    contact = Contact.objects.select_for_update().get(pk=contact.pk)
    check_permission(by, Permission.CONTACT_RECORD, authority=contact.authority_id, urn=contact.urn)
    rules.check_can_undo(
        contact.recorded_by_id,
        contact.recorded_at,
        is_undone=contact.undone_at is not None,
        person=by.pk,
        at=at,
    )
    contact.undone_at, contact.undone_by = at, by
    contact.save(update_fields=["undone_at", "undone_by"])
    audit.record("contact taken back", by=by, about=contact, at=at)
    return contact
