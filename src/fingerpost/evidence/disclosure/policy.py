"""The policy by audience, read from `national/disclosure.yaml`, where each line has its source."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import lru_cache
from typing import Any

import yaml

from fingerpost.core.home import national_folder
from fingerpost.core.rules import Audience


class PolicyIncomplete(Exception):
    """The policy leaves an audience without a rule, or has a rule that nothing applies."""


@dataclass(frozen=True)
class Policy:
    """What is hidden from one audience. The words of each rule stand at the head of the file."""

    audience: Audience
    hides: bool = True
    minimum_cohort: int = 6
    minimum_reached: int = 3
    minimum_missed: int = 3
    minimum_added: int = 3
    interval: int = 3
    insider: bool = False
    base: int = 1
    decimals: int = 0


@dataclass(frozen=True)
class Line:
    """One rule for one audience, with where it is from."""

    audience: Audience
    rule: str
    value: Any
    reference: str
    is_ours: bool


@lru_cache(maxsize=1)
def lines() -> tuple[Line, ...]:
    """Every rule of every audience, in the order of the file."""
    listed = yaml.safe_load((national_folder() / "disclosure.yaml").read_text(encoding="utf-8"))["rules"]
    return tuple(
        Line(Audience(name), entry["rule"], entry["value"], entry["reference"], bool(entry.get("ours")))
        for entry in listed
        for name in entry["audience"]
    )


@lru_cache(maxsize=len(Audience))
def policy_for(audience: Audience) -> Policy:
    """What is hidden from an audience; a rule that is missing or unknown is our mistake and loud."""
    stated = {line.rule: line.value for line in lines() if line.audience == audience}
    known = {field.name for field in fields(Policy)} - {"audience"}
    if strangers := set(stated) - known:
        raise PolicyIncomplete(f"national/disclosure.yaml has a rule nobody knows: {sorted(strangers)}.")
    if stated.get("hides", True) and (left_out := known - set(stated)):
        raise PolicyIncomplete(
            f"national/disclosure.yaml says nothing on {sorted(left_out)} for the audience {audience.value}."
        )
    return Policy(audience, **stated)
