"""What is hidden cannot be told: the attack works on what is hidden carelessly, and finds nothing in what we show."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fingerpost.core.rules import Audience
from fingerpost.evidence.disclosure import above
from fingerpost.evidence.disclosure.attacking import attack
from fingerpost.evidence.disclosure.county import CELLS, county_of
from fingerpost.evidence.disclosure.deciding import Axis, Decision, decide
from fingerpost.evidence.disclosure.policy import lines, policy_for
from fingerpost.evidence.disclosure.relations import relations
from fingerpost.evidence.disclosure.told import AT_SCHOOLS, AXES, is_told

PUBLIC, HEADS = policy_for(Audience.PUBLIC), policy_for(Audience.OTHER_SCHOOLS)
SHARES = {"boys": 0.5, "disadvantaged": 0.2, "eal": 0.1, "sen_any": 0.17, "fsm": 0.13, "looked_after": 0.01}
OPPOSITE = {
    "boys": "girls", "disadvantaged": "not_disadvantaged", "eal": "english", "sen_any": "sen_none", "fsm": "not_fsm",
    "looked_after": "not_looked_after",
}  # fmt: skip


def county(seed, schools=24, districts=3, mean=False):
    """Invented schools with pupils one by one, in clusters, districts and one authority."""
    rng = np.random.default_rng(seed)
    rows, within = [], {}
    for number in range(schools):
        school = str(100_000 + number)
        rows += [(school, *row) for row in _pupils(rng, mean)]
        for area in (("cluster", f"K{number // 4}"), ("district", f"D{number * districts // schools}")):
            within.setdefault(area, []).append(("school", school))
    return county_of(pl.DataFrame(rows, schema=CELLS, orient="row"), within, ("authority", "1"))


def _pupils(rng, mean):
    pupils = int(rng.choice([4, 8, 12, 15, 28, 30, 45, 60]))
    is_in = {name: rng.random(pupils) < share for name, share in SHARES.items()}
    is_in["disadvantaged"] = is_in["disadvantaged"] | is_in["fsm"] | is_in["looked_after"]
    known = rng.random(pupils) < 0.97
    reached = rng.random(pupils) < 0.62 - 0.2 * is_in["disadvantaged"] - 0.3 * is_in["sen_any"]
    groups = {"all": np.ones(pupils, dtype=bool)} | {name: flags & known for name, flags in is_in.items()}
    groups |= {OPPOSITE[name]: ~flags & known for name, flags in is_in.items()}
    groups["eal+boys"] = groups["eal"] & groups["boys"]
    for group, flags in groups.items():
        n = int(flags.sum())
        if n:
            yield group, n, n, n, None if mean else int((flags & reached).sum()), False, False


def carelessly(found):
    """Only the small numbers hidden, and nothing that tells them."""
    none = np.zeros(len(found.schools), dtype=bool)
    made = Decision(found, PUBLIC, none, np.zeros(len(found.districts), dtype=bool), {}, {})
    for name, groups in AXES.items():
        few = np.zeros(len(found.schools), dtype=bool)
        for group in groups:
            n, r = found.of(found.cohort, group), found.of(found.reached, group)
            few |= (n > 0) & ((n < 6) | (r < 3) | (n - r < 3))
        made.axes[name] = Axis(groups, few, few, np.zeros(len(found.districts), dtype=bool))
    counts = above.counts_of(found)
    made.groups_hidden = {group: "small" for group, its in counts.items() if its.is_small(PUBLIC)}
    return made


@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("policy", [PUBLIC, HEADS], ids=["public", "heads"])
def test_the_attack_finds_nothing_in_what_a_reader_is_shown(seed, policy):
    found = attack(decide(county(seed), policy))

    assert found.attacked > 20
    assert found.found == ()


@pytest.mark.parametrize("seed", range(3))
def test_the_attack_finds_nothing_in_means(seed):
    found = attack(decide(county(seed, mean=True), PUBLIC))

    assert found.attacked > 5
    assert found.found == ()


def test_the_attack_tells_numbers_where_only_the_small_ones_are_hidden():
    found = attack(carelessly(county(1)))

    assert len(found.found) > 5
    assert found.tightest == pytest.approx(0)


@given(seed=st.integers(0, 10_000), schools=st.integers(3, 9), districts=st.integers(1, 2))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_no_small_number_is_ever_shown_and_none_is_told(seed, schools, districts):
    found = county(seed, schools, districts)

    decision = decide(found, PUBLIC)

    hidden = {(place, group) for kind, place, group, _ in decision.cells() if kind == "school"}
    for row, school in enumerate(found.schools):
        for column, group in enumerate(found.groups):
            n, r = found.cohort[row, column], found.reached[row, column]
            is_small = 0 < n < 6 or (group != "all" and n > 0 and (r < 3 or n - r < 3))
            assert (school, group) in hidden or not is_small
    assert attack(decision).found == ()


@given(seed=st.integers(0, 1_000))
@settings(max_examples=15, deadline=None)
def test_a_characteristic_is_hidden_whole_at_a_place_or_not_at_all(seed):
    decision = decide(county(seed), PUBLIC)

    hidden = {(kind, place, group) for kind, place, group, _ in decision.cells()}
    for kind, place in {(kind, place) for kind, place, _ in hidden}:
        for pair in AXES.values():
            assert len({(kind, place, group) in hidden for group in pair}) == 1


def test_officers_are_shown_everything():
    assert list(decide(county(1), policy_for(Audience.OFFICER)).cells()) == []


def test_what_is_published_is_never_hidden():
    found = county(2)
    found.published[:] = True

    assert [cell for cell in decide(found, PUBLIC).cells() if cell[0] == "school"] == []


def test_every_hidden_number_has_its_reason_for_officers():
    reasons = {reason for *_, reason in decide(county(3), PUBLIC).cells()}

    assert {"fewer than 6 pupils", "would give away another place", "told of larger places only"} <= reasons


@pytest.mark.parametrize(
    ("kind", "group", "told"),
    [
        ("school", "all", True),
        ("school", "boys", True),
        ("district", "eal", True),
        ("school", "boys+eal", False),
        ("school", "black", False),
        ("trust", "boys", False),
        ("trust", "all", True),
        ("authority", "black", True),
        ("home_ward", "all", False),
        ("similar", "all", False),
        ("ward", "all", True),
        ("authority", "summer_born_boys_of_ours", False),
    ],
)
def test_the_smaller_the_place_the_fewer_groups_are_told(kind, group, told):
    assert is_told(kind, group) is told


def test_every_characteristic_of_schools_is_parted_without_a_rest():
    tied = {(one.whole, frozenset(one.parts), one.has_rest) for one in relations(AT_SCHOOLS)}

    assert all(("all", frozenset(pair), False) in tied for pair in AXES.values())


def test_groups_that_make_up_another_are_found_with_what_is_left():
    tied = relations(frozenset({"all", "boys", "girls", "looked_after"}))

    assert {(one.whole, one.parts, one.has_rest) for one in tied} == {
        ("all", ("boys", "girls"), False),
        ("all", ("looked_after",), True),
    }


def test_every_line_of_the_policy_says_where_it_is_from():
    assert all(line.reference for line in lines())
    assert {line.audience for line in lines()} == set(Audience)
