"""Area teams, clusters and localities are the authority's own."""

from datetime import date

import pytest
from tests.integration.conftest import NOW
from tests.integration.published import HILL, MILL

from fingerpost.core.actions import people
from fingerpost.core.models import AuditEvent
from fingerpost.register import queries
from fingerpost.register.actions import areas

AUTUMN, SPRING = date(2014, 9, 1), date(2015, 3, 1)


@pytest.fixture
def area(county):
    def made(name, kind="area"):
        return areas.add_area(authority=county, kind=kind, name=name, by=people.operator(), at=NOW)

    return made


def put(area, *urns, on=AUTUMN):
    return areas.place_schools(area=area, urns=list(urns), from_on=on, by=people.operator(), at=NOW)


def test_a_school_is_in_its_area_from_the_day_it_was_put_there(area):
    put(area("North"), HILL)

    assert queries.areas_of("801", AUTUMN) == {HILL: {"area": "North"}}
    assert queries.areas_of("801", date(2014, 8, 31)) == {}


def test_a_school_leaves_one_area_for_another_of_the_same_kind_alone(area):
    north, south = area("North"), area("South")
    put(north, HILL)
    put(area("Ash", kind="cluster"), HILL)

    moved = put(south, HILL, MILL, MILL, on=SPRING)

    assert moved == 2
    assert queries.areas_of("801", SPRING) == {
        HILL: {"area": "South", "cluster": "Ash"},
        MILL: {"area": "South"},
    }
    assert queries.areas_of("801", AUTUMN)[HILL]["area"] == "North"


def test_a_school_that_is_there_already_does_not_move(area):
    north = area("North")
    put(north, HILL)

    assert put(north, HILL, on=SPRING) == 0
    assert AuditEvent.objects.filter(verb="schools placed in area").count() == 2


def test_a_name_is_given_once_to_a_kind(area):
    area("North")

    with pytest.raises(areas.NameTaken, match="There is a area called North already"):
        area("North ")
