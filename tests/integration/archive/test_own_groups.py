"""A group that an authority's edition adds is counted with the rest."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from tests.integration.archive.test_pupils import file_of, load, row, schools  # noqa: F401

from fingerpost.archive import pupil_counting, store
from fingerpost.archive.models import Snapshot
from fingerpost.archive.queries import editions
from fingerpost.evidence.cube.own import own_group
from fingerpost.strategy.loading import load as load_edition

EXAMPLE = Path(__file__).parents[3] / "strategies" / "example" / "2026"


@pytest.mark.django_db
def test_a_group_of_the_editions_own_is_counted_at_every_place(schools, monkeypatch):  # noqa: F811
    girls = own_group(
        "girls_of_the_summer", "Girls of the summer", {"sex": ["F"], "birth_month": [5, 6, 7, 8]}
    )
    edition = replace(load_edition(EXAMPLE), groups=(girls,))
    monkeypatch.setattr(editions, "edition_of", lambda authority: edition)

    load(file_of(row(1), row(2), row(3, sex="M")), known_on=date(2025, 7, 10))

    facts = store.scan("facts", list(Snapshot.objects.filter(layout="pupils-ks2"))).collect()
    mine = facts.filter(facts["group"] == "girls_of_the_summer")
    assert {"school", "authority"} <= set(mine["place_kind"].to_list())
    assert set(mine["denominator"].to_list()) == {2.0}


@pytest.mark.django_db
def test_an_authority_without_an_edition_has_no_groups_of_its_own(county):
    assert pupil_counting.own_groups("801") == ()
