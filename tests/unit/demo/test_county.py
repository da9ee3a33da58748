"""The invented county: the same every time, of the shape of a real one, and nobody in particular."""

from collections import Counter

import pytest
import yaml

from fingerpost.core.home import national_folder
from fingerpost.demo import county, people
from fingerpost.demo.days import EARLIER, TODAY
from fingerpost.demo.inventing import invented


@pytest.fixture(scope="module")
def place():
    return invented()


def test_there_are_some_250_schools_of_every_phase(place):
    phases = Counter(life.phase for life, _ in place.open_on(TODAY))

    assert 245 <= sum(phases.values()) <= 255
    assert phases["primary"] > 195
    assert phases["secondary"] == 28
    assert {"nursery", "special", "pru", "all-through"} <= set(phases)


def test_many_primary_schools_are_small_and_in_villages(place):
    villages = [life for life in place.lives if life.place.setting == "village"]

    assert len(villages) > 80
    assert sum(life.intake <= 15 for life in villages) > 50


def test_no_two_schools_share_a_number_or_a_name(place):
    spells = [spell for life in place.lives for spell in life.spells]
    names = [life.name_on(TODAY) for life, _ in place.open_on(TODAY)]

    assert len({spell.urn for spell in spells}) == len(spells)
    assert min(spell.urn for spell in spells) == 990001
    assert len(set(names)) == len(names)


def test_two_open_schools_never_share_an_establishment_number(place):
    for day in (EARLIER, TODAY):
        numbers = [spell.estab for _, spell in place.open_on(day)]
        assert len(set(numbers)) == len(numbers)


def test_schools_have_opened_closed_converted_and_changed_their_name_since_the_earlier_register(place):
    before = {spell.urn for _, spell in place.open_on(EARLIER)}
    now = {spell.urn for _, spell in place.open_on(TODAY)}
    converted = [life for life in place.lives if len(life.spells) > 1 and life.now.opened_on > EARLIER]
    renamed = [life for life in place.lives if life.was_called]

    assert now - before
    assert before - now
    assert converted
    assert all(life.name_on(EARLIER) != life.name_on(TODAY) for life in renamed)


def test_a_life_is_under_one_number_at_a_time(place):
    for life in place.lives:
        for earlier, later in zip(life.spells, life.spells[1:], strict=False):
            assert earlier.closed_on is not None
            assert earlier.closed_on < later.opened_on


def test_no_place_bears_the_name_of_an_authority_of_england():
    listed = yaml.safe_load((national_folder() / "authorities.yaml").read_text(encoding="utf-8"))
    real = {entry["name"] for entry in listed["authorities"].values()}
    invented_places = {place for d in county.districts() for place in (d.name, *d.towns, *d.villages)}

    assert not invented_places & real


def test_everybody_has_an_address_that_can_belong_to_nobody():
    addresses = [people.address(entry["name"]) for entry in people.described()]

    assert all(address.endswith(".example") for address in addresses)
    assert len(set(addresses)) == len(addresses)


def test_every_number_is_of_the_range_kept_for_the_demonstration(place):
    assert {spell.urn // 10_000 for life in place.lives for spell in life.spells} == {99}
