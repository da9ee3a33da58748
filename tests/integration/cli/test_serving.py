"""Serving: where the pages are, and that a port which is taken is left alone."""

import os
import socket
import sys

import pytest

from fingerpost.cli.commands import serving


@pytest.fixture
def taken_port():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        yield other.getsockname()[1]


def test_a_port_that_is_taken_is_left_for_a_free_one_and_that_is_said(taken_port, capsys):
    port = serving.usable_port("127.0.0.1", taken_port)

    assert port != taken_port
    assert f"Port {taken_port} is in use" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("host", "shown"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000/"),
        ("0.0.0.0", "http://localhost:8000/"),
        ("::1", "http://[::1]:8000/"),
    ],
)
def test_the_address_can_be_opened_in_a_browser(host, shown):
    assert serving.address(host, 8000) == shown


def test_the_server_listens_where_it_was_told_with_as_many_processes(monkeypatch):
    became = []
    monkeypatch.setattr(os, "execv", lambda program, words: became.append((program, words)))
    monkeypatch.setattr(serving.connections, "close_all", lambda: None)

    serving.serve("127.0.0.1", 8123, workers=3)

    ((program, words),) = became
    assert program == sys.executable
    assert words[words.index("--bind") + 1] == "127.0.0.1:8123"
    assert words[words.index("--workers") + 1] == "3"
    assert "--no-control-socket" in words
