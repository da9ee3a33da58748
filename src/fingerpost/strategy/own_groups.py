"""Pupil groups that an authority adds to those of everybody: `groups:` in strategy.yaml.

They are counted wherever pupils are, beside the groups that every stage has.
"""

from __future__ import annotations

from typing import Any

from fingerpost.evidence.cube.definition import PupilGroup, UnknownGroup
from fingerpost.evidence.cube.own import own_group
from fingerpost.strategy.keys import Keys, as_list
from fingerpost.strategy.lined import Mapping

_KEYS = ("code", "name", "is", "note")
_HOW = "Write code, name and, under is, a characteristic with the values that belong."


def read(keys: Keys) -> tuple[PupilGroup, ...]:
    """The groups of an edition; each fault is noted where it stands."""
    read = [_group(keys, node) for node in as_list(keys.node.get("groups"))]
    made = [group for group in read if group is not None]
    codes = [group.code for group in made]
    for doubled in sorted({code for code in codes if codes.count(code) > 1}):
        keys.found.add(
            keys.node, f"The group {doubled} is declared twice.", "Give each its own code.", "groups"
        )
    return tuple(made)


def _group(keys: Keys, node: Any) -> PupilGroup | None:
    if not isinstance(node, Mapping):
        keys.found.add(keys.node, "A group is not a mapping.", _HOW, "groups")
        return None
    group = Keys(node, keys.found, "A group")
    group.only(_KEYS)
    code, name = group.text("code"), group.text("name")
    values = node.get("is")
    if not isinstance(values, Mapping):
        keys.found.add(node, f"The group {code} does not say who belongs to it.", _HOW)
        return None
    try:
        return own_group(code, name, {str(column): _listed(held) for column, held in values.items()})
    except UnknownGroup as refusal:
        keys.found.add(node, str(refusal), "Correct it; docs/editions.md has an example.", "is")
        return None


def _listed(held: Any) -> list[Any]:
    return list(held) if isinstance(held, list) else [held]
