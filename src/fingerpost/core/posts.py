"""Who can do what, in plain words: permissions in groups, and what a person may do where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from fingerpost.core.rules import Permission as P
from fingerpost.core.rules import posts_of, schools_within

#: Every permission once, as the page of posts groups them.
GROUPS: dict[str, tuple[P, ...]] = {
    "Schools and what is published": (P.SCHOOLS_SEE, P.STRATEGY_SEE, P.FIGURES_SEE, P.VIEW_SAVE),
    "Levels, rounds and telling": (
        P.RATING_SEE, P.INDICATIVE_SEE, P.JUDGEMENT_RECORD, P.ROUND_RUN, P.LEVEL_MODERATE, P.LEVEL_MOVE_TWO,
        P.LEVEL_CONFIRM, P.LEVEL_TELL, P.SECOND_LOOK, P.CONSISTENCY_SEE, P.WATCH_KEEP,
    ),
    "Visits, notes and promises": (
        P.VISIT_SEE, P.VISIT_PLAN, P.NOTE_WRITE, P.NOTE_CHECK, P.NOTE_RESTRICTED, P.EVALUATION_SEE,
        P.HEAD_APPRAISAL, P.PROMISE_SEE, P.PROMISE_KEEP,
    ),
    "Contacts and what services hear": (
        P.CONTACT_SEE, P.CONTACT_RECORD, P.FLAG_SEE, P.FLAG_RAISE, P.FLAG_SUBSTANTIATE, P.FLAG_RESTRICTED,
    ),
    "Meetings": (P.MEETING_SEE, P.MEETING_HOLD),
    "Inspections": (P.OUTCOME_PREDICT, P.OUTCOME_SEE, P.INSPECTION_KEEP, P.INSPECTION_EMBARGOED),
    "For a school": (
        P.ROUND_ANSWER, P.NOTE_ANSWER, P.VISIT_EVALUATE, P.FLAG_ANSWER, P.RETURN_SEND,
    ),
    "Files and figures": (
        P.DATA_SEE, P.DATA_LOAD, P.DATA_WITHDRAW, P.PUPILS_LOAD, P.RETURN_ASK, P.FIGURE_DISPUTE, P.DISPUTE_ANSWER,
    ),
    "The register, areas and people at schools": (
        P.REGISTER_CORRECT, P.AREA_MANAGE, P.TERMS_SET, P.IN_POST_SEE, P.IN_POST_KEEP,
    ),
    "People, posts and records": (P.USERS_SEE, P.USERS_MANAGE, P.AUDIT_SEE, P.RECORDS_DISCLOSE),
}  # fmt: skip
#: Permissions that others bring and that no group names yet, so that none is ever left off the page.
OTHERS = "Others"


def grouped() -> dict[str, tuple[P, ...]]:
    """Every permission in its group, in the order of the page."""
    named = {permission for group in GROUPS.values() for permission in group}
    rest = tuple(permission for permission in P if permission not in named)
    return GROUPS | ({OTHERS: rest} if rest else {})


@dataclass(frozen=True)
class Reach:
    """What a person may do in one part of an authority: everywhere in it (`urns` None), or at some schools."""

    urns: tuple[int, ...] | None
    may: dict[str, list[P]]


def reaches_of(user: Any, authority: str) -> list[Reach]:
    """What a person may do where, the widest reach first; each permission stands at its own reach alone."""
    found: dict[frozenset[int] | None, set[P]] = {}
    held = frozenset(permission for post in posts_of(user) for permission in post.permissions)
    for permission in held:
        urns = schools_within(user, permission, authority=authority)
        if urns is None or urns:
            found.setdefault(urns, set()).add(permission)
    ordered = sorted(found, key=lambda urns: (urns is not None, -len(urns or ()), sorted(urns or ())))
    return [Reach(None if urns is None else tuple(sorted(urns)), in_groups(found[urns])) for urns in ordered]


def in_groups(permissions: Iterable[P]) -> dict[str, list[P]]:
    """Some permissions under their groups' names."""
    held = set(permissions)
    found = {name: [p for p in group if p in held] for name, group in grouped().items()}
    return {name: group for name, group in found.items() if group}
