"""Which schools go with which area and with which adviser, set in the product."""

from datetime import UTC, datetime

import pytest

from fingerpost.core.models import Authority, Post
from fingerpost.register.models import AuthoritySpell, LocalArea, LocalAreaSchool, School

NOW = datetime(2026, 9, 1, 9, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def schools(shire, monkeypatch, tmp_path):
    monkeypatch.setenv("FINGERPOST_HOME", str(tmp_path))
    for urn, name in [(990001, "Mill Road"), (990002, "Quay Street")]:
        School.objects.create(urn=urn, name=name, authority=shire, phase="primary")
        AuthoritySpell.objects.create(urn=urn, authority=shire)


@pytest.fixture
def senior(client, holding):
    user = holding("area-senior-adviser")
    client.force_login(user)
    return user


def test_an_area_is_added_and_schools_are_put_in_it(client, senior, schools):
    added = client.post("/001/areas/", {"kind": "area", "name": "North"})
    put = client.post(added.url, {"from_on": "2026-01-01", "urns": ["990001"]})

    assert put.status_code == 302
    assert [row.urn for row in LocalAreaSchool.objects.all()] == [990001]
    assert "1 school in it" in client.get(added.url).content.decode()
    assert "North" in client.get("/001/areas/").content.decode()


def test_a_school_moves_from_one_area_to_another(client, senior, schools):
    for name in ("North", "South"):
        made = client.post("/001/areas/", {"kind": "area", "name": name})
        client.post(made.url, {"from_on": "2026-01-01", "urns": ["990001"]})

    standing = LocalAreaSchool.objects.get(to_on=None)
    assert standing.area.name == "South"
    assert LocalAreaSchool.objects.count() == 2


def test_a_name_that_is_taken_is_refused_in_words(client, senior, schools):
    client.post("/001/areas/", {"kind": "cluster", "name": "Coast"})

    assert "already" in client.post("/001/areas/", {"kind": "cluster", "name": "Coast"}).content.decode()


def test_another_authoritys_area_is_not_found(client, senior, schools):
    other = Authority.objects.create(code="002", name="Other Shire")
    theirs = LocalArea.objects.create(authority=other, kind="area", name="Theirs")

    assert client.get(f"/001/areas/{theirs.pk}/").status_code == 404


def test_an_advisers_schools_are_chosen_by_name(client, senior, holding, schools):
    post = Post.objects.get(user=holding("adviser"))

    assert "Quay Street (990002)" in client.get(f"/001/people/post/{post.pk}/schools/").content.decode()
    client.post(f"/001/people/post/{post.pk}/schools/", {"urns": ["990002"]})

    assert [school.urn for school in post.schools.all()] == [990002]


def test_a_school_that_is_not_the_authoritys_cannot_be_chosen(client, senior, holding, schools):
    post = Post.objects.get(user=holding("adviser"))

    answer = client.post(f"/001/people/post/{post.pk}/schools/", {"urns": ["123456"]})

    assert answer.status_code == 200
    assert not post.schools.exists()
