"""The people of the demonstration: who holds which post, and whose schools are whose."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from fingerpost.core import queries as core
from fingerpost.core.actions import people
from fingerpost.demo import county as places
from fingerpost.demo.days import TODAY
from fingerpost.demo.lives import County, Life, Spell
from fingerpost.register.actions import areas

SINCE = date(2022, 9, 1)
CHIEF = "head-of-service"
#: Posts that reach the schools they name and no other.
OF_SCHOOLS = ("head", "chair", "trust-chief-executive")


@dataclass(frozen=True)
class Team:
    """The people by the name of their post; advisers by the URN of each of their schools."""

    chief: Any
    early_years: Any
    adviser_of: dict[int, Any]

    @property
    def advisers(self) -> list[Any]:
        """Each adviser once."""
        return list({adviser.pk: adviser for adviser in self.adviser_of.values()}.values())


def described() -> list[dict[str, Any]]:
    """`people.yaml`."""
    return places.read("people.yaml")["people"]


def address(name: str) -> str:
    """An e-mail address that can belong to nobody."""
    words = name.removeprefix("Councillor ").lower().replace(" ", ".")
    return f"{words}@{places.described()['name'].lower()}.example"


def appoint(*, county: County, authority: Any, by: Any, at: datetime) -> Team:
    """Give every person their post, and the advisers their areas; who is there already stays as they are."""
    found = {}
    advised: dict[int, Any] = {}
    for entry in described():
        urns = _schools(county, entry)
        user = core.person(address(entry["name"]))
        if user is None:
            user = people.add_user(email=address(entry["name"]), name=entry["name"], by=by, at=at)
            _settle(user, entry, urns, authority, by=by, at=at)
        found[entry["post"]] = user
        if entry["post"] == "adviser":
            advised |= dict.fromkeys(urns, user)
    return Team(found[CHIEF], found["early-years"], advised)


def _settle(
    user: Any, entry: dict[str, Any], urns: list[int], authority: Any, *, by: Any, at: datetime
) -> None:
    people.give_post(
        user=user,
        kind=entry["post"],
        authority=authority,
        by=by,
        at=at,
        from_on=SINCE,
        urns=urns,
        sees_all=entry["post"] not in OF_SCHOOLS,
    )
    if "area" in entry:
        area = areas.add_area(authority=authority, kind="area", name=entry["area"], by=by, at=at)
        areas.place_schools(area=area, urns=urns, from_on=SINCE, by=by, at=at)


def _schools(county: County, entry: dict[str, Any]) -> list[int]:
    """The schools that go with a post: those of an adviser's districts or of a trust, a head's own."""
    return [spell.urn for life, spell in county.open_on(TODAY) if _goes_with(life, spell, entry)]


def _goes_with(life: Life, spell: Spell, entry: dict[str, Any]) -> bool:
    is_of_trust = spell.trust is not None and spell.trust.name == entry.get("trust")
    return is_of_trust or life.key == entry.get("school") or life.place.district in entry.get("districts", ())
