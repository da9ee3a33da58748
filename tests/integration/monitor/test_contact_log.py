"""A contact is logged from any page with a few keys, and one returns to that page."""

from datetime import date

import pytest

from fingerpost.monitor.models import Contact
from fingerpost.register.models import AuthoritySpell, School

HILL, DALE = 990001, 990002

pytestmark = pytest.mark.django_db


@pytest.fixture
def schools(shire):
    for urn, name in ((HILL, "Hill Primary School"), (DALE, "Hillside Primary School")):
        School.objects.create(urn=urn, name=name, phase="primary", is_state_funded=True, authority=shire)
        AuthoritySpell.objects.create(urn=urn, authority=shire)


def said(school, **more):
    return {"school": school, "kind": "call", "made_on": "2026-01-05", "back": "/001/promises/?q=a"} | more


def test_every_page_offers_it_and_brings_the_page_and_the_school_along(schools, adviser, client):
    client.force_login(adviser)

    page = client.get(f"/001/schools/{HILL}/contacts/").content.decode()
    form = client.get(f"/001/contacts/log/?back=/001/schools/&urn={HILL}").content.decode()

    assert f"/001/contacts/log/?back=/001/schools/{HILL}/contacts/&amp;urn={HILL}" in page
    assert f'value="Hill Primary School ({HILL})"' in form
    assert 'list="schools"' in form


@pytest.mark.parametrize("words", [f"Hill Primary School ({HILL})", "hill primary school", str(HILL)])
def test_a_school_is_named_by_what_the_list_offers_or_by_its_name(schools, adviser, client, words):
    client.force_login(adviser)

    answer = client.post("/001/contacts/log/", said(words))

    assert answer["Location"] == "/001/promises/?q=a"
    assert Contact.objects.get().urn == HILL


@pytest.mark.parametrize(
    ("words", "says"),
    [("hill", "Which one"), ("Nowhere", "No school of yours is called that"), ("", "This field is required")],
)
def test_a_name_that_could_be_several_or_none_is_asked_about(schools, adviser, client, words, says):
    client.force_login(adviser)

    answer = client.post("/001/contacts/log/", said(words, words="About the timetable.")).content.decode()

    assert says in answer
    assert "About the timetable." in answer
    assert not Contact.objects.exists()


def test_it_returns_to_no_page_of_anothers(schools, adviser, client):
    client.force_login(adviser)

    answer = client.post("/001/contacts/log/", said(str(HILL), back="https://elsewhere.example/"))

    assert answer["Location"] == "/001/contacts/"


def test_only_ones_own_schools_are_offered(schools, holding, client):
    client.force_login(holding("associate", urns=[DALE], sees_all=False, to_on=date(2099, 1, 1)))

    assert "Hill Primary School" not in client.get("/001/contacts/log/").content.decode()
    assert "No school of yours" in client.post("/001/contacts/log/", said(str(HILL))).content.decode()


def test_a_councillor_is_not_offered_it(schools, holding, client):
    client.force_login(holding("elected-member"))

    assert "Log a contact" not in client.get("/001/strategy/").content.decode()
    assert client.get("/001/contacts/log/").status_code == 403
