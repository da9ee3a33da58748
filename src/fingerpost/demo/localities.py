"""The county's localities: its larger towns, which are neither wards nor districts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from fingerpost.demo import county as places
from fingerpost.demo.days import CODE, TODAY
from fingerpost.demo.lives import County
from fingerpost.demo.people import SINCE
from fingerpost.register import queries as register
from fingerpost.register.actions import areas

#: A town with fewer primary schools is told with its district alone.
LARGE = 5


def draw(*, county: County, authority: Any, by: Any, at: datetime) -> None:
    """A locality for each larger town, with its schools; those that are drawn already stay as they are."""
    drawn = {area.name for area in register.local_areas(CODE)}
    towns = [
        town
        for district in places.districts()
        for town, schools in district.towns.items()
        if schools >= LARGE
    ]
    for town in towns:
        if town not in drawn:
            urns = [spell.urn for life, spell in county.open_on(TODAY) if life.place.town == town]
            area = areas.add_area(authority=authority, kind="locality", name=town, by=by, at=at)
            areas.place_schools(area=area, urns=urns, from_on=SINCE, by=by, at=at)
