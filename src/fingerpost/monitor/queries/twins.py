"""Evidence twins of a school in a run. Schools most like it by their pupils are in `archive.queries.similar`."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import Any

from fingerpost.archive.queries import rating_history, ratings
from fingerpost.core.rules import Permission, check_permission
from fingerpost.monitor.marks import scale_of
from fingerpost.strategy import twins
from fingerpost.strategy.twins import Table, Twin


def twins_of(
    user: Any, authority: str, urn: int, run: Any = None, *, scheme: str | None = None
) -> dict[str, list[Twin]]:
    """Scheme -> the schools whose evidence is nearest in a run (the latest unless told), nearest first.

    Officers see the levels of schools beyond their own here, as they do at moderation; nobody else does.
    """
    check_permission(user, Permission.INDICATIVE_SEE, authority=authority, urn=urn)
    held = run or ratings.latest_run(user, authority)
    if held is None or held.authority_id != authority:
        return {}
    names = scale_of(held.levels).names
    found = {
        name: twins.nearest(table, urn, names)
        for name, table in _tables(held.pk, held.computed_at, tuple(names)).items()
        if urn in table.place and scheme in (None, name)
    }
    return found


@lru_cache(maxsize=4)
def _tables(run: int, computed_at: datetime, order: tuple[str, ...]) -> dict[str, Table]:
    """Runs never change, so what is laid out for one school serves all."""
    return twins.tables(rating_history.with_strands(run), order)
