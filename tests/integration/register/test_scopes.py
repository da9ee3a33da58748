"""Posts that follow an area, a ward or a trust keep to its schools as they change."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fingerpost.core.actions import people
from fingerpost.core.actions.people import NotAPost
from fingerpost.core.models import AuditEvent, Authority, Post, User
from fingerpost.core.queries import judge_of
from fingerpost.core.rules import Permission, has_permission, schools_within
from fingerpost.register import queries as register
from fingerpost.register.actions import areas, scopes
from fingerpost.register.models import School

NOW = datetime(2026, 9, 7, 9, tzinfo=UTC)
SINCE, TODAY = date(2020, 1, 1), date(2026, 9, 7)
HILL, MILL, FAR = 990001, 990002, 990003

pytestmark = pytest.mark.django_db


@pytest.fixture
def shire():
    made = Authority.objects.create(code="001", name="Shire")
    for urn, name, ward, trust in (
        (HILL, "Hill", "E05000001", "90001"), (MILL, "Mill", "E05000001", ""), (FAR, "Far", "E05000002", "90001"),
    ):  # fmt: skip
        School.objects.create(
            urn=urn, name=name, authority=made, phase="primary", ward_code=ward, ward_name=f"Ward {ward[-1]}",
            trust_uid=trust, trust_name="Tern Trust" if trust else "",
        )  # fmt: skip
    return made


def _following(shire, kind, follows, about, name="Something"):
    by = people.operator()
    user = people.add_user(email=f"{kind}@shire.example", name="Ada Byron", by=by, at=NOW)
    urns = register.schools_followed("001", follows, str(about), TODAY)
    people.give_post(
        user=user, kind=kind, authority=shire, from_on=SINCE, sees_all=False, follows=follows, about=str(about),
        about_name=name, urns=urns, by=by, at=NOW,
    )  # fmt: skip
    return user


def _reach(user):
    return schools_within(User.objects.get(pk=user.pk), Permission.SCHOOLS_SEE, authority="001")


def test_a_ward_member_reaches_the_schools_of_the_ward(shire):
    member = _following(shire, "elected-member", "ward", "E05000001")

    assert _reach(member) == {HILL, MILL}
    assert not has_permission(
        User.objects.get(pk=member.pk), Permission.SCHOOLS_SEE, authority="001", urn=FAR
    )


def test_a_chief_executive_follows_the_trust_when_a_school_joins(shire):
    chief = _following(shire, "trust-chief-executive", "trust", "90001")
    School.objects.filter(urn=MILL).update(trust_uid="90001")

    changed = scopes.refresh(by=people.operator(), at=NOW)

    assert changed == 1
    assert _reach(chief) == {HILL, MILL, FAR}
    event = AuditEvent.objects.get(verb="schools of a post followed")
    assert event.detail["came"] == [MILL]


def test_a_post_follows_an_area_when_schools_are_placed_in_it(shire):
    by = people.operator()
    coast = areas.add_area(authority=shire, kind="area", name="Coast", by=by, at=NOW)
    leader = _following(shire, "area-senior-adviser", "area", coast.pk)
    assert _reach(leader) == frozenset()

    areas.place_schools(area=coast, urns=[HILL], from_on=TODAY, by=by, at=NOW)

    assert _reach(leader) == {HILL}


def test_nothing_is_recorded_where_nothing_changed(shire):
    _following(shire, "elected-member", "ward", "E05000001")

    assert scopes.refresh(by=people.operator(), at=NOW) == 0
    assert not AuditEvent.objects.filter(verb__startswith="posts follow").exists()


def test_schools_chosen_by_hand_end_the_following(shire):
    member = _following(shire, "elected-member", "ward", "E05000001")

    people.assign_schools(post=member.posts.get(), urns=[FAR], by=people.operator(), at=NOW)

    post = Post.objects.get(user=member)
    assert (post.scope, post.about, post.about_name) == ("named", "", "")
    assert scopes.refresh(by=people.operator(), at=NOW) == 0


@pytest.mark.parametrize(("follows", "about"), [("ward", ""), ("", "E05000001"), ("parish", "x")])
def test_a_post_says_what_it_follows(shire, follows, about):
    operator = people.operator()

    with pytest.raises(NotAPost, match="which area, ward or trust"):
        people.give_post(
            user=operator, kind="elected-member", authority=shire, from_on=SINCE, follows=follows, about=about,
            by=operator, at=NOW,
        )  # fmt: skip


@pytest.mark.parametrize("kind", ["associate", "peer-reviewer"])
def test_a_post_for_a_time_needs_its_last_day(shire, kind):
    with pytest.raises(NotAPost, match="say its last day"):
        people.give_post(
            user=people.operator(), kind=kind, authority=shire, from_on=SINCE, by=people.operator(), at=NOW
        )


def test_posts_are_read_in_two_questions_however_many_they_are(shire):
    member = _following(shire, "elected-member", "ward", "E05000001")
    for urn in (HILL, MILL, FAR):
        people.give_post(
            user=member, kind="clerk", authority=shire, from_on=SINCE, sees_all=False, urns=[urn],
            by=people.operator(), at=NOW,
        )  # fmt: skip

    with CaptureQueriesContext(connection) as asked:
        list(User.objects.get(pk=member.pk).posts_held())

    assert len(asked) == 3


def test_a_post_that_follows_an_area_leaves_its_schools_with_their_advisers(shire):
    by = people.operator()
    coast = areas.add_area(authority=shire, kind="area", name="Coast", by=by, at=NOW)
    areas.place_schools(area=coast, urns=[HILL], from_on=TODAY, by=by, at=NOW)
    adviser = people.add_user(email="own@shire.example", name="Own Adviser", by=by, at=NOW)
    people.give_post(user=adviser, kind="adviser", authority=shire, from_on=SINCE, urns=[HILL], by=by, at=NOW)

    _following(shire, "area-senior-adviser", "area", coast.pk)

    assert judge_of("001", HILL, TODAY) == adviser
