"""Who runs each school: types, numbers, conversions to academies, trusts and federations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from fingerpost.demo import county
from fingerpost.demo.days import chance
from fingerpost.demo.lives import Group, Life, Spell

FIRST_URN, FIRST_ACADEMY_URN = 990001, 990401
#: The first establishment number of each kind of school, as the department numbers them.
FIRST_ESTAB = {
    "nursery": 1001, "pru": 1101, "primary": 2001, "controlled": 3001, "aided": 3301, "secondary": 4001,
    "aided secondary": 4601, "all-through": 6901, "special": 7001,
}  # fmt: skip
LONG_AGO = date(1900, 1, 1)
CONVERTED, SPONSORED = "Academy converter", "Academy sponsor led"
#: What an academy of a phase is called, by how it began.
TYPES = {
    ("special", "converter"): "Academy special converter",
    ("special", "sponsor"): "Academy special sponsor led",
    ("special", "free"): "Free schools special",
    ("pru", "converter"): "Academy alternative provision converter",
    ("", "converter"): CONVERTED,
    ("", "sponsor"): SPONSORED,
    ("", "free"): "Free schools",
}
NEW_START = "New Provision"
CHANGES = {"converter": "Academy Converter", "sponsor": "Academy Sponsor led", "free": NEW_START}


@dataclass
class Numbers:
    """Establishment numbers given out one after another, each once."""

    used: dict[str, int] = field(default_factory=lambda: defaultdict(int))

    def estab(self, kind: str) -> int:
        """The next number of a kind."""
        self.used[kind] += 1
        return FIRST_ESTAB[kind] + self.used[kind] - 1


@dataclass(frozen=True)
class Change:
    """A school that becomes an academy."""

    life: Life
    on: date
    how: str


def trusts() -> list[Group]:
    """The trusts of the data file."""
    return [
        Group(
            f"9{number:04d}",
            trust["name"],
            "Multi-academy trust",
            date(2011 + number % 5, 9, 1),
            f"9900{number:04d}",
        )
        for number, trust in enumerate(county.described()["trusts"], 1)
    ]


def trust_for(life: Life, how: str, found: list[Group]) -> Group:
    """The trust that a school would join."""
    kinds = {trust["kind"]: group for trust, group in zip(county.described()["trusts"], found, strict=True)}
    if life.phase in ("special", "pru"):
        return kinds["special"]
    if life.character:
        return kinds["catholic" if life.character.startswith("Roman") else "church"]
    if how == "sponsor":
        return kinds[
            "coast" if life.place.district == "Ternshore" and life.phase != "secondary" else "sponsor"
        ]
    if life.place.district == "Curlewdale":
        return kinds["rural"]
    draw = chance("trust", life.key)
    return draw.choice(
        [
            group
            for trust, group in zip(county.described()["trusts"], found, strict=True)
            if trust["kind"] == "large"
        ]
    )


def maintained_type(life: Life, draw: Random) -> str:
    """The type of a school that the authority maintains."""
    fixed = {
        "nursery": "Local authority nursery school",
        "special": "Community special school",
        "pru": "Pupil referral unit",
    }
    if life.phase in fixed:
        return fixed[life.phase]
    if life.character.startswith("Roman"):
        return "Voluntary aided school"
    if life.character:
        return "Voluntary aided school" if draw.random() < 0.3 else "Voluntary controlled school"
    return "Foundation school" if draw.random() < 0.08 else "Community school"


def _number_kind(life: Life, type_name: str) -> str:
    if type_name.startswith("Voluntary"):
        if life.phase == "secondary":
            return "aided secondary"
        return "aided" if "aided" in type_name else "controlled"
    return life.phase


def open_all(lives: Iterable[Life], entries: dict[str, dict[str, Any]]) -> list[Change]:
    """Give every life its first spell; return the changes to academies that are to come."""
    numbers, changes = Numbers(), []
    for number, life in enumerate(lives):
        draw = chance("governance", life.key)
        change = _change(life, draw, entries.get(life.key, {}))
        is_free = change is not None and change.how == "free"
        type_name = (
            TYPES.get((life.phase, "free"), TYPES["", "free"]) if is_free else maintained_type(life, draw)
        )
        spell = Spell(
            urn=FIRST_URN + number,
            estab=numbers.estab(_number_kind(life, type_name)),
            name=life.name,
            type=type_name,
            opened_on=change.on if is_free and change else LONG_AGO,
            opened_reason=NEW_START if is_free else "Not applicable",
        )
        life.spells = [spell]
        if change and not is_free:
            changes.append(change)
    return changes


def _change(life: Life, draw: Random, entry: dict[str, Any]) -> Change | None:
    """Whether, when and how a school becomes an academy: as its entry says, else by chance and circumstance."""
    if "academy" in entry:
        year, how = entry["academy"].split() if entry["academy"] else (0, "")
        return Change(life, date(int(year), 9, 1), how) if how else None
    if life.phase != "primary" or draw.random() > _likelihood(life) or _is_federated(life):
        return None
    is_weak = life.strength[2022] < -0.12 and not life.character.startswith("Roman")
    how = "sponsor" if is_weak and draw.random() < 0.55 else "converter"
    year = draw.choice(
        (2012, 2013, 2014, 2015, 2016, 2016, 2017, 2017, 2018, 2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026)
    )
    months = (4, 9, 9) if year != 2026 else (2, 4, 9)
    return Change(life, date(year, draw.choice(months), 1), how)


def _likelihood(life: Life) -> float:
    if life.character.startswith("Roman"):
        return 0.85
    return {"village": 0.3, "town": 0.5, "city": 0.5}[life.place.setting]


def convert(changes: list[Change], found: list[Group]) -> None:
    """Close each school that becomes an academy and open it again under the next number, in order of date."""
    in_order = sorted(changes, key=lambda c: (c.on, c.life.spells[-1].urn))
    for number, change in enumerate(in_order):
        add_academy(change, FIRST_ACADEMY_URN + number, trust_for(change.life, change.how, found))


def add_academy(change: Change, urn: int, trust: Group, name: str = "") -> Spell:
    """The spell as an academy that follows a life's last one."""
    life, before = change.life, change.life.spells[-1]
    before.closed_on = change.on - timedelta(days=1)
    before.closed_reason = "Academy Converter" if change.how == "converter" else "For Academy"
    type_name = TYPES.get((life.phase, change.how), TYPES["", change.how])
    spell = Spell(
        urn=urn,
        estab=before.estab + 500 if change.how == "sponsor" and life.phase == "primary" else before.estab,
        name=name or before.name,
        type=type_name,
        opened_on=change.on,
        opened_reason=CHANGES[change.how],
        trust=trust,
        joined_on=change.on,
    )
    life.spells.append(spell)
    return spell


def place_free_schools(lives: Iterable[Life], found: list[Group]) -> None:
    """Free schools belong to a trust from their first day."""
    for life in lives:
        for spell in life.spells:
            if spell.is_academy and spell.trust is None:
                spell.trust, spell.joined_on = trust_for(life, "converter", found), spell.opened_on


FEDERATED = (
    ("Curlew Fells Federation", ("Curlewgarth", "Curlewscar", "Ringouzel")),
    ("Dipper and Snipe Federation", ("Dipperbeck", "Dippercote", "Snipebeck")),
    ("Kitecombe Schools Federation", ("Kitecombe Magna", "Kitecombe Parva")),
    ("Fleetside Federation", ("Heronfleet", "Crakefleet")),
    ("The Packhorse Federation", ("Ousel Bridge/",)),
)


def federate(lives: list[Life]) -> list[Group]:
    """Federations of small schools and of a pair; academies are left out."""
    made = []
    for number, (name, keys) in enumerate(FEDERATED, 1):
        group = Group(f"9{number + 500:04d}", name, "Federation", date(2014 + number, 9, 1))
        members = [life for life in lives if _is_member(life, keys) and not life.now.is_academy]
        if len(members) > 1:
            made.append(group)
            for life in members:
                life.federation = group
    return made


def _is_federated(life: Life) -> bool:
    return any(_is_member(life, keys) for _, keys in FEDERATED)


def _is_member(life: Life, keys: tuple[str, ...]) -> bool:
    if len(keys) > 1:
        return life.key in keys
    return life.key.startswith(keys[0]) and life.form in ("infant", "junior")
