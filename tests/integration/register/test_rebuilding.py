"""What loads change in the register, and who is in it on a day."""

from datetime import date

import pytest
from tests.integration.published import (
    DALE,
    DECEMBER,
    HILL,
    MAY,
    MILL,
    WOOD,
    inspected,
    links,
    register,
    table,
)

from fingerpost.register import queries
from fingerpost.register.models import Change, School, SchoolLink, Trust, TrustMember

AUTUMN = date(2014, 9, 1)
CONVERTER = {"TypeOfEstablishment (name)": "Academy converter", "OpenDate": AUTUMN}


def changes():
    return sorted(Change.objects.values_list("urn", "kind", "on"))


def open_on(day, code="801", **options):
    return sorted(queries.schools_of(code, day, **options)["urn"].to_list())


def test_the_first_load_reports_no_changes(place, load):
    register(place, MAY, HILL, MILL)

    found = load().register

    assert (found.schools, found.counts, found.is_first) == (2, {}, True)
    assert changes() == []


def test_what_a_later_list_changes_is_reported(place, load):
    closed = {"EstablishmentStatus (name)": "Closed", "CloseDate": date(2014, 7, 31)}
    load(register(place, MAY, HILL, MILL, WOOD))
    later = register(
        place,
        DECEMBER,
        (HILL, {"EstablishmentName": "Hill CE School"}),
        (MILL, closed),
        (DALE, {"OpenDate": AUTUMN}),
    )

    found = load(later).register

    assert found.counts == {"renamed": 1, "closed": 1, "opened": 1}
    assert changes() == [
        (HILL, "renamed", None),
        (MILL, "closed", date(2014, 7, 31)),
        (DALE, "opened", AUTUMN),
    ]
    renamed = queries.changes_of([HILL])[0]
    assert (renamed.before, renamed.after) == ("Hill Primary School", "Hill CE School")


def test_a_conversion_is_reported_and_closes_the_school_before(place, load):
    load(register(place, MAY, HILL))

    found = load(
        register(place, DECEMBER, (DALE, CONVERTER)),
        links(place, date(2026, 8, 21), (HILL, DALE, "Successor", AUTUMN)),
    ).register

    assert found.counts == {"converted": 1, "closed": 1}
    assert queries.school(HILL).closed_on == date(2014, 8, 31)


def test_a_school_stated_open_again_is_reported(place, load):
    load(
        register(place, MAY, (HILL, {"EstablishmentStatus (name)": "Closed", "CloseDate": date(2014, 4, 30)}))
    )

    found = load(register(place, DECEMBER, HILL)).register

    assert found.counts == {"reopened": 1}
    assert Change.objects.get().before == "2014-04-30"


def test_a_list_that_leaves_a_school_out_changes_nothing(place, load):
    load(register(place, MAY, HILL, MILL))

    assert load(register(place, DECEMBER, HILL)).register.counts == {}
    assert open_on(DECEMBER) == [HILL, MILL]


def test_an_earlier_list_loaded_later_overrules_nothing(place, load):
    load(register(place, DECEMBER, (HILL, {"EstablishmentName": "Hill CE School"})))

    load(register(place, MAY, HILL, MILL))

    assert queries.school(HILL).name == "Hill CE School"
    assert open_on(MAY) == [HILL, MILL]


def test_a_school_that_inspections_alone_name_is_marked(place, load):
    inspected(place, MAY, (HILL, date(2014, 3, 14), 2))

    load()

    hill = queries.school(HILL)
    assert (hill.name, hill.phase, hill.authority_id, hill.in_register) == (
        "Hill Primary School",
        "primary",
        "801",
        False,
    )


def test_on_the_last_day_of_a_school_it_is_open_and_on_the_next_its_successor(place, load):
    load(
        register(place, MAY, HILL),
        register(place, DECEMBER, (DALE, CONVERTER)),
        links(place, date(2026, 8, 21), (HILL, DALE, "Successor", AUTUMN)),
    )

    assert open_on(date(2014, 8, 31)) == [HILL]
    assert open_on(AUTUMN) == [DALE]


@pytest.mark.parametrize(("kind", "stated_from"), [("Successor", HILL), ("Predecessor", DALE)])
def test_an_academy_is_a_converter_from_whichever_end_its_link_is_stated(place, load, kind, stated_from):
    free = {"TypeOfEstablishment (name)": "Free schools", "OpenDate": AUTUMN}
    other = DALE if stated_from == HILL else HILL

    load(
        register(place, DECEMBER, (DALE, free), (MILL, free)),
        links(place, date(2026, 8, 21), (stated_from, other, kind, AUTUMN)),
    )

    assert dict(queries.schools_of("801", DECEMBER).select("urn", "opened_as").rows()) == {
        DALE: "converter",
        MILL: "new",
    }


def test_independent_schools_count_only_when_they_are_asked_for(place, load):
    load(register(place, MAY, HILL, (MILL, {"TypeOfEstablishment (name)": "Other independent school"})))

    assert open_on(MAY) == [HILL]
    assert open_on(MAY, state_funded=False) == [HILL, MILL]


def test_membership_is_that_of_the_day(place, load):
    load(register(place, MAY, HILL), register(place, DECEMBER, (HILL, {"LA (code)": "802"})))

    assert (open_on(MAY), open_on(MAY, "802")) == ([HILL], [])
    assert (open_on(DECEMBER), open_on(DECEMBER, "802")) == ([], [HILL])
    assert queries.authority_on(HILL, MAY) == "801"


def test_an_authority_that_nobody_knows_takes_no_school(place, load):
    load(register(place, MAY, HILL, (MILL, {"LA (code)": "999"})))

    assert open_on(MAY, None) == [HILL]
    assert queries.school(MILL).authority is None


def test_trusts_and_who_is_in_them_follow_the_latest_file(place, load):
    groups = ("Group UID", "Group ID", "Group Name", "Group Type", "Group Status", "Open date", "Closed Date")
    members = ("URN", "Linked UID", "Group Name", "Group Type", "Joined date")
    load(
        register(place, MAY, HILL, MILL),
        table(
            place / "allgroupsdata20140601.csv",
            groups,
            [("1", "T1", "Dale Trust", "Multi-academy trust", "Open")],
        ),
        table(
            place / "grouplinks20140601.csv",
            members,
            [(HILL, "1", "Dale Trust", "Multi-academy trust", "01/09/2013")],
        ),
    )
    assert [(m.trust.name, m.joined_on) for m in queries.trusts_of(HILL)] == [
        ("Dale Trust", date(2013, 9, 1))
    ]

    load(
        table(
            place / "allgroupsdata20150601.csv",
            groups,
            [("1", "T1", "The Dale Trust", "Multi-academy trust", "Open")],
        ),
        table(place / "grouplinks20150601.csv", members, [(HILL, "2", "Wood Trust", "Trust", "")]),
    )

    assert sorted(Trust.objects.values_list("uid", "name", "kind")) == [
        ("1", "The Dale Trust", "Multi-academy trust"),
        ("2", "Wood Trust", "Trust"),
    ]
    assert TrustMember.objects.filter(urn=HILL, trust_id="2").exists()


def test_a_slip_in_a_list_stops_no_load(place, load):
    slips = {"NumberOfPupils": "99999999999", "EstablishmentName": "Hill " * 60, "Town": "E\x00ly"}
    register(place, MAY, (HILL, slips), (-7, {}), (99999999999, {}))
    links(place, date(2026, 8, 21), (99999999999, HILL, "Successor", None))

    load()

    (hill,) = School.objects.all()
    assert (hill.roll, hill.name, hill.town) == (None, ("Hill " * 60)[:200], "Ely")
    assert not SchoolLink.objects.exists()


def test_a_second_rebuild_writes_nothing(place, load, django_assert_max_num_queries):
    register(place, MAY, HILL, MILL)
    links(place, date(2026, 8, 21), (HILL, MILL, "Successor", None))
    load()
    rows = set(SchoolLink.objects.values_list("pk", flat=True))

    load(register(place, DECEMBER, HILL, MILL))

    assert set(SchoolLink.objects.values_list("pk", flat=True)) == rows
