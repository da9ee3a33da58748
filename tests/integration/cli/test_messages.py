"""Messages sent and listed from the command line."""

from datetime import UTC, datetime

import pytest
from django.core import mail

from fingerpost.core.actions import messages, people

NOW = datetime(2026, 9, 7, 9, tzinfo=UTC)


@pytest.fixture
def waiting(county):
    return messages.queue(
        key="x", to_email="head@hill.example", to_name="Ann Head", subject="Your level", body="Amber.",
        authority="801", by=people.operator(), at=NOW,
    )  # fmt: skip


def test_what_waits_is_sent(waiting, answer):
    assert [each["state"] for each in answer("messages", "list", "--authority", "801")] == ["waiting"]

    assert answer("messages", "send") == {"mail_server": True, "unsure": 0, "sent": 1}

    assert len(mail.outbox) == 1
    assert answer("messages", "send") == {"mail_server": True, "unsure": 0}


def test_the_list_is_readable(waiting, command):
    assert "Waiting to be sent" in command("messages", "list", "--authority", "801")[1]
    assert command("messages", "list", "--authority", "999")[0] == 2
