"""Reading the keys of a YAML mapping: what may stand there, what must, and of what kind."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, TypeVar

from fingerpost.strategy.lined import Mapping
from fingerpost.strategy.problems import Found

_T = TypeVar("_T")


@dataclass(frozen=True)
class Keys:
    """A mapping being read. `what` names it in problems."""

    node: Mapping
    found: Found
    what: str

    def only(self, allowed: tuple[str, ...]) -> None:
        """Name every key that has no business here."""
        for key in self.node:
            if key not in allowed:
                self.found.add(self.node, f"{self.what} knows no `{key}`.", f"Use {', '.join(allowed)}.", key)

    def text(self, key: str, *, required: bool = True) -> str:
        """A text; empty when it is not there."""
        value = self.node.get(key)
        if isinstance(value, str | int | float) and not isinstance(value, bool) and str(value).strip():
            return str(value).strip()
        if required or value is not None:
            self.found.add(self.node, f"{self.what} has no {key}.", f"Write `{key}:` and its text.", key)
        return ""

    def value(self, key: str, kind: type[_T], *, required: bool = True) -> _T | None:
        """A value of a kind; None when it is not there."""
        value = self.node.get(key)
        if value is None and not required:
            return None
        if isinstance(value, kind) and not (isinstance(value, bool) and kind is not bool):
            return value
        self.found.add(
            self.node, f"{self.what}: `{key}` is not {_KINDS.get(kind, 'right')}.", "Correct it.", key
        )
        return None

    def number(self, key: str, default: float) -> float:
        """A number, or the default when it is not there."""
        value = self.node.get(key, default)
        if isinstance(value, int | float) and not isinstance(value, bool):
            return float(value)
        self.found.add(self.node, f"{self.what}: `{key}` is not a number.", "Write a number.", key)
        return default

    def count(self, key: str, default: int | None) -> int | None:
        """A whole number, or the default when it is not there."""
        value = self.node.get(key, default)
        if value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0):
            return value
        self.found.add(
            self.node, f"{self.what}: `{key}` is not a whole number.", "Write a whole number.", key
        )
        return default

    def child(self, key: str, what: str) -> Keys | None:
        """A mapping inside; None when it is not there."""
        value = self.node.get(key)
        if value is None:
            return None
        if isinstance(value, Mapping):
            return Keys(value, self.found, what)
        self.found.add(
            self.node, f"{self.what}: `{key}` is not a mapping.", "Write keys and values below it.", key
        )
        return None


_KINDS: dict[type, str] = {bool: "true or false", str: "a text", int: "a whole number"}


def as_list(value: Any) -> list:
    """A list as it is, one thing as a list of one, nothing as no list."""
    if value is None:
        return []
    return list(value) if isinstance(value, list) else [value]


def day_of_year(value: Any) -> tuple[int, int] | None:
    """Month and day from "09-01"; None when it is no such thing."""
    match = re.fullmatch(r"(\d\d)-(\d\d)", str(value))
    if not match:
        return None
    month, day = int(match[1]), int(match[2])
    return (month, day) if 1 <= month <= 12 and 1 <= day <= 31 else None
