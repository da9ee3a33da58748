"""The frame round every page, signing in, and what is said when something is wrong."""

import re

import pytest
from django.test import Client

from fingerpost.core.actions import people
from fingerpost.core.models import Authority, User

pytestmark = pytest.mark.django_db


@pytest.fixture
def shire():
    return Authority.objects.create(code="001", name="Shire")


@pytest.fixture
def administrator(client):
    user = people.administrator()
    client.force_login(user)
    return user


def test_a_visitor_is_asked_to_sign_in(client):
    answer = client.get("/")

    assert answer.status_code == 302
    assert answer.url.startswith("/sign-in/")


def test_the_sign_in_page_offers_no_sign_up(client):
    page = client.get("/sign-in/").content.decode()

    assert "E-mail address" in page
    assert "There is no sign-up" in page


def test_nobody_can_sign_up(client):
    answer = client.post(
        "/account/closed/",
        {"email": "me@shire.example", "password1": "a long password", "password2": "a long password"},
    )

    assert "Nobody signs up here" in answer.content.decode()
    assert not User.objects.filter(email="me@shire.example").exists()


def test_a_password_lets_its_owner_in(client, shire):
    user = people.add_user(
        email="ada@shire.example", name="Ada", by=people.operator(), at="2026-01-01T00:00Z"
    )
    user.set_password("correct horse battery")
    user.save()

    answer = client.post("/sign-in/", {"login": "ada@shire.example", "password": "correct horse battery"})

    assert answer.status_code == 302


def test_a_wrong_password_is_refused_with_a_sentence(client):
    answer = client.post("/sign-in/", {"login": "ada@shire.example", "password": "wrong"})

    assert "There is a problem" in answer.content.decode()


def test_nothing_inline_and_nothing_from_elsewhere(client):
    answer = client.get("/sign-in/")
    page = answer.content.decode()

    assert "'unsafe-inline'" not in answer["Content-Security-Policy"]
    assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=", page)
    assert not re.search(r"(src|href)=\"https?:", page)


def test_a_missing_page_says_what_to_do(client, administrator):
    answer = client.get("/no/such/page/")

    assert answer.status_code == 404
    assert "check it" in answer.content.decode()


def test_an_authority_that_is_not_ones_own_is_not_found(client, shire):
    Authority.objects.create(code="002", name="Other Shire")
    user = people.add_user(
        email="ada@shire.example", name="Ada", by=people.operator(), at="2026-01-01T00:00Z"
    )
    people.give_post(
        user=user,
        kind="clerk",
        authority=shire,
        by=people.operator(),
        at="2026-01-01T00:00Z",
        from_on="2020-01-01",
    )
    client.force_login(user)

    assert client.get("/002/people/").status_code == 404
    assert client.get("/001/people/").status_code == 403


def test_a_form_that_was_forged_or_too_old_is_refused_with_a_sentence():
    answer = Client(enforce_csrf_checks=True).post("/sign-in/", {})

    assert answer.status_code == 403
    assert "The form was too old" in answer.content.decode()


def test_adding_a_person_leads_to_giving_them_a_post(client, administrator, shire):
    added = client.post("/001/people/add/", {"name": "Grace Hopper", "email": "grace@shire.example"})
    given = client.post(
        added.url,
        {"kind": "adviser", "from_on": "2026-01-01", "reach": "all", "urns": "100001, 100002"},
    )

    assert given.status_code == 302
    page = client.get("/001/people/").content.decode()
    assert "Grace Hopper" in page
    assert "2 of their own" in page


def test_a_post_form_says_what_is_wrong(client, administrator, shire):
    user = people.add_user(
        email="ada@shire.example", name="Ada", by=people.operator(), at="2026-01-01T00:00Z"
    )

    answer = client.post(
        f"/001/people/{user.pk}/post/",
        {"kind": "adviser", "from_on": "2026-01-01", "to_on": "2025-01-01", "urns": "x"},
    )

    page = answer.content.decode()
    assert "cannot end before it begins" in page
    assert "five to seven digits" in page


def test_a_sign_in_link_is_shown_once_to_whoever_manages_people(client, administrator, shire):
    user = people.add_user(
        email="ada@shire.example", name="Ada", by=people.operator(), at="2026-01-01T00:00Z"
    )
    people.give_post(
        user=user,
        kind="adviser",
        authority=shire,
        by=people.operator(),
        at="2026-01-01T00:00Z",
        from_on="2020-01-01",
    )

    page = client.post(f"/001/people/{user.pk}/link/").content.decode()

    link = re.search(r"/sign-in/link/[^/]+/", page).group()
    assert Client().get(link).status_code == 302


def test_the_pages_about_people_are_readable(client, administrator, shire):
    for path in ("/001/people/", "/001/people/posts/", "/001/people/record/", "/001/people/add/"):
        assert client.get(path).status_code == 200, path
