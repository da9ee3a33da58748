"""A home of its own for a test that loads files, with two authorities and the operator."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.forgetting import forget

from fingerpost.archive.actions import loading
from fingerpost.core.actions import people
from fingerpost.core.models import Authority
from fingerpost.evidence.reading.load import Options

NOW = datetime(2026, 9, 1, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def nothing_remembered():
    """Each test has schools of its own under numbers that another may have used."""
    forget()


@pytest.fixture
def place(tmp_path, monkeypatch):
    """An empty home beside an empty folder for files; the folder is what is given."""
    monkeypatch.setenv("FINGERPOST_HOME", str(tmp_path / "home"))
    folder = tmp_path / "files"
    folder.mkdir()
    return folder


@pytest.fixture
def county(db):
    """Two authorities of the south west."""
    south_west = {"region_code": "E12000009", "region_name": "South West"}
    Authority.objects.create(code="802", name="North Somerset", ons_code="E06000024", **south_west)
    return Authority.objects.create(code="801", name="Bristol", ons_code="E06000023", **south_west)


@pytest.fixture
def load(place, county):
    """Load files or folders (the whole folder when none is named) and say what became of each."""

    def loaded(*paths, authority=None, by=None, **options):
        return loading.load(
            paths=[Path(path) for path in paths or (place,)],
            options=Options(**options),
            by=by or people.operator(),
            at=NOW,
            authority=authority,
        )

    return loaded
