"""The schools whose stories are told by hand, so that every path of a rating can be seen in one county."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from fingerpost.demo import county, governance
from fingerpost.demo.days import YEARS
from fingerpost.demo.lives import Group, Life, Spell

#: What is special about a school, by its key. `strength` is year by year from 2022, `led` as in lives.
TOLD: dict[str, dict] = {
    "Larkstow/Beechen": {
        "story": "green and slipping", "intake": 60,
        "led": -0.7, "rising": -1.2, "strength": (0.34, 0.22, 0.02, -0.2, -0.38),
    },
    "Ternhaven/Thrift": {
        "story": "red and recovering as a sponsored academy", "intake": 45, "deprivation": 0.52,
        "led": 0.5, "rising": 2.6, "strength": (-0.8, -0.75, -0.65, -0.55, -0.08),
    },
    "Pipit Edge": {"story": "hangs on one pupil"},
    "Gannetmouth/Harbour": {"story": "in a category", "led": -2.2, "strength": (-0.2, -0.3, -0.42, -0.5, -0.55)},
    "Bitternby/Osier": {
        "story": "amber and rising", "led": 1.0, "rising": 0.8, "strength": (-0.3, -0.22, -0.08, 0.08, 0.2),
    },
    "Kiln Bank High School": {"story": "in a category", "led": -2.4, "strength": (-0.3, -0.35, -0.4, -0.48, -0.5)},
    "Washland Academy": {
        "story": "failed, and begun again with a sponsor", "led": -0.3, "strength": (-0.4, -0.5, -0.55, -0.42, -0.3),
    },
    "Minster Green School": {"story": "strong", "led": 1.8, "strength": (0.24, 0.27, 0.3, 0.3, 0.33)},
    "Teasel House School": {"story": "strong", "led": 1.6},
    "Coble Row School": {"story": "attendance is the trouble", "led": -0.5, "absence": 0.2},
}  # fmt: skip
#: Told by where they fall, whatever the chance of their places.
SPONSORED, CONVERTED_LATELY, RENAMED, CLOSED = "Ternhaven/Thrift", "Linnetcombe", "Finchstow", "Choughscar"
JOINED = ("Gannetmouth/Marram/infant", "Gannetmouth/Marram/junior")


def tell(lives: Sequence[Life]) -> None:
    """Lay the stories over what chance has drawn; every school named here must be there."""
    by_key = {life.key: life for life in lives}
    for key, told in TOLD.items():
        life = by_key[key]
        for name, value in told.items():
            setattr(life, name, dict(zip(YEARS, value, strict=True)) if name == "strength" else value)


def entries() -> dict[str, dict]:
    """How the schools of the stories are run, said as the data file says it of others."""
    maintained = {
        key: {"academy": None}
        for key in (*TOLD, *JOINED, CLOSED)
        if "School" not in key and "Academy" not in key
    }
    return maintained | {
        SPONSORED: {"academy": "2023 sponsor"},
        CONVERTED_LATELY: {"academy": "2025 converter"},
        RENAMED: {"academy": None},
    }


def rename(lives: Sequence[Life]) -> None:
    """One school has taken a new name, and a sponsored academy another than its predecessor's."""
    by_key = {life.key: life for life in lives}
    renamed = by_key[RENAMED]
    renamed.was_called, renamed.renamed_on = f"{RENAMED} Endowed School", date(2025, 1, 6)
    renamed.story = "renamed"
    by_key[SPONSORED].now.name = "Thrift Tideway Academy"
    by_key["Washland Academy"].spells[0].name = "Washland School"


def close(lives: Sequence[Life]) -> None:
    """One village school has closed for want of pupils."""
    life = next(life for life in lives if life.key == CLOSED)
    life.story, life.intake = "closed", 4
    life.now.closed_on, life.now.closed_reason = date(2025, 8, 31), "Closure"


def join(lives: Sequence[Life], urn: int) -> Life:
    """An infant and a junior school close and become one primary school."""
    infant, junior = (next(life for life in lives if life.key == key) for key in JOINED)
    opened = date(2024, 9, 1)
    for life in (infant, junior):
        life.now.closed_on, life.now.closed_reason = (
            opened - timedelta(days=1),
            "Result of Amalgamation/Merger",
        )
        life.story = "amalgamated"
    quarter = infant.name.removesuffix(" Infant School")
    life = Life(
        key=JOINED[0].replace("infant", "primary"),
        name=f"{quarter} Primary School",
        phase="primary",
        form="primary",
        place=infant.place,
        low=3,
        high=11,
        intake=infant.intake,
        deprivation=infant.deprivation,
        eal=infant.eal,
        sen=infant.sen,
        has_nursery=True,
        led=0.3,
        strength=junior.strength,
        absence=infant.absence,
        before=(infant.key, junior.key),
        story="made of two",
    )
    life.spells = [Spell(urn, 2301, life.name, "Community school", opened, "Result of Amalgamation")]
    return life


def begin(urn: int, trust: Group) -> Life:
    """A free school that opened a year ago with its youngest pupils: too new to rate."""
    opened = date(2025, 9, 1)
    life = Life(
        key="Skylark Meadow",
        name="Skylark Meadow Primary Academy",
        phase="primary",
        form="primary",
        place=county.place("Wrenminster", "Saffron Field"),
        low=4,
        high=11,
        intake=44,
        deprivation=0.24,
        eal=0.2,
        sen=0.13,
        led=0.6,
        strength=dict.fromkeys(YEARS, 0.05),
        first_year=2026,
        story="too new to rate",
    )
    life.spells = [
        Spell(
            urn, 2302, life.name, "Free schools", opened, governance.NEW_START, trust=trust, joined_on=opened
        )
    ]
    return life


#: Inspections told by hand: the day, an overall grade or the six areas of a report card (0 exceptional to 4 urgent
#: improvement: inclusion, curriculum, achievement, attendance, personal development, leadership), the category.
INSPECTED: dict[str, tuple[tuple[date, int | str, str], ...]] = {
    "Larkstow/Beechen": ((date(2022, 11, 16), 2, ""),),
    SPONSORED: ((date(2022, 5, 11), 4, "SM"), (date(2026, 3, 18), "223222", "")),
    "Gannetmouth/Harbour": ((date(2021, 11, 10), 3, ""), (date(2026, 2, 11), "344334", "SM")),
    "Kiln Bank High School": ((date(2022, 6, 22), 3, ""), (date(2026, 4, 22), "334433", "RSI")),
    "Washland Academy": ((date(2024, 1, 17), 4, "SM"),),
    "Bitternby/Osier": ((date(2023, 3, 15), 3, ""),),
    "Coble Row School": ((date(2022, 9, 28), 2, ""),),
    "Minster Green School": ((date(2023, 10, 11), 1, ""),),
    "Teasel House School": ((date(2022, 12, 7), 1, ""),),
}
