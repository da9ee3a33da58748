"""The monthly overview as the one sheet that is printed and sent."""

from __future__ import annotations

from datetime import date
from typing import Any

from fingerpost.monitor import overview as words
from fingerpost.monitor.queries import overview as queries
from fingerpost.present.documents import Document
from fingerpost.register import queries as register


def sheet(user: Any, authority: Any, *, month: date, today: date) -> tuple[Document, int]:
    """The sheet of a month, and of how many schools it tells."""
    found = queries.overview(user, authority.code, month=month, today=today)
    names = register.names(words.schools_named(found))
    return words.document(found, authority, names, min(found.on, today)), len(found.found.rows)
