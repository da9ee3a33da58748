"""Whatever kills the program in the middle of a load, the next run finds everything as before and completes it."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from datetime import date

import pytest
from tests.integration.published import HILL, MAY, MILL, inspected, links, register, results

YEARS = range(2013, 2025)
SECONDS = 120


def process(home, *words):
    """A command in a process of its own, on a home of its own."""
    environment = {**os.environ, "FINGERPOST_HOME": str(home)}
    environment.pop("DATABASE_URL", None)
    return subprocess.Popen(
        [sys.executable, "-m", "fingerpost.cli.main", *map(str, words), "--json"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def load(home, files):
    """Load in a process of its own and wait for what it says."""
    running = process(home, "load", files)
    printed, beside = running.communicate(timeout=SECONDS)
    assert running.returncode == 0, beside
    return json.loads(printed)


def whole(folder):
    return (
        {path.name for path in folder.glob("*") if not path.name.startswith(".")}
        if folder.is_dir()
        else set()
    )


def kill_when(running, is_time):
    """Kill at once and without a word, as a power cut does."""
    until = time.monotonic() + SECONDS
    while not is_time():
        assert running.poll() is None, "the load ended before it could be killed"
        assert time.monotonic() < until
        time.sleep(0.001)
    running.send_signal(signal.SIGKILL)
    running.communicate()
    assert running.returncode == -signal.SIGKILL


KEPT = (
    "SELECT id, name, kept, set_aside, tables FROM archive_snapshot ORDER BY id",
    "SELECT urn, name, opened_on, closed_on, closed_how, is_state_funded FROM register_school ORDER BY urn",
    "SELECT urn, authority_id, from_on, to_on FROM register_authorityspell ORDER BY urn, from_on",
    "SELECT urn, link_urn, kind, linked_on FROM register_schoollink ORDER BY urn, link_urn, kind",
    "SELECT name, key FROM archive_derived ORDER BY name",
)


def held(home):
    """All that a home holds of published files, without what only tells when."""
    with closing(sqlite3.connect(home / "fingerpost.sqlite3")) as database:
        rows = [database.execute(query).fetchall() for query in KEPT]
    lying = {
        str(path.relative_to(home)): path.read_bytes()
        for path in sorted((home / "snapshots").rglob("*.parquet"))
    }
    return rows, lying


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("files")
    register(folder, MAY, HILL, MILL)
    links(folder, date(2026, 8, 21), (HILL, MILL, "Successor - merged", date(2015, 9, 1)))
    inspected(folder, MAY, (HILL, date(2014, 3, 14), 2), (MILL, date(2013, 3, 14), 3))
    for year in YEARS:
        results(folder, year, *((urn, 40, f"{share}%") for share, urn in enumerate(range(990001, 990081))))
    return folder


@pytest.fixture(scope="module")
def untouched(files, tmp_path_factory):
    """What a home holds into which the files were loaded in peace."""
    home = tmp_path_factory.mktemp("untouched")
    load(home, files)
    return held(home)


@pytest.mark.slow
@pytest.mark.parametrize("kept", [1, len(YEARS) + 3])
def test_a_killed_load_is_completed_by_the_next(files, untouched, tmp_path, kept):
    running = process(tmp_path, "load", files)
    kill_when(running, lambda: len(whole(tmp_path / "snapshots")) >= kept)

    again = load(tmp_path, files)

    assert {file["outcome"] for file in again["files"]} <= {"loaded", "unchanged"}
    assert held(tmp_path) == untouched
