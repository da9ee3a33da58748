"""The county as a whole: every school invented, numbered and told, before anything is written."""

from __future__ import annotations

from collections import Counter
from functools import cache

from fingerpost.demo import county, governance, others, primaries, stories
from fingerpost.demo.lives import County, Life


@cache
def invented() -> County:
    """The demonstration county, the same every time."""
    named = list(others.lives())
    lives = [
        *(life for life, _ in named if life.phase == "nursery"),
        *primaries.lives(),
        *(life for life, _ in named if life.phase != "nursery"),
    ]
    _tell_apart(lives)
    stories.tell(lives)
    entries = {life.key: entry for life, entry in named} | stories.entries()
    changes = governance.open_all(lives, entries)
    trusts = governance.trusts()
    governance.convert(changes, trusts)
    governance.place_free_schools(lives, trusts)
    federations = governance.federate(lives)
    stories.rename(lives)
    stories.close(lives)
    last = max(spell.urn for life in lives for spell in life.spells)
    lives += [stories.join(lives, last + 1), stories.begin(last + 2, trusts[0])]
    return County(county.described()["name"], lives, trusts, federations)


def _tell_apart(lives: list[Life]) -> None:
    """Two schools of one name have their town added, as the register often has it."""
    names = Counter(life.name for life in lives)
    for life in lives:
        if names[life.name] > 1:
            life.name = f"{life.name}, {life.place.town}"
    twice = [name for name, count in Counter(life.name for life in lives).items() if count > 1]
    for number, life in enumerate(life for life in lives if life.name in twice):
        quarters = county.district_of(life.place.town).quarters
        life.name = f"{life.name.split(',')[0]}, {quarters[number % len(quarters)]}"
