"""Take back what an officer corrected in the register, so that the lists' own value stands again at once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from fingerpost.archive import store
from fingerpost.archive.actions.deriving import derive
from fingerpost.register.actions import corrections


@store.alone()
@transaction.atomic
def take_back(*, correction: Any, by: Any, at: datetime) -> None:
    """Take a correction back and bring the register to what the lists say."""
    corrections.take_back(correction=correction, by=by, at=at)
    derive(by=by, at=at)
