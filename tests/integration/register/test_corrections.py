"""What an officer puts right by hand stands until it is taken back."""

from datetime import date

import pytest
from tests.integration.conftest import NOW
from tests.integration.published import DECEMBER, HILL, MAY, MILL, register

from fingerpost.archive.actions import restoring
from fingerpost.core.actions import people
from fingerpost.core.models import AuditEvent
from fingerpost.core.rules import NotAllowed
from fingerpost.register import queries
from fingerpost.register.actions import corrections
from fingerpost.register.models import Correction
from fingerpost.register.rules import NotACorrection


def correct(field, value, urn=HILL, reason="The head told us.", by=None):
    return corrections.correct(
        school=queries.school(urn),
        field=field,
        value=value,
        reason=reason,
        by=by or people.operator(),
        at=NOW,
    )


@pytest.fixture
def hill(place, load):
    load(register(place, MAY, HILL, MILL))


def test_a_correction_stands_at_once_and_shows_as_such(hill):
    correct("name", "Hill CE School")

    school = queries.school(HILL)
    assert (school.name, school.corrected) == ("Hill CE School", ["name"])
    (kept,) = queries.corrections_of(HILL)
    assert (kept.reason, kept.made_by.username, kept.made_at) == ("The head told us.", "operator", NOW)
    assert AuditEvent.objects.filter(verb="register corrected", about_id=str(HILL)).exists()


def test_a_correction_survives_the_next_load(hill, place, load):
    correct("name", "Hill CE School")

    load(register(place, DECEMBER, (HILL, {"EstablishmentName": "Hill School", "Town": "Bath"})))

    school = queries.school(HILL)
    assert (school.name, school.town, school.corrected) == ("Hill CE School", "Bath", ["name"])


def test_the_lists_value_returns_when_a_correction_is_taken_back(hill, place, load):
    made = correct("name", "Hill CE School")
    load(register(place, DECEMBER, (HILL, {"EstablishmentName": "Hill School"})))

    restoring.take_back(correction=made, by=people.operator(), at=NOW)

    school = queries.school(HILL)
    assert (school.name, school.corrected) == ("Hill School", [])
    assert queries.corrections_of(HILL) == []
    assert Correction.objects.get().taken_back_by.username == "operator"


def test_of_two_corrections_of_a_field_the_later_stands_and_then_the_earlier(hill):
    correct("roll", "200")
    later = correct("roll", "210")
    assert queries.school(HILL).roll == 210

    restoring.take_back(correction=later, by=people.operator(), at=NOW)

    assert queries.school(HILL).roll == 200


def test_a_school_closed_by_hand_is_closed(hill, place, load):
    correct("closed_on", "2014-08-31")
    load(register(place, DECEMBER, HILL, MILL))

    assert queries.schools_of("801", DECEMBER)["urn"].to_list() == [MILL]
    assert queries.school(HILL).closed_how == "corrected by hand"


def test_a_school_reopened_by_hand_is_open(place, load):
    load(
        register(place, MAY, (HILL, {"EstablishmentStatus (name)": "Closed", "CloseDate": date(2014, 4, 30)}))
    )

    correct("closed_on", "")

    assert queries.schools_of("801", MAY)["urn"].to_list() == [HILL]


def test_a_corrected_type_makes_a_school_an_academy(hill, place, load):
    correct("type", "Academy converter")
    assert queries.school(HILL).is_academy

    load(register(place, DECEMBER, HILL))

    assert queries.school(HILL).is_academy


@pytest.mark.parametrize(
    ("field", "value", "reason", "why"),
    [
        ("roll", "many", "Told.", "whole number"),
        ("roll", "99999999999", "Told.", "whole number up to 99,999"),
        ("postcode", "Z" * 30, "Told.", "Postcode: "),
        ("name", "Hill CE School", "  ", "Say why"),
        ("urn", "1", "Told.", "cannot be corrected"),
    ],
)
def test_what_cannot_stand_is_refused_and_changes_nothing(hill, field, value, reason, why):
    with pytest.raises(NotACorrection, match=why):
        correct(field, value, reason=reason)

    assert queries.school(HILL).corrected == []
    assert not Correction.objects.exists()


def test_a_school_of_no_authority_cannot_be_corrected(place, load):
    load(register(place, MAY, (HILL, {"LA (code)": "999"})))

    with pytest.raises(NotACorrection, match="belongs to no authority"):
        correct("name", "Hill CE School")


def test_whoever_may_not_correct_corrects_nothing(hill):
    stranger = people.add_user(email="new@bristol.example", name="New", by=people.operator(), at=NOW)

    with pytest.raises(NotAllowed):
        correct("name", "Hill CE School", by=stranger)

    assert queries.school(HILL).name == "Hill Primary School"
