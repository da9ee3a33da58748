"""Messages out: never written twice, marked before they go, unsure when interrupted, sent again only by a person."""

import smtplib
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from fingerpost.core import jobs, queries
from fingerpost.core.actions import messages, people
from fingerpost.core.models import AuditEvent, Authority, Message, MessageState, User
from fingerpost.core.rules import NotAllowed

NOW = datetime(2026, 9, 7, 9, tzinfo=UTC)
LATER = NOW + timedelta(minutes=11)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def connection_kept(monkeypatch):
    """A worker shuts the connections of its own process; here it shares that of the test."""
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None)
    monkeypatch.setattr("fingerpost.core.jobs.close_old_connections", lambda: None)


@pytest.fixture
def shire():
    return Authority.objects.create(code="001", name="Shire")


@pytest.fixture
def chief(shire):
    user = people.add_user(email="chief@shire.example", name="Ada", by=people.operator(), at=NOW)
    people.give_post(
        user=user, kind="head-of-service", authority=shire, by=people.operator(), at=NOW, from_on=date(2020, 1, 1)
    )  # fmt: skip
    return User.objects.get(pk=user.pk)


@pytest.fixture
def queued(shire, chief):
    def queue(key="a letter", **more):
        said = {"to_email": "head@hill.example", "to_name": "Ann Head", "subject": "Your level", "body": "Amber.",
                "authority": "001", "urn": 990001, "by": chief, "at": NOW}  # fmt: skip
        return messages.queue(key=key, **(said | more))

    return queue


def _timed_out(self, **_):
    raise TimeoutError


@pytest.fixture
def server_that(monkeypatch):
    """A mail server that does something when it is given a message."""

    def behave(error):
        def send(self, **_):
            raise error

        monkeypatch.setattr("fingerpost.core.actions.messages.EmailMessage.send", send)

    return behave


def test_a_message_goes_in_the_background_and_only_once_it_is_certain(queued):
    made = queued()
    assert not mail.outbox

    jobs.do_what_is_due(settle=True)

    made.refresh_from_db()
    assert (made.state, mail.outbox[0].to) == (MessageState.SENT, ['"Ann Head" <head@hill.example>'])


def test_a_message_of_a_transaction_that_fails_is_not_there(queued):
    def deed():
        with transaction.atomic():
            queued()
            raise RuntimeError("the deed went wrong after the message was queued")

    with pytest.raises(RuntimeError):
        deed()

    jobs.do_what_is_due()

    assert not mail.outbox
    assert not Message.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_the_same_message_is_never_written_or_sent_twice(queued, chief):
    first, second = queued(), queued(body="Red.")
    messages.send(message=first, by=chief, at=NOW)
    messages.send(message=second, by=chief, at=NOW)
    jobs.do_what_is_due()

    assert first.pk == second.pk
    assert [sent.body for sent in mail.outbox] == ["Amber."]


def test_what_was_interrupted_is_unsure_and_is_not_sent_again_by_itself(queued, chief, server_that):
    made = queued()
    server_that(KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        messages.send(message=made, by=chief, at=NOW)

    counts = messages.send_waiting(by=chief, at=LATER)

    made.refresh_from_db()
    assert (made.state, counts) == (MessageState.UNSURE, {"unsure": 1})
    assert "may have arrived or not" in made.problem


def test_what_is_being_sent_now_is_not_called_interrupted(queued, chief):
    made = queued()
    Message.objects.filter(pk=made.pk).update(state=MessageState.SENDING, sending_at=NOW)

    assert messages.settle(by=chief, at=NOW + timedelta(minutes=9)) == 0


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (smtplib.SMTPRecipientsRefused({"head@hill.example": (550, b"no such box")}), MessageState.FAILED),
        (ConnectionRefusedError("refused"), MessageState.FAILED),
        (smtplib.SMTPServerDisconnected("gone"), MessageState.UNSURE),
        (TimeoutError("too slow"), MessageState.UNSURE),
    ],
)
def test_what_a_server_refused_has_failed_and_what_broke_off_is_unsure(
    queued, chief, server_that, error, state
):
    server_that(error)

    assert messages.send(message=queued(), by=chief, at=NOW).state == state


def test_a_person_sends_again_with_a_reason(queued, chief, monkeypatch):
    made = queued()
    with monkeypatch.context() as for_now:
        for_now.setattr("fingerpost.core.actions.messages.EmailMessage.send", _timed_out)
        messages.send(message=made, by=chief, at=NOW)

    with pytest.raises(messages.NotAMessage, match="Say why"):
        messages.resend(message=made, reason=" ", by=chief, at=LATER)
    messages.resend(message=made, reason="The head says that nothing came.", by=chief, at=LATER)
    jobs.do_what_is_due()

    made.refresh_from_db()
    assert (made.state, made.resent_by) == (MessageState.SENT, chief)
    assert AuditEvent.objects.filter(verb="message sent again").count() == 1


def test_a_message_on_its_way_is_not_sent_again(queued, chief):
    with pytest.raises(messages.NotAMessage, match="on its way"):
        messages.resend(message=queued(), reason="To be sure.", by=chief, at=NOW)


def test_without_a_mail_server_a_message_is_kept_and_says_so(queued, chief, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"

    made = queued()

    assert made.state == MessageState.KEPT
    with pytest.raises(messages.NotAMessage, match="no mail server"):
        messages.resend(message=made, reason="Now.", by=chief, at=LATER)


def test_an_address_that_is_none_is_refused_with_a_sentence(queued):
    with pytest.raises(messages.NotAMessage, match="enter one in the directory"):
        queued(to_email="the head")


def test_a_name_cannot_smuggle_in_another_address(queued, chief):
    made = queued(to_name='Ann" <spy@else.example>, "\n', subject="Your\nlevel")

    messages.send(message=made, by=chief, at=NOW)

    assert [email for sent in mail.outbox for email in sent.recipients()] == [
        '"Ann <spy@else.example>," <head@hill.example>'
    ]
    assert mail.outbox[0].message()["To"].endswith("<head@hill.example>")


def test_messages_are_seen_for_ones_own_schools(queued, shire):
    queued(), queued("another", urn=990002)
    user = people.add_user(email="adviser@shire.example", name="Eve", by=people.operator(), at=NOW)
    people.give_post(user=user, kind="adviser", authority=shire, by=people.operator(), at=NOW,
                     from_on=date(2020, 1, 1), urns=[990002], sees_all=False)  # fmt: skip
    adviser = User.objects.get(pk=user.pk)

    assert [message.urn for message in queries.messages(adviser, "001")] == [990002]
    with pytest.raises(NotAllowed):
        messages.resend(message=Message.objects.get(urn=990001), reason="Why not.", by=adviser, at=NOW)
