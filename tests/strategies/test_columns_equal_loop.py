"""The columns and the plain loop come to the same, for every shipped edition, on generated evidence."""

from datetime import date
from pathlib import Path

import pytest
from bench import per_school
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.strategies.generating import generated

from fingerpost.strategy.loading import load
from fingerpost.strategy.rating import rate

ROOT = Path(__file__).resolve().parents[2] / "strategies"
EDITIONS = {
    path.parent.relative_to(ROOT).as_posix(): load(path.parent)
    for path in sorted(ROOT.glob("*/*/strategy.yaml"))
}
DAYS = (date(2014, 9, 1), date(2017, 1, 31), date(2019, 2, 1), date(2024, 1, 31), date(2026, 10, 31))
SCHOOL = ("level", "indicative", "best", "worst", "floor", "applicable", "decided")


@pytest.mark.slow
@pytest.mark.parametrize("code", EDITIONS)
@settings(max_examples=4)
@given(seed=st.integers(0, 10**6), day=st.sampled_from(DAYS), told=st.sampled_from((0.4, 0.8, 1.0)))
def test_columns_and_loop_agree(code: str, seed: int, day: date, told: float) -> None:
    edition = EDITIONS[code]
    evidence = generated(edition, day, seed, told=told)

    in_columns, one_by_one = rate(evidence, edition, day), per_school.rate(evidence, edition, day)

    strands = {(r["urn"], r["scheme"], r["strand"]): r for r in in_columns.strands.iter_rows(named=True)}
    for row in in_columns.schools.iter_rows(named=True):
        if row["scheme"] is None:
            continue
        expected = one_by_one[row["urn"], row["scheme"]]
        where = (code, seed, day, row["urn"], row["scheme"])
        assert {k: row[k] for k in SCHOOL} == {k: getattr(expected, k) for k in SCHOOL}, where
        assert row["fragile"] == bool(expected.fragile), where
        for strand, result in expected.strands.items():
            _agree(strands[row["urn"], row["scheme"], strand], result, edition.level_ids, (*where, strand))


def _agree(row: dict, result: per_school.StrandResult, levels: list[str], where: tuple) -> None:
    words = {
        name: None if (n := getattr(result, name)) is None else levels[n]
        for name in ("level", "best", "worst")
    }
    assert {name: row[name] for name in words} == words, where
    assert (row["state"] == "decided") == (result.level is not None), where
