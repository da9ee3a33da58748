"""Which schools are like a school: the same set for whoever asks, in whatever order the schools come."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fingerpost.evidence.comparison import similar

TRAITS = [trait.code for trait in similar.TRAITS]
SCHEMA = {"place": pl.String, "phase": pl.String, **dict.fromkeys(TRAITS, pl.Float64)}
share = st.one_of(st.none(), st.integers(0, 100).map(float))
school = st.tuples(st.integers(20, 900).map(float), share, share, share, share)


def schools(rows, phase="primary"):
    made = [(f"{100000 + n}", phase, *row) for n, row in enumerate(rows)]
    return pl.DataFrame(made, schema=SCHEMA, orient="row")


def plain(count, step=1.0):
    return schools([(200.0, 10.0 + step * n, 12.0, 5.0, 0.0) for n in range(count)])


def test_the_nearest_come_first():
    found = similar.nearest(plain(40), "100020", count=15)

    assert found["place"].to_list()[:4] == ["100019", "100021", "100018", "100022"]
    assert found.height == 15


def test_a_school_of_another_phase_is_like_none():
    both = pl.concat(
        [plain(30), schools([(200.0, 10.0, 12.0, 5.0, 0.0)], "special").with_columns(place=pl.lit("9"))]
    )

    assert "9" not in similar.nearest(both, "100000", count=30)["place"].to_list()


def test_one_trait_in_which_all_are_equal_tells_none_apart():
    assert similar.nearest(plain(20), "100000", count=15)["sen"].to_list() == [0.0] * 15


def test_a_trait_that_is_not_known_is_left_out_and_said():
    rows = [(200.0, 10.0, None, 5.0, 0.0), *((200.0, 10.0 + n, 12.0, 5.0, 0.0) for n in range(20))]

    found = similar.nearest(schools(rows), "100000", count=15)

    assert found["shared"].to_list() == [4] * 15
    assert found["sen"].to_list() == [None] * 15


def test_a_school_of_which_little_is_known_has_no_set():
    rows = [(200.0, None, None, None, 0.0), *((200.0, 10.0, 12.0, 5.0, 0.0) for _ in range(20))]

    with pytest.raises(similar.NoTraits, match="fewer than 3 of the traits"):
        similar.nearest(schools(rows), "100000")


def test_a_school_that_is_not_held_has_no_set():
    with pytest.raises(similar.NoTraits, match="No school census is held"):
        similar.nearest(plain(20), "999999")


@pytest.mark.parametrize("count", [14, 31])
def test_a_set_is_of_15_to_30(count):
    with pytest.raises(ValueError, match="15 to 30"):
        similar.nearest(plain(40), "100000", count=count)


lists = st.lists(school, min_size=2, max_size=40)


@settings(max_examples=60)
@given(rows=lists, data=st.data())
def test_the_order_of_the_schools_changes_nothing(rows, data):
    frame = schools(rows)
    mine = data.draw(st.sampled_from(frame["place"].to_list()))
    shuffled = frame[data.draw(st.permutations(range(frame.height)))]

    try:
        found = similar.nearest(frame, mine)
    except similar.NoTraits:
        return

    assert found.equals(similar.nearest(shuffled, mine))


@settings(max_examples=60)
@given(rows=lists)
def test_no_school_is_in_its_own_set_and_none_is_in_it_twice(rows):
    frame = schools(rows)

    for mine in frame["place"].to_list():
        try:
            found = similar.nearest(frame, mine)["place"].to_list()
        except similar.NoTraits:
            continue
        assert mine not in found
        assert len(found) == len(set(found))


@settings(max_examples=40)
@given(rows=st.lists(school, min_size=2, max_size=16))
def test_two_schools_are_as_far_from_each_other_either_way(rows):
    frame = schools(rows)
    apart = {}
    for mine in frame["place"].to_list():
        try:
            found = similar.nearest(frame, mine)
        except similar.NoTraits:
            continue
        apart |= {(mine, other): distance for other, distance in found.select("place", "distance").rows()}

    for (one, other), distance in apart.items():
        if (other, one) in apart:
            assert distance == pytest.approx(apart[other, one])
            assert distance >= 0


def test_a_nearer_school_is_never_left_out_for_a_farther_one():
    frame = plain(60, step=0.7)
    near = similar.nearest(frame, "100030", count=15)
    wide = similar.nearest(frame, "100030", count=30)

    assert wide["place"].to_list()[:15] == near["place"].to_list()
