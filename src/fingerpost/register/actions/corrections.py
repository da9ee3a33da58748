"""What an officer puts right by hand, and takes back."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
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
    follows = rules.corrected(field, rules.parse_correction(field, value))
    _check_room(school, follows)
    made = Correction.objects.create(
        urn=school.urn,
        authority=authority,
        field=field,
        value=value.strip(),
        reason=reason.strip(),
        made_by=by,
        made_at=at,
    )
    for name, found in follows.items():
        setattr(school, name, found)
    school.corrected = sorted({*school.corrected, field})
    school.save(update_fields=[*follows, "corrected"])
    audit.record(
        "register corrected",
        by=by,
        about=school,
        at=at,
        detail={"field": field, "value": value, "reason": reason},
    )
    return made


def _check_room(school: School, follows: dict[str, Any]) -> None:
    for name, value in follows.items():
        try:
            School._meta.get_field(name).clean(value, school)
        except ValidationError as problem:
            label = rules.CORRECTABLE.get(name, name)
            raise rules.NotACorrection(f"{label}: {' '.join(problem.messages)}") from problem


@transaction.atomic
def take_back(*, correction: Correction, by: Any, at: datetime) -> None:
    """Take a correction back; the lists' own value returns when the register is next derived."""
    check_permission(by, Permission.REGISTER_CORRECT, authority=correction.authority_id, urn=correction.urn)
    correction.taken_back_at, correction.taken_back_by = at, by
    correction.save(update_fields=["taken_back_at", "taken_back_by"])
    audit.record(
        "register correction taken back", by=by, about=correction, at=at, detail={"field": correction.field}
    )
