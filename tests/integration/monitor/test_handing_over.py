"""A case load handed over when somebody leaves: what moves, what stays, and back again on the same day."""

from datetime import UTC, date, datetime, timedelta

import pytest

from fingerpost.casework.models import Promise
from fingerpost.core.actions.people import NotAPost
from fingerpost.core.models import AuditEvent, HandOver, Post
from fingerpost.core.queries import judge_of
from fingerpost.core.rules import NotAllowed
from fingerpost.monitor.actions import handing_over
from fingerpost.monitor.models import Task
from fingerpost.register.models import School

NOW = datetime(2026, 9, 7, 9, tzinfo=UTC)
TODAY, HILL, MILL = date(2026, 9, 7), 990001, 990002

pytestmark = pytest.mark.django_db


@pytest.fixture
def leaver(holding, shire):
    for urn, name in ((HILL, "Hill Primary School"), (MILL, "Mill Primary School")):
        School.objects.create(urn=urn, name=name, phase="primary", authority=shire)
    return holding("adviser", urns=[HILL, MILL])


@pytest.fixture
def stayer(holding):
    return holding("early-years")


@pytest.fixture
def chief(holding):
    return holding("head-of-service")


def _in_hand(shire, owner, urn=HILL):
    common = {"authority": shire, "urn": urn, "due_on": TODAY, "words": "Look into it"}
    Promise.objects.create(
        **common,
        side="authority",
        owner=owner,
        owner_name=str(owner),
        made_by=owner,
        made_at=NOW,
        agreed_on=TODAY,
    )
    return Task.objects.create(
        **common, because="heard three times", owner=owner, raised_by=owner, raised_at=NOW
    )


def _hand_over(leaver, stayer, by, urns=(HILL,), **more):
    return handing_over.hand_over(
        from_post=leaver.posts.get(), to_post=stayer.posts.get(), urns=urns, by=by, at=NOW, **more
    )


def test_schools_move_with_what_is_in_hand_for_them(shire, leaver, stayer, chief):
    of_hill, of_mill = _in_hand(shire, leaver), _in_hand(shire, leaver, MILL)

    _hand_over(leaver, stayer, chief)

    assert judge_of("001", HILL, TODAY) == stayer
    assert judge_of("001", MILL, TODAY) == leaver
    assert [Task.objects.get(pk=task.pk).owner for task in (of_hill, of_mill)] == [stayer, leaver]
    assert [promise.owner for promise in Promise.objects.order_by("urn")] == [stayer, leaver]
    assert AuditEvent.objects.filter(verb="case load handed over").exists()


def test_the_post_of_who_leaves_ends_on_the_last_day(leaver, stayer, chief):
    _hand_over(leaver, stayer, chief, urns=(HILL, MILL), ends_on=date(2026, 10, 2))

    assert leaver.posts.get().to_on == date(2026, 10, 2)


def test_it_is_undone_on_the_same_day_by_who_did_it(shire, leaver, stayer, chief):
    task = _in_hand(shire, leaver)
    made = _hand_over(leaver, stayer, chief, ends_on=date(2026, 10, 2))

    handing_over.take_back(hand_over=made, by=chief, at=NOW + timedelta(hours=2))

    assert judge_of("001", HILL, TODAY) == leaver
    assert Task.objects.get(pk=task.pk).owner == leaver
    assert leaver.posts.get().to_on is None
    with pytest.raises(NotAPost, match="once and on the same day"):
        handing_over.take_back(hand_over=made, by=chief, at=NOW + timedelta(hours=3))


def test_it_is_not_undone_the_day_after(leaver, stayer, chief):
    made = _hand_over(leaver, stayer, chief)

    with pytest.raises(NotAPost, match="on the same day"):
        handing_over.take_back(hand_over=made, by=chief, at=NOW + timedelta(days=1))


def test_a_school_that_is_not_the_leavers_is_not_handed_over(leaver, stayer, chief):
    with pytest.raises(NotAPost, match="from those of the post"):
        _hand_over(leaver, stayer, chief, urns=(990099,))

    assert not HandOver.objects.exists()


def test_an_adviser_hands_nothing_over(leaver, stayer):
    with pytest.raises(NotAllowed):
        _hand_over(leaver, stayer, leaver)


def test_the_page_shows_what_moves_before_it_does(shire, leaver, stayer, chief, client):
    _in_hand(shire, leaver)
    client.force_login(chief)
    post, to = leaver.posts.get(), stayer.posts.get()
    address = f"/001/people/post/{post.pk}/hand-over/"

    shown = client.get(address).content.decode()
    answer = client.post(address, {"to_post": to.pk, "urns": [HILL]}, follow=True).content.decode()
    client.post(f"/001/people/hand-over/{HandOver.objects.get().pk}/undo/")

    assert "1 open task, 0 planned visits, 1 promise of ours" in shown
    assert "1 school now goes with the post of" in answer
    assert "Undo it" in answer
    assert {school.urn for school in Post.objects.get(pk=post.pk).schools.all()} == {HILL, MILL}
