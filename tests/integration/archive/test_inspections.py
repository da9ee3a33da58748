"""The Ofsted profile between lists: who has closed since, who was inspected first since, and who took over."""

from datetime import date

import pytest
from tests.integration.published import DALE, DECEMBER, HILL, MAY, MILL, WOOD, inspected, links, register

from fingerpost.archive.queries import inspections
from fingerpost.archive.queries.snapshots import holdings
from fingerpost.register import queries as schools

SPRING, AUTUMN = date(2014, 3, 14), date(2014, 9, 1)
CONVERTER = {"TypeOfEstablishment (name)": "Academy converter", "OpenDate": AUTUMN}
SPONSORED = {"TypeOfEstablishment (name)": "Academy sponsor led", "OpenDate": AUTUMN}
CLOSED = {"EstablishmentStatus (name)": "Closed", "CloseDate": date(2014, 8, 31)}
LATER = date(2018, 7, 31)


def grades(day, code="801"):
    return {row["urn"]: row["overall"] for row in inspections.state(code, day).rows.iter_rows(named=True)}


def facts(day, indicator="ofsted_overall"):
    found = inspections.facts_of(schools.schools_of("801", day), day, holdings("801"))
    rows = found.filter(indicator=indicator).select("urn", "value", "inherited_from").rows()
    return {urn: (value, inherited) for urn, value, inherited in rows}


@pytest.fixture
def may(place, load):
    """Hill is good and Mill inadequate in May 2014."""
    inspected(place, MAY, (HILL, SPRING, 2), (MILL, SPRING, 4, {"Category": "SM"}))
    register(place, MAY, HILL, MILL)
    load()


def test_a_school_that_closed_since_the_list_is_left_out(may, place, load):
    load(register(place, DECEMBER, HILL, (MILL, CLOSED)))

    assert grades(MAY) == {HILL: 2, MILL: 4}
    assert grades(date(2014, 8, 31)) == {HILL: 2, MILL: 4}
    assert grades(AUTUMN) == {HILL: 2}


def test_a_school_inspected_first_since_the_list_is_counted_in_its_phase(may, place, load):
    load(
        register(place, DECEMBER, HILL, MILL, (WOOD, {"PhaseOfEducation (name)": "Secondary"})),
        inspected(place, LATER, (WOOD, date(2015, 3, 1), 3, {"Ofsted Phase": "Secondary"})),
    )

    found = inspections.profile("801", date(2015, 6, 1))

    assert found["phases"]["secondary"]["grades"]["3"] == 1
    assert found["moved_on"] == 1


@pytest.fixture
def converted(may, place, load):
    """Hill becomes the academy Dale on 1 September 2014."""
    load(
        register(place, DECEMBER, MILL, (DALE, CONVERTER)),
        links(place, date(2026, 8, 21), (HILL, DALE, "Successor", AUTUMN)),
    )


def test_a_converter_carries_the_outcome_of_the_school_before(converted):
    assert grades(DECEMBER) == {HILL: 2, MILL: 4}
    assert facts(DECEMBER)[DALE] == (2, HILL)


def test_an_inspection_of_the_converter_takes_the_place_of_what_it_carried(converted, place, load):
    load(inspected(place, LATER, (DALE, date(2016, 3, 1), 1)))

    found = inspections.state("801", date(2016, 12, 31)).rows.filter(urn=DALE).row(0, named=True)

    assert grades(date(2016, 12, 31)) == {DALE: 1, MILL: 4}
    assert (found["previous_on"], found["previous_overall"]) == (SPRING, 2)
    assert facts(date(2016, 12, 31))[DALE] == (1, None)


def test_an_older_inspection_told_of_the_converter_takes_no_place(converted, place, load):
    load(inspected(place, LATER, (DALE, date(2011, 3, 1), 1)))

    assert grades(date(2016, 12, 31)) == {HILL: 2, MILL: 4}


@pytest.mark.parametrize("told", [date(2011, 3, 1), None], ids=["an older inspection", "no inspection"])
def test_the_latest_inspection_of_a_life_counts_in_a_rating(converted, place, load, told):
    grade = 1 if told else 9
    day = {"Latest inspection date": told.isoformat() if told else ""}
    load(inspected(place, LATER, (MILL, SPRING, 4), (DALE, date(2011, 3, 1), grade, day)))

    assert facts(LATER)[DALE] == (2, HILL)


def test_a_sponsored_academy_starts_without_an_outcome(may, place, load):
    load(
        register(place, DECEMBER, HILL, (DALE, SPONSORED)),
        links(place, date(2026, 8, 21), (MILL, DALE, "Successor", AUTUMN)),
    )

    assert grades(MAY) == {HILL: 2, MILL: 4}
    assert grades(DECEMBER) == {HILL: 2}


def test_a_school_counts_where_it_is_listed(place, load):
    inspected(place, MAY, (HILL, SPRING, 2), (MILL, SPRING, 3, {"Laestab": "8029902"}))
    load()

    assert (grades(MAY), grades(MAY, "802")) == ({HILL: 2}, {MILL: 3})


def test_the_files_that_a_profile_rests_on_are_named(may, place, load):
    later = inspected(place, LATER, (HILL, date(2015, 3, 1), 1), (MILL, SPRING, 4))
    load(later)

    assert inspections.profile("801", MAY)["files"] == ["Management information - Schools - 31 May 2014.csv"]
    assert later.name in inspections.profile("801", date(2015, 6, 1))["files"]


def test_a_day_is_told_alike_again_until_another_file_is_loaded(may, place, load):
    assert inspections.profile("801", DECEMBER) == inspections.profile("801", DECEMBER)

    load(inspected(place, DECEMBER, (HILL, date(2014, 10, 1), 1), (MILL, SPRING, 4)))

    assert grades(DECEMBER) == {HILL: 1, MILL: 4}
