"""Snapshots on disk: whole or not there, and one load at a time."""

import threading

import polars as pl
import pytest

from fingerpost.archive import store
from fingerpost.evidence.schema import FACTS, TABLES

FACT = {"place_kind": "school", "place": "990001", "indicator": "ks2_rwm_expected", "value": 50.0}


def facts(*rows):
    return pl.DataFrame([dict.fromkeys(FACTS) | FACT | row for row in rows], schema=FACTS, orient="row")


def test_a_set_of_snapshots_has_one_name_whatever_its_order():
    assert store.key_of(["a", "b"]) == store.key_of(["b", "a"])
    assert store.key_of(["a", "b"]) != store.key_of(["a"])


@pytest.mark.parametrize("table", [*TABLES, store.SCHOOLS, store.AREAS])
def test_a_table_that_nobody_loaded_is_empty_and_has_its_columns(table):
    frame = store.scan(table, []).collect()

    assert frame.is_empty()
    assert set(frame.columns) > {"row", "snapshot", "origin", "list_as_at"}


def test_a_snapshot_that_is_written_again_is_replaced_whole(place):
    store.write("0123456789abcdef", {"facts": facts({}), "links": pl.DataFrame({"urn": [1]})})

    store.write("0123456789abcdef", {"facts": facts({"place": "990002"})})

    (folder,) = store.folder().iterdir()
    assert [path.name for path in folder.iterdir()] == [f"{store.SCHOOLS}.parquet"]
    assert pl.read_parquet(folder / f"{store.SCHOOLS}.parquet")["place"].to_list() == ["990002"]


def test_facts_of_schools_and_of_areas_lie_apart(place):
    store.write("0123456789abcdef", {"facts": facts({}, {"place_kind": "england", "place": "E92000001"})})

    lying = {
        part: pl.read_parquet(store.table_path("0123456789abcdef", part))
        for part in (store.SCHOOLS, store.AREAS)
    }
    assert lying[store.SCHOOLS]["place"].to_list() == ["990001"]
    assert lying[store.AREAS]["place"].to_list() == ["E92000001"]


def test_whoever_is_alone_may_be_so_again(place):
    with store.alone(), store.alone():
        pass
    with store.alone():
        pass


def test_another_waits_until_the_first_is_done(place):
    done = []

    def wait():
        with store.alone():
            done.append("second")

    other = threading.Thread(target=wait)
    with store.alone():
        other.start()
        other.join(timeout=0.2)
        done.append("first")
    other.join(timeout=30)

    assert done == ["first", "second"]


def test_a_lock_is_given_back_when_a_load_fails(place):
    with pytest.raises(RuntimeError), store.alone():
        raise RuntimeError

    with store.alone():
        pass
