"""Who can do what: the page of posts, one person's page, and giving a post."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from fingerpost.core.models import Authority, Post
from fingerpost.core.posts import GROUPS, grouped, reaches_of
from fingerpost.core.rules import Permission
from fingerpost.register.models import AuthoritySpell, School

HILL = 990001

pytestmark = pytest.mark.django_db


@pytest.fixture
def chief(holding, client):
    made = holding("head-of-service")
    client.force_login(made)
    return made


def test_every_permission_stands_in_one_group():
    named = [permission for group in grouped().values() for permission in group]

    assert sorted(named) == sorted(Permission)
    assert len(named) == len(set(named))
    assert all(GROUPS.values())


def test_the_table_of_posts_says_yes_where_a_post_may(client, chief):
    page = client.get("/001/people/posts/").content.decode()

    assert "Permissions by post" in page
    assert Permission.RECORDS_DISCLOSE.value in page


def test_permissions_are_searched_by_their_words(client, chief):
    found = client.get("/001/people/posts/?q=restricted+nothing").content.decode()
    one = client.get("/001/people/posts/?q=confirm+levels").content.decode()

    assert "No permission speaks of" in found
    assert "Confirm levels" in one
    assert "Load files" not in one


def test_one_post_is_read_as_a_list_with_who_holds_it(client, chief):
    page = client.get("/001/people/posts/?post=head-of-service").content.decode()

    assert "Held today by Ada head-of-service" in page


def test_a_persons_page_says_what_they_may_do_where(shire, client, chief, holding):
    School.objects.create(urn=HILL, name="Hill Primary School", phase="primary", authority=shire)
    associate = holding("associate", urns=[HILL], sees_all=False)

    page = client.get(f"/001/people/{associate.pk}/").content.decode()

    assert "At 1 school" in page
    assert "Hill Primary School" in page
    assert Permission.JUDGEMENT_RECORD.value in page
    assert Permission.DATA_LOAD.value not in page


def test_each_thing_stands_at_its_widest_reach(shire, holding):
    adviser = holding("adviser", urns=[HILL])

    whole, *rest = reaches_of(adviser, "001")

    assert whole.urns is None
    assert not rest


def test_somebody_of_another_authority_is_not_found(client, chief, holding):
    other = holding("adviser", authority=Authority.objects.create(code="002", name="Mere"))

    assert client.get(f"/001/people/{other.pk}/").status_code == 404
    assert client.get(f"/001/people/{other.pk}/post/").status_code == 404


def test_a_post_of_a_ward_is_given_on_the_page(shire, client, chief, holding):
    School.objects.create(
        urn=HILL, name="Hill", phase="primary", authority=shire, ward_code="E05000001", ward_name="Tern Ward"
    )
    member = holding("clerk", urns=[HILL], sees_all=False)
    AuthoritySpell.objects.create(urn=HILL, authority=shire)
    said = {"kind": "elected-member", "from_on": "2026-09-01", "reach": "ward", "ward": "E05000001"}

    client.post(f"/001/people/{member.pk}/post/", said)

    post = Post.objects.get(user=member, kind="elected-member")
    assert (post.scope, post.about_name) == ("ward", "Tern Ward")
    assert [school.urn for school in post.schools.all()] == [HILL]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"kind": "associate", "reach": "all"}, "Say the last day of the associate adviser"),
        ({"kind": "adviser", "reach": "ward"}, "Choose the ward that the post follows"),
        ({"kind": "adviser", "reach": "named"}, "Name at least one school"),
        ({"kind": "adviser", "reach": "all", "to_on": "2020-01-01"}, "cannot end before it begins"),
    ],
)
def test_a_post_that_cannot_be_is_refused_with_a_sentence(client, chief, said, words):
    answer = client.post(f"/001/people/{chief.pk}/post/", {"from_on": "2026-09-01"} | said)

    assert words in answer.content.decode()
    assert Post.objects.filter(user=chief).count() == 1


def test_people_whose_posts_end_soon_are_named_on_the_page_of_people(client, chief, holding):
    today = timezone.localdate()
    holding(
        "associate", urns=[HILL], sees_all=False, from_on=date(2020, 1, 1), to_on=today + timedelta(days=9)
    )

    page = client.get("/001/people/").content.decode()

    assert "1 post ends within 30 days" in page
