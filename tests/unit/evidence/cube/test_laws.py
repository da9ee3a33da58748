"""What is true of every cube, whatever the pupils."""

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from tests.unit.evidence.cube.making import KEYS, PLACES, YEAR, counted, ks2, pupil, table, tables

from fingerpost.evidence.cube import packed, plain
from fingerpost.evidence.cube.definition import define
from fingerpost.evidence.cube.digest import digest
from fingerpost.evidence.cube.packing import TooLarge

#: The plain engine is slow: a group of each sort, and a kind of place of each.
SOME = ks2(
    codes=["all", "girls", "not_fsm", "sen_any", "minority_ethnic", "summer_born", "eal+sen_none", "settled"],
    places=[PLACES[0], PLACES[1], PLACES[4], PLACES[5]],
)
few = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
STATISTICS = list(ks2().statistics)


@few
@given(tables())
def test_the_packed_engine_counts_what_the_plain_one_counts(pupils):
    assert_frame_equal(counted(pupils, SOME), plain.of_year(pupils, SOME, YEAR).sort(KEYS))


@few
@given(tables())
def test_groups_that_part_all_pupils_add_up_to_them(pupils):
    known = pupils.filter(pl.col("sen").is_not_null())
    parts = ks2(codes=["sen_none", "sen_support", "sen_plan"])
    whole = ks2(codes=["all"])

    added = counted(known, parts).group_by(KEYS[:2]).agg(pl.col(STATISTICS).sum()).sort(KEYS[:2])

    assert_frame_equal(added, counted(known, whole).select(*KEYS[:2], *STATISTICS))


@few
@given(tables())
def test_those_of_known_special_needs_and_the_rest_add_up_to_all(pupils):
    has, rest = pl.col("sen").is_not_null(), pl.col("sen").is_null()

    parts = pl.concat([counted(pupils.filter(one)) for one in (has, rest)])
    added = parts.group_by(KEYS).agg(pl.col(STATISTICS).sum()).sort(KEYS)

    assert_frame_equal(added, counted(pupils).select(*KEYS, *STATISTICS))


@few
@given(tables(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_changes_nothing(pupils, random):
    order = list(range(pupils.height))
    random.shuffle(order)

    assert digest(counted(pupils[order]), ks2()) == digest(counted(pupils), ks2())


@few
@given(tables(), st.sampled_from((1, 2, 3, 7)))
def test_the_number_of_threads_and_chunks_changes_nothing(pupils, threads):
    chunks = pl.concat([pupils[:3], pupils[3:]], rechunk=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pl, "thread_pool_size", lambda: threads)
        found = digest(counted(chunks), ks2())

    assert found == digest(counted(pupils), ks2())


@few
@given(tables(), pupil())
def test_one_pupil_more_changes_only_the_cells_that_hold_her(pupils, newcomer):
    alone = counted(table([newcomer]))

    added = pl.concat([counted(pupils), alone]).group_by(KEYS).agg(pl.col(STATISTICS).sum()).sort(KEYS)

    assert_frame_equal(added, counted(pl.concat([pupils, table([newcomer])])).select(*KEYS, *STATISTICS))
    assert alone["pupils"].unique().to_list() in ([1], [])


@few
@given(tables())
def test_a_place_is_the_sum_of_its_schools(pupils):
    placed = pupils.filter(pl.col("urn").is_not_null(), pl.col("district").is_not_null())
    first = pl.col("district", "authority", "region").first().over("urn")
    of_one_district = placed.with_columns(first)
    cube = counted(of_one_district)
    lie = of_one_district.select(pl.col("urn").cast(pl.String), "district", "authority", "region").unique()

    schools = cube.filter(place_kind="school").join(lie, left_on="place", right_on="urn")

    for kind in ("district", "authority", "region"):
        added = schools.group_by(pl.col(kind).alias("place"), "group").agg(pl.col(STATISTICS).sum())
        held = cube.filter(place_kind=kind).select("place", "group", *STATISTICS)
        assert_frame_equal(added.sort("place", "group"), held.sort("place", "group"))


@few
@given(tables())
def test_no_cell_is_empty_and_everybody_is_in_england(pupils):
    cube = counted(pupils)

    assert cube["pupils"].min() >= 1
    assert cube.filter(place_kind="england", group="all")["pupils"].item() == pupils.height


def test_scores_too_far_apart_to_be_packed_are_counted_plainly():
    far = table(
        [
            {"year": YEAR, "stage": "ks2", "urn": 100001, "reading_score": -2_000_000_000},
            {"year": YEAR, "stage": "ks2", "urn": 100001, "reading_score": 2_000_000_000},
        ]
    )

    cube = counted(far, ks2(codes=["all"], places=PLACES[:1]))

    assert cube.select("reading_score_n", "reading_score_sum").row(0) == (2, 0)


@pytest.mark.parametrize(
    "places", [("england",), ("district", "england"), ("school",), ("region", "home_ward")]
)
@few
@given(tables())
def test_kinds_of_place_may_be_left_out(places, pupils):
    chosen = ks2(codes=["all", "boys"], places=places)

    assert_frame_equal(
        counted(pupils, chosen),
        counted(pupils, ks2(codes=["all", "boys"])).filter(pl.col("place_kind").is_in(places)),
    )


def test_a_table_without_pupils_is_a_cube_without_cells():
    cube = packed.of_year(table([]), ks2(), YEAR)

    assert cube.is_empty()
    assert cube.columns == ["year", *KEYS, *STATISTICS]


@pytest.mark.parametrize("stage", ["eyfs", "phonics", "ks1", "mtc", "ks4", "ks5", "absence"])
def test_every_stage_is_counted_as_the_plain_engine_counts_it(stage):
    from fingerpost.evidence.cube import sample

    pupils, definition = sample.pupils(stage, YEAR, 500), define(stage, places=PLACES[3:6])

    found = packed.of_year(pupils, definition, YEAR).sort(KEYS)

    assert_frame_equal(found, plain.of_year(pupils, definition, YEAR).sort(KEYS))


def test_a_rate_below_nought_cannot_be_packed():
    from fingerpost.evidence.cube.packing import packing

    definition = define("absence")
    odd = pl.DataFrame({name: [-1] for name in definition.results})

    with pytest.raises(TooLarge):
        packing(odd, definition.measures, 1)
