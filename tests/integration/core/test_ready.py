"""A home is made ready by whatever command comes first."""

import os
import subprocess
import sys
import time

import pytest

from fingerpost.core.actions import ready
from fingerpost.core.models import Authority, HomeState

SAY = """
import django; django.setup()
from fingerpost.core.actions import ready
print(ready.make_ready(), ready.make_ready())
"""


def command_on(home, cwd):
    """A fresh process on a home of its own, as a command is."""
    environment = {
        **os.environ,
        "FINGERPOST_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "fingerpost.site.settings",
    }
    environment.pop("DATABASE_URL", None)
    return subprocess.Popen(
        [sys.executable, "-c", SAY],
        cwd=cwd,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.slow
def test_an_empty_home_is_made_ready_once_though_two_commands_come_together(tmp_path):
    home, elsewhere = tmp_path / "home", tmp_path / "elsewhere"
    elsewhere.mkdir()

    answers = [
        command.communicate(timeout=120) for command in [command_on(home, elsewhere) for _ in range(2)]
    ]

    assert sorted(said.strip() for said, _ in answers) == ["False False", "True False"], answers
    assert (home / "secret").stat().st_mode & 0o077 == 0
    assert (home / "snapshots").is_dir()


@pytest.mark.django_db
def test_every_authority_of_england_is_there(monkeypatch, tmp_path):
    monkeypatch.setenv("FINGERPOST_HOME", str(tmp_path))

    assert ready.make_ready()

    assert Authority.objects.count() == 160
    assert str(Authority.objects.get(code="875").closed_on) == "2009-03-31"
    assert Authority.objects.get(code="370").earlier_ons_codes == ["E08000016"]


@pytest.mark.django_db
def test_a_home_made_by_an_older_product_is_made_ready_again(monkeypatch, tmp_path):
    monkeypatch.setenv("FINGERPOST_HOME", str(tmp_path))
    ready.make_ready()
    HomeState.objects.update(fingerprint="older")

    assert ready.make_ready()
    assert not ready.make_ready()


@pytest.mark.django_db
def test_a_ready_home_costs_nothing_to_look_at(monkeypatch, tmp_path):
    monkeypatch.setenv("FINGERPOST_HOME", str(tmp_path))
    ready.make_ready()

    begun = time.perf_counter()
    ready.make_ready()

    assert time.perf_counter() - begun < 0.3
