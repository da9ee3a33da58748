"""Schools told their levels: in their turns, once, and again from where it stopped."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tests.integration.monitor.telling_rounds import TOLD, a_round, enter, set_terms

from fingerpost.archive.queries import editions
from fingerpost.core.actions import messages
from fingerpost.core.models import AuditEvent, Message, MessageState
from fingerpost.core.rules import NotAllowed
from fingerpost.monitor.actions import telling
from fingerpost.monitor.models import RoundLevel, RoundSchool, Telling
from fingerpost.monitor.queries import rounds
from fingerpost.monitor.queries import telling as queries
from fingerpost.monitor.rules.judging import CannotUndo
from fingerpost.monitor.rules.rounds import NotARound
from fingerpost.monitor.rules.telling import CannotTell
from fingerpost.strategy import letters
from fingerpost.strategy.problems import Found

FRIDAY = datetime(2026, 10, 16, 14, 30, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def rubric(monkeypatch, edition):
    """An edition with the letters of the one that is shipped."""
    found = Found()
    made = replace(edition, letters=letters.read(Path("strategies/example/2026"), found))
    assert not found.problems
    monkeypatch.setattr(editions, "edition", lambda code: made)
    return made


@pytest.fixture
def chief(holding, shire):
    made = holding("head-of-service")
    set_terms(shire, made)
    return made


@pytest.fixture
def kept(settings):
    """No mail server, so that a message has gone as far as it goes at once."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"


def names():
    return [(row.turn, row.to_name) for row in Telling.objects.order_by("school__urn", "turn", "to_name")]


def test_the_head_is_told_and_the_chair_once_the_message_to_the_head_has_gone(shire, chief):
    held = a_round(shire, chief)
    school = held.schools.get()

    telling.tell_school(school=school, by=chief, at=TOLD)
    assert names() == [(1, "Head of 990001")]
    with pytest.raises(CannotTell, match="still on its way"):
        telling.tell_school(school=school, by=chief, at=TOLD)
    messages.send_waiting(by=chief, at=TOLD)
    telling.tell_school(school=school, by=chief, at=TOLD)

    school.refresh_from_db()
    assert names() == [(1, "Head of 990001"), (2, "Chair of 990001")]
    assert (school.released_at, school.released_by) == (TOLD, chief)
    assert [sent.to for sent in mail.outbox] == [['"Head of 990001" <head@990001.example>']]


def test_nobody_else_sees_a_level_before_head_and_chair_were_told(shire, chief, holding):
    held = a_round(shire, chief)
    member = holding("elected-member")

    telling.tell_school(school=held.schools.get(), by=chief, at=TOLD)
    assert rounds.confirmed(member, "001") == []
    messages.send_waiting(by=chief, at=TOLD)
    telling.tell_school(school=held.schools.get(), by=chief, at=TOLD)

    assert [each.level for each in rounds.confirmed(member, "001")] == ["amber"]


def test_the_letter_says_what_it_must(shire, chief, kept):
    held = a_round(
        shire, chief, confirmed="red", computed="amber", before="red", reason="The new head has had a term"
    )

    telling.tell_school(school=held.schools.get(), by=chief, at=TOLD)

    letter = Message.objects.get(to_email="head@990001.example")
    assert letter.subject == "School 990001 Primary: Red in Autumn 2026"
    for words in (
        "Dear Head of 990001,", "The evidence alone gives amber. The moderation meeting decided red, because: The new "
        "head has had a term.", "Leadership: Amber. Judged by Eve Adviser, 10 September 2026. Seen on two visits.",
        "within 10 school days, that is until 3 November 2026", "Last time it was also red.", "Ada head-of-service",
    ):  # fmt: skip
        assert words in letter.body


def test_an_academy_is_told_the_authoritys_view_with_its_trust(shire, chief, kept):
    held = a_round(shire, chief, is_academy=True)
    enter(shire, "trust-chief-executive", chief, about="HOPE TRUST", name="Cy Trust", email="cy@hope.example")

    telling.tell_school(school=held.schools.get(), by=chief, at=TOLD)

    assert names() == [(1, "Cy Trust"), (1, "Head of 990001")]
    assert "It is the authority's view." in Message.objects.get(to_email="cy@hope.example").body


def test_nothing_worse_is_told_before_the_adviser_recorded_having_spoken_to_the_head(shire, chief, kept):
    held = a_round(shire, chief, before="green")
    school = held.schools.get()

    with pytest.raises(CannotTell, match="speaks to the head first"):
        telling.tell_school(school=school, by=chief, at=TOLD)
    assert not Telling.objects.exists()
    telling.speak(
        school=school, with_whom="Head of 990001", spoken_at=TOLD - timedelta(hours=1), by=chief, at=TOLD
    )
    telling.tell_school(school=school, by=chief, at=TOLD)

    assert len(names()) == 2
    assert "Ada head-of-service spoke to Head of 990001 on 13 October 2026." in Message.objects.first().body


def test_nobody_is_told_late_on_a_friday(shire, chief, kept):
    held = a_round(shire, chief)

    with pytest.raises(CannotTell, match="after 3pm on a Friday"):
        telling.tell_school(school=held.schools.get(), by=chief, at=FRIDAY)


def test_where_no_terms_are_set_nobody_is_told(shire, holding, kept):
    chief = holding("head-of-service")

    with pytest.raises(CannotTell, match="no term dates are set"):
        telling.tell_school(school=a_round(shire, chief).schools.get(), by=chief, at=TOLD)


def test_a_round_is_told_at_its_stage_only(shire, chief):
    held = a_round(shire, chief, stage="confirming")

    with pytest.raises(NotARound):
        telling.tell_school(school=held.schools.get(), by=chief, at=TOLD)
    with pytest.raises(NotARound):
        telling.tell_all(held=held, by=chief, at=TOLD)


def test_an_adviser_tells_the_own_schools_only(shire, chief, holding, kept):
    held = a_round(shire, chief, 2)
    adviser = holding("adviser", urns=[990002], sees_all=False)

    outcome = telling.tell_all(held=held, by=adviser, at=TOLD)

    assert (outcome.schools, outcome.people) == (1, 2)
    with pytest.raises(NotAllowed):
        telling.tell_school(school=held.schools.get(urn=990001), by=adviser, at=TOLD)


def test_interrupted_half_way_it_goes_on_with_the_rest_and_tells_nobody_twice(
    shire, chief, kept, monkeypatch
):
    held = a_round(shire, chief, 9)
    calls, queue = [], messages.queue

    def breaks(**said):
        calls.append(said)
        if len(calls) == 10:
            # The head of the fifth school has a row and a message, the chair a row and none: none of it may stay.
            raise KeyboardInterrupt
        return queue(**said)

    monkeypatch.setattr(messages, "queue", breaks)
    with pytest.raises(KeyboardInterrupt):
        telling.tell_all(held=held, by=chief, at=TOLD)
    assert Telling.objects.count() == Message.objects.count() == 8
    assert RoundSchool.objects.exclude(released_at=None).count() == 4

    monkeypatch.setattr(messages, "queue", queue)
    outcome = telling.tell_all(held=held, by=chief, at=TOLD)
    again = telling.tell_all(held=held, by=chief, at=TOLD)

    assert (outcome.schools, outcome.people, again.people) == (5, 10, 0)
    assert Telling.objects.count() == Message.objects.count() == 18
    assert len({message.to_email for message in Message.objects.all()}) == 18


def test_interrupted_between_the_record_and_the_sending_nobody_is_written_to_twice(shire, chief, monkeypatch):
    held = a_round(shire, chief)
    telling.tell_all(held=held, by=chief, at=TOLD)
    message = Message.objects.get()

    def stops(self, **_):
        raise KeyboardInterrupt

    monkeypatch.setattr("fingerpost.core.actions.messages.EmailMessage.send", stops)
    with pytest.raises(KeyboardInterrupt):
        messages.send(message=message, by=chief, at=TOLD)
    later = TOLD + timedelta(minutes=20)
    messages.send_waiting(by=chief, at=later)

    message.refresh_from_db()
    assert message.state == MessageState.UNSURE
    assert not mail.outbox


def test_while_it_is_unsure_whether_the_head_was_told_the_chair_is_not(shire, chief):
    held = a_round(shire, chief)
    telling.tell_all(held=held, by=chief, at=TOLD)
    Message.objects.update(state=MessageState.UNSURE)

    outcome = telling.tell_all(held=held, by=chief, at=TOLD)

    assert (outcome.people, outcome.left) == (0, 1)
    assert "page of messages" in queries.telling_of(chief, held, TOLD)[0].plan.blocked[0]


def test_a_level_that_changed_after_it_was_told_is_told_again(shire, chief, kept):
    held = a_round(shire, chief)
    telling.tell_all(held=held, by=chief, at=TOLD)
    RoundLevel.objects.update(confirmed="green")
    RoundSchool.objects.update(released_at=None, released_by=None)

    outcome = telling.tell_all(held=held, by=chief, at=TOLD)

    assert outcome.people == 2
    assert Message.objects.count() == 4


def test_a_record_of_speaking_is_taken_back_on_the_day_and_before_anybody_was_told(
    shire, chief, holding, kept
):
    held = a_round(shire, chief)
    school = held.schools.get()
    telling.speak(school=school, with_whom="Ann", spoken_at=TOLD, by=chief, at=TOLD)

    with pytest.raises(CannotUndo):
        telling.take_back_speaking(school=school, by=holding("area-senior-adviser"), at=TOLD)
    telling.take_back_speaking(school=school, by=chief, at=TOLD)
    school.refresh_from_db()
    assert school.spoken_at is None

    telling.speak(school=school, with_whom="Ann", spoken_at=TOLD, by=chief, at=TOLD)
    telling.tell_school(school=school, by=chief, at=TOLD)
    with pytest.raises(CannotUndo, match="told since"):
        telling.take_back_speaking(school=school, by=chief, at=TOLD)


def test_who_signs_in_is_told_where_nobody_was_entered_and_never_beside_who_was(shire, chief, holding, kept):
    held = a_round(shire, chief, with_people=False)
    holding("head", urns=[990001], sees_all=False)
    assert [p.name for p in queries.telling_of(chief, held, TOLD)[0].people] == ["Ada head"]

    enter(shire, "head", chief, urn=990001, name="New Head", email="new@hill.example")

    found = queries.telling_of(chief, held, TOLD)[0]
    assert [p.name for p in found.people] == ["New Head"]
    assert "New Head is entered as head, and Ada head signs in as that" in found.notes[0]


def test_everything_that_was_told_leaves_a_trace(shire, chief, kept):
    telling.tell_all(held=a_round(shire, chief), by=chief, at=TOLD)

    verbs = set(AuditEvent.objects.values_list("verb", flat=True))
    assert {"told of level", "level released", "schools told", "message queued"} <= verbs


def test_looking_at_who_is_told_asks_the_same_questions_however_many_schools(shire, chief, holding):
    held = a_round(shire, chief, 12)
    of_two = holding("adviser", urns=[990001, 990002], sees_all=False)

    def questions(user):
        user.posts_held()
        with CaptureQueriesContext(connection) as asked:
            schools = len(queries.telling_of(user, held, TOLD))
        return schools, len(asked)

    (few, asked_for_few), (many, asked_for_many) = questions(of_two), questions(chief)
    assert (few, many) == (2, 12)
    assert asked_for_few == asked_for_many <= 15
