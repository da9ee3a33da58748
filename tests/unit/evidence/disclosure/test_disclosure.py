"""What is hidden cannot be told: the attack works on what is hidden carelessly, and finds nothing in what we show."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fingerpost.core.rules import Audience
from fingerpost.evidence.disclosure import deciding
from fingerpost.evidence.disclosure.attacking import attack
from fingerpost.evidence.disclosure.deciding import Decision
from fingerpost.evidence.disclosure.hiding import decide
from fingerpost.evidence.disclosure.lattice import CELLS, lattice_of
from fingerpost.evidence.disclosure.policy import lines, policy_for
from fingerpost.evidence.disclosure.relations import relations

PUBLIC = policy_for(Audience.PUBLIC)
CHARACTERISTICS = {
    "boys": 0.5, "fsm": 0.13, "eal": 0.1, "sen_any": 0.17,
}  # fmt: skip
OPPOSITE = {"boys": "girls", "fsm": "not_fsm", "eal": "english", "sen_any": "sen_none"}


def county(seed, schools=18, districts=3):
    """Invented schools with pupils one by one, in clusters, districts and one authority."""
    rng = np.random.default_rng(seed)
    rows, within = [], {}
    for number in range(schools):
        school = ("school", str(100_000 + number))
        pupils = int(rng.choice([4, 8, 12, 15, 28, 30, 45, 60]))
        is_in = {name: rng.random(pupils) < share for name, share in CHARACTERISTICS.items()}
        reached = rng.random(pupils) < 0.6 - 0.2 * is_in["fsm"] - 0.3 * is_in["sen_any"]
        groups = {"all": np.ones(pupils, dtype=bool)} | is_in
        groups |= {OPPOSITE[name]: ~flags for name, flags in is_in.items()}
        rows += [
            (*school, group, int(flags.sum()), int((flags & reached).sum()), False, False)
            for group, flags in groups.items()
            if flags.any()
        ]
        for area in (
            ("cluster", f"K{number // 4}"),
            ("district", f"D{number * districts // schools}"),
            ("authority", "1"),
        ):
            within.setdefault(area, []).append(school)
    return lattice_of(pl.DataFrame(rows, schema=CELLS, orient="row"), within)


def carelessly(lattice):
    """Only the small numbers hidden, and nothing that tells them."""
    small = deciding.small_cohorts(lattice, PUBLIC) & ~lattice.is_rest
    few = deciding.small_results(lattice, PUBLIC) & ~lattice.is_rest
    return Decision(lattice, PUBLIC, small, small | few)


@pytest.mark.parametrize("seed", range(6))
def test_the_attack_finds_nothing_in_what_the_public_is_shown(seed):
    decision = decide(county(seed), PUBLIC)

    found = attack(decision)

    assert decision.result.any()
    assert not decision.given_away
    assert found.attacked > 0
    assert found.found == ()


def test_the_attack_tells_numbers_where_only_the_small_ones_are_hidden():
    found = attack(carelessly(county(1)))

    assert len(found.found) > 20
    assert found.tightest == pytest.approx(0)


@given(seed=st.integers(0, 10_000), schools=st.integers(3, 9), districts=st.integers(1, 2))
@settings(max_examples=25)
def test_no_small_number_is_ever_shown(seed, schools, districts):
    lattice = county(seed, schools, districts)

    decision = decide(lattice, PUBLIC)

    named = ~lattice.is_rest
    assert not (deciding.small_cohorts(lattice, PUBLIC) & named & ~decision.cohort).any()
    assert not (deciding.small_results(lattice, PUBLIC) & named & ~decision.result).any()
    assert (decision.result | ~decision.cohort).all()


def test_officers_are_shown_everything():
    assert not decide(county(1), policy_for(Audience.OFFICER)).result.any()


def test_what_is_hidden_for_a_stage_stays_hidden_for_each_measure_of_it():
    lattice = county(2)
    settled = decide(lattice, PUBLIC)

    again = decide(lattice, PUBLIC, settled)

    assert (again.cohort == settled.cohort).all()


def test_every_hidden_number_has_its_reason_for_officers():
    decision = decide(county(3), PUBLIC)

    hidden = np.flatnonzero(decision.result & (decision.lattice.cohort > 0))
    reasons = {decision.reasons.get(int(cell)) for cell in hidden}

    assert None not in reasons
    assert "fewer than 6 pupils" in reasons
    assert any("would give away" in reason for reason in reasons)


def test_groups_that_make_up_another_are_found_with_what_is_left():
    tied = relations(frozenset({"all", "boys", "girls", "looked_after"}))

    assert {(one.whole, one.parts, one.has_rest) for one in tied} == {
        ("all", ("boys", "girls"), False),
        ("all", ("looked_after",), True),
    }


def test_every_line_of_the_policy_says_where_it_is_from():
    assert all(line.reference for line in lines())
    assert {line.audience for line in lines()} == set(Audience)
