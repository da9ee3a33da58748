"""The strategy as a school would read it: the edition in use, its rubrics, its examples run, and its files."""

import io
import re
import zipfile
from datetime import UTC, date, datetime
from html import unescape

import pytest

from fingerpost.archive.models import RatingRun
from fingerpost.archive.queries import editions
from fingerpost.core.actions import people
from fingerpost.monitor.queries import strategy as queries

NOW = datetime(2026, 9, 1, 9, tzinfo=UTC)
HERE = "/001/strategy/"
EDITION = "shire/2026"

STRATEGY = """
name: Shire strategy 2026
authority: "001"
document: A strategy
released_on: 2026-09-01
note: Pages are numbered as printed.
levels:
  - {id: green, name: Green, meaning: All is well}
  - {id: amber, name: Amber}
  - {id: red, name: Red}
"""
SCHEME = """
schemes:
  primary: {name: Primary schools, for: {phases: [primary]}}
families:
  outcomes: {name: Outcomes}
strands:
  attainment:
    name: Attainment
    family: outcomes
    levels:
      green: {sentence: Attainment is good., page: 4, when: {fact: ks2_rwm_expected, at_least: 65}, ours: The middle.}
      amber: {sentence: Attainment is fair., page: 5, when: {fact: ks2_rwm_expected, below: 65}, ours: The middle.}
      red: {sentence: Attainment is low., page: 6, when: {fact: ks2_rwm_expected, below: 50}, ours: Half.}
"""
EXAMPLES = """
as_at: 2026-09-01
examples:
  - {name: Two in three, strand: attainment, scheme: primary, facts: [{ks2_rwm_expected: 66, year: 2025}], level: green}
  - {name: Too hopeful, strand: attainment, scheme: primary, facts: [{ks2_rwm_expected: 40, year: 2025}], level: green}
"""

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(monkeypatch, tmp_path):
    """A home with one edition of its own, and no others."""
    monkeypatch.setenv("FINGERPOST_HOME", str(tmp_path))
    folder = tmp_path / "strategies"
    monkeypatch.setattr(editions, "strategies_folders", lambda: [folder])
    (folder / EDITION / "schemes").mkdir(parents=True)
    (folder / EDITION / "strategy.yaml").write_text(STRATEGY)
    (folder / EDITION / "schemes" / "schools.yaml").write_text(SCHEME)
    (folder / EDITION / "examples.yaml").write_text(EXAMPLES)
    return folder / EDITION


@pytest.fixture
def seen(client, holding, kept):
    """A page as the text that a clerk to governors reads."""
    client.force_login(holding("clerk"))

    def get(path):
        answer = client.get(path)
        assert answer.status_code == 200, (path, answer.status_code)
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", answer.content.decode())).split())

    return get


def run_under(authority, edition, digest):
    RatingRun.objects.create(
        authority=authority,
        edition=edition,
        edition_name="Shire strategy 2026",
        edition_hash=digest,
        as_at=date(2026, 8, 31),
        snapshots_key="x",
        computed_at=NOW,
        computed_by=people.operator(),
    )


def test_the_authoritys_own_edition_is_shown_when_none_is_in_use(seen):
    page = seen(HERE)

    assert "Shire strategy 2026" in page
    assert "All is well" in page
    assert "No levels of Shire have been computed yet." in page
    assert "There is a level only on enough evidence: outcomes, 2 more families and 50%" in page


def test_the_edition_of_the_latest_levels_is_named_with_its_fingerprint(seen, shire, kept):
    run_under(shire, EDITION, editions.edition(EDITION).hash)

    assert "as at 31 August 2026, were computed under this edition" in seen(HERE)


def test_an_edition_that_was_changed_since_the_latest_levels_says_so(seen, shire):
    run_under(shire, EDITION, "another fingerprint")

    assert "before it was changed: its fingerprint was then another fing" in seen(HERE)


def test_a_scheme_shows_its_sentences_with_what_decides_them_in_words(seen):
    page = seen(f"{HERE}scheme/primary/")

    assert "“Attainment is low.” page 6 Published figures" in page
    assert "Key stage 2 reading, writing and maths: expected standard : below 50%" in page
    assert "Ours Half." in page


def test_the_worked_examples_are_run_and_one_that_does_not_hold_is_shown(seen):
    page = seen(f"{HERE}scheme/primary/examples/")

    assert "Two in three Key stage 2 reading, writing and maths: expected standard, 2025: 66%" in page
    assert "As it says" in page
    assert "red, decided" in page


def test_the_results_of_examples_are_kept_for_an_edition_and_an_engine(seen, kept):
    seen(f"{HERE}scheme/primary/examples/")
    queries._examples.cache_clear()

    page = seen(f"{HERE}scheme/primary/examples/")

    assert len(list((kept.parents[2] / "cache").glob("examples-*.json"))) == 1
    assert "red, decided" in page


def test_the_whole_edition_stands_on_one_page(seen):
    page = seen(f"{HERE}whole/")

    assert "Edition shire/2026, fingerprint" in page
    assert "“Attainment is good.” page 4" in page


def test_the_files_are_taken_away_as_they_are_and_the_same_each_time(client, holding, kept):
    client.force_login(holding("clerk"))

    first, second = (client.get(f"{HERE}edition.zip").content for _ in range(2))

    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert archive.read("shire/2026/strategy.yaml").decode() == STRATEGY
        assert len(archive.namelist()) == 3
    assert first == second


def test_an_edition_that_cannot_be_read_says_what_is_wrong(seen, kept):
    (kept / "schemes" / "schools.yaml").write_text(SCHEME.replace("family: outcomes", "family: nothing"))

    page = seen(HERE)

    assert "This edition cannot be read." in page
    assert "No family is called nothing" in page


def test_an_edition_or_a_scheme_that_there_is_not_is_not_found(client, holding, kept):
    client.force_login(holding("clerk"))

    assert client.get(f"{HERE}?edition=no/such").status_code == 404
    assert client.get(f"{HERE}scheme/secret/").status_code == 404


def test_without_any_edition_the_page_says_how_to_begin(client, holding, kept, monkeypatch):
    monkeypatch.setattr(editions, "strategies_folders", list)
    client.force_login(holding("clerk"))

    assert "There is no edition of a strategy yet." in client.get(HERE).content.decode()
