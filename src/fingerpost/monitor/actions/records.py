"""Answers to whoever asks what is held, each on record: who exported what, and how much was left out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from fingerpost.core.actions import audit
from fingerpost.monitor import disclosing
from fingerpost.monitor.queries import records
from fingerpost.monitor.queries.records import Records

OF_SCHOOL, OF_PERSON = "What the authority holds of a school", "What the authority holds of a person"


class NobodyThere(ValueError):
    """Nobody is known under an e-mail address."""


@transaction.atomic
def disclose_school(*, authority: str, urn: int, by: Any, at: datetime) -> dict[str, bytes]:
    """Everything held of a school as files to be read and sent: for a request under the Freedom of Information Act."""
    found = records.of_school(by, authority, urn, at=at)
    audit.record(
        "records of a school exported", by=by, about=found.about, at=at, detail=_told(found, authority)
    )
    return disclosing.files(found, OF_SCHOOL)


@transaction.atomic
def disclose_person(*, email: str, by: Any, at: datetime, authority: str | None = None) -> dict[str, bytes]:
    """Everything held of a person as files, for their own request: in one authority, or in all."""
    found = records.of_person(by, email, at=at, authority=authority)
    if found is None:
        raise NobodyThere(
            f"Nobody has the address {email}, neither to sign in nor in the directory. "
            "Ask by another address of theirs."
        )
    audit.record(
        "records of a person exported", by=by, about=found.about, at=at, detail=_told(found, authority)
    )
    return disclosing.files(found, OF_PERSON)


def _told(found: Records, authority: str | None) -> dict:
    return {
        "authority": authority,
        "records": sum(len(part.rows) for part in found.parts),
        "struck out": sum(part.struck for part in found.parts),
        "left out": {one.what: one.records for one in found.left_out},
    }
