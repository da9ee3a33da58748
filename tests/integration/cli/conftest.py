"""Commands as a data officer gives them, in this process."""

import json

import pytest

from fingerpost.cli import main


@pytest.fixture
def command(place, db, capsys):
    """Give a command; its exit code, what it printed and what it said beside."""

    def given(*words):
        capsys.readouterr()
        try:
            code = main.main([str(word) for word in words])
        except SystemExit as left:
            code = left.code
        said = capsys.readouterr()
        return code, said.out, said.err

    return given


@pytest.fixture
def answer(command):
    """Give a command with --json; the one document on standard output. The exit code must be as expected."""

    def given(*words, code=0):
        left, printed, beside = command(*words, "--json")
        assert left == code, beside
        return json.loads(printed)

    return given
