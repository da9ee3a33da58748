"""A home into which all the published files were loaded, once for all tests, and a way to ask it."""

import json
import os
import subprocess
import sys

import pytest

FOLDERS = ("ofsted", "gias", "performance-tables", "lait", "lookups", "ees")
#: Runs commands one after another in a process of its own: the words come in and the answers go out as lines of JSON.
ANSWERING = """
import contextlib, io, json, sys
from fingerpost.cli import main
for line in sys.stdin:
    printed, beside = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(beside):
        code = main.main(json.loads(line))
    print(json.dumps([code, printed.getvalue(), beside.getvalue()]), flush=True)
"""


@pytest.fixture(scope="session")
def command(tmp_path_factory):
    """Give a command on that home: its exit code, what it printed, what it said beside."""
    environment = {**os.environ, "FINGERPOST_HOME": str(tmp_path_factory.mktemp("published"))}
    environment.pop("DATABASE_URL", None)
    answering = subprocess.Popen(
        [sys.executable, "-c", ANSWERING],
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )

    def given(*words):
        print(json.dumps([str(word) for word in words]), file=answering.stdin, flush=True)
        return json.loads(answering.stdout.readline())

    yield given
    answering.stdin.close()
    answering.stdout.close()
    answering.wait(timeout=60)


@pytest.fixture(scope="session")
def answer(command):
    """Give a command with --json that must go well, and read its one document."""

    def given(*words):
        code, printed, beside = command(*words, "--json")
        assert code == 0, beside
        return json.loads(printed)

    return given


@pytest.fixture(scope="session")
def load(shared_data, answer):
    """Load every folder of published files."""
    return lambda: answer("load", *(shared_data / name for name in FOLDERS))


@pytest.fixture(scope="session")
def loaded(load):
    """What became of every published file on the first load."""
    return load()


@pytest.fixture(scope="session")
def ask(loaded, answer):
    """Ask when all is loaded; the same question is answered once."""
    known = {}

    def asked(*words):
        if words not in known:
            known[words] = answer(*words)
        return known[words]

    return asked
