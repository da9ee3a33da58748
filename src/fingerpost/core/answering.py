"""What each room holds of a school or a person, said by the room itself in its `held`.

Somebody who asks the authority what it holds (under the Freedom of Information Act 2000, or of themselves) is answered
from these. A table is named once; its fields sort themselves: who did something is given as a post, a text with names
struck out, a day or a number as it is. A test holds that no table with a school or a person is forgotten.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import CharField, EmailField, Field, ForeignKey, JSONField, Model, TextField

PERSONAL, CONFIDENCE, OPINION, INSPECTORS, ELSEWHERE = "40(2)", "41", "36(2)(b)", "31(1)(g)", "21"


@dataclass(frozen=True)
class Exemption:
    """A section of the Freedom of Information Act 2000, in words, and where the words come from."""

    section: str
    words: str
    source: str


_MEMORY = "from memory: check the Act before relying on it"
EXEMPTIONS: dict[str, Exemption] = {
    each.section: each
    for each in (
        Exemption(
            PERSONAL, "Personal data of somebody else, whose disclosure would not be fair to them.", _MEMORY
        ),
        Exemption(CONFIDENCE, "Information that somebody gave in confidence.", _MEMORY),
        Exemption(
            OPINION,
            "Disclosure would be likely to inhibit the free and frank provision of advice or exchange of views. It "
            "needs the reasonable opinion of the authority's qualified person, on record, and the public interest "
            "weighed.",
            "upheld for what heads told an authority, First-tier Tribunal EA/2016/0161 (2017); the Commissioner had "
            "decided the other way in FS50608890 (8 June 2016). Each case is "
            "its own. The wording is from memory",
        ),
        Exemption(
            INSPECTORS,
            "Disclosure would be likely to prejudice the functions of inspectors before their report is published.",
            _MEMORY,
        ),
        Exemption(ELSEWHERE, "Reasonably accessible by other means: it is published.", _MEMORY),
    )
}


@dataclass(frozen=True)
class Held:
    """A table that holds something of a school or a person.

    `school` leads to the URN where no field or parent of the table does by itself. `personal` fields are about a person
    who is not a user: they are left out. Rows that match `restricted` are left out under `exemption`; with `whole` all.
    `consider` is an exemption that whoever answers may rely on. What `is_published` is given as it is.
    """

    table: str
    what: str
    school: str = ""
    personal: tuple[str, ...] = ()
    restricted: tuple[str, object] | None = None
    whole: bool = False
    exemption: str = ""
    because: str = ""
    consider: str = ""
    is_published: bool = False

    @property
    def model(self) -> type[Model]:
        """The table."""
        return apps.get_model(self.table)

    @property
    def urn_path(self) -> str:
        """How a row leads to the URN of its school; empty when it is no school's."""
        return self.school or path_to(self.model, is_urn)

    @property
    def authority_path(self) -> str:
        """How a row leads to its authority; empty when it has none."""
        return path_to(self.model, is_authority)

    def users(self) -> list[str]:
        """Fields that say which user did something or is meant."""
        return [field.name for field in self.model._meta.concrete_fields if is_user(field)]

    def texts(self) -> list[str]:
        """Fields in which somebody wrote."""
        return [field.name for field in self.model._meta.concrete_fields if is_text(field)]


@dataclass(frozen=True)
class Beside:
    """What a room holds outside the tables, such as files: never exported from here, always listed."""

    what: str
    exemption: str
    because: str


def is_urn(field: Field) -> bool:
    """Whether a field names a school."""
    return field.name == "urn"


def is_authority(field: Field) -> bool:
    """Whether a field names an authority."""
    return isinstance(field, ForeignKey) and field.related_model._meta.label == "core.Authority"


def is_user(field: Field) -> bool:
    """Whether a field names a user."""
    return isinstance(field, ForeignKey) and field.related_model is get_user_model()


def is_text(field: Field) -> bool:
    """Whether somebody could have written a name in a field."""
    wrote = isinstance(field, TextField | JSONField) or (isinstance(field, CharField) and not field.choices)
    return wrote and not isinstance(field, EmailField) and not field.primary_key


@cache
def path_to(model: type[Model], wanted: Callable[[Field], bool], depth: int = 4) -> str:
    """The shortest way by foreign keys from a table to a field; empty when there is none."""
    for field in model._meta.concrete_fields:
        if wanted(field):
            return field.name
    if not depth:
        return ""
    ways = [
        f"{field.name}__{rest}"
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey) and not is_user(field) and not is_authority(field)
        if (rest := path_to(field.related_model, wanted, depth - 1))
    ]
    return min(ways, key=lambda way: way.count("__"), default="")


def _rooms() -> Iterator[Any]:
    for app in apps.get_app_configs():
        if app.name.startswith("fingerpost.") and find_spec(f"{app.name}.held"):
            yield import_module(f"{app.name}.held")


def declared() -> list[Held]:
    """Every table that some room named, in the order of the rooms."""
    return [held for room in _rooms() for held in room.HELD]


def beside() -> list[Beside]:
    """What rooms hold outside tables."""
    return [each for room in _rooms() for each in getattr(room, "BESIDE", ())]


def excepted() -> dict[str, str]:
    """Tables that hold nothing to answer with, each with the reason."""
    return {table: why for room in _rooms() for table, why in getattr(room, "EXCEPTED", {}).items()}
