"""What an officer puts right by hand, and takes back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from fingerpost.core.actions import audit
from fingerpost.core.rules import Permission, check_permission
from fingerpost.register import rules
from fingerpost.register.models import Correction, School


@transaction.atomic
def correct(*, school: School, field: str, value: str, reason: str, by: Any, at: datetime) -> Correction:
    """Put one field of a school right. It survives every load until it is taken back."""
    authority = school.authority
    if authority is None:
        raise rules.NotACorrection("A school that belongs to no authority cannot be corrected.")
    check_permission(by, Permission.REGISTER_CORRECT, authority=authority.code, urn=school.urn)
    if not reason.strip():
        raise rules.NotACorrection(
            "Say why: the reason stands beside the corrected value for whoever reads it next."
        )
    parsed = rules.parse_correction(field, value)
    made = Correction.objects.create(
        urn=school.urn,
        authority=authority,
        field=field,
        value=value.strip(),
        reason=reason.strip(),
        made_by=by,
        made_at=at,
    )
    setattr(school, field, parsed)
    school.corrected = sorted({*school.corrected, field})
    school.save(update_fields=[field, "corrected"])
    audit.record(
        "register corrected",
        by=by,
        about=school,
        at=at,
        detail={"field": field, "value": value, "reason": reason},
    )
    return made


@transaction.atomic
def take_back(*, correction: Correction, by: Any, at: datetime) -> None:
    """Take a correction back; the lists' own value returns at the next rebuild, which the caller asks for."""
    check_permission(by, Permission.REGISTER_CORRECT, authority=correction.authority_id, urn=correction.urn)
    correction.taken_back_at, correction.taken_back_by = at, by
    correction.save(update_fields=["taken_back_at", "taken_back_by"])
    audit.record(
        "register correction taken back", by=by, about=correction, at=at, detail={"field": correction.field}
    )
