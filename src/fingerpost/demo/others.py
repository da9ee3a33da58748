"""The schools that are not primary schools, from the data file that names each of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from fingerpost.demo import county, traits
from fingerpost.demo.days import chance
from fingerpost.demo.lives import Life

AGES = {"secondary": (11, 16), "all-through": (4, 16), "nursery": (2, 4)}
SIXTH_FORM_AGE = 18


def lives() -> Iterator[tuple[Life, dict[str, Any]]]:
    """Each school with its entry in the data file, which says how it is run."""
    for phase, entries in county.read("others.yaml").items():
        for entry in entries:
            yield _life(phase, entry), entry


def _life(phase: str, entry: dict[str, Any]) -> Life:
    draw = chance("other", entry["name"])
    low, high = AGES.get(phase, (entry.get("low"), entry.get("high")))
    place = county.place(entry["town"], entry["name"])
    life = Life(
        key=entry["name"],
        phase=phase,
        form=phase,
        place=place,
        low=low,
        high=SIXTH_FORM_AGE if entry.get("sixth") else high,
        intake=entry["intake"],
        deprivation=entry["deprivation"],
        eal=traits.language(draw, county.district_of(entry["town"]), place.setting),
        sen=1.0 if phase == "special" else max(0.07, draw.gauss(0.15, 0.03)),
        character=entry.get("character", ""),
        has_nursery=phase == "nursery",
        has_sixth_form=bool(entry.get("sixth")) or (phase == "special" and high == 19),
        name=entry["name"],
        gender=entry.get("gender", "Mixed"),
    )
    traits.give(life, draw, spread=0.17)
    return life
