"""People, their posts and the links that sign them in."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from fingerpost.core import queries
from fingerpost.core.actions import people, reminding
from fingerpost.core.models import AuditEvent, AuditEventIsHistory, Authority, Message, User
from fingerpost.core.rules import NotAllowed, Permission, has_permission

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 9, 1, 9, tzinfo=UTC)
LONG_AGO = date(2020, 1, 1)


@pytest.fixture
def shire():
    return Authority.objects.create(code="001", name="Shire")


@pytest.fixture
def other_shire():
    return Authority.objects.create(code="002", name="Other Shire")


def person_with(kind, authority, **options):
    operator = people.operator()
    user = people.add_user(email=f"{kind}@shire.example", name="Ada Lovelace", by=operator, at=NOW)
    options = {"from_on": LONG_AGO} | options
    people.give_post(user=user, kind=kind, authority=authority, by=operator, at=NOW, **options)
    return User.objects.get(pk=user.pk)


def test_the_operator_is_made_once_and_has_no_password():
    operator = people.operator()

    assert people.operator().pk == operator.pk
    assert not operator.has_usable_password()


def test_a_post_gives_its_permissions(shire):
    adviser = person_with("adviser", shire)

    assert has_permission(adviser, Permission.JUDGEMENT_RECORD, authority="001", urn=100_001)


def test_a_post_that_has_ended_gives_nothing(shire):
    adviser = person_with("adviser", shire)

    people.end_post(post=adviser.posts.get(), on=date(2021, 1, 1), by=people.operator(), at=NOW)

    assert not has_permission(User.objects.get(pk=adviser.pk), Permission.SCHOOLS_SEE, authority="001")


def test_a_post_cannot_end_before_it_begins(shire):
    adviser = person_with("adviser", shire)

    with pytest.raises(ValidationError):
        people.end_post(post=adviser.posts.get(), on=date(2019, 1, 1), by=people.operator(), at=NOW)


def test_a_post_for_named_schools_reaches_only_those(shire):
    associate = person_with("associate", shire, urns=[100_001], sees_all=False, to_on=date(2099, 1, 1))

    assert has_permission(associate, Permission.SCHOOLS_SEE, authority="001", urn=100_001)
    assert not has_permission(associate, Permission.SCHOOLS_SEE, authority="001", urn=100_002)


def test_an_advisers_own_schools_do_not_limit_what_they_see(shire):
    adviser = person_with("adviser", shire, urns=[100_001])

    assert has_permission(adviser, Permission.SCHOOLS_SEE, authority="001", urn=100_002)
    assert [school.urn for school in adviser.posts.get().schools.all()] == [100_001]


def test_a_head_of_service_gives_no_post_in_another_authority(shire, other_shire):
    chief = person_with("head-of-service", shire)
    newcomer = people.add_user(email="new@shire.example", name="New Comer", by=chief, at=NOW)

    with pytest.raises(NotAllowed):
        people.give_post(
            user=newcomer, kind="adviser", authority=other_shire, by=chief, at=NOW, from_on=LONG_AGO
        )


def test_a_head_of_service_cannot_become_someone_with_a_wider_post(shire):
    chief = person_with("head-of-service", shire)

    with pytest.raises(NotAllowed):
        people.sign_in_link(user=people.administrator(), by=chief, at=NOW)


def test_a_sign_in_link_works_once(client, shire):
    adviser = person_with("adviser", shire)
    link = people.sign_in_link(user=adviser, by=people.operator(), at=datetime.now(UTC))

    first = client.get(link)
    client.logout()
    second = client.get(link)

    assert first.status_code == 302
    assert second.status_code == 410
    assert "_auth_user_id" not in client.session


def test_a_sign_in_link_expires_after_an_hour(shire):
    adviser = person_with("adviser", shire)
    link = people.sign_in_link(user=adviser, by=people.operator(), at=NOW)
    secret = link.strip("/").rsplit("/", 1)[-1]

    with pytest.raises(people.LinkSpent):
        people.use_sign_in_link(secret=secret, at=NOW + timedelta(minutes=61))


def test_every_write_leaves_a_trace_that_is_never_changed(shire):
    person_with("adviser", shire)
    event = AuditEvent.objects.filter(verb="post given").get()

    assert event.by_name == "operator"
    assert event.detail["to"] == "Ada Lovelace"
    with pytest.raises(AuditEventIsHistory):
        event.save()
    with pytest.raises(AuditEventIsHistory):
        event.delete()


def test_whose_post_ends_is_told_two_weeks_before_and_once(shire):
    person_with("associate", shire, urns=[100_001], sees_all=False, to_on=date(2026, 9, 12))

    told = [reminding.remind_of_ends(by=people.operator(), at=NOW + timedelta(days=days)) for days in (0, 1)]

    assert told == [1, 0]
    message = Message.objects.get()
    assert message.subject == "Your post of associate adviser ends on 12 September 2026"


def test_nobody_is_told_long_before_or_after(shire):
    person_with("associate", shire, urns=[100_001], sees_all=False, to_on=date(2026, 12, 1))

    assert reminding.remind_of_ends(by=people.operator(), at=NOW) == 0
    assert reminding.remind_of_ends(by=people.operator(), at=NOW + timedelta(days=200)) == 0


def test_an_associate_does_not_take_a_school_from_its_adviser(shire):
    adviser = person_with("adviser", shire, urns=[100_001])
    associate = person_with(
        "associate", shire, urns=[100_001, 100_002], sees_all=False, to_on=date(2099, 1, 1)
    )

    judges = [queries.judge_of("001", urn, NOW.date()) for urn in (100_001, 100_002)]

    assert judges == [adviser, associate]
    assert queries.advisers_of("001", NOW.date()) == {100_001: str(adviser), 100_002: str(associate)}
