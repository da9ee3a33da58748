"""The demonstration county with as many schools as a benchmark wants: some of its own, or its own again and again."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from fingerpost.demo import inventing, making
from fingerpost.demo.days import TODAY
from fingerpost.demo.lives import County, Life

#: How far apart the numbers of a school and of its copies lie.
APART = 2_000


def make(schools: int) -> making.Made:
    """The demonstration authority with so many schools, in the home that this process works in."""
    county = scaled(inventing.invented(), schools)
    usual = making.invented
    making.invented = lambda: county
    try:
        return making.make()
    finally:
        making.invented = usual


def scaled(county: County, schools: int) -> County:
    """So many open schools: some of the county's own, of every phase, or all of them and copies of them."""
    own = [life for life in county.lives if life.spell_on(TODAY)]
    if schools <= len(own):
        kept = [own[number * len(own) // schools] for number in range(schools)]
        before = {key for life in kept for key in life.before}
        gone = [life for life in county.lives if life.key in before]
        return County(county.name, [*gone, *kept], county.trusts, [])
    numbers = _free_numbers(county)
    copies = [_copy(own[n % len(own)], 1 + n // len(own), numbers) for n in range(schools - len(own))]
    return County(county.name, [*county.lives, *copies], county.trusts, county.federations)


def _copy(life: Life, number: int, estabs: Iterator[int]) -> Life:
    """The same school again, by other names and numbers; what chance draws for it, it draws anew."""
    shared: dict[int, Any] = {id(spell.trust): spell.trust for spell in life.spells}
    shared[id(life.federation)] = None
    made = deepcopy(life, shared)
    made.federation, made.story, made.before = None, "", ()
    made.key = f"{life.key}/{number}"
    made.name = f"{life.name} {number + 1}"
    given: dict[int, int] = {}
    for spell in made.spells:
        spell.urn += number * APART
        spell.name = f"{spell.name} {number + 1}"
        if spell.estab not in given:
            given[spell.estab] = next(estabs)
        spell.estab = given[spell.estab]
    return made


def _free_numbers(county: County) -> Iterator[int]:
    used = {spell.estab for life in county.lives for spell in life.spells}
    return (number for number in range(1001, 9999) if number not in used)
