"""Whom the Department's register names as head of each school, from the latest download that says so."""

from __future__ import annotations

from fingerpost.archive import store
from fingerpost.archive.queries.snapshots import holdings


def in_the_register(authority: str) -> dict[int, str]:
    """URN -> the head's name as the register has it; nothing where no download with names is loaded."""
    found = store.scan("heads", holdings(authority).having("heads")).collect()
    latest = found.sort("list_as_at", maintain_order=True).unique("urn", keep="last", maintain_order=True)
    return dict(latest.select("urn", "name").iter_rows())
