"""Which results are new, and whose suspensions rose, by the day on which each figure was known."""

from datetime import date

import polars as pl
import pytest

from fingerpost.monitor.queries import results_known as module


class _Slice:
    schools = pl.DataFrame(
        [
            ("990001", "suspensions", "all", "2025", 4.0, date(2026, 1, 10)),
            ("990001", "suspensions", "all", "2026", 9.5, date(2026, 10, 2)),
            ("990002", "suspensions", "all", "2025", 9.0, date(2026, 1, 10)),
            ("990002", "suspensions", "all", "2026", 4.0, date(2026, 10, 2)),
            ("990003", "suspensions", "all", "2026", 4.0, date(2026, 10, 2)),
            ("990003", "ks2_rwm_expected", "all", "2026", 61.0, date(2026, 9, 9)),
            ("990003", "ks2_reading_expected", "all", "2026", None, date(2026, 10, 9)),
        ],
        schema=["place", "indicator", "group", "period", "value", "known_on"],
        orient="row",
    )


@pytest.fixture(autouse=True)
def _sliced(monkeypatch):
    monkeypatch.setattr(module.slices, "of_authority", lambda authority, holding: _Slice)
    monkeypatch.setattr(module, "holdings", lambda authority: type("H", (), {"key": "of this test"}))
    yield
    module._known.cache_clear()
    module._rises.cache_clear()


def test_results_are_new_that_became_known_after_the_last_meeting_and_have_a_value():
    found = module.results_known("001", after=date(2026, 9, 9), to=date(2026, 10, 31))

    assert found == {990001: ("Exclusions",), 990002: ("Exclusions",), 990003: ("Exclusions",)}


def test_suspensions_rose_where_the_new_year_is_higher_than_the_one_before():
    found = module.suspensions_rose("001", after=date(2026, 9, 9), to=date(2026, 10, 31))

    assert found == {990001: (4.0, 9.5)}
    assert module.suspensions_rose("001", after=date(2026, 10, 2), to=date(2026, 10, 31)) == {}
